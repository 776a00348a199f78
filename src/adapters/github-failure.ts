import { z } from 'zod';

/** GitHub refused, or answered something that this code does not understand. The message says what to do. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
}

/** What went wrong with one request, as far as it matters for what to do next. */
export interface Failure {
  /** HTTP status; `undefined` when there was no answer at all. */
  readonly status: number | undefined;
  readonly message: string;
  /** How long GitHub asks to wait, in milliseconds; `undefined` when it does not say. */
  readonly waitMs: number | undefined;
  /** The permissions of which GitHub says that one would do, such as `issues=write`; `undefined` when it does not say. */
  readonly acceptedPermissions: string | undefined;
  readonly kind: 'unanswered' | 'server' | 'rate-limit' | 'conflict' | 'refused' | 'misunderstood';
}

const answeredSchema = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }),
});
// Octokit gives a request that nobody answered the status 500, so only `response` tells it from a real 500.
const unansweredSchema = z.object({ message: z.string(), request: z.object({ method: z.string() }) });

/**
 * Sorts what octokit threw. A rate limit is a 429, or a 403 that says so in its headers or its text, by
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 *
 * @param error what octokit, or the check of an answer, threw
 * @param now   wall-clock time, to which GitHub's time of reset is compared
 */
export function failureOf(error: unknown, now: Date): Failure {
  const answered = answeredSchema.safeParse(error);
  if (answered.success) {
    const { status, message, response } = answered.data;
    const header = (name: string): string | undefined => z.coerce.string().optional().parse(response.headers[name]);
    const isExhausted = header('x-ratelimit-remaining') === '0';
    const isLimit =
      status === 429 ||
      (status === 403 && (isExhausted || header('retry-after') !== undefined || /rate limit/i.test(message)));
    const waitMs =
      waitOf(header('retry-after'), now) ??
      (isExhausted ? secondsUntil(Number(header('x-ratelimit-reset')), now) : undefined);
    const acceptedPermissions = status === 403 && !isLimit ? header('x-accepted-github-permissions') : undefined;
    return { status, message, waitMs, acceptedPermissions, kind: isLimit ? 'rate-limit' : kindOf(status) };
  }
  const unanswered = unansweredSchema.safeParse(error);
  const [message, kind] = unanswered.success
    ? [unanswered.data.message, 'unanswered' as const]
    : [error instanceof Error ? error.message : String(error), 'misunderstood' as const];
  return { status: undefined, message, waitMs: undefined, acceptedPermissions: undefined, kind };
}

function kindOf(status: number): Failure['kind'] {
  if (status >= 500) return 'server';
  // Somebody else changed the same thing at the same moment.
  return status === 409 ? 'conflict' : 'refused';
}

/** Whether GitHub says that what was asked for does not exist, or does not exist any more. */
export function isGone(error: unknown): boolean {
  const { status, kind } = failureOf(error, new Date(0));
  return kind === 'refused' && (status === 404 || status === 410);
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). @returns milliseconds */
function waitOf(retryAfter: string | undefined, now: Date): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  return secondsUntil(Date.parse(retryAfter) / 1_000, now);
}

function secondsUntil(epochSeconds: number, now: Date): number | undefined {
  return Number.isFinite(epochSeconds) ? Math.max(0, epochSeconds * 1_000 - now.getTime()) : undefined;
}

/**
 * @param what  what was tried, after "could not"
 * @param hints what to do, by HTTP status
 */
export function explain(
  what: string,
  failure: Failure,
  hints: Readonly<Record<number, string>>,
  cause: unknown,
): GitHubError {
  return new GitHubError(`could not ${what}: ${reasonOf(failure, hints)}`, { cause });
}

function reasonOf(
  { kind, status, message, acceptedPermissions }: Failure,
  hints: Readonly<Record<number, string>>,
): string {
  switch (kind) {
    case 'unanswered':
      return `GitHub's API did not answer (${message}); check the network and https://www.githubstatus.com, then run the job again`;
    case 'misunderstood':
      return `GitHub's answer was not understood; is GITHUB_API_URL the address of GitHub's REST API? (${message})`;
    case 'rate-limit':
      return `GitHub answered ${status ?? ''}: too many requests with this token; run the job again later (${message})`;
    case 'server':
      return `GitHub answered ${status ?? ''} again and again; see https://www.githubstatus.com and run the job again later`;
    case 'conflict':
      return `GitHub answered 409 again and again: something else changes the same thing; run the job again later (${message})`;
    case 'refused': {
      const hint = status === undefined ? undefined : hints[status];
      const accepted = acceptedPermissions === undefined ? '' : `; GitHub asks for ${acceptedPermissions}`;
      return `GitHub answered ${status ?? ''}: ${hint === undefined ? message : `${hint} (${message}${accepted})`}`;
    }
  }
}
