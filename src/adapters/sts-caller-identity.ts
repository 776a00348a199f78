import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { CallerIdentities } from '../ports/account';

/** Asks STS in one region, because the global endpoint is in us-east-1, which may be the region that is lost. */
export function stsCallerIdentity(region: string): CallerIdentities {
  return {
    async whoAmI() {
      const client = new STSClient({ region, maxAttempts: 4 });
      try {
        const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
        if (account === undefined || arn === undefined) throw new Error('STS answered without an account');
        return { account, arn };
      } finally {
        client.destroy();
      }
    },
  };
}
