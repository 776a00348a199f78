import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../../src/environment/schema';

/** A Terraform command of the sandbox's own failed. */
export class SandboxTerraformError extends Error {
  override readonly name = 'SandboxTerraformError';
}

const networkSchema = z.object({
  vpc_id: z.string(),
  vpc_cidr: z.string(),
  availability_zones: z.array(z.string()),
  private_subnet_ids: z.array(z.string()),
  application_cidrs: z.array(z.string()),
});

const outputsSchema = z.object({
  regions: z.object({ value: z.record(z.string(), networkSchema) }),
  hosted_zone_id: z.object({ value: z.string() }),
});

/** The networks that a customer brings along, as made for the sandbox. */
export interface Foundation {
  readonly regions: Readonly<Record<string, z.infer<typeof networkSchema>>>;
  readonly hostedZoneId: string;
}

interface TerraformPlace {
  /** The checkout. */
  readonly root: string;
  /** Where states and plugins go. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Makes the networks and the private zone. */
async function applyFoundation(place: TerraformPlace, zoneName: string): Promise<Foundation> {
  const output = await apply(place, join(place.root, 'test', 'fixtures', 'foundation'), 'foundation', {
    zone_name: zoneName,
  });
  const { regions, hosted_zone_id: zone } = outputsSchema.parse(JSON.parse(output));
  return { regions: regions.value, hostedZoneId: zone.value };
}

/**
 * Makes the state bucket, the lock table and the roles of the workflows, as an adopter does once for each environment. No workflow of
 * the sandbox assumes a role: it has no GitHub that could vouch for it, and its records are in a zone that is made at the same time.
 */
async function applyBootstrap(place: TerraformPlace, environment: Environment): Promise<void> {
  await apply(place, join(place.root, 'terraform', 'bootstrap'), 'bootstrap', {
    account_id: environment.account,
    state_region: environment.state.region,
    bucket: environment.state.bucket,
    lock_table: environment.state.lockTable,
    environment: environment.name,
    environment_suffix: environment.environmentSuffix,
    hosted_zone_id: environment.dns.hostedZoneId,
    oidc_provider_exists: 'false',
    github: JSON.stringify({
      owner: 'acme',
      owner_id: '1',
      repository: 'database',
      repository_id: '2',
      default_branch: 'main',
    }),
  });
}

/** Makes both side by side. When one fails the other is still waited for, so that nothing runs on behind an error. */
export async function applyGivenThings(place: TerraformPlace, environment: Environment): Promise<Foundation> {
  const [foundation, bootstrap] = await Promise.allSettled([
    applyFoundation(place, environment.dns.zoneName),
    applyBootstrap(place, environment),
  ]);
  if (bootstrap.status === 'rejected') throw bootstrap.reason;
  if (foundation.status === 'rejected') throw foundation.reason;
  return foundation.value;
}

/** Writes what the foundation made into the text of an environment file, and keeps its comments. */
export function describeNetworks(text: string, foundation: Foundation): string {
  const document = parseDocument(text);
  document.setIn(['dns', 'hostedZoneId'], foundation.hostedZoneId);
  for (const [region, network] of Object.entries(foundation.regions)) {
    document.setIn(['regions', region, 'vpcId'], network.vpc_id);
    document.setIn(['regions', region, 'vpcCidr'], network.vpc_cidr);
    document.setIn(['regions', region, 'availabilityZones'], network.availability_zones);
    document.setIn(['regions', region, 'privateSubnetIds'], network.private_subnet_ids);
    document.setIn(['regions', region, 'applicationCidrs'], network.application_cidrs);
  }
  return document.toString();
}

async function apply(
  place: TerraformPlace,
  configuration: string,
  name: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  mkdirSync(place.directory, { recursive: true });
  const state = `-state=${join(place.directory, `${name}.tfstate`)}`;
  const terraform = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runToTheEnd(
      'terraform',
      [`-chdir=${configuration}`, ...args],
      {
        ...process.env,
        ...place.environment,
        TF_DATA_DIR: join(place.directory, `${name}.terraform`),
        TF_IN_AUTOMATION: 'true',
      },
      place.signal,
    );
    place.signal.throwIfAborted();
    if (code !== 0) throw new SandboxTerraformError(`terraform ${args[0] ?? ''} of ${name} failed: ${stderr.trim()}`);
    return stdout;
  };
  await terraform('init', '-input=false', '-no-color', '-lockfile=readonly');
  const assignments = Object.entries(variables).map(([key, value]) => `-var=${key}=${value}`);
  await terraform('apply', '-input=false', '-no-color', '-auto-approve', state, ...assignments);
  return terraform('output', '-json', state);
}

/** Runs a program; when `signal` aborts it is interrupted and waited for, so that it can end its own children and leave no lock. */
async function runToTheEnd(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
) {
  signal.throwIfAborted();
  // A group of its own: an interrupt at the terminal reaches it once, from here.
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, ...output };
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
