import type { SourceEntry, TerraformSources } from '../ports/terraform-sources';
import { forbiddenBlocks, type ModuleCall } from './forbidden-blocks';
import { readBlocks, type HclBlock } from './hcl/blocks';
import { HclSyntaxError } from './hcl/tokens';
import { lockFileProblems } from './lock-file';
import { directoryOfModule } from './module-directory';
import { SourceGuardError, type SourceProblem } from './source-problem';

const DIRECTORY = 'terraform';
export const LOCK_FILE = '.terraform.lock.hcl';

/**
 * Reads what `terraform init` and `terraform plan` would read, before either runs, because planning runs code: providers, data sources,
 * whatever a module brings along. Every `.tf` file below the directory is judged, whether it is used or not.
 *
 * @throws SourceGuardError that lists every file and line
 */
export async function guardSources(sources: TerraformSources): Promise<void> {
  const [entries, planted, variables] = await Promise.all([sources.entries(), sources.planted(), sources.variables()]);
  const problems = [
    ...planted.map((file) => ({
      file,
      sentence: 'it is committed, and Terraform would trust it as its own; remove it from the repository',
    })),
    ...variables.map((name) => ({
      file: `environment variable ${name}`,
      sentence:
        'it could send Terraform to other plugins than those of the lock file; unset it, or let it name nothing of the checkout',
    })),
    ...sourceProblems(entries),
  ];
  if (problems.length > 0) throw new SourceGuardError(problems);
}

/** @returns everything that is wrong with the files of a configuration */
export function sourceProblems(entries: readonly SourceEntry[]): readonly SourceProblem[] {
  const directories = new Set(['', ...entries.filter(({ kind }) => kind === 'directory').map(({ path }) => path)]);
  const problems = entries.flatMap((entry) => entryProblems(entry, directories));
  if (!entries.some(({ path, kind }) => path === LOCK_FILE && kind === 'file')) {
    problems.push({
      file: `${DIRECTORY}/${LOCK_FILE}`,
      sentence: 'it is missing, so nothing says which provider was reviewed; run terraform init and commit it',
    });
  }
  return problems;
}

function entryProblems(entry: SourceEntry, directories: ReadonlySet<string>): SourceProblem[] {
  const { path, kind, text } = entry;
  const file = `${DIRECTORY}/${path}`;
  if (kind === 'symlink')
    return [{ file, sentence: 'it is a symbolic link, and may lead out of the repository; use a file or directory' }];
  if (kind === 'other') return [{ file, sentence: 'it is neither a file nor a directory' }];
  if (path === 'terraform.d') return [{ file, sentence: 'Terraform takes plugins from this directory; remove it' }];
  if (kind === 'directory') return [];
  const name = nameProblem(path);
  if (name !== undefined) return [{ file, sentence: name }];
  if (text === undefined) return [];
  let blocks: readonly HclBlock[];
  try {
    blocks = readBlocks(text);
  } catch (error) {
    if (!(error instanceof HclSyntaxError)) throw error;
    return [{ file, line: error.line, sentence: error.message }];
  }
  if (baseName(path) === LOCK_FILE) return [...lockFileProblems(blocks)].map((problem) => ({ file, ...problem }));
  const calls: ModuleCall[] = [];
  const problems: SourceProblem[] = [...forbiddenBlocks(blocks, calls)].map((problem) => ({ file, ...problem }));
  for (const { line, name: called, source } of calls) {
    const directory = directoryOfModule(directoryOf(path), source);
    if (directory !== undefined && directories.has(directory)) continue;
    const where =
      directory === undefined ? `lies outside of ${DIRECTORY}/` : 'does not exist, or is none of this repository';
    problems.push({ file, line, sentence: `the directory of module "${called}", ${JSON.stringify(source)}, ${where}` });
  }
  return problems;
}

/** Forms of configuration that Terraform or OpenTofu would read beside the `.tf` files, or instead of them. */
function nameProblem(path: string): string | undefined {
  const name = baseName(path);
  if (/\.(?:tf|tofu)\.json$/.test(name))
    return 'configurations in JSON are not read by the rules of this repository; write HCL';
  if (name.endsWith('.tofu')) return 'OpenTofu would read it instead of the .tf file; write one configuration for both';
  if (/(?:^|_)override\.tf$/.test(name))
    return 'it would change other files behind the back of whoever reads them; change those';
  if (/^(?:terraform\.tfvars|.*\.auto\.tfvars)(?:\.json)?$/.test(name)) {
    return 'Terraform would take variables from it; what is planned comes from environments/';
  }
  if (/^\.(?:terraform|tofu)rc$|^terraform\.rc$/.test(name))
    return 'it could send Terraform to other plugins; remove it';
  return undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function directoryOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
