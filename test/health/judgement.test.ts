import { describe, expect, test } from '@jest/globals';
import { answerTo, questionOfEvent } from '../../src/health/answer';
import { reasonFor, UnreadablePasswordError } from '../../src/health/failure';
import {
  judgeReader,
  judgeWriter,
  ObservationError,
  parseReaderRow,
  parseWriterRow,
} from '../../src/health/observation';
import { HealthSettingsError, parseHealthSettings } from '../../src/health/settings';
import { TimeLimitError } from '../../src/health/time-limit';
import { writableLine } from '../../src/health/writable-metric';
import { SqlError } from '../../src/ports/sql';

describe('the judgement (H1, H2)', () => {
  test.each([
    [false, false, { isFit: true }],
    [true, false, { isFit: false, reason: 'standby' }],
    // A standby is read-only as well; what it is matters more than what follows from it.
    [true, true, { isFit: false, reason: 'standby' }],
    [false, true, { isFit: false, reason: 'readonly' }],
  ])('in recovery %p, read-only %p', (isInRecovery, isReadOnly, verdict) => {
    expect(judgeWriter({ isInRecovery, isReadOnly })).toEqual(verdict);
  });

  test.each([
    [true, 0, { isFit: true }],
    [true, 59_999, { isFit: true }],
    [true, 60_000, { isFit: false, reason: 'lagging' }],
    [true, undefined, { isFit: false, reason: 'blind' }],
    // Who writes is never behind, whatever a leftover of its time as a standby says.
    [false, 900_000, { isFit: true }],
    [false, undefined, { isFit: true }],
  ])('in recovery %p, behind by %p ms', (isInRecovery, lagMs, verdict) => {
    expect(judgeReader({ isInRecovery, lagMs }, 60_000)).toEqual(verdict);
  });

  test('a row of another shape is an error and no role', () => {
    expect(() => parseWriterRow({ is_in_recovery: 'f', is_read_only: false })).toThrow(ObservationError);
    expect(() => parseWriterRow(undefined)).toThrow(ObservationError);
    expect(() => parseReaderRow({ is_in_recovery: true })).toThrow(ObservationError);
    expect(parseReaderRow({ is_in_recovery: true, lag_ms: null })).toEqual({ isInRecovery: true, lagMs: undefined });
  });
});

describe('failures', () => {
  const sql = (state: string | undefined) => new SqlError('…', 'not-executed', state);

  test.each([
    [sql('28P01'), 'refused'],
    [sql('28000'), 'refused'],
    [sql('53300'), 'full'],
    [sql('57P01'), 'starting'],
    [sql('57P02'), 'starting'],
    [sql('57P03'), 'starting'],
    [sql('08006'), 'unreachable'],
    [sql('25006'), 'standby'],
    [sql('57014'), 'silent'],
    [sql('42P01'), 'broken'],
    [sql('58030'), 'broken'],
    [sql(undefined), 'unreachable'],
    [new TimeLimitError('…'), 'silent'],
    [new ObservationError('…'), 'broken'],
    [new UnreadablePasswordError('…'), 'locked'],
    [new TypeError('…'), 'broken'],
  ])('%p is %s', (error, reason) => {
    expect(reasonFor(error, false)).toBe(reason);
  });

  test('a connection that ended because the time was up was silent', () => {
    expect(reasonFor(sql(undefined), true)).toBe('silent');
  });
});

describe('the answer', () => {
  test('tells the question or one word, and nothing else', () => {
    expect(answerTo('writer', { isFit: true })).toMatchObject({ statusCode: 200, body: 'writer' });
    expect(answerTo('replica', { isFit: false, reason: 'lagging' })).toMatchObject({
      statusCode: 503,
      body: 'lagging',
    });
  });

  test.each([
    [{ path: '/writer' }, 'writer'],
    [{ path: '/replica' }, 'replica'],
    [{ path: '/Writer' }, undefined],
    [{}, undefined],
    ['/writer', undefined],
  ])('the question of %j is %p', (event, question) => {
    expect(questionOfEvent(event)).toBe(question);
  });
});

test('the metric has the name and the dimension that the alarm on missing data reads', () => {
  expect(JSON.parse(writableLine('aurora-us-east-1-prod', true, new Date(1_700_000_000_000)))).toEqual({
    _aws: {
      Timestamp: 1_700_000_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'DisasterRecovery',
          Dimensions: [['Cluster']],
          Metrics: [{ Name: 'Writable', Unit: 'Count' }],
        },
      ],
    },
    Cluster: 'aurora-us-east-1-prod',
    Writable: 1,
  });
});

describe('settings', () => {
  const good = {
    DATABASE_HOST: 'w.example',
    DATABASE_READER_HOST: 'r.example',
    DATABASE_PORT: '5432',
    DATABASE_NAME: 'app',
    DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:s',
    REPLICATION_LAG_LIMIT_SECONDS: '60',
    CLUSTER_IDENTIFIER: 'aurora-us-east-1-t',
    AWS_REGION: 'us-east-1',
  };

  test('seconds become milliseconds', () => {
    expect(parseHealthSettings(good)).toMatchObject({ lagLimitMs: 60_000, port: 5432, readerHost: 'r.example' });
  });

  test.each([
    ['DATABASE_HOST', ''],
    ['DATABASE_READER_HOST', undefined],
    ['DATABASE_PORT', '0'],
    ['DATABASE_PORT', 'five'],
    ['DATABASE_SECRET_ARN', 'secret'],
    ['REPLICATION_LAG_LIMIT_SECONDS', '0'],
    ['REPLICATION_LAG_LIMIT_SECONDS', '61'],
    ['CLUSTER_IDENTIFIER', undefined],
  ])('%s = %p is refused by name', (name, value) => {
    const parse = () => parseHealthSettings({ ...good, [name]: value });
    expect(parse).toThrow(HealthSettingsError);
    expect(parse).toThrow(name);
  });
});
