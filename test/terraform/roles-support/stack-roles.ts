import { z } from 'zod';
import type { AuthorizationReference } from './authorization-reference';
import { wildcard } from './authorization-reference';
import type { Statement } from './policies';

const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const documentSchema = z.object({
  Statement: z.array(z.object({ Effect: z.enum(['Allow', 'Deny']), Action: oneOrMore, Resource: oneOrMore })),
});

interface StateModule {
  readonly resources?:
    readonly { readonly address: string; readonly type: string; readonly values?: unknown }[] | undefined;
  readonly child_modules?: readonly StateModule[] | undefined;
}

const moduleSchema: z.ZodType<StateModule> = z.lazy(() =>
  z.object({
    resources: z.array(z.object({ address: z.string(), type: z.string(), values: z.unknown() })).optional(),
    child_modules: z.array(moduleSchema).optional(),
  }),
);

function resourcesOf(module: StateModule): NonNullable<StateModule['resources']> {
  return [...(module.resources ?? []), ...(module.child_modules ?? []).flatMap(resourcesOf)];
}

/** The rights of the stack's roles that the boundary takes away again: those of a function that would fail on its first call. */
export function rightsOutside(
  boundary: readonly Statement[],
  stateJson: string,
  reference: AuthorizationReference,
): readonly string[] {
  const state = z.object({ values: z.object({ root_module: moduleSchema }) }).parse(JSON.parse(stateJson));
  const policies = resourcesOf(state.values.root_module).filter(({ type }) => type === 'aws_iam_role_policy');
  if (policies.length === 0) throw new Error('the state has no policies of roles');
  const covers = (action: string, resource: string) =>
    boundary.some(
      (statement) =>
        statement.Action.some((pattern) => reference.expand(pattern).includes(action)) &&
        statement.Resource.some((pattern) => wildcard(pattern).test(resource)),
    );
  return policies.flatMap(({ address, values }) => {
    const { policy } = z.object({ policy: z.string() }).parse(values);
    return documentSchema
      .parse(JSON.parse(policy))
      .Statement.filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        Action.flatMap((pattern) => reference.expand(pattern)).flatMap((action) =>
          Resource.filter((resource) => !covers(action, oneOf(resource))).map(
            (resource) => `${address}: ${action} on ${resource}`,
          ),
        ),
      );
  });
}

/** All streams of a log group stand for any of them. */
function oneOf(resource: string): string {
  return resource.replace(/^(arn:aws:logs:.*):\*$/, '$1:log-stream:any');
}
