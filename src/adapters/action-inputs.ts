import * as core from '@actions/core';

/** An input of an action is missing or wrong; the message names the input and what is allowed. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The input, or `undefined` when it is empty: GitHub does not tell the two apart. */
export function optionalInput(name: string): string | undefined {
  const value = core.getInput(name).trim();
  return value === '' ? undefined : value;
}

/** @throws InputError */
export function requiredInput(name: string): string {
  const value = optionalInput(name);
  if (value === undefined) throw new InputError(`input "${name}" is required`);
  return value;
}

/** One of a closed set of words. @throws InputError */
export function choiceInput<const Choice extends string>(
  name: string,
  choices: readonly Choice[],
  fallback?: Choice,
): Choice {
  const value = optionalInput(name) ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new InputError(`input "${name}" is "${value ?? ''}"; allowed: ${choices.join(', ')}`);
  return choice;
}

/** `true` or `false`, and nothing else: a typing error must not switch something off. @throws InputError */
export function booleanInput(name: string, fallback: boolean): boolean {
  return choiceInput(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
}

/** A whole number within bounds. @throws InputError */
export function wholeInput(name: string, minimum: number, maximum: number, fallback: number): number {
  const text = optionalInput(name) ?? String(fallback);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new InputError(`input "${name}" is "${text}"; allowed: a whole number from ${minimum} to ${maximum}`);
}
