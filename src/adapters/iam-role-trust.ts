import { GetRoleCommand, NoSuchEntityException, type IAMClient } from '@aws-sdk/client-iam';
import type { RoleTrusts } from '../ports/account-facts';

/** Trust policies, as IAM tells them. Needs iam:GetRole. */
export function iamRoleTrusts(client: IAMClient): RoleTrusts {
  return {
    async of(roleArn) {
      // A role may have a path, which is no part of its name.
      const RoleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
      try {
        const { Role } = await client.send(new GetRoleCommand({ RoleName }));
        // The same name below another path is another role.
        if (Role?.Arn !== roleArn) return undefined;
        return decodeURIComponent(Role.AssumeRolePolicyDocument ?? '');
      } catch (error) {
        if (error instanceof NoSuchEntityException) return undefined;
        throw error;
      }
    },
  };
}
