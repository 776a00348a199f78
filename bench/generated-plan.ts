import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

// A plan of as many changes as wanted, in the exact form of `terraform show -json`: half of them create, three of ten update, the rest destroy. Its
// form is compared with plans of real Terraform in test/plan/generated-plan.test.ts.

const KINDS = [
  'create',
  'update',
  'create',
  'delete',
  'create',
  'update',
  'create',
  'delete',
  'create',
  'update',
] as const;
type Kind = (typeof KINDS)[number];

const PROVIDER = { provider_name: 'terraform.io/builtin/terraform' };
/** What a reviewer reads of an ordinary resource: some short values, a list, and a document. */
const TEXT =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore. ';

/** Writes the plan; nothing of it but one change is in memory. */
export async function writePlan(path: string, changes: number): Promise<void> {
  const file = createWriteStream(path);
  for (const text of pieces(changes)) if (!file.write(text)) await once(file, 'drain');
  file.end();
  await finished(file);
}

export function* pieces(changes: number): Iterable<string> {
  const each = function* (entryOf: (index: number) => object | undefined): Iterable<string> {
    let comma = '';
    for (let index = 0; index < changes; index += 1) {
      const entry = entryOf(index);
      if (entry === undefined) continue;
      yield comma + JSON.stringify(entry);
      comma = ',';
    }
  };
  yield '{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[';
  yield* each(plannedValue);
  yield ']}},"resource_changes":[';
  yield* each(resourceChange);
  yield '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[';
  yield* each(priorValue);
  yield ']}}},"configuration":{"provider_config":{"terraform":{"name":"terraform","full_name":"terraform.io/builtin/terraform"}},"root_module":{"resources":[';
  yield JSON.stringify({
    address: 'terraform_data.many',
    mode: 'managed',
    type: 'terraform_data',
    name: 'many',
    provider_config_key: 'terraform',
    expressions: { input: { references: ['each.value'] } },
    schema_version: 0,
    for_each_expression: { references: ['local.many'] },
  });
  yield ']}},"timestamp":"2026-01-01T00:00:00Z","applyable":true,"complete":true,"errored":false}';
}

/** The secret of one of a hundred resources, which also stands in the output, without a mark. */
export function secretOf(index: number): string {
  return `secret-word-of-${index}`;
}

function isSecret(index: number): boolean {
  return index % 100 === 1;
}

function kindOf(index: number): Kind {
  return KINDS[index % KINDS.length] ?? 'create';
}

function head(index: number) {
  const key = `r${index}`;
  return {
    address: `terraform_data.many["${key}"]`,
    mode: 'managed',
    type: 'terraform_data',
    name: 'many',
    index: key,
    ...PROVIDER,
  };
}

function input(index: number, version: string): object {
  return {
    ...(isSecret(index) ? { hidden: `${secretOf(index)} of ${version}` } : {}),
    description: `${version}: ${TEXT.repeat(8)}`,
    members: [`first-${index}`, `second-${version}`, 'third'],
    name: `resource-${index}-${version}`,
    size: index,
    tags: { environment: 'production', owner: 'database', version },
  };
}

function idOf(index: number): string {
  const hash = createHash('sha256').update(String(index)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function before(index: number): object {
  return { id: idOf(index), input: input(index, 'old'), output: input(index, 'old'), triggers_replace: null };
}

function after(index: number): object {
  const isNew = kindOf(index) === 'create';
  return {
    ...(isNew ? {} : { id: idOf(index) }),
    input: input(index, 'new'),
    triggers_replace: null,
  };
}

function marks(index: number): object {
  return { ...(isSecret(index) ? { hidden: true } : {}), members: [false, false, false], tags: {} };
}

/** The mark of the input does not reach the output. */
const OUTPUT_MARKS = { members: [false, false, false], tags: {} };

function resourceChange(index: number): object {
  const kind = kindOf(index);
  const shell = { members: [false, false, false], tags: {} };
  return {
    ...head(index),
    change: {
      actions: [kind],
      before: kind === 'create' ? null : before(index),
      after: kind === 'delete' ? null : after(index),
      after_unknown:
        kind === 'delete' ? {} : { ...(kind === 'create' ? { id: true } : {}), input: shell, output: true },
      before_sensitive: kind === 'create' ? false : { input: marks(index), output: OUTPUT_MARKS },
      after_sensitive: kind === 'delete' ? false : { input: marks(index), output: { members: [], tags: {} } },
    },
    ...(kind === 'delete' ? { action_reason: 'delete_because_no_resource_config' } : {}),
  };
}

function plannedValue(index: number): object | undefined {
  if (kindOf(index) === 'delete') return undefined;
  return {
    ...head(index),
    schema_version: 0,
    values: after(index),
    sensitive_values: { input: marks(index), output: {} },
  };
}

function priorValue(index: number): object | undefined {
  if (kindOf(index) === 'create') return undefined;
  return {
    ...head(index),
    schema_version: 0,
    values: before(index),
    sensitive_values: { input: marks(index), output: OUTPUT_MARKS },
  };
}
