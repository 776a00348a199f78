import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePlanJson } from '../../src/plan/plan-json';
import { redactText } from '../../src/plan/redaction/redact-text';
import { redactAddress } from '../../src/plan/redaction/value-redaction';
import { collectSecrets, Secrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';

function summary(document: object) {
  const plan = parsePlanJson(JSON.stringify({ format_version: '1.2', ...document }));
  return summarizePlan(plan, collectSecrets(plan.raw));
}

const created = (after: unknown, marks: object = {}) => ({
  address: 'terraform_data.a',
  mode: 'managed',
  type: 'terraform_data',
  change: { actions: ['create'], before: null, after, ...marks },
});

/** What is shown of the attributes of a new resource, by path. */
function shownOf(after: unknown, secret?: string): Readonly<Record<string, string | undefined>> {
  const outputs =
    secret === undefined
      ? {}
      : { output_changes: { s: { actions: ['no-op'], before: secret, after: secret, after_sensitive: true } } };
  const { changes } = summary({ resource_changes: [created(after)], ...outputs });
  return Object.fromEntries((changes[0]?.attributes ?? []).map(({ path, after: text }) => [path, text]));
}

describe('a plan of nested sensitive values by real Terraform', () => {
  const json = readFileSync('test/fixtures/plans/sensitive-nested/plan.json', 'utf8');
  const plan = parsePlanJson(json);
  const shown = JSON.stringify(summarizePlan(plan, collectSecrets(plan.raw)));

  test.each([
    'Old-Horse/Battery+9',
    'New-Horse/Battery+9',
    'OldPlainInJson',
    'NewPlainInJson',
    'OldUrlPassw0rd',
    'NewUrlPassw0rd',
    'InTheMiddle99',
    '"7392"',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJzdWIiOiIxMjM0NTY3ODkwIn0',
    'bm90LWEta2V5LWJ1dC1zaGFwZWQtbGlrZS1vbmU=',
    'dXNlcjpOZXctSG9yc2UvQmF0dGVyeSs5',
    'New-Horse%2FBattery%2B9',
  ])('does not show %s', (secret) => {
    expect(json).toContain(secret);
    expect(shown).not.toContain(secret);
  });

  test.each([
    'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    '10.20.0.0/16',
    'aurora-us-east-1-production.cluster-cabcdefghijk.us-east-1.rds.amazonaws.com',
    '0123456789abcdef0123456789abcdef01234567',
    'db-3.internal',
    'postgres://app:(sensitive)@db.internal:5432/app?sslmode=verify-full',
    'timeout=5 password=(sensitive) retries=3',
  ])('shows %s', (text) => {
    expect(shown).toContain(text);
  });
});

describe('by name', () => {
  test.each([
    'password',
    'master_password',
    'dbPassword',
    'client-secret',
    'api_token',
    'private_key_pem',
    'secretAccessKey',
    'authorization',
    'connection_string',
    'user_data',
  ])('%s is hidden', (name) => {
    expect(shownOf({ [name]: 'plain-word' })).toEqual({ [name]: '(sensitive)' });
    expect(shownOf({ [name]: 5 })).toEqual({ [name]: '(sensitive)' });
  });

  test.each<[string, unknown, string]>([
    [
      'master_user_secret_arn',
      'arn:aws:secretsmanager:us-east-1:1:secret:x-AbCdEf',
      '"arn:aws:secretsmanager:us-east-1:1:secret:x-AbCdEf"',
    ],
    ['private_subnet', 'subnet-0123456789abcdef0', '"subnet-0123456789abcdef0"'],
    ['private_ip', '10.0.0.5', '"10.0.0.5"'],
    ['iam_database_authentication_enabled', true, 'true'],
    ['password_length', 32, '32'],
    ['author', 'somebody', '"somebody"'],
    [
      'source_code_hash',
      'q2Yx3zJ8yFhLq5nX0vWkT7rBd1mCs4PaeUgHi6oKj9E=',
      '"q2Yx3zJ8yFhLq5nX0vWkT7rBd1mCs4PaeUgHi6oKj9E="',
    ],
  ])('%s is shown when it holds what no secret looks like', (name, value, text) => {
    expect(shownOf({ [name]: value })).toEqual({ [name]: text });
  });

  test('inside of a JSON text, inside of a JSON text', () => {
    const inner = JSON.stringify({ password: 'plain-word', host: 'db' });
    expect(shownOf({ text: JSON.stringify({ inner, port: 1 }) })).toEqual({
      text: '"{\\"inner\\":\\"{\\\\\\"password\\\\\\":\\\\\\"(sensitive)\\\\\\",\\\\\\"host\\\\\\":\\\\\\"db\\\\\\"}\\",\\"port\\":1}"',
    });
  });

  test('inside of a sensitive JSON text, whose password stands elsewhere too', () => {
    const secret = JSON.stringify({ username: 'app', password: 'plain-word' });
    expect(shownOf({ a: 'x plain-word y', b: 'app' }, secret)).toEqual({ a: '(sensitive)', b: '"app"' });
  });
});

describe('by shape', () => {
  test.each([
    ['AKIAIOSFODNN7EXAMPLE', '"(sensitive)"'],
    ['key ASIAIOSFODNN7EXAMPLE.', '"key (sensitive)."'],
    ['ghs_16C7e42F292c6912E7710c838347Ae178B4a', '"(sensitive)"'],
    ['github_pat_11AAAAAAA0aaaaaaaaaaaa_bbbbbbbbb', '"(sensitive)"'],
    ['xoxb-123456789012-abcdefABCDEF', '"(sensitive)"'],
    ['https://hooks.slack.com/services/T000/B000/XXXX', '"https://hooks.slack.com/(sensitive)"'],
    ['-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----', '"(sensitive)"'],
    ['a -----BEGIN PRIVATE KEY-----\ncut', '"a (sensitive)"'],
    ['redis://:p@ss/word@cache:6379/0', '"redis://:(sensitive)@cache:6379/0"'],
    ['host=db password=hunter2 port=1', '"host=db password=(sensitive) port=1"'],
    ['password:hunter2', '"password:(sensitive)"'],
    ['Authorization: Bearer abc.def', '"Authorization: (sensitive)"'],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '"(sensitive)"'],
  ])('%s', (value, shown) => {
    // A value that is hidden as a whole and one that has only hidden parts look alike in the comment.
    expect(shownOf({ input: value }).input?.replace(/^\(sensitive\)$/, '"(sensitive)"')).toBe(shown);
  });

  test.each([
    'DatabaseReplicationLagTooHigh-us-east-1-production-2',
    'arn:aws:iam::123456789012:role/dr-plan-production',
    'AROAIOSFODNN7EXAMPLE',
    'vpc-0123456789abcdef0',
    'https://example.com:443/path@2x.png',
    '2026-01-01T00:00:00Z',
    'rds-ca-rsa2048-g1',
    '1234abcd-12ab-34cd-56ef-1234567890ab',
    'secretsmanager:GetSecretValue',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:rds/production-AbCdEf',
  ])('%s stays', (value) => {
    expect(shownOf({ input: value })).toEqual({ input: JSON.stringify(value) });
  });

  test('random characters are hidden nearly always', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const key = fc
      .array(
        fc.integer({ min: 0, max: 63 }).map((index) => alphabet.charAt(index)),
        { minLength: 40, maxLength: 40 },
      )
      .map((characters) => characters.join(''));
    const keys = fc.sample(key, { numRuns: 500, seed: 1 });
    const shown = keys.filter((text) => redactText(text) === text);
    expect(shown.length).toBeLessThan(10);
  });
});

describe('by value', () => {
  const escapedByGo = (text: string) =>
    JSON.stringify(text).slice(1, -1).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026');
  const html = (text: string) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;');
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const ENCODINGS: readonly (readonly [string, (text: string) => string])[] = [
    ['as it is', (text) => text],
    ['JSON', (text) => JSON.stringify(text).slice(1, -1)],
    ['JSON by Go', escapedByGo],
    ['JSON in JSON', (text) => JSON.stringify(JSON.stringify(text)).slice(1, -1)],
    ['URL', (text) => encodeURIComponent(text)],
    ['form', (text) => new URLSearchParams({ x: text }).toString().slice(2)],
    ['lower-case URL', (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase())],
    ['HTML', html],
    ['base64', base64],
    ['base64 one further', (text) => base64(`x${text}y`)],
    ['base64 two further', (text) => base64(`xx${text}y`)],
    ['base64url', (text) => Buffer.from(`:${text}`).toString('base64url')],
    ['hexadecimal', (text) => Buffer.from(text).toString('hex')],
    ['base64 of JSON', (text) => base64(JSON.stringify({ text }))],
    ['base64 in a URL', (text) => encodeURIComponent(base64(text))],
  ];
  // Not of spaces alone; lone surrogates have no UTF-8.
  const secret = fc
    .oneof(
      fc.string({ minLength: 6, maxLength: 40 }),
      fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }),
      fc.base64String({ minLength: 8, maxLength: 40 }),
    )
    .filter(
      (text) =>
        text.trim().length >= 6 &&
        !/^(?:[\d.]+|true|false)$/.test(text) &&
        !'(sensitive)(redacted)terraform_data.a'.includes(text),
    );

  test('no secret survives in any encoding, wherever it stands', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...ENCODINGS), fc.string({ maxLength: 5 }), (value, [, encode], around) => {
        const encoded = encode(value);
        const shown = summary({
          resource_changes: [
            created({
              leaf: encoded,
              inside: `${around} ${encoded} ${around}`,
              list: [[encoded]],
              deep: { [encoded]: 1 },
            }),
            created({ marked: value }, { after_sensitive: { marked: true } }),
            { ...created({}), address: `terraform_data.b[${JSON.stringify(encoded)}]` },
          ],
          output_changes: { o: { actions: ['update'], before: encoded, after: [encoded] } },
          resource_drift: [
            {
              ...created({}),
              address: 'terraform_data.c',
              change: { actions: ['update'], before: { x: encoded }, after: { x: 1 } },
            },
          ],
        });
        const texts = [
          ...shown.changes.flatMap(({ address, attributes }) => [
            address,
            ...attributes.map((each) => Object.values(each).join('\n')),
          ]),
          ...shown.outputs.flatMap(({ attributes }) => attributes.map((each) => Object.values(each).join('\n'))),
          ...shown.drift.flatMap(({ attributes }) => attributes.map((each) => Object.values(each).join('\n'))),
        ].join('\n');
        expect(texts).not.toContain(encoded);
        expect(texts).not.toContain(value.trim());
      }),
      { numRuns: 1_000 },
    );
  });

  test('nor in a free text', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(...ENCODINGS), fc.string({ maxLength: 20 }), (value, [, encode], around) => {
        const text = redactText(`Error: ${around} ${encode(value)} ${around}`, new Secrets([value]));
        expect(text).not.toContain(encode(value));
        expect(text).not.toContain(value);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a short one is hidden where it is the whole value', () => {
    expect(shownOf({ a: '7391', b: 'x7391', c: 7391, d: 'NzM5MQ==', e: '{"pin":"7391"}' }, '7391')).toEqual({
      a: '(sensitive)',
      b: '"x7391"',
      c: '(sensitive)',
      d: '(sensitive)',
      e: '"{\\"pin\\":\\"(sensitive)\\"}"',
    });
    expect(redactText('the PIN "7391" is wrong', new Secrets(['7391']))).toBe('the PIN "(redacted)" is wrong');
  });

  test('lines of a longer one, and the password of a sensitive connection string', () => {
    expect(shownOf({ a: 'second line' }, 'first line\n  second line\n')).toEqual({ a: '(sensitive)' });
    expect(shownOf({ a: 'with hunter2!' }, 'postgres://u:hunter2!@h/db')).toEqual({ a: '(sensitive)' });
  });

  test('one that is longer than what is looked at of an ordinary value', () => {
    const long = Array.from({ length: 3_000 }, (_, index) => `word${index}`).join(' ');
    expect(shownOf({ a: long, b: base64(long) }, long)).toEqual({ a: '(sensitive)', b: '(sensitive)' });
  });

  test('one that begins where the value is cut', () => {
    const value = `${'-'.repeat(195)}secret-word`;
    expect(shownOf({ a: value }, 'secret-word')).toEqual({ a: '(sensitive)' });
  });

  test('of data sources, which stand in the prior state alone', () => {
    const { changes } = summary({
      resource_changes: [created({ a: 'from-the-data-source' })],
      prior_state: {
        values: {
          root_module: {
            child_modules: [{ resources: [{ values: { x: 'from-the-data-source' }, sensitive_values: { x: true } }] }],
          },
        },
      },
    });
    expect(changes[0]?.attributes[0]?.after).toBe('(sensitive)');
  });
});

describe('free texts', () => {
  test.each([
    [
      'Error: dial postgres://u:p@h:5432/x: password="a b" refused',
      'Error: dial postgres://u:(sensitive)@h:5432/x: password="(sensitive)" refused',
    ],
    ['{\\"token\\": \\"x\\", \\"n\\": 1}', '{\\"token\\": \\"(sensitive)\\", \\"n\\": 1}'],
    ['aws_secretsmanager_secret.home: Creating...', 'aws_secretsmanager_secret.home: Creating...'],
    ['secret_arn = arn:aws:x:y', 'secret_arn = arn:aws:x:y'],
    ['Error: Invalid index on main.tf line 3', 'Error: Invalid index on main.tf line 3'],
  ])('%s', (text, redacted) => {
    expect(redactText(text)).toBe(redacted);
  });

  test.each([
    'a'.repeat(200_000),
    'token'.repeat(40_000),
    '://a:'.repeat(20_000),
    '-----BEGIN PRIVATE KEY-----'.repeat(5_000),
    '\\"'.repeat(100_000),
  ])('a long one takes no longer than it must (%#)', (text) => {
    const start = performance.now();
    redactText(text, new Secrets(['something secret']));
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

test('of an address only the keys are values', () => {
  const secrets = new Secrets(['production']);
  expect(redactAddress('module.production.aws_x.y["production"].z[0]', secrets)).toBe(
    'module.production.aws_x.y["(sensitive)"].z[0]',
  );
});

test('of a map with more entries than anybody reads, the rest is counted', () => {
  const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`k${index}`, index]));
  const attributes = summary({ resource_changes: [created(many)] }).changes[0]?.attributes ?? [];
  expect(attributes).toHaveLength(1_001);
  expect(attributes.at(-1)).toEqual({
    path: '…',
    after: '(500 more attributes are not listed)',
    forcesReplacement: false,
  });
});
