import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { directoryEvidence } from '../../src/adapters/directory-evidence';
import { downloadEvidence } from '../../src/evidence/download';
import { LocalEvidenceSigner } from '../fakes/local-evidence-signer';
import { chainOf, type Chain } from './chains';
import { evidenceCommand } from './evidence-command';

// Without any network: from a directory.

let directory: string;
let pem: string;
let chain: Chain;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'evidence-'));
  chain = await chainOf(2);
  await downloadEvidence('production', chain.store, directoryEvidence(directory));
  pem = join(directory, 'auditor.pem');
  writeFileSync(pem, chain.signer.publicKey);
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

const verify = (...more: readonly string[]) => evidenceCommand(['verify', 'production', '--from', directory, ...more]);

test('verified: status 0, every entry with its digest', () => {
  const last = chain.appended[1];
  const { status, output } = verify('--public-key', pem, '--expect-last', `2:${last?.sha256 ?? ''}`);
  expect({ status, output }).toEqual({
    status: 0,
    output:
      `entry 1  2026-11-22T10:00:00.000Z  ${chain.appended[0]?.sha256 ?? ''}  failover failed\n` +
      `entry 2  2026-11-22T10:00:00.000Z  ${last?.sha256 ?? ''}  failover failed\n\n` +
      'verified: 2 entries of production, and everything that they name\n',
  });
});

test('without a key of one’s own it says what that does not prove', () => {
  const { status, output } = verify('--expect-last', '2');
  expect(status).toBe(0);
  expect(output).toContain('note: evidence/production/keys/\n  signatures were checked with the keys that lie beside');
});

test('not verified: status 1, as JSON too', () => {
  const other = join(directory, 'other.pem');
  writeFileSync(other, new LocalEvidenceSigner().publicKey);
  const { status, output } = verify('--public-key', other, '--json');
  expect(status).toBe(1);
  expect(JSON.parse(output)).toMatchObject({
    environment: 'production',
    verified: false,
    entries: [{ number: 1 }, {}],
  });
  expect(verify('--public-key', pem, '--expect-last', '3')).toMatchObject({
    status: 1,
    output: expect.stringContaining('NOT verified: 1 problem in the evidence of production'),
  });
});

test.each<[string, readonly string[], string]>([
  ['no command', [], 'Usage: evidence'],
  ['no environment', ['verify'], "missing required argument 'environment'"],
  ['an unknown option', ['verify', 'production', '--all'], "unknown option '--all'"],
  ['no directory', ['verify', 'production', '--from', 'nowhere'], 'nowhere is no directory; download the evidence'],
  ['no key', ['verify', 'production', '--from', '.', '--public-key', 'package.json'], '--public-key package.json: '],
  ['no number', ['verify', 'production', '--from', '.', '--expect-last', 'all'], '--expect-last all: a number'],
  ['an unknown environment', ['download', 'nowhere', 'x'], 'there is no environment "nowhere"; known: production'],
])('called wrongly, with %s: status 2, and how it is right', (_what, args, message) => {
  const { status, output } = evidenceCommand(args);
  expect(output).toContain(message);
  expect(status).toBe(2);
});
