import type { Clock } from '../ports/clock';
import type { SqlConnector, SqlSession, SqlTarget } from '../ports/sql';
import { isWrongPassword, reasonFor, UnreadablePasswordError } from './failure';
import type { KnownPassword } from './known-password';
import { withinTime } from './time-limit';
import { unfit, type Verdict } from './verdict';

/**
 * Time limits in ms. Route 53 wants the status within two seconds of connecting; what is not used here is left for the start of the
 * function and the way through the API.
 */
export const LOOK_LIMIT_MS = 1_300;
/** A kept connection that says nothing for so long is taken for dead; the rest is enough for a new one. */
const KEPT_LIMIT_MS = 450;
/** A name that moved is only seen by a new connection, so none is kept for longer. */
const LONGEST_KEPT_MS = 60_000;
/** The same while the answer is no: the role may be changing at this moment, somewhere else than where the connection leads. */
const LONGEST_KEPT_UNFIT_MS = 4_000;

export interface EndpointProbeOptions {
  /** Endpoint to look at; it replaces the host of the secret, which leads to whichever region writes. */
  readonly endpoint: Pick<SqlTarget, 'host' | 'port' | 'database'>;
  /** Asks the question over a connection. */
  readonly ask: (session: SqlSession) => Promise<Verdict>;
  readonly password: KnownPassword;
  readonly connector: SqlConnector;
  readonly clock: Clock;
  /** Told of every failure, also of one that a second try made good. */
  readonly onFailure: (error: unknown) => void;
}

interface Kept {
  readonly session: SqlSession;
  readonly sinceMs: number;
  readonly wasFit: boolean;
}

/**
 * Looks at one endpoint over a connection that it keeps. A kept connection that fails is replaced within the same look: it may only
 * have been cut while the function slept. Never rejects, and ends within {@link LOOK_LIMIT_MS}.
 */
export function endpointProbe(options: EndpointProbeOptions): () => Promise<Verdict> {
  const { clock } = options;
  let kept: Kept | undefined;

  async function askWithin(session: SqlSession, ms: number): Promise<Verdict> {
    try {
      const verdict = await withinTime(options.ask(session), ms, clock);
      kept = {
        session,
        sinceMs: kept?.session === session ? kept.sinceMs : clock.monotonicMs(),
        wasFit: verdict.isFit,
      };
      return verdict;
    } catch (error) {
      drop(session);
      throw error;
    }
  }

  function drop(session: SqlSession): void {
    if (kept?.session === session) kept = undefined;
    void session.close();
  }

  async function askKept(): Promise<Verdict | undefined> {
    if (kept === undefined) return undefined;
    const { session, sinceMs, wasFit } = kept;
    if (clock.monotonicMs() - sinceMs > (wasFit ? LONGEST_KEPT_MS : LONGEST_KEPT_UNFIT_MS)) {
      drop(session);
      return undefined;
    }
    try {
      return await askWithin(session, KEPT_LIMIT_MS);
    } catch (error) {
      options.onFailure(error);
      return undefined;
    }
  }

  async function connect(secret: SqlTarget, ms: number): Promise<SqlSession> {
    const target = { ...secret, ...options.endpoint, tlsServerName: options.endpoint.host };
    return withinTime(options.connector.connect(target, Math.max(1, Math.round(ms))), ms, clock, (late) => {
      void late.close();
    });
  }

  /** Once more with a newer password, if there is one. */
  async function connectWithPassword(leftMs: () => number): Promise<SqlSession> {
    const secret = await withinTime(readable(options.password.get()), leftMs(), clock);
    try {
      return await connect(secret, leftMs());
    } catch (error) {
      if (!isWrongPassword(error)) throw error;
      const newer = await withinTime(readable(options.password.renew(secret)), leftMs(), clock);
      if (newer === undefined) throw error;
      options.onFailure(error);
      return connect(newer, leftMs());
    }
  }

  return async () => {
    const deadlineMs = clock.monotonicMs() + LOOK_LIMIT_MS;
    const leftMs = () => deadlineMs - clock.monotonicMs();
    const verdict = await askKept();
    if (verdict !== undefined) return verdict;
    try {
      const session = await connectWithPassword(leftMs);
      return await askWithin(session, leftMs());
    } catch (error) {
      options.onFailure(error);
      return unfit(reasonFor(error, leftMs() <= 0));
    }
  };
}

/** Tells a secret that cannot be read from a database that cannot be reached. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new UnreadablePasswordError('the password cannot be read', { cause: error });
  }
}
