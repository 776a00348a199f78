/**
 * What the roles may do although no run in the emulator does it, and why it is needed all the same. Anything else that nobody uses
 * is a right too many.
 */
export const ONLY_IN_AWS: Readonly<Record<'plan' | 'apply' | 'drill', Readonly<Record<string, string>>>> = {
  plan: {},
  apply: {},
  drill: {},
};
