import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readModule, TerraformDocsError, type TerraformModule } from './read-module';
import { renderModule, renderReference } from './render';
import { withGeneratedSection } from './section';

/** Where everything that can be set is listed. */
export const REFERENCE = 'docs/variables.md';

const ROOTS = ['terraform', 'terraform/bootstrap'];
const MODULES = 'terraform/modules';
const INTRODUCTION = `# Variables and outputs

Generated from the HCL by \`npm run generate\`; change the text there. Nobody writes the variables of \`terraform/\` by hand: the
actions take them from \`environments/<name>.yaml\`, whose own checks are stricter. \`[*]\` stands for each element of a map or a list.
Below each variable: what a value that is refused is told.`;

/** A file that is generated, in whole or in part. */
export interface Document {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly isUpToDate: boolean;
}

/**
 * Everything that is generated from the HCL, as it should be; nothing is written.
 *
 * @param repository its root directory.
 * @throws TerraformDocsError when HCL cannot be read, or a README's markers are damaged.
 */
export async function terraformDocuments(repository: string): Promise<readonly Document[]> {
  const names = await readdir(join(repository, MODULES), { withFileTypes: true });
  const modules = names.filter((entry) => entry.isDirectory()).map(({ name }) => `${MODULES}/${name}`);
  const read = await Promise.all(
    [...ROOTS, ...modules.sort()].map(
      async (directory) => [directory, await readModule(join(repository, directory))] as const,
    ),
  );
  const roots = read.filter(([directory]) => ROOTS.includes(directory));
  const reference = renderReference(INTRODUCTION, roots);
  return [
    { path: REFERENCE, text: reference, isUpToDate: (await readText(join(repository, REFERENCE))) === reference },
    ...(await Promise.all(read.map(([directory, module]) => readme(repository, directory, module)))),
  ];
}

async function readme(repository: string, directory: string, module: TerraformModule): Promise<Document> {
  const path = `${directory}/README.md`;
  const present = await readText(join(repository, path));
  try {
    const text = withGeneratedSection(present ?? `# ${basename(directory)}\n`, renderModule(module));
    return { path, text, isUpToDate: text === present };
  } catch (cause) {
    throw new TerraformDocsError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function readText(path: string): Promise<string | undefined> {
  return existsSync(path) ? readFile(path, 'utf8') : undefined;
}
