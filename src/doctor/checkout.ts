import { parse } from 'yaml';
import { z } from 'zod';
import type { CheckoutFiles } from '../ports/checkout-files';
import type { CommitHistory } from '../ports/commit-history';
import type { Terraform } from '../ports/terraform';
import { attempt, ok, problem, warning, type Check } from './check';
import { compareVersions } from './versions';

export interface CheckoutPorts {
  readonly checkout: CheckoutFiles;
  readonly history: Pick<CommitHistory, 'isChangedLocally'>;
  readonly terraform: Pick<Terraform, 'version'>;
  /** Of the running program, for example `20.19.0`. */
  readonly nodeVersion: string;
}

const LOCK_FILE = 'terraform/.terraform.lock.hcl';
const ACTIONS = ['plan', 'apply', 'drill'] as const;
/** The workflows that run Terraform; what they pin must be one version. */
const TERRAFORM_WORKFLOWS = ['plan.yml', 'apply.yml', 'break-glass.yml', 'drift.yml', 'destroy.yml'] as const;

const enginesSchema = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+/) }) });
const pinsSchema = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      steps: z
        .array(z.object({ with: z.object({ terraform_version: z.coerce.string().optional() }).optional() }))
        .default([]),
    }),
  ),
});

/** This machine and this checkout. */
export async function checkCheckout(ports: CheckoutPorts): Promise<readonly Check[]> {
  return [
    ...(await attempt('node', () => checkNode(ports))),
    ...(await attempt('terraform', () => checkTerraform(ports))),
    ...(await attempt('lock-file', () => checkLockFile(ports))),
    ...(await attempt('bundles', () => checkBundles(ports))),
  ];
}

async function checkNode({ checkout, nodeVersion }: CheckoutPorts): Promise<Check> {
  const { engines } = enginesSchema.parse(JSON.parse((await checkout.read('package.json')) ?? '{}'));
  const needed = engines.node.slice('>='.length);
  return compareVersions(nodeVersion, needed) >= 0
    ? ok('node', `Node.js ${nodeVersion}; ${needed} or newer is needed`)
    : problem('node', `Node.js ${nodeVersion} is too old, ${needed} or newer is needed`, 'https://nodejs.org');
}

async function checkTerraform({ checkout, terraform }: CheckoutPorts): Promise<Check> {
  const pinned = await pinnedTerraform(checkout);
  const [version] = pinned;
  if (version === undefined || pinned.length > 1) {
    return problem(
      'terraform',
      version === undefined
        ? 'no workflow pins a version of Terraform'
        : `the workflows pin different versions of Terraform: ${pinned.join(', ')}`,
      'give hashicorp/setup-terraform the same terraform_version in every workflow: a plan of one version is not applied by another',
    );
  }
  const here = await terraform.version();
  return here === version
    ? ok('terraform', `Terraform ${here}, as in the workflows`)
    : warning(
        'terraform',
        `Terraform is ${here} here and ${version} in the workflows`,
        `take ${version} for anything that touches the state: a newer one writes a state that the workflows refuse`,
      );
}

/** The versions of Terraform that the workflows pin, each once. */
export async function pinnedTerraform(checkout: CheckoutFiles): Promise<readonly string[]> {
  const texts = await Promise.all(TERRAFORM_WORKFLOWS.map((name) => checkout.read(`.github/workflows/${name}`)));
  const versions = texts
    .filter((text) => text !== undefined)
    .flatMap((text) => Object.values(pinsSchema.parse(parse(text)).jobs))
    .flatMap(({ steps }) => steps.map((step) => step.with?.terraform_version))
    .filter((version) => version !== undefined);
  return [...new Set(versions)];
}

async function checkLockFile({ checkout, history }: CheckoutPorts): Promise<Check> {
  const text = await checkout.read(LOCK_FILE);
  const lockAgain =
    'terraform -chdir=terraform providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64, then commit the file';
  if (text === undefined) return problem('lock-file', `${LOCK_FILE} is missing`, lockAgain);
  const providers = [...text.matchAll(/^provider "([^"]+)" \{\n([\s\S]*?)^\}/gm)];
  if (providers.length === 0) return problem('lock-file', `${LOCK_FILE} locks no provider`, lockAgain);
  // zh: hashes come from the registry and cover every platform; h1: alone are of the platforms that somebody had, which the file does not name.
  const without = providers.filter(([, , body]) => body?.includes('"zh:') !== true).map(([, name]) => name ?? '');
  if (without.length > 0) {
    return problem(
      'lock-file',
      `${LOCK_FILE} has no hashes of all platforms for ${without.join(', ')}; the runners (linux_amd64) may refuse it`,
      lockAgain,
    );
  }
  return (await history.isChangedLocally(LOCK_FILE))
    ? warning(
        'lock-file',
        `${LOCK_FILE} differs from what is committed, so this machine and the workflows may run different providers`,
        `git diff -- ${LOCK_FILE}`,
      )
    : ok('lock-file', `${LOCK_FILE} is as committed and covers linux_amd64`);
}

async function checkBundles({ checkout }: CheckoutPorts): Promise<Check> {
  const paths = ACTIONS.map((action) => `actions/${action}/dist/index.js`);
  const missing: string[] = [];
  for (const path of paths) if ((await checkout.read(path)) === undefined) missing.push(path);
  if (missing.length === 0)
    return ok('bundles', 'the bundles of the actions are there; "npm test" compares them with the sources');
  return problem(
    'bundles',
    `missing: ${missing.join(', ')}; the workflows run what is committed there`,
    'npm run build, then commit',
  );
}
