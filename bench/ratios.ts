/** Something measured as a multiple of the cheapest way to the same end, in pairs that were measured one after the other. */
export interface Ratio {
  readonly what: string;
  readonly values: readonly number[];
  readonly limit: number;
  /** How the number is written, for example `MB`; a ratio has none. */
  readonly unit?: string;
  /** Why there are no values. */
  readonly missing?: string;
}

/** Prints a table. @returns whether a target was missed, or could not be measured */
export function printRatios(ratios: readonly Ratio[]): boolean {
  const rows = ratios.map(({ what, values, limit, unit, missing }) => {
    const value = median(values);
    const verdict = missing ?? (value <= limit ? 'PASS' : 'FAIL');
    const written = (number: number) => (unit === undefined ? number.toFixed(2) : `${Math.round(number)} ${unit}`);
    const range = values.length === 0 ? '' : `${written(Math.min(...values))} to ${written(Math.max(...values))}`;
    return {
      cells: [
        what,
        values.length === 0 ? '' : written(value),
        `≤ ${written(limit)}`,
        range,
        String(values.length),
        verdict,
      ],
    };
  });
  const head = ['', 'median', 'target', 'range', 'pairs', ''];
  for (const cells of [head, ...rows.map((row) => row.cells)]) {
    const [what = '', ...others] = cells;
    console.log(
      what.padEnd(68) +
        others.map((cell, column) => (column === 4 ? `  ${cell}` : cell.padStart(column === 2 ? 18 : 9))).join(''),
    );
  }
  return rows.some(({ cells }) => cells.at(-1) !== 'PASS');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
