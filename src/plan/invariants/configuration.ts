import { z } from 'zod';
import { isRecord } from '../secrets';

/**
 * The part of a plan that says how values are made. Of a new resource hardly an id is known before it is applied, but the references
 * tell where each one will come from: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */

const expressions = z.record(z.string(), z.unknown()).default({});

const resourceSchema = z.object({
  address: z.string(),
  provider_config_key: z.string().default(''),
  expressions,
  for_each_expression: z.unknown().optional(),
  depends_on: z.array(z.string()).default([]),
});

export type ConfiguredResource = z.infer<typeof resourceSchema>;

const outputSchema = z.object({
  expression: z.unknown().optional(),
  depends_on: z.array(z.string()).default([]),
});

export interface ConfiguredModule {
  readonly resources: readonly ConfiguredResource[];
  readonly outputs: Readonly<Record<string, z.infer<typeof outputSchema>>>;
  readonly module_calls: Readonly<Record<string, ModuleCall>>;
}

interface ModuleCall {
  readonly source: string;
  readonly expressions: Readonly<Record<string, unknown>>;
  readonly module: ConfiguredModule;
}

const EMPTY: ConfiguredModule = { resources: [], outputs: {}, module_calls: {} };

const moduleSchema: z.ZodType<ConfiguredModule> = z.lazy(() =>
  z.object({
    resources: z.array(resourceSchema).default([]),
    outputs: z.record(z.string(), outputSchema).default({}),
    module_calls: z
      .record(z.string(), z.object({ source: z.string(), expressions, module: moduleSchema.default(EMPTY) }))
      .default({}),
  }),
);

const configurationSchema = z.object({
  provider_config: z.record(z.string(), z.object({ alias: z.string().optional(), expressions })).default({}),
  root_module: moduleSchema.default(EMPTY),
});

export type Configuration = z.infer<typeof configurationSchema>;

/** The configuration in a plan document; an empty one where there is none, or where a newer Terraform writes another form. */
export function parseConfiguration(raw: unknown): Configuration {
  const parsed = configurationSchema.safeParse(isRecord(raw) ? raw['configuration'] : undefined);
  return parsed.success ? parsed.data : { provider_config: {}, root_module: EMPTY };
}

/** Splits an address without instance keys into its modules and the rest: `module.a.module.b.aws_x.y` → [[a, b], aws_x.y]. */
export function splitAddress(address: string): readonly [modules: readonly string[], local: string] {
  const modules: string[] = [];
  let rest = address;
  for (let found; (found = /^module\.([^.]+)\.(.*)$/.exec(rest)) !== null; rest = found[2] ?? '')
    modules.push(found[1] ?? '');
  return [modules, rest];
}

/** All resources and data sources by their full address without instance keys. */
export function resourcesByAddress(module: ConfiguredModule, prefix = ''): ReadonlyMap<string, ConfiguredResource> {
  return new Map([
    ...module.resources.map((resource) => [`${prefix}${resource.address}`, resource] as const),
    ...Object.entries(module.module_calls).flatMap(([name, call]) => [
      ...resourcesByAddress(call.module, `${prefix}module.${name}.`),
    ]),
  ]);
}

export function moduleAt(configuration: Configuration, path: readonly string[]): ConfiguredModule | undefined {
  return path.reduce<ConfiguredModule | undefined>(
    (module, name) => module?.module_calls[name]?.module,
    configuration.root_module,
  );
}

/**
 * Where the values of an expression come from: addresses of resources without instance keys, data sources and ephemeral resources
 * among them, and `var.<name>` for variables of the root. Values are followed through variables and outputs of modules. Locals cannot be
 * followed, because a plan does not hold their expressions; they are named `local.<name>`.
 */
export function origins(
  configuration: Configuration,
  path: readonly string[],
  expression: unknown,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visited = new Set<string>();
  const follow = (modules: readonly string[], reference: string): void => {
    const key = `${modules.join('.')} ${reference}`;
    if (visited.has(key)) return;
    visited.add(key);
    const [head = '', name = '', output = ''] = reference.split(/[.[]/);
    if (head === 'var') {
      const call = modules.at(-1);
      if (call === undefined) found.add(`var.${name}`);
      else {
        const parent = modules.slice(0, -1);
        const argument = moduleAt(configuration, parent)?.module_calls[call]?.expressions[name];
        for (const source of references(argument)) follow(parent, source);
      }
    } else if (head === 'module') {
      // A reference to an output is followed by one to its module as a whole, which says nothing more.
      const inner = [...modules, name];
      const declared = moduleAt(configuration, inner)?.outputs[output];
      for (const source of references(declared?.expression)) follow(inner, source);
      for (const source of declared?.depends_on ?? []) follow(inner, source);
    } else if (!['each', 'count', 'path', 'self', 'terraform'].includes(head)) {
      found.add([...modules.map((module) => `module.${module}`), withoutAttribute(reference)].join('.'));
    }
  };
  for (const reference of references(expression)) follow(path, reference);
  return found;
}

/** All references of an expression, of a block or of a list of blocks. */
export function references(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(references);
  if (!isRecord(expression)) return [];
  const own = expression['references'];
  if (Array.isArray(own)) return own.filter((item) => typeof item === 'string');
  return Object.values(expression).flatMap(references);
}

function withoutAttribute(reference: string): string {
  const parts = reference.replace(/\[[^\]]*\]/g, '').split('.');
  return parts.slice(0, ['data', 'ephemeral'].includes(parts[0] ?? '') ? 3 : 2).join('.');
}
