import type { Story } from './story';

/** One line of the final table. */
export type Row = readonly [question: string, objective: string, measured: string, verdict: string];

/** Objective, measured, verdict: what the whole demo was for. */
export function finalRows(story: Story): readonly Row[] {
  const rows: Row[] = [];
  const failover = story.failover?.document;
  const [run] = failover?.moves ?? [];
  if (failover !== undefined && run !== undefined) {
    const { rpoSeconds, rtoSeconds, detectionSeconds } = failover.objectives;
    const { rtoMs, detectionMs, redundancyGapMs, loss, writes } = run;
    const lost =
      loss === undefined
        ? 'not measured'
        : `${seconds(loss.rpoMs)}: ${loss.lost} of ${writes.ok} acknowledged writes lost`;
    const bound =
      loss === undefined || loss.rpoUpperBoundMs === loss.rpoMs
        ? ''
        : `; at most ${seconds(loss.rpoUpperBoundMs)}, counting unknown ones`;
    const judge = (ms: number | undefined, isMet: (ms: number) => boolean) =>
      ms === undefined ? 'not measured' : isMet(ms) ? 'met' : 'MISSED';
    rows.push(
      [
        'failover: RPO',
        `< ${rpoSeconds} s`,
        `${lost}${bound}`,
        judge(loss?.rpoUpperBoundMs, (ms) => ms < rpoSeconds * 1000),
      ],
      ['failover: RTO', `< ${rtoSeconds} s`, seconds(rtoMs), judge(rtoMs, (ms) => ms < rtoSeconds * 1000)],
      [
        'failover: detection',
        `≤ ${detectionSeconds} s`,
        seconds(detectionMs),
        judge(detectionMs, (ms) => ms <= detectionSeconds * 1000),
      ],
      ['failover: redundancy gap', '–', seconds(redundancyGapMs), 'reported'],
    );
  }
  const failBack = story.failBack?.document;
  const [back] = failBack?.moves ?? [];
  if (failBack !== undefined && back !== undefined) {
    rows.push(
      [
        'fail back: writes lost',
        'none',
        String(back.loss?.lost ?? 'not measured'),
        back.loss?.lost === 0 ? 'met' : 'MISSED',
      ],
      [
        'fail back: RTO (planned)',
        `< ${failBack.objectives.rtoSeconds} s`,
        seconds(back.rtoMs),
        back.verdict === 'passed' ? 'met' : 'MISSED',
      ],
    );
  }
  for (const restored of story.restore?.document.restores ?? []) {
    const { heartbeats, checks, region } = restored;
    const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
    rows.push([
      `restore: ${restored.from === 'snapshot' ? `snapshot, in ${region}` : 'point in time'}`,
      `all ${heartbeats.expected} heartbeats, none later`,
      `${heartbeats.found} found, ${heartbeats.unexpected} later ones; ${passed} of ${checks.length} checks; in ${seconds(restored.restoreMs)}`,
      story.restore?.document.verdict === 'passed' ? 'met' : 'MISSED',
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
