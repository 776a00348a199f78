import type { DetectionEvidence } from '../../evidence/document';
import type { Objectives, Verdict } from '../verdict';
import type { Watched } from './watch';

/** A controller whose record stands still for longer does not run, in ms: it writes it every few seconds. */
const STANDS_STILL_MS = 20_000;
/** A fault that has not struck after all but so much of its time was none, in ms: the longest detection, and time to arm. */
const LATE_MS = 30_000;

export interface Judged {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/**
 * Judges what was seen.
 *
 * @param troubles what went wrong in the drill itself; never passed then
 */
export function judgeDetection(
  detection: DetectionEvidence,
  watched: Watched,
  blindMs: number,
  objectives: Objectives,
  troubles: readonly string[],
): Judged {
  const failed = [...troubles, ...failures(detection, watched, objectives)];
  const missing: string[] = [];
  if (watched.episode === undefined) {
    (hasSeenAllTheTime(watched, blindMs) ? missing : failed).push(undeclared(detection.region, watched, blindMs));
  } else if (detection.detectionMs === undefined && isAbove(detection.sinceRequestMs, objectives)) {
    missing.push(
      `the controller that declared had not heard ${detection.region} before, so it is not known when the fault struck; ` +
        `it took ${seconds(detection.sinceRequestMs ?? 0)} at most`,
    );
  }
  if (detection.resolutionMs * 10 > objectives.detectionSeconds * 1000) {
    missing.push(
      `the controller's record was not read for ${seconds(detection.resolutionMs)}: too coarse for this objective`,
    );
  }
  if (failed.length > 0) return { verdict: 'failed', reasons: [...failed, ...missing] };
  return missing.length > 0 ? { verdict: 'inconclusive', reasons: missing } : { verdict: 'passed', reasons: [] };
}

function failures(
  { region, detectionMs, writes, writerMoved }: DetectionEvidence,
  { episode }: Watched,
  objectives: Objectives,
): readonly string[] {
  const failed: string[] = [];
  if (isAbove(detectionMs, objectives)) {
    failed.push(
      `detection took ${seconds(detectionMs ?? 0)}, the objective is at most ${objectives.detectionSeconds} s`,
    );
  }
  if (episode !== undefined && episode.outcome !== 'rehearsed') {
    failed.push(
      episode.attempts > 0
        ? `the controller promoted (episode ${episode.id}) although a rehearsal was announced: look whether ${region} still writes`
        : `the controller did not take the loss for the rehearsal that was announced (episode ${episode.id}, ${episode.outcome ?? episode.stage})`,
    );
  }
  if (writerMoved) failed.push('the writer was moved, or is being moved; nothing in this drill may do that');
  if (writes.ok < writes.attempted) {
    failed.push(
      `${writes.attempted - writes.ok} of ${writes.attempted} writes through the writer name did not succeed; the fault may take nothing from applications`,
    );
  }
  return failed;
}

function undeclared(region: string, watched: Watched, blindMs: number): string {
  if (hasSeenAllTheTime(watched, blindMs)) {
    return (
      `the controller still saw every path to ${region} alive ${seconds(watched.aliveForMs ?? 0)} after the fault hook had accepted: ` +
      'the hook has done nothing that it could notice'
    );
  }
  const why =
    watched.stoodStillMs >= STANDS_STILL_MS
      ? `; its record has stood still for ${seconds(watched.stoodStillMs)}: it does not run`
      : '';
  return `${region} was not declared down within ${seconds(blindMs)} after the fault was requested${why}`;
}

function hasSeenAllTheTime({ aliveForMs }: Watched, blindMs: number): boolean {
  return aliveForMs !== undefined && aliveForMs >= blindMs - LATE_MS - STANDS_STILL_MS;
}

function isAbove(ms: number | undefined, { detectionSeconds }: Objectives): boolean {
  return ms !== undefined && ms > detectionSeconds * 1000;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
