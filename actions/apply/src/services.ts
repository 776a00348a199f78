import { actionsLogger } from '../../../src/adapters/actions-logger';
import { awsInterlock } from '../../../src/adapters/aws-interlock';
import { gitSourceTree } from '../../../src/adapters/git-source-tree';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { sealedPlans, stateRegionClients } from '../../../src/adapters/sealed-plans';
import { sha256 } from '../../../src/adapters/sha256';
import { stsCallerIdentity } from '../../../src/adapters/sts-caller-identity';
import { systemClock } from '../../../src/adapters/system-clock';
import { terraformDirectory } from '../../../src/adapters/terraform-directory';
import type { EnvironmentServices } from '../../../src/apply/ports';
import type { Environment } from '../../../src/environment/schema';
import { guardAccount } from '../../../src/guard/account';
import { guardPlan } from '../../../src/guard/plan-sources';
import { guardSources } from '../../../src/guard/sources';
import { RULES } from '../../../src/plan/invariants';
import type { Terraform } from '../../../src/ports/terraform';
import { circumstances } from '../../../src/seal/circumstances';
import { policyDigest } from '../../../src/seal/policy-digest';

/** What belongs to one environment, with AWS clients of its own. Nothing is asked of AWS here. */
export function servicesOf(environment: Environment, terraform: Terraform, workspace: string): EnvironmentServices {
  const clients = stateRegionClients(environment);
  const { reader, stateHead } = sealedPlans(environment, clients);
  return {
    async guard() {
      await guardAccount(environment, stsCallerIdentity(environment.state.region));
      await guardSources(terraformDirectory(workspace, process.env));
    },
    guardPlan,
    terraform,
    interlock: awsInterlock({ environment, clock: systemClock, logger: actionsLogger }),
    records: s3ObjectStore({ bucket: environment.state.bucket, client: clients.s3 }),
    sealedPlans: reader,
    circumstances: (review) =>
      circumstances(
        { ...review, environment: environment.name },
        {
          platform: `${process.platform}-${process.arch}`,
          policyDigest: policyDigest(RULES, environment, sha256),
        },
        { sourceTree: gitSourceTree(workspace), stateHead, terraform },
      ),
  };
}
