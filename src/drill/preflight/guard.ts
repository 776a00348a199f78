/** What is looked at before anything is touched; docs/drills.md says why each one matters. */
export const GUARDS = [
  'lease',
  'window',
  'global-status',
  'move-in-progress',
  'instances',
  'engine-parity',
  'target-capacity',
  'parameter-parity',
  'replication-lag',
  'rotation',
  'alarms',
  'plan',
  'last-drill',
  'probe',
] as const;
export type GuardName = (typeof GUARDS)[number];

/** One guard of a preflight, as it is kept in the evidence. A guard that could not be read is `unknown`, and stops the drill like a refusal. */
export interface GuardResult {
  readonly guard: GuardName;
  readonly outcome: 'passed' | 'refused' | 'unknown';
  /** What was seen, in one line: "2.1 s, 1.9 s, 2.0 s, 2.2 s, 2.0 s". Never a secret. */
  readonly value: string;
  /** What it was held against: "below 5 s, five fresh samples". */
  readonly limit: string;
}

/** The sentence for a drill that was not run; `undefined` when every guard passed. */
export function refusalOf(guards: readonly GuardResult[]): string | undefined {
  const stopping = guards.filter(({ outcome }) => outcome !== 'passed');
  if (stopping.length === 0) return undefined;
  return stopping
    .map(({ guard, outcome, value, limit }) =>
      outcome === 'unknown'
        ? `${guard}: could not be looked at (${value}); needed: ${limit}`
        : `${guard}: ${value}; needed: ${limit}`,
    )
    .join('; ');
}
