import type { Episode, EpisodeOutcome, EpisodeStage, FailoverRecord } from '../../ports/failover-record';

/** A new loss. */
export function openEpisode(
  id: string,
  loss: Pick<Episode, 'lostRegion' | 'targetRegion' | 'reasons' | 'armedAgeMs' | 'firstFailureAgeMs'>,
  now: Date,
): Episode {
  return {
    id,
    lostRegion: loss.lostRegion,
    targetRegion: loss.targetRegion,
    reasons: loss.reasons,
    armedAgeMs: loss.armedAgeMs,
    firstFailureAgeMs: loss.firstFailureAgeMs,
    stage: 'declared',
    outcome: undefined,
    downForMs: 0,
    refusals: [],
    attempts: 0,
    told: [],
    steps: [{ stage: 'declared', at: now.toISOString() }],
  };
}

/** The episode at another stage, with the time at which it came there. */
export function atStage(episode: Episode, stage: EpisodeStage, now: Date): Episode {
  return { ...episode, stage, steps: [...episode.steps, { stage, at: now.toISOString() }] };
}

/**
 * Ends the episode of a record. A failed one disarms: nothing is promoted before all has been seen well again. One that was rehearsed does
 * not: a loss that outlasts the rehearsal is real, and has to be acted on at once.
 */
export function close(
  record: FailoverRecord,
  episode: Episode,
  outcome: EpisodeOutcome,
  refusals: readonly string[],
  now: Date,
): FailoverRecord {
  return {
    ...record,
    armed: outcome === 'recovered' || outcome === 'rehearsed' ? record.armed : undefined,
    episode: { ...atStage(episode, 'closed', now), outcome, refusals },
  };
}
