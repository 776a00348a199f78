import type { Check } from './rule';

type Wanted = string | number | boolean | null;

/**
 * A rule about one attribute of all our resources of a type: where its value is known before apply, it has to be one of those wanted.
 *
 * @param why what would happen otherwise, and what to do; said after the value that was found
 */
export function attributeIs(type: string, attribute: string, wanted: readonly Wanted[], why: string): Check {
  return function* (stack) {
    for (const resource of stack.ours(type)) {
      const value = stack.known(resource, attribute);
      if (value === undefined || wanted.some((allowed) => allowed === value)) continue;
      yield { address: resource.address, sentence: `${attribute} is ${JSON.stringify(value)}: ${why}` };
    }
  };
}

/** Several rules under one id. */
export function both(...checks: readonly Check[]): Check {
  return function* (stack) {
    for (const check of checks) yield* check(stack);
  };
}
