import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SiteDirectoryError, writeSite } from '../../src/adapters/site-directory';
import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { sha256 } from '../../src/adapters/sha256';
import { makeSite } from '../../src/site/make-site';
import { renderSite } from '../../src/site/render-site';
import { SiteError } from '../../src/site/site-input';
import { opensslCommands } from '../../src/site/verify-page';
import { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import { detection, failover, notRun, switchover } from '../fixtures/evidence/documents';
import { NOW, siteInput, stored } from './stored-evidence';

const DRILLS = [
  failover({ day: '2026-01-04', number: 1 }),
  switchover({ day: '2026-01-11', number: 2 }),
  notRun({ day: '2026-01-18', number: 3, kind: 'detection' }),
];

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evidence-site-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const page = (files: ReadonlyMap<string, string | Uint8Array>, path: string) => String(files.get(path));

test('the site holds its pages, and the evidence as it is stored', async () => {
  const chain = await stored(DRILLS);
  const files = renderSite(await siteInput(chain));
  expect([...files.keys()].filter((path) => path.endsWith('.html')).sort()).toEqual([
    'controls.html',
    'drills/production/00000001.html',
    'drills/production/00000002.html',
    'drills/production/00000003.html',
    'drills/production/index.html',
    'index.html',
    'verify.html',
  ]);
  for (const [path, bytes] of chain.store.files) expect(files.get(path)).toBe(bytes);
});

test('rendering is a function of what is given', async () => {
  const input = await siteInput(await stored(DRILLS));
  expect(renderSite(input)).toEqual(renderSite(input));
});

test('a policy lets nothing be loaded, and the style is the one that it names', async () => {
  const index = page(renderSite(await siteInput(await stored(DRILLS))), 'index.html');
  expect(index).toContain('default-src &#39;none&#39;; style-src &#39;sha256-');
  expect(index).not.toMatch(/<(?:script|img|link rel="stylesheet")/);
  expect(index).toContain('<html lang="en">');
});

describe('the chain', () => {
  test('that holds', async () => {
    const index = page(renderSite(await siteInput(await stored(DRILLS))), 'index.html');
    expect(index).toContain('The chain of evidence was verified.');
    expect(index).toContain('3 entries, signatures held against the key in KMS; no problem found.');
  });

  test('that is broken is the first thing that is read, and a changed history is not drawn', async () => {
    const chain = await stored(DRILLS);
    const key = [...chain.store.files.keys()].find((each) => each.includes('/histories/'));
    const changed = new TextDecoder().decode(chain.store.files.get(key ?? '')).replace('"seq":1,', '"seq":9,');
    chain.store.files.set(key ?? '', new TextEncoder().encode(changed));
    const files = renderSite(await siteInput(chain));
    expect(page(files, 'index.html')).toContain('The chain of evidence is broken: do not rely on what is shown here.');
    expect(page(files, 'drills/production/00000001.html')).toContain(
      'No picture: the raw history of this move is not at hand.',
    );
    expect(page(files, 'drills/production/00000002.html')).toContain('<figure class="timeline">');
  });

  test('whose keys lie beside it is not called verified', async () => {
    const { environments, ...rest } = await siteInput(await stored(DRILLS));
    const chain = { outcome: 'whole' as const, summary: '', findings: [] };
    const files = renderSite({ ...rest, environments: environments.map((each) => ({ ...each, chain })) });
    expect(page(files, 'index.html')).toContain('The chain of evidence is whole; who signed it was not verified.');
  });
});

test('a name that leads out of the site is refused', async () => {
  const { environments, ...rest } = await siteInput(await stored(DRILLS));
  const named = environments.map((each) => ({ ...each, name: '../production' }));
  expect(() => renderSite({ ...rest, environments: named })).toThrow(SiteError);
  expect(() => renderSite({ ...rest, environments, files: new Map([['evidence/../../x', new Uint8Array()]]) })).toThrow(
    SiteError,
  );
});

test('an environment without evidence', async () => {
  const files = renderSite({ environments: [], renderedAt: new Date(0), files: new Map() });
  expect(page(files, 'index.html')).toContain('There is no evidence yet.');
});

test('openssl alone verifies an entry, by the commands of the page, and refuses a changed one', async () => {
  const chain = await stored(DRILLS);
  const files = renderSite(await siteInput(chain));
  await writeSite(directory, files);
  const entry = 'evidence/production/00000003.json';
  const commands = opensslCommands(entry, 'evidence/production/keys/00000000-0000-4000-8000-000000000001.pem');
  expect(
    page(files, 'verify.html').replaceAll('&#39;', "'").replaceAll('&#34;', '"').replaceAll('&#62;', '>'),
  ).toContain(commands);
  const run = () => spawnSync('sh', ['-e', '-c', commands], { cwd: directory, encoding: 'utf8' });
  const { stdout, status } = run();
  expect({ status, verified: stdout.includes('Verified OK') }).toEqual({ status: 0, verified: true });

  const text = readFileSync(join(directory, entry), 'utf8');
  writeFileSync(join(directory, entry), text.replace('"number":3', '"number":4'));
  expect(run()).toMatchObject({ status: 1, stdout: expect.stringContaining('Verification failure') });
});

test('a site is written over an earlier one of the same evidence, and over nothing else', async () => {
  const files = renderSite(await siteInput(await stored(DRILLS)));
  await writeSite(directory, files);
  await writeSite(directory, files);
  expect(readFileSync(join(directory, 'index.html'), 'utf8')).toBe(files.get('index.html'));
  writeFileSync(join(directory, 'drills', 'notes.txt'), '');
  await expect(writeSite(directory, files)).rejects.toThrow(SiteDirectoryError);
});

test('a drill that nobody has a number of has a page all the same', async () => {
  const files = renderSite(await siteInput(await stored([detection({ day: '2026-01-04', number: 1 })])));
  expect(page(files, 'drills/production/00000001.html')).toContain('9.10 s (± 0.50 s)');
});

test('two environments are read from their buckets, verified, and shown in one site', async () => {
  const [production, staging] = [await stored(DRILLS), new MemoryEvidenceStore()];
  const files = await makeSite(
    [
      {
        name: 'production',
        trust: { kind: 'pinned', publicKeys: [production.publicKey], from: 'KMS' },
        remembered: [{ number: 3, by: 'the tracking issue' }],
      },
      { name: 'staging', trust: { kind: 'beside' }, remembered: [] },
    ],
    {
      readerOf: (name) => (name === 'production' ? production.store : staging),
      digest: sha256,
      isSignedBy: ecdsaSignatureCheck,
      now: NOW,
    },
  );
  const index = page(files, 'index.html');
  expect(index).toContain('3 entries, signatures held against KMS; no problem found.');
  expect(index).toContain('there is no evidence');
  expect(page(files, 'drills/staging/index.html')).toContain('None yet.');
});

test('entries that were taken from the end of the chain are missed by whoever remembers them', async () => {
  const { store, publicKey } = await stored(DRILLS);
  store.files.delete('evidence/production/00000003.json');
  const request = {
    name: 'production',
    trust: { kind: 'pinned' as const, publicKeys: [publicKey], from: 'KMS' },
    remembered: [{ number: 3, by: 'the tracking issue' }],
  };
  const files = await makeSite([request], {
    readerOf: () => store,
    digest: sha256,
    isSignedBy: ecdsaSignatureCheck,
    now: NOW,
  });
  expect(page(files, 'index.html')).toContain('the tracking issue knows of entry 3, and the chain ends with 2');
});
