import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the locks pin; see terraform/.terraform.lock.hcl. */
const PROVIDER = join('registry.terraform.io', 'hashicorp', 'aws', '5.100.0');

/**
 * Writes a Terraform CLI configuration for child processes. The user's own is not inherited: it may name a file that is not there, and
 * it could change where providers come from. Where the provider lies unpacked on this machine it is linked instead of downloaded.
 *
 * @returns the environment variables to give to Terraform
 */
export async function terraformEnvironment(
  stateDirectory: string,
  environment: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, string>>> {
  await mkdir(stateDirectory, { recursive: true });
  const file = join(stateDirectory, 'terraform.rc');
  const mirror = await findMirror(environment);
  if (mirror !== undefined) {
    await writeFile(
      file,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    return { TF_CLI_CONFIG_FILE: file };
  }
  const cache = join(stateDirectory, 'terraform-plugins');
  await mkdir(cache, { recursive: true });
  await writeFile(file, 'disable_checkpoint = true\n');
  return { TF_CLI_CONFIG_FILE: file, TF_PLUGIN_CACHE_DIR: cache };
}

/** A directory that holds the provider unpacked for this machine: the one that is named, else wherever vendors put theirs. */
async function findMirror(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const named = environment['DR_TERRAFORM_PROVIDER_MIRROR'];
  if (named !== undefined && named !== '') {
    if (holdsProvider(named)) return named;
    throw new Error(`DR_TERRAFORM_PROVIDER_MIRROR is ${named}, but ${join(named, PROVIDER, platform())} is not there`);
  }
  const implied = [
    join(homedir(), '.terraform.d', 'plugins'),
    join(homedir(), '.local', 'share', 'terraform', 'plugins'),
    join(homedir(), 'Library', 'Application Support', 'io.terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
  const vendors = await Promise.all(['/opt', '/usr/local/lib', '/var/lib'].map(children));
  return [...implied, ...vendors.flat()].find(holdsProvider);
}

async function children(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.map((name) => join(directory, name));
}

function holdsProvider(directory: string): boolean {
  return existsSync(join(directory, PROVIDER, platform()));
}

function platform(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
}
