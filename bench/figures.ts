/** Measured durations in ms. */
export interface Figure {
  readonly what: string;
  readonly values: readonly number[];
  readonly target: { readonly of: 'p50' | 'p99'; readonly limit: number };
  /** The cheapest thing that could be done instead, measured in the same run. */
  readonly beside: { readonly what: string; readonly values: readonly number[] };
}

/** Percentiles by nearest rank, so that each one is a value that was measured. */
export function summarize(values: readonly number[]): { readonly p50: number; readonly p99: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: rank(0.5), p99: rank(0.99) };
}

/** Prints a table of figures. @returns whether a target was missed */
export function printFigures(figures: readonly Figure[]): boolean {
  let isMissed = false;
  const row = (cells: readonly string[]): void => {
    const [what = '', ...numbers] = cells;
    console.log(what.padEnd(56) + numbers.map((cell) => cell.padStart(10)).join(''));
  };
  row(['ms', 'p50', 'p99', 'target']);
  for (const { what, values, target, beside } of figures) {
    const measured = summarize(values);
    const hasMissed = !(measured[target.of] < target.limit);
    isMissed ||= hasMissed;
    row([
      what,
      measured.p50.toFixed(1),
      measured.p99.toFixed(1),
      `${target.of} < ${target.limit}${hasMissed ? '  MISSED' : ''}`,
    ]);
    const other = summarize(beside.values);
    row([`  beside: ${beside.what}`, other.p50.toFixed(1), other.p99.toFixed(1)]);
  }
  return isMissed;
}
