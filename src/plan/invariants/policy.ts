import { isRecord } from '../secrets';
import { PlannedStack, type Planned } from './stack';
import { asList, asText, asTexts } from './values';

/** A statement of a policy, whether written as JSON or planned as a policy document of Terraform. */
export interface Statement {
  readonly sid: string;
  readonly isAllow: boolean;
  readonly actions: readonly string[];
  /** With their type, for example `Service:sns.amazonaws.com`; everybody is `*`. */
  readonly principals: readonly string[];
  /** Those that are known before apply. */
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
}

interface Condition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/**
 * The statements of a policy attribute: from its JSON, or, while that is only known after apply, from the policy documents that it comes from.
 * Undefined when neither is there.
 */
export function statements(
  stack: PlannedStack,
  resource: Planned,
  attribute: string,
): readonly Statement[] | undefined {
  const value = stack.known(resource, attribute);
  if (value !== undefined) return fromJson(value);
  return fromOrigins(stack, resource, attribute, new Set());
}

function fromOrigins(
  stack: PlannedStack,
  resource: Planned,
  attribute: string,
  visited: Set<string>,
): readonly Statement[] | undefined {
  const documents = [...stack.origins(resource, attribute)]
    .filter((origin) => /(?:^|\.)data\.aws_iam_policy_document\./.test(origin) && !visited.has(origin))
    .flatMap((origin) => {
      visited.add(origin);
      const instances = stack.instancesOf(origin);
      // With the same keys on both sides, each belongs to its own.
      const own = instances.filter(({ key }) => key === resource.key);
      return own.length > 0 ? own : instances;
    });
  if (documents.length === 0) return undefined;
  return documents.flatMap((document) => [
    ...asList(stack.known(document, 'statement')).map(fromDocument),
    ...(fromOrigins(stack, document, 'source_policy_documents', visited) ?? []),
  ]);
}

function fromDocument(statement: unknown): Statement {
  const at = (key: string) => (isRecord(statement) ? statement[key] : undefined);
  return {
    sid: asText(at('sid')) ?? '',
    isAllow: at('effect') !== 'Deny',
    actions: asTexts(at('actions')),
    principals: asList(at('principals')).flatMap((principal) =>
      isRecord(principal)
        ? asTexts(principal['identifiers']).map((id) => principalName(asText(principal['type']) ?? '', id))
        : [],
    ),
    resources: asTexts(at('resources')),
    conditions: asList(at('condition')).flatMap((condition) =>
      isRecord(condition)
        ? [
            {
              test: asText(condition['test']) ?? '',
              variable: asText(condition['variable']) ?? '',
              values: asTexts(condition['values']),
            },
          ]
        : [],
    ),
  };
}

function fromJson(value: unknown): readonly Statement[] | undefined {
  const text = asText(value);
  if (text === undefined) return value === null ? [] : undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list = isRecord(document) ? document['Statement'] : undefined;
  return (Array.isArray(list) ? asList(list) : [list]).filter(isRecord).map((statement) => ({
    sid: asText(statement['Sid']) ?? '',
    isAllow: statement['Effect'] === 'Allow',
    actions: asTexts(statement['Action']),
    principals: principalsFromJson(statement['Principal']),
    resources: asTexts(statement['Resource']),
    conditions: Object.entries(isRecord(statement['Condition']) ? statement['Condition'] : {}).flatMap(
      ([test, variables]) =>
        Object.entries(isRecord(variables) ? variables : {}).map(([variable, values]) => ({
          test,
          variable,
          values: asTexts(values),
        })),
    ),
  }));
}

function principalsFromJson(principal: unknown): readonly string[] {
  if (principal === '*') return ['*'];
  if (!isRecord(principal)) return [];
  return Object.entries(principal).flatMap(([type, ids]) => asTexts(ids).map((id) => principalName(type, id)));
}

function principalName(type: string, id: string): string {
  return id === '*' ? '*' : `${type}:${id}`;
}

/** Whether the statement allows the action to the principal, wildcards in the statement's actions included. */
export function allows(statement: Statement, principal: string, action: string): boolean {
  return statement.isAllow && statement.principals.includes(principal) && covers(statement, action);
}

export function covers(statement: Statement, action: string): boolean {
  return statement.actions.some((pattern) => matches(pattern, action));
}

function matches(pattern: string, action: string): boolean {
  return pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1)));
}

/** Whether a condition on the variable is there, with one of the values where any are asked for. */
export function hasCondition(statement: Statement, variable: string, ...values: readonly string[]): boolean {
  return statement.conditions.some(
    (condition) =>
      condition.variable.toLowerCase() === variable.toLowerCase() &&
      (values.length === 0 || condition.values.some((value) => values.includes(value))),
  );
}

/** Whether calls over plain HTTP are refused to everybody. */
export function refusesPlainHttp(all: readonly Statement[]): boolean {
  return all.some(
    (statement) =>
      !statement.isAllow &&
      statement.principals.includes('*') &&
      hasCondition(statement, 'aws:SecureTransport', 'false'),
  );
}
