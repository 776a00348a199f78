import type { Finding } from './finding';
import type { DrillWindow, Freeze, PreflightRequest } from './request';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/**
 * Whether a drill may begin at this moment, by the wall clock in UTC. Asked when it is about to begin and not when it was scheduled: GitHub starts
 * scheduled runs late, by hours on a bad day.
 *
 * Only a scheduled drill is bound to the window; whoever drills by hand has chosen the time. Freezes bind both, but a reason given by hand
 * overrides them, and is kept.
 */
export function lookAtWindow(
  {
    trigger,
    window,
    freezes,
    overrideFreeze,
  }: Pick<PreflightRequest, 'trigger' | 'window' | 'freezes' | 'overrideFreeze'>,
  now: Date,
): Finding {
  const isScheduled = trigger === 'schedule';
  const time = `${DAYS[now.getUTCDay()] ?? ''} ${now.toISOString().slice(0, 16)}Z`;
  const isInside = contains(window, now);
  const place = isInside ? 'inside the window' : isScheduled ? 'outside the window' : 'by hand, outside the window';
  const frozen = freezes.filter((freeze) => isFrozen(freeze, now)).map(describeFreeze);
  const refused = (isScheduled && !isInside) || (frozen.length > 0 && (isScheduled || !isReason(overrideFreeze)));
  const override =
    frozen.length === 0 || !isReason(overrideFreeze)
      ? ''
      : isScheduled
        ? '; only a drill by hand may override a freeze'
        : `; overridden: ${overrideFreeze}`;
  return {
    outcome: refused ? 'refused' : 'passed',
    value: [`${time}, ${place}`, ...frozen].join('; ') + override,
  };
}

/** The first minute belongs to the window, the last one no longer, as with RDS. */
function contains({ startMinute, lengthMinutes }: DrillWindow, now: Date): boolean {
  const sinceMonday = ((now.getUTCDay() + 6) % 7) * DAY_MINUTES + now.getUTCHours() * 60 + now.getUTCMinutes();
  return (sinceMonday - startMinute + WEEK_MINUTES) % WEEK_MINUTES < lengthMinutes;
}

function isFrozen({ from, to }: Freeze, now: Date): boolean {
  const today = now.toISOString().slice(0, 10);
  return from <= today && today <= to;
}

function describeFreeze({ from, to, reason }: Freeze): string {
  return `frozen from ${from} to ${to} (${reason})`;
}

function isReason(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
