import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { terraformEnvironment } from '../../../sandbox/terraform-cli-config';

const run = promisify(execFile);

/** A copy of the HCL, so that no test leaves providers, locks or states in the repository. */
export interface TerraformCopy {
  /** The temporary directory; it holds `terraform/` and `test/fixtures/foundation/` as the repository does. */
  readonly directory: string;
  /** Runs the Terraform program in a directory of the copy. @returns standard output @throws when it ends with another code than 0 */
  terraform(configuration: string, ...argv: readonly string[]): Promise<string>;
  /** The same copy with other variables for AWS, for example somebody else's credentials. */
  as(aws: Readonly<Record<string, string>>): TerraformCopy;
  remove(): Promise<void>;
}

/**
 * Copies the HCL.
 *
 * @param aws where AWS is, for example the variables that lead to an emulator; without them nothing can be called.
 */
export async function copyTerraform(aws: Readonly<Record<string, string>> = {}): Promise<TerraformCopy> {
  const directory = await mkdtemp(join(tmpdir(), 'terraform-test-'));
  for (const folder of ['terraform', join('test', 'fixtures', 'foundation')]) {
    // Working directories of Terraform are large, and not what is tested.
    cpSync(folder, join(directory, folder), { recursive: true, filter: (path) => basename(path) !== '.terraform' });
  }
  const cli = await terraformEnvironment(join(directory, 'cli'), process.env);
  const environment = {
    PATH: process.env['PATH'],
    HOME: directory,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: 'true',
    TF_INPUT: 'false',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...cli,
  };
  const withAws = (variables: Readonly<Record<string, string>>): TerraformCopy => ({
    directory,
    async terraform(configuration, ...argv) {
      const { stdout } = await run('terraform', [`-chdir=${join(directory, configuration)}`, ...argv], {
        env: { ...environment, ...variables },
        maxBuffer: 64 * 1024 * 1024,
      });
      return stdout;
    },
    as: withAws,
    async remove() {
      await rm(directory, { recursive: true, force: true });
    },
  });
  return withAws(aws);
}
