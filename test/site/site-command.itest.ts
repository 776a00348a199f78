import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeSite } from '../../src/adapters/site-directory';
import { evidenceCommand } from '../evidence/evidence-command';
import { detection, switchover } from '../fixtures/evidence/documents';
import { stored } from './stored-evidence';

// From a directory that was downloaded, without any network: as an auditor would.

let directory: string;
let downloaded: string;
let site: string;
let key: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'evidence-site-'));
  [downloaded, site, key] = [join(directory, 'downloaded'), join(directory, 'site'), join(directory, 'key.pem')];
  const { store, publicKey } = await stored([
    switchover({ day: '2026-01-04', number: 1 }),
    detection({ day: '2026-01-11', number: 2 }),
  ]);
  await writeSite(downloaded, store.files);
  writeFileSync(key, publicKey);
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('a site is made of what was downloaded, and is a copy that can be verified in its turn', () => {
  const made = evidenceCommand(['site', site, 'production', '--from', downloaded, '--public-key', key]);
  expect(made).toMatchObject({ status: 0, output: expect.stringContaining('production: verified, 2 entries') });
  expect(readFileSync(join(site, 'index.html'), 'utf8')).toContain('The chain of evidence was verified.');
  const verified = evidenceCommand(['verify', 'production', '--from', site, '--public-key', key]);
  expect(verified).toMatchObject({ status: 0, output: expect.stringContaining('verified: 2 entries of production') });
});

test('a chain that is too short is shown as broken, and the command fails', () => {
  const args = ['site', site, 'production', '--from', downloaded, '--public-key', key, '--expect-last', '3'];
  expect(evidenceCommand(args)).toMatchObject({
    status: 1,
    output: expect.stringContaining('--expect-last knows of entry 3, and the chain ends with 2'),
  });
  expect(readFileSync(join(site, 'index.html'), 'utf8')).toContain('The chain of evidence is broken');
});

test('one remembered entry for two chains is refused before anything is written', () => {
  const args = ['site', site, 'production', 'staging', '--from', downloaded, '--expect-last', '3'];
  expect(evidenceCommand(args)).toMatchObject({
    status: 2,
    output: expect.stringContaining('render one environment at a time'),
  });
});
