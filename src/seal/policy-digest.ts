/** What a plan was judged by: a rule's id, and the sentence that says what it asks for. */
export interface PolicyRule {
  readonly id: string;
  readonly sentence: string;
}

/**
 * One digest over what decides whether a plan may be applied: the rules that the actions know, and every setting of the environment. Plan
 * and apply are different bundles of the same sources, so it is made of the rules' own words and not of the bundles' bytes; those are part
 * of the tree that the seal names, because the workflows run the actions of their own commit.
 *
 * @param digest SHA-256 of a text, as hexadecimal text
 */
export function policyDigest(
  rules: readonly PolicyRule[],
  environment: unknown,
  digest: (text: string) => string,
): string {
  const judged = { rules: rules.map(({ id, sentence }) => ({ id, sentence })), environment };
  return digest(JSON.stringify(sorted(judged)));
}

/** The same value with its keys in order: the order in which somebody wrote them decides nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
