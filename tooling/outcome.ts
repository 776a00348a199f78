/** What one tool says about the code. */
export interface Outcome {
  readonly verdict: 'ok' | 'failed' | 'skipped';
  /** Findings, a reason, or a summary; shown to whoever runs the check. */
  readonly text: string;
}

/** The worse of several: failed, then skipped, then ok. */
export function combine(outcomes: readonly Outcome[]): Outcome {
  const verdict = (['failed', 'skipped'] as const).find((worse) =>
    outcomes.some((outcome) => outcome.verdict === worse),
  );
  return { verdict: verdict ?? 'ok', text: outcomes.map(({ text }) => text).join('\n') };
}
