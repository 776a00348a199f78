import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { Environment } from '../../src/environment/schema';

const run = promisify(execFile);

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
export async function applyFoundation(place: TerraformPlace, zoneName: string): Promise<Foundation> {
  const output = await apply(place, join(place.root, 'test', 'fixtures', 'foundation'), 'foundation', {
    zone_name: zoneName,
  });
  const { regions, hosted_zone_id: zone } = outputsSchema.parse(JSON.parse(output));
  return { regions: regions.value, hostedZoneId: zone.value };
}

/** Makes the state bucket and the lock table, as an adopter does once for each environment. */
export async function applyBootstrap(place: TerraformPlace, environment: Environment): Promise<void> {
  await apply(place, join(place.root, 'terraform', 'bootstrap'), 'bootstrap', {
    account_id: environment.account,
    state_region: environment.state.region,
    bucket: environment.state.bucket,
    lock_table: environment.state.lockTable,
  });
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
    try {
      const { stdout } = await run('terraform', [`-chdir=${configuration}`, ...args], {
        env: {
          ...process.env,
          ...place.environment,
          TF_DATA_DIR: join(place.directory, `${name}.terraform`),
          TF_IN_AUTOMATION: 'true',
        },
        maxBuffer: 64 * 1024 * 1024,
        signal: place.signal,
        killSignal: 'SIGINT',
      });
      return stdout;
    } catch (cause) {
      const output = z.object({ stderr: z.string() }).safeParse(cause);
      throw new SandboxTerraformError(
        `terraform ${args[0] ?? ''} of ${name} failed: ${output.data?.stderr.trim() ?? ''}`,
        { cause },
      );
    }
  };
  await terraform('init', '-input=false', '-no-color', '-lockfile=readonly');
  const assignments = Object.entries(variables).map(([key, value]) => `-var=${key}=${value}`);
  await terraform('apply', '-input=false', '-no-color', '-auto-approve', state, ...assignments);
  return terraform('output', '-json', state);
}
