import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TerraformCopy } from './terraform-copy';

const planSchema = z.object({
  resource_changes: z.array(
    z.object({
      address: z.string(),
      mode: z.string(),
      type: z.string(),
      change: z.object({
        actions: z.array(z.string()),
        after: z.record(z.string(), z.unknown()).nullable(),
        after_unknown: z.union([z.boolean(), z.record(z.string(), z.unknown())]),
      }),
    }),
  ),
});

/** A resource as it is planned to be. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** The values that are known before apply. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Attributes whose values are known after apply only. */
  readonly unknown: readonly string[];
}

/** Plans a configuration of the copy; it has to be initialised. @returns the resources and the whole plan as JSON text */
export async function plan(
  copy: TerraformCopy,
  configuration: string,
  ...argv: readonly string[]
): Promise<{ readonly resources: readonly PlannedResource[]; readonly json: string }> {
  await copy.terraform(configuration, 'plan', '-lock=false', '-no-color', '-out=test.tfplan', ...argv);
  const json = await copy.terraform(configuration, 'show', '-json', 'test.tfplan');
  const { resource_changes: changes } = planSchema.parse(JSON.parse(json));
  const resources = changes
    .filter(({ mode }) => mode === 'managed')
    .map(({ address, type, change }) => ({
      address,
      type,
      actions: change.actions,
      values: change.after ?? {},
      unknown: typeof change.after_unknown === 'boolean' ? [] : trueKeys(change.after_unknown),
    }));
  return { resources, json };
}

/** Makes the root configuration of the copy keep its state in a file, so that no test needs a bucket. */
export async function keepStateInAFile(copy: TerraformCopy): Promise<void> {
  await writeFile(join(copy.directory, 'terraform', 'backend_override.tf'), 'terraform {\n  backend "local" {}\n}\n');
}

function trueKeys(unknown: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(unknown)
    .filter(([, value]) => value === true)
    .map(([name]) => name);
}
