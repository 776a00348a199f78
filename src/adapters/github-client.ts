import { getOctokit } from '@actions/github';
import { z } from 'zod';
import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { failureOf } from './github-failure';
import { systemClock } from './system-clock';

export interface GitHubOptions {
  readonly token: string;
  /** The REST API, as in GITHUB_API_URL; another address on GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  /** For the pauses between tries; the machine's own unless given. */
  readonly clock?: Clock;
  /** Hears of every try that failed. */
  readonly logger?: Logger;
  /** How long one answer may take; 30 seconds unless given. */
  readonly answerWithinMs?: number;
}

/** The clock and the logger of an adapter. */
export interface GitHubTools {
  readonly clock: Clock;
  readonly logger: Logger | undefined;
}

export function toolsOf({ clock = systemClock, logger }: GitHubOptions): GitHubTools {
  return { clock, logger };
}

export type Octokit = ReturnType<typeof getOctokit>;

/** A workflow's own token may not ask who it is; its comments are written by this login. */
const ACTIONS_LOGIN = 'github-actions[bot]';
/** As many as GitHub gives at once. */
export const PAGE = 100;
const ANSWER_WITHIN_MS = 30_000;

/** A client of GitHub's REST API that never waits longer than 30 seconds for an answer. It does not retry. */
export function connect({ token, apiUrl, answerWithinMs = ANSWER_WITHIN_MS }: GitHubOptions): Octokit {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  // A connection that stays open without an answer would otherwise keep the job until GitHub ends it after hours.
  octokit.hook.before('request', (request) => {
    request.request = { ...request.request, signal: AbortSignal.timeout(answerWithinMs) };
  });
  return octokit;
}

/**
 * The login that our comments carry. GitHub tells it to the token of a person, and answers 403 to the token of an app; that is
 * taken for the token of GitHub Actions. The comments of any other app would therefore not be recognised as ours.
 */
export async function ownLogin(octokit: Octokit, clock: Clock): Promise<string> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return z.object({ login: z.string() }).parse(data).login;
  } catch (error) {
    const { status, kind } = failureOf(error, clock.now());
    // A rate limit is a 403 too, and says nothing about who we are.
    if (status === 403 && kind === 'refused') return ACTIONS_LOGIN;
    throw error;
  }
}

/** Asks once; a question that failed is asked again. */
export function onceKnown<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: { readonly value: T } | undefined;
  return async () => (answer ??= { value: await ask() }).value;
}
