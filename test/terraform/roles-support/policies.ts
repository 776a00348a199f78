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

const planSchema = z.object({
  resource_changes: z.array(
    z.object({
      type: z.string(),
      index: z.union([z.string(), z.number()]).optional(),
      change: z.object({ after: z.record(z.string(), z.unknown()).nullable() }),
    }),
  ),
});

/** The statements of every managed policy in a plan, as JSON text, by the name of the policy without the environment's suffix. */
export function policiesIn(planJson: string, suffix: string): ReadonlyMap<string, readonly Statement[]> {
  const { resource_changes: changes } = planSchema.parse(JSON.parse(planJson));
  const policies = changes.filter(({ type }) => type === 'aws_iam_policy').map(({ change }) => change.after);
  return new Map(
    policies.map((policy) => {
      const { name, policy: document } = z.object({ name: z.string(), policy: z.string() }).parse(policy);
      return [
        name.replace(/^policy-/, '').replace(new RegExp(`-${suffix}$`), ''),
        documentSchema.parse(JSON.parse(document)).Statement,
      ] as const;
    }),
  );
}

/** Which policies each role has; the names are those of `policiesIn`. */
export const POLICIES_OF = {
  plan: /^(?:read-|plan-)/,
  apply: /^(?:read-|apply-)/,
  drill: /^drill$/,
} as const;
