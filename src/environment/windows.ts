const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** A stretch of the week in minutes since Monday 00:00 UTC; `length` may run over the end of the week. */
interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** Minutes of a daily window `hh:mm-hh:mm`, which may pass midnight. */
export function dailyMinutes(window: string): number {
  const [from = '', to = ''] = window.split('-');
  return (minutes(to) - minutes(from) + DAY_MINUTES) % DAY_MINUTES;
}

/** Minutes of a weekly window `ddd:hh:mm-ddd:hh:mm`, which may pass the end of the week. */
export function weeklyMinutes(window: string): number {
  return weekly(window).length;
}

/** A weekly window in minutes since Monday 00:00 UTC. */
export function weeklyWindow(window: string): { readonly startMinute: number; readonly lengthMinutes: number } {
  const { start, length } = weekly(window);
  return { startMinute: start, lengthMinutes: length };
}

/** Whether a daily and a weekly window ever share a minute; RDS refuses such a pair. */
export function windowsOverlap(dailyWindow: string, weeklyWindow: string): boolean {
  const week = weekly(weeklyWindow);
  const start = minutes(dailyWindow.split('-')[0] ?? '');
  return DAYS.some((_day, index) =>
    stretchesOverlap({ start: index * DAY_MINUTES + start, length: dailyMinutes(dailyWindow) }, week),
  );
}

/** Whether two weekly windows ever share a minute. */
export function weeklyWindowsOverlap(first: string, second: string): boolean {
  return stretchesOverlap(weekly(first), weekly(second));
}

function weekly(window: string): Stretch {
  const [from = '', to = ''] = window.split('-');
  const start = weekMinute(from);
  return { start, length: (weekMinute(to) - start + WEEK_MINUTES) % WEEK_MINUTES };
}

function stretchesOverlap(a: Stretch, b: Stretch): boolean {
  const distance = (to: number, from: number) => (to - from + WEEK_MINUTES) % WEEK_MINUTES;
  return distance(b.start, a.start) < a.length || distance(a.start, b.start) < b.length;
}

function weekMinute(text: string): number {
  return DAYS.indexOf(text.slice(0, 3)) * DAY_MINUTES + minutes(text.slice(4));
}

function minutes(text: string): number {
  const [hours = '0', rest = '0'] = text.split(':');
  return Number(hours) * 60 + Number(rest);
}
