import { mkdtempSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { z } from 'zod';
import { startEmulator } from '../../../sandbox/emulator/start-emulator';
import { parseEnvironment } from '../../../src/environment/parse-environment';
import type { Environment } from '../../../src/environment/schema';
import { toBackendConfig, toTfvars } from '../../../src/environment/tfvars';
import { ACCOUNT, emulatorPython, WEST } from '../../sandbox/emulator-support/emulator-fixture';
import { copyTerraform, type TerraformCopy } from '../terraform-support/terraform-copy';
import { decisionsOf, type Decision } from './decisions';
import { GITHUB, token, type Claims } from './github-token';
import { policiesInState, type Policies } from './policies';

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');

const record = z.record(z.string(), z.unknown());
const records = z.record(z.string(), record);

const givenSchema = z.object({
  regions: z.object({ value: records }),
  hosted_zone_id: z.object({ value: z.string() }),
});

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** An account that enforces IAM, with the given networks and what `terraform/bootstrap` makes. */
export interface EnforcedAccount {
  readonly endpoint: string;
  readonly environment: Environment;
  readonly terraform: TerraformCopy;
  /** The values of the environment for Terraform, and its backend, as arguments. */
  readonly variables: string;
  readonly backend: readonly string[];
  /** The role's credentials for a job with these claims. @throws when AWS refuses */
  assume(role: string, claims: Claims): Promise<Credentials>;
  decisionsOf(role: string): readonly Decision[];
  /** What bootstrap has made of the policies. */
  readonly policies: Policies;
  stop(): Promise<void>;
}

/** Makes the account as its owner would, with rights to everything. */
export async function startEnforcedAccount(): Promise<EnforcedAccount> {
  const stateDir = mkdtempSync(join(tmpdir(), 'enforced-account-'));
  const iamDecisions = join(stateDir, 'decisions.jsonl');
  const emulator = await startEmulator({
    stateDir,
    python: await emulatorPython(),
    log: () => undefined,
    iamDecisions,
  });
  const owner = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'not-a-secret' };
  const terraform = await copyTerraform({ AWS_ENDPOINT_URL: emulator.endpoint, ...owner });
  const stop = async () => {
    await emulator.stop();
    await Promise.all([terraform.remove(), rm(stateDir, { recursive: true, force: true })]);
  };
  try {
    const given = await applyFoundation(terraform);
    const policies = await applyBootstrap(terraform, given.hosted_zone_id.value);
    const values = toTfvars(ENVIRONMENT);
    const variables = join(terraform.directory, 'environment.tfvars.json');
    const networks = records.parse(values['regions']);
    const regions = Object.entries(given.regions.value).map(([region, network]): [string, unknown] => [
      region,
      { ...networks[region], ...network },
    ]);
    const dns = { ...record.parse(values['dns']), hosted_zone_id: given.hosted_zone_id.value };
    await writeFile(variables, JSON.stringify({ ...values, dns, regions: Object.fromEntries(regions) }));
    return {
      endpoint: emulator.endpoint,
      environment: ENVIRONMENT,
      terraform,
      variables: `-var-file=${variables}`,
      backend: Object.entries(toBackendConfig(ENVIRONMENT)).map(([key, value]) => `-backend-config=${key}=${value}`),
      assume: async (role, claims) => assume(emulator.endpoint, role, claims),
      policies,
      decisionsOf: (role) => decisionsOf(iamDecisions, role),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function applyFoundation(terraform: TerraformCopy): Promise<z.infer<typeof givenSchema>> {
  const foundation = join('test', 'fixtures', 'foundation');
  await terraform.terraform(foundation, 'init', '-no-color');
  await terraform.terraform(
    foundation,
    'apply',
    '-auto-approve',
    '-no-color',
    `-var=zone_name=${ENVIRONMENT.dns.zoneName}`,
  );
  return givenSchema.parse(JSON.parse(await terraform.terraform(foundation, 'output', '-json')));
}

async function applyBootstrap(terraform: TerraformCopy, hostedZoneId: string): Promise<Policies> {
  const { name, account, environmentSuffix, state } = ENVIRONMENT;
  const variables = join(terraform.directory, 'bootstrap.tfvars.json');
  await writeFile(
    variables,
    JSON.stringify({
      account_id: account,
      state_region: state.region,
      bucket: state.bucket,
      lock_table: state.lockTable,
      environment: name,
      environment_suffix: environmentSuffix,
      hosted_zone_id: hostedZoneId,
      github: GITHUB,
      oidc_provider_exists: false,
    }),
  );
  const bootstrap = join('terraform', 'bootstrap');
  await terraform.terraform(bootstrap, 'init', '-no-color', '-lockfile=readonly');
  await terraform.terraform(bootstrap, 'apply', '-auto-approve', '-no-color', `-var-file=${variables}`);
  return policiesInState(await terraform.terraform(bootstrap, 'show', '-json'), environmentSuffix);
}

async function assume(endpoint: string, role: string, claims: Claims): Promise<Credentials> {
  const sts = new STSClient({
    endpoint,
    region: WEST,
    credentials: { accessKeyId: '', secretAccessKey: '' },
    maxAttempts: 1,
  });
  const { Credentials: given } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
      RoleSessionName: 'GitHubActions',
      WebIdentityToken: token(claims),
    }),
  );
  return z
    .object({ AccessKeyId: z.string(), SecretAccessKey: z.string(), SessionToken: z.string() })
    .transform(({ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken }) => ({
      accessKeyId,
      secretAccessKey,
      sessionToken,
    }))
    .parse(given);
}

/** The variables through which Terraform uses credentials. */
export function variablesOf(endpoint: string, credentials: Credentials): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}
