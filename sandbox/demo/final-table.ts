import type { Story } from './story';

/** One line of the final table. */
export type Row = readonly [question: string, objective: string, measured: string, verdict: string];

/** Objective, measured, verdict: what the whole demo was for. */
export function finalRows(story: Story): readonly Row[] {
  const rows: Row[] = [];
  const run = story.failover?.document.runs?.[0];
  if (story.failover !== undefined && run !== undefined) {
    const { objectives } = story.failover.document;
    const { rtoMs, detectionMs, redundancyGapMs, loss, writes } = run.measurement;
    const lost =
      loss === undefined
        ? 'not measured'
        : `${seconds(loss.rpoMs)}: ${loss.lost.length} of ${writes.ok} acknowledged writes lost`;
    const bound =
      loss === undefined || loss.rpoUpperBoundMs === loss.rpoMs
        ? ''
        : `; at most ${seconds(loss.rpoUpperBoundMs)}, counting unknown ones`;
    const judge = (ms: number | undefined, limitSeconds: number) =>
      ms === undefined ? 'not measured' : ms < limitSeconds * 1000 ? 'met' : 'MISSED';
    rows.push(
      [
        'failover: RPO',
        `< ${objectives.rpoSeconds} s`,
        `${lost}${bound}`,
        judge(loss?.rpoUpperBoundMs, objectives.rpoSeconds),
      ],
      ['failover: RTO', `< ${objectives.rtoSeconds} s`, seconds(rtoMs), judge(rtoMs, objectives.rtoSeconds)],
      [
        'failover: detection',
        `≤ ${objectives.detectionSeconds} s`,
        seconds(detectionMs),
        judge(detectionMs, objectives.detectionSeconds),
      ],
      ['failover: redundancy gap', '–', seconds(redundancyGapMs), 'reported'],
    );
  }
  const back = story.failBack?.document.runs?.[0];
  if (story.failBack !== undefined && back !== undefined) {
    const { rtoMs, loss } = back.measurement;
    rows.push(
      [
        'fail back: writes lost',
        'none',
        String(loss?.lost.length ?? 'not measured'),
        loss?.lost.length === 0 ? 'met' : 'MISSED',
      ],
      [
        'fail back: RTO (planned)',
        `< ${story.failBack.document.objectives.rtoSeconds} s`,
        seconds(rtoMs),
        back.verdict === 'passed' ? 'met' : 'MISSED',
      ],
    );
  }
  const restored = story.restore?.document.measurement;
  if (story.restore !== undefined && restored !== undefined) {
    rows.push([
      'restore: heartbeats',
      `all ${restored.expected}, none later`,
      `${restored.expected - restored.missing.length} found, ${restored.unexpected} later ones; restored in ${seconds(restored.restoreMs)}`,
      story.restore.document.verdict === 'passed' ? 'met' : 'MISSED',
    ]);
  }
  return rows;
}

/** The rows as lines of text with aligned columns. */
export function formatTable(rows: readonly Row[]): string {
  const all: readonly Row[] = [['', 'objective', 'measured', 'verdict'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('───');
  const [header, ...body] = all.map(line);
  return [header ?? '', rule, ...body].join('\n');
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? 'not measured' : `${(ms / 1000).toFixed(1)} s`;
}
