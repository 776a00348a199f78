import { join } from 'node:path';
import { getExecOutput } from '@actions/exec';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { Command, CommanderError } from 'commander';
import { awsEvidencePlace } from '../src/adapters/aws-evidence-place';
import { awsStatePlace } from '../src/adapters/aws-state-place';
import { checkoutFiles } from '../src/adapters/checkout-files';
import { dynamoDbDrillState } from '../src/adapters/dynamodb-drill-state';
import { dynamoDbLeaseStore } from '../src/adapters/dynamodb-environment-lease';
import { dynamoDbTerraformLocks } from '../src/adapters/dynamodb-terraform-lock';
import { gitHistory } from '../src/adapters/git-history';
import type { GitHubOptions } from '../src/adapters/github-client';
import { githubRepositorySettings } from '../src/adapters/github-repository-settings';
import { githubWorkflowRuns } from '../src/adapters/github-workflow-runs';
import { iamRoleTrusts } from '../src/adapters/iam-role-trust';
import { environmentFiles } from '../src/adapters/repository-files';
import { stsCallerIdentity } from '../src/adapters/sts-caller-identity';
import { terraformCli } from '../src/adapters/terraform-cli';
import { examine, hasProblems, type GitHubPorts } from '../src/doctor/doctor';
import { printSections } from '../src/doctor/print';
import { loadEnvironments, UnknownEnvironmentError } from '../src/environment/load-environments';
import { evidenceNames } from '../src/environment/names';
import { toBackendConfig } from '../src/environment/tfvars';
import type { Logger } from '../src/ports/logger';

// `npm run doctor -- <environment>`: looks at everything that the pipeline of an environment rests on, and changes nothing. Ends with 1 when
// something is wrong, and with 2 when it was called wrongly.

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  // Standard output is the report alone, which a program may read.
  warn: (message) => {
    console.error(message);
  },
  error: (message) => {
    console.error(message);
  },
  group: (_title, work) => work(),
};

const root = process.cwd();

/** Owner and name, from the workflow's variable or from where the checkout came from. */
async function findRepository(): Promise<{ readonly owner: string; readonly repo: string } | undefined> {
  const remote = await getExecOutput('git', ['-C', root, 'remote', 'get-url', 'origin'], {
    silent: true,
    ignoreReturnCode: true,
  });
  // https://host/owner/name.git and git@host:owner/name.git alike
  const text = process.env['GITHUB_REPOSITORY'] ?? remote.stdout.trim();
  const [, owner, repo] = /(?:^|[/:])([A-Za-z0-9-]{1,39})\/([A-Za-z0-9._-]{1,100}?)(?:\.git)?\/?$/.exec(text) ?? [];
  return owner === undefined || repo === undefined ? undefined : { owner, repo };
}

function githubPorts(
  repository: { readonly owner: string; readonly repo: string } | undefined,
): GitHubPorts | { readonly missing: string } {
  const token = process.env['GITHUB_TOKEN'] ?? process.env['GH_TOKEN'] ?? '';
  if (token === '')
    return { missing: 'neither GITHUB_TOKEN nor GH_TOKEN is set (for example GH_TOKEN=$(gh auth token))' };
  if (repository === undefined)
    return { missing: 'neither GITHUB_REPOSITORY nor the remote "origin" names a repository' };
  const apiUrl = process.env['GITHUB_API_URL'] ?? 'https://api.github.com';
  const options: GitHubOptions = { token, apiUrl, ...repository, logger: quiet };
  return { settings: githubRepositorySettings(options), runs: githubWorkflowRuns(options) };
}

async function doctor(name: string, { json }: { readonly json: boolean }): Promise<number> {
  const all = loadEnvironments(await environmentFiles(root).readAll());
  const environment = all.find((one) => one.environment.name === name)?.environment;
  if (environment === undefined) {
    const known = all.map((one) => one.environment.name).join(', ');
    throw new UnknownEnvironmentError(`there is no environment "${name}"; known: ${known}`);
  }
  const { region, bucket, lockTable } = environment.state;
  const key = toBackendConfig(environment)['key'] ?? '';
  const repository = await findRepository();
  const aws = { region, maxAttempts: 2 };
  const dynamoDb = new DynamoDBClient(aws);
  const s3 = new S3Client({ ...aws, followRegionRedirects: true });
  const kms = new KMSClient(aws);
  const sections = await examine(environment, {
    identities: stsCallerIdentity(region),
    roles: iamRoleTrusts(new IAMClient(aws)),
    place: awsStatePlace({ bucket, key, lockTable, s3, dynamoDb, kms }),
    evidence: awsEvidencePlace({ ...evidenceNames(environment), s3, kms }),
    drillState: dynamoDbDrillState({ table: lockTable, environment: name, client: dynamoDb }),
    locks: dynamoDbTerraformLocks({ table: lockTable, state: `${bucket}/${key}`, client: dynamoDb }),
    lease: {
      holder: async () =>
        (await dynamoDbLeaseStore({ table: lockTable, environment: name, client: dynamoDb }).read()).holder,
    },
    github: githubPorts(repository),
    repository,
    checkout: checkoutFiles(root),
    history: gitHistory(root),
    terraform: terraformCli({
      path: 'terraform',
      directory: join(root, 'terraform'),
      dataDirectory: join(root, '.terraform', name),
      environment: process.env,
      logger: quiet,
    }),
    nodeVersion: process.versions.node,
    now: () => new Date(),
  });
  const isWrong = hasProblems(sections);
  console.log(
    json
      ? JSON.stringify({ environment: name, outcome: isWrong ? 'problem' : 'ok', sections }, undefined, 2)
      : printSections(name, sections),
  );
  return isWrong ? 1 : 0;
}

async function main(): Promise<number> {
  let ending = 0;
  const command = new Command('doctor')
    .description('Looks at everything that the pipeline of an environment rests on, and changes nothing.')
    .argument('<environment>', 'name of an environment, for example production')
    .option('--json', 'print JSON', false)
    .exitOverride()
    .action(async (name: string, options: { readonly json: boolean }) => {
      ending = await doctor(name, options);
    });
  try {
    await command.parseAsync();
    return ending;
  } catch (error) {
    // Commander has said what is wrong already; help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

process.exitCode = await main();
