import { z } from 'zod';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const statementSchema = z.strictObject({
  Sid: z.string(),
  Effect: z.literal('Allow'),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});

const documentSchema = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statementSchema) });

/** A statement of a policy; all of ours allow something, for actions and resources that are named. */
export type Statement = z.infer<typeof statementSchema>;

const policySchema = z.object({ name: z.string(), policy: z.string() });

/** The statements of each policy, by its name without the environment's suffix. */
export type Policies = ReadonlyMap<string, readonly Statement[]>;

/** The managed policies in a plan, as JSON text. */
export function policiesInPlan(planJson: string, suffix: string): Policies {
  const change = z.object({ after: z.unknown() });
  const schema = z.object({ resource_changes: z.array(z.object({ type: z.string(), change })) });
  const { resource_changes: changes } = schema.parse(JSON.parse(planJson));
  return read(
    changes.filter(({ type }) => type === 'aws_iam_policy').map((found) => found.change.after),
    suffix,
  );
}

/** The managed policies that the modules in a state have made, as JSON text. */
export function policiesInState(stateJson: string, suffix: string): Policies {
  const module = z.object({ resources: z.array(z.object({ type: z.string(), values: z.unknown() })) });
  const schema = z.object({ values: z.object({ root_module: z.object({ child_modules: z.array(module) }) }) });
  const { child_modules: modules } = schema.parse(JSON.parse(stateJson)).values.root_module;
  const resources = modules.flatMap((found) => found.resources);
  return read(
    resources.filter(({ type }) => type === 'aws_iam_policy').map(({ values }) => values),
    suffix,
  );
}

function read(policies: readonly unknown[], suffix: string): Policies {
  return new Map(
    policies.map((values) => {
      const { name, policy } = policySchema.parse(values);
      const { Statement } = documentSchema.parse(JSON.parse(policy));
      return [name.replace(/^policy-/, '').replace(new RegExp(`-${suffix}$`), ''), Statement] as const;
    }),
  );
}

export type Role = 'plan' | 'apply' | 'drill';

/** Which policies each role has; by their names without the suffix. */
export const POLICIES_OF = {
  plan: /^(?:read-|plan-)/,
  apply: /^(?:read-|apply-)/,
  drill: /^drill(?:-|$)/,
} as const satisfies Readonly<Record<Role, RegExp>>;

/** Every statement of a role. */
export function statementsOf(policies: Policies, role: Role): readonly Statement[] {
  return [...policies].filter(([name]) => POLICIES_OF[role].test(name)).flatMap(([, statements]) => statements);
}
