import { existsSync } from 'node:fs';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { getExecOutput } from '@actions/exec';
import type { SourceEntry, TerraformSources } from '../ports/terraform-sources';

/** Git could not say what it keeps. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError';
}

/** What only Terraform should make, and what changes where it takes plugins from; on some file systems in any case of letters. */
const PLANTED = ['.terraform/**', 'terraform.d/**', '.terraformrc', '.tofurc', 'terraform.rc'].map(
  (pattern) => `:(icase,glob)**/${pattern}`,
);

const VARIABLES = [
  'TF_CLI_CONFIG_FILE',
  'TERRAFORM_CONFIG',
  'TOFU_CLI_CONFIG_FILE',
  'TF_PLUGIN_CACHE_DIR',
  'TF_REATTACH_PROVIDERS',
] as const;

/** Where Terraform's own files of an environment lie; one directory for each, so that two never share a backend. */
export function terraformPlace(workspace: string, environment: string) {
  return { directory: join(workspace, 'terraform'), dataDirectory: join(workspace, '.terraform', environment) };
}

/** The directory `terraform/` of a checkout. */
export function terraformDirectory(workspace: string, environment: NodeJS.ProcessEnv): TerraformSources {
  const root = join(workspace, 'terraform');
  return {
    async entries() {
      // A link here would lead everything below it elsewhere.
      if ((await lstat(root)).isSymbolicLink()) return [{ path: '', kind: 'symlink' }];
      return walk(root, '');
    },

    async planted() {
      // A copy without git, as in the sandbox, was not checked out from anywhere.
      if (!existsSync(join(workspace, '.git'))) return [];
      const { exitCode, stdout, stderr } = await getExecOutput(
        'git',
        // In a container the checkout belongs to another user, and git refuses to read it.
        ['-c', `safe.directory=${await realpath(workspace)}`, '-C', workspace, 'ls-files', '-z', '--', ...PLANTED],
        { silent: true, ignoreReturnCode: true },
      );
      if (exitCode !== 0) throw new CheckoutError(`git does not list the files of the checkout: ${stderr.trim()}`);
      return stdout.split('\0').filter((path) => path !== '');
    },

    async variables() {
      const inside = await realpath(workspace);
      const named = await Promise.all(
        VARIABLES.map(async (name) => {
          const value = environment[name] ?? '';
          if (value === '') return [];
          // It is no path: whoever sets it replaces the providers.
          if (name === 'TF_REATTACH_PROVIDERS') return [name];
          const path = await realpath(resolve(value)).catch(() => resolve(value));
          const way = relative(inside, path);
          return way === '..' || way.startsWith(`..${sep}`) ? [] : [name];
        }),
      );
      return named.flat();
    },
  };
}

async function walk(root: string, directory: string): Promise<readonly SourceEntry[]> {
  const entries = await readdir(join(root, directory), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly SourceEntry[]> => {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      if (entry.isSymbolicLink()) return [{ path, kind: 'symlink' }];
      if (entry.isDirectory()) {
        // Terraform's own; when it is committed, git says so.
        if (entry.name === '.terraform') return [];
        return [{ path, kind: 'directory' }, ...(await walk(root, path))];
      }
      if (!entry.isFile()) return [{ path, kind: 'other' }];
      if (!entry.name.endsWith('.tf') && entry.name !== '.terraform.lock.hcl') return [{ path, kind: 'file' }];
      return [{ path, kind: 'file', text: await readFile(join(root, path), 'utf8') }];
    }),
  );
  return found.flat();
}
