import { readFileSync, writeFileSync } from 'node:fs';

/** What was injected, and what the drill made of it. */
export type CalibrationRow =
  | {
      readonly what: 'outage';
      /** In ms. */
      readonly injected: number;
      /** In ms. */
      readonly measured: number;
      /** How long the first write took that succeeded afterwards. */
      readonly roundTripMs: number;
      readonly clockSteps: boolean;
    }
  | { readonly what: 'loss'; readonly injected: number; readonly measured: number }
  | { readonly what: 'split brain'; readonly injected: string; readonly measured: number }
  | { readonly what: 'no writes' | 'sabotage'; readonly injected: string; readonly measured: string };

const BEGIN = '<!-- calibration-start -->';
const END = '<!-- calibration-end -->';

/** Writes the table between the markers of a file, when there is one. Numbers in documentation come from a run, or they are wrong. */
export function keepCalibration(rows: readonly CalibrationRow[], file: string | undefined): void {
  if (file === undefined || file === '') return;
  const text = readFileSync(file, 'utf8');
  const before = text.indexOf(BEGIN);
  const after = text.indexOf(END);
  if (before < 0 || after < before) throw new Error(`${file} lacks "${BEGIN}" and "${END}"`);
  const table = `\n\n${calibrationTable(rows)}\n\n`;
  writeFileSync(file, text.slice(0, before + BEGIN.length) + table + text.slice(after));
}

export function calibrationTable(rows: readonly CalibrationRow[]): string {
  return [
    '| injected | measured | difference |',
    '| --- | --- | --- |',
    ...rows.map((row) => `| ${cells(row).join(' | ')} |`),
  ].join('\n');
}

function cells(row: CalibrationRow): readonly string[] {
  switch (row.what) {
    case 'outage': {
      const clock = row.clockSteps ? ', the wall clock set by an hour meanwhile' : '';
      const over = row.measured - row.injected;
      return [
        `outage of ${inMs(row.injected)}${clock}`,
        inMs(row.measured),
        `+${inMs(over)}, of which ${inMs(row.roundTripMs)} are the first write afterwards`,
      ];
    }
    case 'loss':
      return [
        `loss of ${row.injected} acknowledged writes`,
        `${row.measured} lost`,
        row.measured === row.injected ? 'none' : String(row.measured - row.injected),
      ];
    case 'split brain':
      return ['old writer not fenced', `${row.measured} writes acknowledged by two writers`, 'must be above 0'];
    case 'no writes':
    case 'sabotage':
      return [row.injected, `verdict: ${row.measured}`, 'must not be passed'];
  }
}

function inMs(ms: number): string {
  return `${Math.round(ms)} ms`;
}
