import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A change of one place in `terraform/`. */
export interface Edit {
  /** Relative to `terraform/`. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
  /** Which one is meant, counted from 1, where the text stands several times in the file; otherwise it has to be the only one. */
  readonly nth?: number;
}

/** A finding that a mutant has to cause. */
export interface Expected {
  /** Of a rule in src/plan/invariants.ts. */
  readonly rule: string;
  /** All addresses at which it has to be found. */
  readonly at: readonly string[];
  /** A part of the sentence, so that the finding is this one and not another of the same rule. */
  readonly says: string;
}

/** A way to break the configuration that a plan shows. */
export interface PlanMutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly expected: Expected;
  /** Rules that the same mistake breaks at further addresses, or has nothing left to judge. */
  readonly also?: readonly string[];
}

/** The text to replace is not there, or not as often as the mutant says: the mutant has to follow the configuration. */
export class MutantError extends Error {
  override readonly name = 'MutantError';
}

/** Applies the edits in `terraform/` of a directory. @throws MutantError */
export async function mutate(directory: string, name: string, edits: readonly Edit[]): Promise<void> {
  for (const edit of edits) {
    const path = join(directory, 'terraform', edit.file);
    await writeFile(path, replaced(await readFile(path, 'utf8'), name, edit));
  }
}

/** The text with the edit made. @throws MutantError */
export function replaced(text: string, name: string, { file, replace, by, nth }: Edit): string {
  const parts = text.split(replace);
  const found = parts.length - 1;
  if (nth === undefined ? found !== 1 : nth > found) {
    throw new MutantError(`mutant "${name}": ${file} has the text to replace ${found} times:\n${replace}`);
  }
  const before = nth ?? 1;
  return parts.slice(0, before).join(replace) + by + parts.slice(before).join(replace);
}

/** An address in both regions: `{region}` stands for the region as modules are named, `{key}` for it as instance keys are. */
export function both(address: string): readonly string[] {
  return ['us-east-1', 'us-west-2'].map((region) =>
    address.replaceAll('{region}', region.replaceAll('-', '_')).replaceAll('{key}', region),
  );
}
