import type { Episode, EpisodeStage } from '../../ports/failover-record';
import type { ControllerSettings } from './settings';

/** Something that people are to be told, once. */
export interface Message {
  /** Names the message within its episode. */
  readonly key: string;
  readonly subject: string;
  readonly text: string;
}

type Target = Pick<ControllerSettings, 'ownRegion' | 'ownClusterArn' | 'globalClusterId' | 'mode'>;

/** The one command that promotes the cluster of the controller's region; acknowledged writes that were not copied yet are lost. */
export function promoteCommand(target: Target): string {
  return [
    'aws rds failover-global-cluster',
    `--region ${target.ownRegion}`,
    `--global-cluster-identifier ${target.globalClusterId}`,
    `--target-db-cluster-identifier ${target.ownClusterArn}`,
    '--allow-data-loss',
  ].join(' ');
}

function lookCommand(target: Target): string {
  return `aws rds describe-global-clusters --region ${target.ownRegion} --global-cluster-identifier ${target.globalClusterId}`;
}

/** What is due to be told of an episode in its present state and was not told yet, in order. */
export function messagesDue(episode: Episode, refusalKey: string, target: Target): readonly Message[] {
  return [
    ...declared(episode, target),
    ...refused(episode, refusalKey, target),
    ...requested(episode, target),
    ...closed(episode, target),
  ].filter(({ key }) => !episode.told.includes(key));
}

function* declared(episode: Episode, target: Target): Iterable<Message> {
  // Nobody is to be woken by a drill.
  if (episode.outcome === 'rehearsed') return;
  yield {
    key: 'declared',
    subject: subject(`${episode.lostRegion} is declared down`, target),
    text: text(episode, [
      `${episode.lostRegion} was declared down at ${timeOf(episode, 'declared')}: ${episode.reasons.join('; ')}.`,
      target.mode === 'automatic'
        ? `What next: ${episode.targetRegion} is promoted if nothing stands in the way; the next message says which.`
        : `What next: the mode is manual. To promote ${episode.targetRegion}, and lose what was not copied yet:\n${promoteCommand(target)}`,
    ]),
  };
}

function* refused(episode: Episode, refusalKey: string, target: Target): Iterable<Message> {
  // In manual mode the first message has said all that a human needs, unless there is more to know.
  if (episode.stage !== 'declared' || refusalKey === '' || refusalKey === 'manual') return;
  yield {
    key: `refused:${refusalKey}`,
    subject: subject(`${episode.targetRegion} is not promoted`, target),
    text: text(episode, [
      `${episode.lostRegion} is down, but ${episode.targetRegion} is not promoted: ${episode.refusals.join('; ')}.`,
      'What next: the controller goes on looking and promotes once nothing of this stands in the way (in automatic mode). ' +
        `If you know better, this promotes, and loses what was not copied yet:\n${promoteCommand(target)}`,
    ]),
  };
}

function* requested(episode: Episode, target: Target): Iterable<Message> {
  if (!episode.steps.some(({ stage }) => stage === 'requested')) return;
  yield {
    key: 'requested',
    subject: subject(`${episode.targetRegion} is being promoted`, target),
    text: text(episode, [
      `The promotion of ${episode.targetRegion} was accepted at ${timeOf(episode, 'requested')}. Rotation of passwords is frozen.`,
      'What next: nothing to do; the next message says when writes are taken again.',
    ]),
  };
}

function* closed(episode: Episode, target: Target): Iterable<Message> {
  if (episode.stage !== 'closed' || episode.outcome === undefined) return;
  yield { key: `closed:${episode.outcome}`, ...OUTCOMES[episode.outcome](episode, target) };
}

const OUTCOMES: Readonly<
  Record<NonNullable<Episode['outcome']>, (episode: Episode, target: Target) => Omit<Message, 'key'>>
> = {
  'failed-over': (episode, target) => ({
    subject: subject(`${episode.targetRegion} takes writes`, target),
    text: text(episode, [
      `A write went through the writer name into ${episode.targetRegion} at ${timeOf(episode, 'closed')}. Rotation is free again.`,
      `What next: the database runs without a second region until ${episode.lostRegion} has come back as its replica; then fail back with a drill of kind switchover. Nothing fails back by itself.`,
    ]),
  }),
  recovered: (episode, target) => ({
    subject: subject(`${episode.lostRegion} answers again`, target),
    text: text(episode, [
      `${episode.lostRegion} answers again; nothing was promoted.`,
      'What next: find out what it was.',
    ]),
  }),
  moved: (episode, target) => ({
    subject: subject(`${episode.targetRegion} is the writer now`, target),
    text: text(episode, [
      `Somebody else has moved the writer to ${episode.targetRegion}; the controller did not promote.`,
      `What next: make sure that the applications write, and look after ${episode.lostRegion}.`,
    ]),
  }),
  rehearsed: (episode, target) => ({
    subject: subject(`Rehearsal: ${episode.lostRegion} was found to be down`, target),
    text: text(episode, [
      `A drill had announced that it makes the controller blind for ${episode.lostRegion}. It was declared down at ${timeOf(episode, 'declared')}: ` +
        `${episode.reasons.join('; ')}. Nothing was promoted.`,
      'What next: nothing to do. A loss that outlasts the rehearsal is declared by itself, and acted on.',
      `Rehearsal ${episode.rehearsal ?? 'unknown'}.`,
    ]),
  }),
  failed: (episode, target) => ({
    subject: subject(`The failover to ${episode.targetRegion} needs you`, target),
    text: text(episode, [
      `The promotion of ${episode.targetRegion} did not come to its end (asked for ${episode.attempts} times): ${episode.refusals.join('; ')}.`,
      `What next: look, with\n${lookCommand(target)}\nIf no move is under way and ${episode.lostRegion} is still the writer, promote with\n${promoteCommand(target)}\n` +
        'Passwords are not rotated for an hour after the last attempt.',
    ]),
  }),
};

function timeOf(episode: Episode, stage: EpisodeStage): string {
  return episode.steps.findLast((step) => step.stage === stage)?.at ?? 'an unknown time';
}

/** SNS refuses a subject of more than 100 characters. */
function subject(what: string, { globalClusterId }: Target): string {
  return `${what} (${globalClusterId})`.slice(0, 100);
}

function text(episode: Episode, paragraphs: readonly string[]): string {
  return [...paragraphs, `Episode ${episode.id}.`].join('\n\n');
}
