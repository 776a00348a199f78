import { actionsLogger } from '../../../src/adapters/actions-logger';
import { gitSourceTree } from '../../../src/adapters/git-source-tree';
import { rdsGlobalRoles, rolesClient } from '../../../src/adapters/rds-global-roles';
import { redactedLogger } from '../../../src/adapters/redacted-logger';
import { s3ObjectStore } from '../../../src/adapters/s3-object-store';
import { sha256 } from '../../../src/adapters/sha256';
import { sealedPlans, stateRegionClients } from '../../../src/adapters/sealed-plans';
import { stsCallerIdentity } from '../../../src/adapters/sts-caller-identity';
import { terraformDirectory, terraformPlace } from '../../../src/adapters/terraform-directory';
import { terraformCli } from '../../../src/adapters/terraform-cli';
import { resourceNames } from '../../../src/environment/names';
import { REGIONS, type Environment } from '../../../src/environment/schema';
import { guardAccount } from '../../../src/guard/account';
import { guardPlan } from '../../../src/guard/plan-sources';
import { guardSources } from '../../../src/guard/sources';
import { RULES } from '../../../src/plan/invariants';
import { liveWriter } from '../../../src/plan/live-writer';
import { redactText } from '../../../src/plan/redaction/redact-text';
import { circumstances } from '../../../src/seal/circumstances';
import { policyDigest } from '../../../src/seal/policy-digest';
import type { GlobalRoles } from '../../../src/ports/global-roles';
import type { TerraformInputs } from './inputs';
import type { EnvironmentServices } from './run-plan';

export interface Services extends EnvironmentServices {
  /** The first of the guards, for what runs no Terraform. */
  readonly guardAccount: () => Promise<void>;
  readonly roles: GlobalRoles;
}

/** What belongs to one environment, with AWS clients of its own. Nothing is asked of AWS here. */
export function servicesOf(environment: Environment, { terraformPath }: TerraformInputs, workspace: string): Services {
  const logger = redactedLogger(actionsLogger, redactText);
  const terraform = terraformCli({
    ...terraformPlace(workspace, environment.name),
    path: terraformPath,
    environment: process.env,
    logger,
  });
  const clients = stateRegionClients(environment);
  const { writer: sealedPlanWriter, stateHead } = sealedPlans(environment, clients);
  const roles = rdsGlobalRoles({
    globalClusterId: resourceNames(environment).globalCluster,
    regions: REGIONS,
    clientFor: rolesClient,
  });
  const account = async () => {
    await guardAccount(environment, stsCallerIdentity(environment.state.region));
  };
  return {
    guardAccount: account,
    async guard() {
      await Promise.all([account(), guardSources(terraformDirectory(workspace, process.env))]);
    },
    guardPlan,
    terraform,
    roles,
    writer: () => liveWriter(roles),
    records: s3ObjectStore({ bucket: environment.state.bucket, client: clients.s3 }),
    sealedPlans: sealedPlanWriter,
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
