import type { RestoreEvidence } from '../../evidence/document';

/** One line of the comparison, as it stands in the evidence. */
export type ContentCheck = RestoreEvidence['checks'][number];

export const passed = (check: string, value: string, expected: string): ContentCheck => ({
  check,
  outcome: 'passed',
  value,
  expected,
});
export const failed = (check: string, value: string, expected: string): ContentCheck => ({
  check,
  outcome: 'failed',
  value,
  expected,
});
export const unknown = (check: string, value: string, expected: string): ContentCheck => ({
  check,
  outcome: 'unknown',
  value,
  expected,
});

/** The first few of a list of names, and how many more there are. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
