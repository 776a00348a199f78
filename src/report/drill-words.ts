import type { DrillKind } from '../drill/kinds';
import type { Verdict } from '../drill/verdict';
import type { EvidenceDocument } from '../evidence/document';

// The words of a drill that its Markdown, the tracking issue and the site have in common: an auditor compares them.

export const VERDICT_WORD: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  failed: 'failed',
  inconclusive: 'inconclusive',
  'not-run': 'not run',
};

export const VERDICT_MARK: Readonly<Record<Verdict, string>> = {
  passed: '✅ passed',
  failed: '❌ failed',
  inconclusive: '❔ inconclusive',
  'not-run': '⏹️ not run',
};

/** What a drill of a kind shows; goes on after "It shows". */
export const PROVES: Readonly<Record<DrillKind, string>> = {
  switchover: 'that the writer role can be moved to the other region and back, and how long writes wait for it.',
  failover:
    'how long the loss of the writer’s region goes unnoticed, how long writes are not possible, and how many acknowledged writes are lost.',
  restore:
    'that backups can be restored to the moment that was asked for, with the right content, and how long it takes.',
  detection: 'how soon the deployed controller notices that it cannot reach a region.',
  rotation: 'that passwords can be changed while the writer is in the other region.',
};

/** What nobody may read into it. */
export const DOES_NOT_PROVE: Readonly<Record<DrillKind, string>> = {
  switchover:
    'It was planned: Aurora synchronises before it swaps the roles. It proves nothing about the RPO of a disaster, nor that a disaster is noticed.',
  failover:
    'The fault was injected, and one kind of fault is not every kind. The loss depends on the replication lag at that moment; another one can be greater.',
  restore:
    'Nothing failed over, and applications did not use what was restored. Tables that the environment does not name were not compared by their content.',
  detection: 'Nothing was moved and no region was lost: it proves no recovery time and no RPO.',
  rotation: 'The moves in it were planned: it proves no RPO, and nothing about a password that has become known.',
};

/** `2.06 s`, `13.0 s`, `7 min 05 s`. */
export function seconds(ms: number): string {
  if (ms >= 300_000) {
    const whole = Math.round(ms / 1_000);
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  }
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** `2.06 s`, or why there is no number. */
export function secondsOr(ms: number | undefined, otherwise: string): string {
  return ms === undefined ? otherwise : seconds(ms);
}

/** `3 days ago`; in whole days, so that it is the same the whole day long. */
export function age(moment: string, now: Date): string {
  const days = Math.floor((now.getTime() - new Date(moment).getTime()) / 86_400_000);
  return days < 1 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}

/** The reasons of the drill and of its moves, each once, in order. */
export function reasonsOf({ reasons, moves }: EvidenceDocument): readonly string[] {
  return [
    ...new Set([...reasons, ...moves.flatMap((move) => move.reasons.map((reason) => `${move.label}: ${reason}`))]),
  ];
}

export function durationOf({ startedAt, finishedAt }: EvidenceDocument): number {
  return Math.max(0, new Date(finishedAt).getTime() - new Date(startedAt).getTime());
}
