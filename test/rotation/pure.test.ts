import { describe, expect, test } from '@jest/globals';
import { applicationUsers, nextUser } from '../../src/rotation/application-users';
import { parseConnectionSecret, targetOf, withCredentials } from '../../src/rotation/connection-secret';
import { checkPassword } from '../../src/rotation/new-password';
import { scramVerifier } from '../../src/rotation/scram';
import { parseRotationSettings } from '../../src/rotation/settings';
import { parseRotationEvent } from '../../src/rotation/step';

const SECRET = { host: 'db.example', port: 5432, dbname: 'app', username: 'u', password: 'p', ssl: true };

test('the verifier is the one that PostgreSQL stores for the example of RFC 7677', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(scramVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('a password that the server would normalise first is refused, and not told', () => {
  expect(() => scramVerifier('paßword', new Uint8Array(16))).toThrow('must be printable ASCII');
});

describe('a new password (K4)', () => {
  const good = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ_123';
  test('of 40 characters with a special one is accepted', () => {
    expect(checkPassword(good)).toBe(good);
  });
  test.each([
    ['too short', good.slice(1)],
    ['without a special character', good.replace('_', 'x')],
    ['with one that RDS refuses', good.replace('a', '@')],
    ['with a space', good.replace('a', ' ')],
  ])('%s is refused, and not told', (_what, password) => {
    expect(() => checkPassword(password)).toThrow(/^the new password is not 40 characters long/);
  });
});

describe('application users', () => {
  test('each region has a pair of its own', () => {
    expect(applicationUsers('application', 'us-west-2')).toEqual({
      role: 'application',
      users: ['application_us_west_2_a', 'application_us_west_2_b'],
    });
  });
  test('take turns; a name that is neither is followed by the first', () => {
    const users = applicationUsers('app', 'us-east-1');
    expect(nextUser(users, 'app_us_east_1_a')).toBe('app_us_east_1_b');
    expect(nextUser(users, 'app_us_east_1_b')).toBe('app_us_east_1_a');
    expect(nextUser(users, 'legacy')).toBe('app_us_east_1_a');
  });
  test('whose names PostgreSQL would cut are refused', () => {
    expect(() => applicationUsers('x'.repeat(60), 'us-east-1')).toThrow('longer than 63 characters');
  });
});

describe('a secret', () => {
  test('keeps what applications store beside the connection', () => {
    const secret = parseConnectionSecret(JSON.stringify({ ...SECRET, owner: 'team' }), 'secret s');
    expect(JSON.parse(withCredentials(secret, 'v', 'q'))).toEqual({
      ...SECRET,
      owner: 'team',
      username: 'v',
      password: 'q',
    });
  });
  test('leads nowhere until it has a password', () => {
    expect(
      targetOf(parseConnectionSecret(JSON.stringify({ ...SECRET, password: undefined }), 'secret s')),
    ).toBeUndefined();
  });
  test.each([
    ['not JSON', 'hunter2', 'secret s is not JSON'],
    ['without a host', JSON.stringify({ ...SECRET, host: undefined }), 'secret s lacks a usable host'],
    ['that allows a connection in the clear', JSON.stringify({ ...SECRET, ssl: false }), 'secret s lacks a usable ssl'],
    ['that is no object', '"hunter2"', 'secret s lacks a usable object'],
  ])('%s is refused, and its content not told', (_what, text, message) => {
    expect(() => parseConnectionSecret(text, 'secret s')).toThrow(new RegExp(`^${message}$`));
  });
});

describe('the event', () => {
  const event = {
    Step: 'createSecret',
    SecretId: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:s-AbCdEf',
    ClientRequestToken: '0f9f6f7e-1111-4222-8333-444455556666',
  };
  test.each([
    ['createSecret', 'createSecret'],
    ['create_secret', 'createSecret'],
    ['set_secret', 'setSecret'],
    ['test_secret', 'testSecret'],
    ['finish_secret', 'finishSecret'],
  ])('step %s is understood', (Step, step) => {
    expect(parseRotationEvent({ ...event, Step, RotationToken: 'token' })).toEqual({
      step,
      secretArn: event.SecretId,
      versionId: event.ClientRequestToken,
      rotationToken: 'token',
    });
  });
  test.each([
    ['an unknown step', { ...event, Step: 'deleteSecret' }, 'Step'],
    ['no token', { ...event, ClientRequestToken: undefined }, 'ClientRequestToken'],
    ['a name instead of an ARN', { ...event, SecretId: 's' }, 'SecretId'],
    ['nothing', undefined, ''],
  ])('%s is refused', (_what, wrong, field) => {
    expect(() => parseRotationEvent(wrong)).toThrow(`this is not an event of a rotation: ${field}`);
  });
});

test('settings that are wrong are all named', () => {
  expect(() =>
    parseRotationSettings({ AWS_REGION: 'us-east-1', APPLICATION_ROLE: 'App', MASTER_SECRET_ARN: 'secret' }),
  ).toThrow(
    /MASTER_SECRET_ARN.*PEER_MASTER_SECRET_ARN.*APPLICATION_SECRET_ARN.*APPLICATION_ROLE.*READER_HOSTS.*FREEZE_TABLE/s,
  );
});
