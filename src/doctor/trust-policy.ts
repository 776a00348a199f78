import { z } from 'zod';
import type { Claims } from './subjects';

// Trust policies are judged by what they let in, not by how they are written: each is asked about tokens that it must accept and
// tokens that it must refuse, as AWS would be.

const PROVIDER = 'token.actions.githubusercontent.com';

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts.optional(),
  Principal: z.union([z.string(), z.record(z.string(), texts)]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), texts)).default({}),
});
const policySchema = z.object({
  // One statement may stand without a list.
  Statement: z.union([z.array(statementSchema), statementSchema.transform((statement) => [statement])]),
});

type Statement = z.infer<typeof policySchema>['Statement'][number];

/** What a policy says to a token; `unclear` when it depends on something that is not known here. */
export type Answer = 'yes' | 'no' | 'unclear';

export interface TrustPolicy {
  admits(claims: Claims): Answer;
  /** Who else may assume the role, beside the jobs of GitHub. */
  readonly others: readonly string[];
}

/** @returns `undefined` when the text is no policy that can be judged */
export function parseTrustPolicy(text: string): TrustPolicy | undefined {
  const parsed = policySchema.safeParse(json(text));
  if (!parsed.success) return undefined;
  const statements = parsed.data.Statement;
  return {
    admits(claims) {
      const about = statements.filter((statement) => trustsGitHub(statement) && covers(statement));
      const answers = (effect: Statement['Effect']) =>
        about.filter((statement) => statement.Effect === effect).map((statement) => meets(statement.Condition, claims));
      const denied = answers('Deny');
      if (denied.includes('yes')) return 'no';
      const allowed = answers('Allow');
      if (allowed.includes('yes')) return denied.includes('unclear') ? 'unclear' : 'yes';
      return allowed.includes('unclear') ? 'unclear' : 'no';
    },
    others: [...new Set(statements.filter(({ Effect }) => Effect === 'Allow').flatMap(otherPrincipals))],
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function covers({ Action }: Statement): boolean {
  // Without Action there is NotAction, which covers what it does not name.
  return Action?.some((action) => matches('sts:AssumeRoleWithWebIdentity', action, true)) ?? true;
}

function trustsGitHub({ Principal }: Statement): boolean {
  if (Principal === undefined || Principal === '*') return true;
  if (typeof Principal === 'string') return false;
  return Principal['Federated']?.some((name) => name === '*' || name.endsWith(`:oidc-provider/${PROVIDER}`)) ?? false;
}

function otherPrincipals({ Principal }: Statement): readonly string[] {
  if (Principal === undefined) return ['everybody who is not named (NotPrincipal)'];
  if (typeof Principal === 'string') return [Principal];
  return Object.entries(Principal).flatMap(([kind, names]) =>
    names
      .filter((name) => kind !== 'Federated' || !name.endsWith(`:oidc-provider/${PROVIDER}`))
      .map((name) => `${kind} ${name}`),
  );
}

function meets(condition: Statement['Condition'], claims: Claims): Answer {
  const answers = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => holds(operator, key, values, claims)),
  );
  if (answers.includes('no')) return 'no';
  return answers.includes('unclear') ? 'unclear' : 'yes';
}

function holds(operator: string, key: string, values: readonly string[], claims: Claims): Answer {
  const prefix = `${PROVIDER}:`;
  const name = key.toLowerCase().startsWith(prefix) ? key.slice(prefix.length).toLowerCase() : undefined;
  const claim = name === undefined ? undefined : claims[name];
  const [, comparison] = /^(?:ForA(?:ny|ll)Values?:)?(\w+?)(?:IfExists)?$/.exec(operator) ?? [];
  if (claim === undefined || comparison === undefined) return 'unclear';
  const some = (isMatch: (value: string) => boolean) => values.some(isMatch);
  const answer = (isTrue: boolean): Answer => (isTrue ? 'yes' : 'no');
  switch (comparison) {
    case 'StringEquals':
      return answer(some((value) => value === claim));
    case 'StringNotEquals':
      return answer(!some((value) => value === claim));
    case 'StringEqualsIgnoreCase':
      return answer(some((value) => value.toLowerCase() === claim.toLowerCase()));
    case 'StringLike':
      return answer(some((value) => matches(claim, value, false)));
    case 'StringNotLike':
      return answer(!some((value) => matches(claim, value, false)));
    default:
      return 'unclear';
  }
}

function matches(text: string, pattern: string, ignoreCase: boolean): boolean {
  const expression = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, ignoreCase ? 'is' : 's').test(text);
}
