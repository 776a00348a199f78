import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readInputs } from '../../actions/apply/src/inputs';

const given: string[] = [];
let scratch: string;
let caFile: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'destroy-inputs-'));
  caFile = join(scratch, 'ca.pem');
  writeFileSync(caFile, 'a certificate');
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});
afterEach(() => {
  for (const name of given.splice(0)) Reflect.deleteProperty(process.env, name);
});

function read(inputs: Readonly<Record<string, string>>, eventName = 'workflow_dispatch') {
  for (const [input, value] of Object.entries(inputs)) {
    const name = `INPUT_${input.toUpperCase()}`;
    given.push(name);
    process.env[name] = value;
  }
  return readInputs({ GITHUB_EVENT_NAME: eventName });
}

const DESTROY = { mode: 'destroy', environment: 'production', confirmation: 'destroy production' };

describe('mode apply', () => {
  test('is the default, on any event', () => {
    expect(read({ environment: 'production', 'github-token': 't' }, 'push')).toMatchObject({ mode: 'apply' });
  });

  test('needs a token', () => {
    expect(() => read({ environment: 'production' }, 'push')).toThrow('input "github-token" is required');
  });
});

describe('mode destroy', () => {
  test('needs no token, and switches back unless told not to', () => {
    expect(read({ ...DESTROY, 'database-ca-file': caFile, 'socks-proxy': 'socks5h://proxy.example:1080' })).toEqual({
      mode: 'destroy',
      environment: 'production',
      target: 'aws',
      terraformPath: 'terraform',
      switchBack: {
        databaseCa: 'a certificate',
        socksProxy: { host: 'proxy.example', port: 1080 },
        moveDeadlineMs: 900_000,
      },
    });
  });

  test('needs nothing to reach the database when it must not switch back', () => {
    expect(read({ ...DESTROY, 'switch-back': 'false' })).toMatchObject({ switchBack: undefined });
  });

  test.each([
    ['nothing', ''],
    ['another environment', 'destroy staging'],
    ['another case', 'Destroy production'],
    ['a space after it', 'destroy production '],
    ['the name alone', 'production'],
  ])('refuses %s as confirmation, and says what to type', (_what, confirmation) => {
    expect(() => read({ ...DESTROY, confirmation, 'switch-back': 'false' })).toThrow(
      `input "confirmation" is "${confirmation}"; to destroy environment production with all its data, type exactly "destroy production"`,
    );
  });

  test.each(['push', 'pull_request', 'schedule', 'workflow_call', 'repository_dispatch', ''])(
    'refuses event "%s"',
    (event) => {
      expect(() => read(DESTROY, event)).toThrow(/runs only when the workflow was dispatched by hand/);
    },
  );

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['no certificate authority', {}, 'input "database-ca-file" is required in mode destroy'],
    ['one that is not there', { 'database-ca-file': 'no-such.pem' }, 'no-such.pem cannot be read'],
    ['a typing error', { 'switch-back': 'yes' }, 'input "switch-back" is "yes"; allowed: true, false'],
    ['an unknown mode', { mode: 'explode' }, 'input "mode" is "explode"; allowed: apply, destroy'],
    ['no environment', { environment: '' }, 'input "environment" is required'],
  ])('refuses %s', (_what, inputs, message) => {
    expect(() => read({ ...DESTROY, ...inputs })).toThrow(message);
  });

  test('refuses a proxy of another kind', () => {
    expect(() => read({ ...DESTROY, 'database-ca-file': caFile, 'socks-proxy': 'http://p:1' })).toThrow(
      'expected socks5h://host:port',
    );
  });
});
