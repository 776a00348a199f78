import { describe, expect, test } from '@jest/globals';
import { askWriter, readerQuestion } from '../../src/health/ask';
import { endpointProbe, LOOK_LIMIT_MS } from '../../src/health/endpoint-probe';
import { failureReport } from '../../src/health/failure-report';
import { knownPassword } from '../../src/health/known-password';
import { rememberedAnswer } from '../../src/health/remembered-answer';
import { withinTime } from '../../src/health/time-limit';
import { FIT, unfit } from '../../src/health/verdict';
import { writableMetric } from '../../src/health/writable-metric';
import { SqlError, type SqlRow, type SqlSession, type SqlTarget } from '../../src/ports/sql';
import { VirtualClock } from '../fakes/virtual-clock';

const SECRET: SqlTarget = {
  host: 'global.example',
  port: 1,
  database: 'x',
  username: 'u',
  password: 'old',
  tlsServerName: 'global.example',
};
const WRITES: SqlRow = { is_in_recovery: false, is_read_only: false };
const FOLLOWS: SqlRow = { is_in_recovery: true, is_read_only: true };
const never = () => new Promise<never>(() => undefined);

class FakeSession implements SqlSession {
  isClosed = false;
  readonly asked: string[] = [];
  constructor(private readonly reply: (text: string) => Promise<readonly SqlRow[]>) {}
  query(text: string) {
    this.asked.push(text);
    return this.reply(text);
  }
  async close() {
    this.isClosed = true;
  }
}

/** A server whose behaviour the test changes while the probe looks at it. */
function world() {
  const clock = new VirtualClock();
  const targets: SqlTarget[] = [];
  const sessions: FakeSession[] = [];
  const failures: unknown[] = [];
  const state = {
    reply: async (): Promise<readonly SqlRow[]> => [WRITES],
    connect: async (): Promise<void> => undefined,
    accepted: 'old',
    secret: async () => SECRET,
    reads: 0,
    targets,
    sessions,
    failures,
  };
  const password = knownPassword(
    {
      read: () => {
        state.reads++;
        return state.secret();
      },
    },
    clock,
  );
  const look = endpointProbe({
    endpoint: { host: 'writer.example', port: 5432, database: 'app' },
    ask: askWriter,
    password,
    connector: {
      async connect(target) {
        state.targets.push(target);
        await state.connect();
        if (target.password !== state.accepted) throw new SqlError('no', 'not-executed', '28P01');
        const session = new FakeSession(() => state.reply());
        state.sessions.push(session);
        return session;
      },
    },
    clock,
    onFailure: (error) => state.failures.push(error),
  });
  return { clock, state, look: () => clock.run(look()) };
}

describe('looking at an endpoint', () => {
  test('the regional endpoint is dialled and verified, not the host in the secret, which follows the writer', async () => {
    const { state, look } = world();
    expect(await look()).toEqual(FIT);
    expect(state.targets).toEqual([
      { ...SECRET, host: 'writer.example', port: 5432, database: 'app', tlsServerName: 'writer.example' },
    ]);
  });

  test('a connection is kept for the next look', async () => {
    const { state, look } = world();
    await look();
    await look();
    expect(state.sessions).toHaveLength(1);
    expect(state.sessions[0]?.asked).toHaveLength(2);
  });

  test('a good connection is renewed after a minute, an unfit answer makes it 4 s: only a new one sees that a name moved', async () => {
    const { clock, state, look } = world();
    await look();
    await clock.run(clock.sleep(59_000));
    state.reply = async () => [FOLLOWS];
    expect(await look()).toEqual(unfit('standby'));
    expect(state.sessions).toHaveLength(1);
    await clock.run(clock.sleep(1_100));
    await look();
    expect(state.sessions).toHaveLength(2);
    await clock.run(clock.sleep(3_900));
    await look();
    expect(state.sessions).toHaveLength(2);
    await clock.run(clock.sleep(200));
    await look();
    expect(state.sessions).toHaveLength(3);
    expect(state.sessions.map(({ isClosed }) => isClosed)).toEqual([true, true, false]);
  });

  test('a kept connection that says nothing is replaced within the same look', async () => {
    const { clock, state, look } = world();
    await look();
    let isFirst = true;
    state.reply = () => {
      if (!isFirst) return Promise.resolve([WRITES]);
      isFirst = false;
      return never();
    };
    const began = clock.monotonicMs();
    expect(await look()).toEqual(FIT);
    expect(clock.monotonicMs() - began).toBe(450);
    expect(state.sessions.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  test.each<[string, (state: ReturnType<typeof world>['state']) => void]>([
    ['the secret', (state) => (state.secret = never)],
    ['the connection', (state) => (state.connect = never)],
    ['the answer', (state) => (state.reply = never)],
  ])('whatever hangs (%s), the look ends in time', async (_what, hang) => {
    const { clock, state, look } = world();
    hang(state);
    const began = clock.monotonicMs();
    expect(await look()).toEqual(unfit('silent'));
    expect(clock.monotonicMs() - began).toBe(LOOK_LIMIT_MS);
  });

  test('a kept connection that hangs before a new one that hangs: still in time', async () => {
    const { clock, state, look } = world();
    await look();
    state.reply = never;
    const began = clock.monotonicMs();
    expect(await look()).toEqual(unfit('silent'));
    expect(clock.monotonicMs() - began).toBe(LOOK_LIMIT_MS);
  });

  test('a connection that is made too late is closed and not left open', async () => {
    const { clock, state, look } = world();
    state.connect = () => clock.sleep(LOOK_LIMIT_MS + 500);
    expect(await look()).toEqual(unfit('silent'));
    await clock.run(clock.sleep(1_000));
    expect(state.sessions.map(({ isClosed }) => isClosed)).toEqual([true]);
  });

  test('a rotated password is read once more; a wrong one is not read again and again', async () => {
    const { clock, state, look } = world();
    await look();
    await clock.run(clock.sleep(61_000));
    state.accepted = 'new';
    state.secret = async () => ({ ...SECRET, password: 'new' });
    expect(await look()).toEqual(FIT);
    expect(state.reads).toBe(2);

    state.accepted = 'newer';
    await clock.run(clock.sleep(61_000));
    expect(await look()).toEqual(unfit('refused'));
    expect(state.reads).toBe(3);
    for (let looks = 0; looks < 4; looks++) {
      await clock.run(clock.sleep(1_000));
      expect(await look()).toEqual(unfit('refused'));
    }
    expect(state.reads).toBe(3);
    await clock.run(clock.sleep(1_000));
    await look();
    expect(state.reads).toBe(4);
  });

  test('a secret that cannot be read is told from a database that cannot be reached', async () => {
    const { state, look } = world();
    state.secret = () => Promise.reject(new Error('AccessDenied'));
    expect(await look()).toEqual(unfit('locked'));
    state.secret = async () => SECRET;
    state.connect = () => Promise.reject(new SqlError('ECONNREFUSED', 'not-executed', undefined));
    expect(await look()).toEqual(unfit('unreachable'));
    expect(state.failures).toHaveLength(2);
  });
});

describe('questions to the server', () => {
  test('where messages cannot be written, a transaction id is the proof', async () => {
    const session = new FakeSession((text) =>
      text.includes('pg_logical_emit_message')
        ? Promise.reject(new SqlError('denied', 'not-executed', '42501'))
        : Promise.resolve([WRITES]),
    );
    expect(await askWriter(session)).toEqual(FIT);
    expect(session.asked[1]).toContain('pg_current_xact_id()');
    expect(session.asked[1]).not.toContain('pg_logical_emit_message');
  });

  test('a write that fails is a failure, not a reason to prove less', async () => {
    const session = new FakeSession(() => Promise.reject(new SqlError('disk full', 'not-executed', '53100')));
    await expect(askWriter(session)).rejects.toThrow('disk full');
    expect(session.asked).toHaveLength(1);
  });

  test.each([
    [true, 'aurora_global_db_instance_status'],
    [false, 'pg_last_xact_replay_timestamp'],
  ])('is it Aurora? %p: asked once for each connection, and then in its language', async (isAurora, language) => {
    const session = new FakeSession(async (text) =>
      text.includes('to_regprocedure') ? [{ is_aurora: isAurora }] : [{ is_in_recovery: true, lag_ms: 20 }],
    );
    const ask = readerQuestion(60_000);
    expect(await ask(session)).toEqual(FIT);
    expect(await ask(session)).toEqual(FIT);
    expect(session.asked).toHaveLength(3);
    expect(session.asked[1]).toContain(language);
    expect(session.asked[2]).toContain(language);
  });
});

describe('answers that are remembered', () => {
  test('callers at the same time and callers within a second share one look', async () => {
    const clock = new VirtualClock();
    let looks = 0;
    const ask = rememberedAnswer(
      async () => {
        await clock.sleep(300);
        return ++looks;
      },
      clock,
      1_000,
    );
    expect(await clock.run(Promise.all([ask(), ask(), ask()]))).toEqual([1, 1, 1]);
    await clock.run(clock.sleep(699));
    expect(await ask()).toBe(1);
    await clock.run(clock.sleep(1));
    expect(await clock.run(ask())).toBe(2);
  });

  test('a process that was frozen does not answer from before, though its monotonic clock stood still', async () => {
    let wallMs = 1_000_000;
    const clock = { now: () => new Date(wallMs), monotonicMs: () => 5, sleep: async () => undefined };
    let looks = 0;
    const ask = rememberedAnswer(async () => ++looks, clock, 1_000);
    await ask();
    wallMs += 999;
    expect(await ask()).toBe(1);
    wallMs += 1;
    expect(await ask()).toBe(2);
    // A wall clock that is set back proves nothing.
    wallMs -= 3_600_000;
    expect(await ask()).toBe(3);
  });

  test('a look that fails is not remembered', async () => {
    const clock = new VirtualClock();
    let looks = 0;
    const ask = rememberedAnswer(
      async () => {
        if (++looks === 1) throw new Error('once');
        return looks;
      },
      clock,
      1_000,
    );
    await expect(ask()).rejects.toThrow('once');
    expect(await ask()).toBe(2);
  });
});

test('a rejection that comes after the time limit ends nothing', async () => {
  const clock = new VirtualClock();
  const late = clock.sleep(2_000).then(() => Promise.reject(new Error('late')));
  await expect(clock.run(withinTime(late, 1_000, clock))).rejects.toThrow('no answer within 1000 ms');
  await clock.run(clock.sleep(2_000));
});

test('the metric is written when it changes and every 15 s, not for each answer', async () => {
  const clock = new VirtualClock();
  const written: unknown[] = [];
  const publish = writableMetric('c', clock, (line) => written.push(JSON.parse(line)));
  for (let second = 0; second < 60; second++) {
    publish(second < 31 || second > 33);
    await clock.run(clock.sleep(1_000));
  }
  // At 0, 15 and 30 s; the change at 31 s and the one back at 34 s; then at 49 s.
  expect(written).toMatchObject([1, 1, 1, 0, 1, 1].map((Writable) => ({ Writable })));
});

test('a failure that goes on is told when it begins, once a minute, and when it becomes another', async () => {
  const clock = new VirtualClock();
  const told: unknown[] = [];
  const report = failureReport(clock, (fields) => told.push(fields));
  for (let second = 0; second < 90; second++) {
    report(new SqlError('getaddrinfo ENOTFOUND', 'not-executed', undefined));
    await clock.run(clock.sleep(1_000));
  }
  report(new SqlError('no', 'not-executed', '53300'));
  expect(told).toEqual([
    { error: 'SqlError: getaddrinfo ENOTFOUND' },
    { error: 'SqlError: getaddrinfo ENOTFOUND' },
    { error: 'SqlError: no', sqlState: '53300' },
  ]);
});
