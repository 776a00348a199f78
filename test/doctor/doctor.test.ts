import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkCheckout } from '../../src/doctor/checkout';
import { examine, hasProblems, type DoctorPorts } from '../../src/doctor/doctor';
import { printSections } from '../../src/doctor/print';
import { compareVersions } from '../../src/doctor/versions';
import { MemoryDrillState } from '../fakes/memory-drill-state';
import { MemoryHistory, MemoryRuns } from '../watch/pipeline-signs';
import {
  FakeEvidence,
  FakePlace,
  FakeRoles,
  FakeSettings,
  lines,
  MD5,
  NOW,
  PRODUCTION,
  wrong,
} from './examined-account';

const LOCK_FILE = 'terraform/.terraform.lock.hcl';

let ports: DoctorPorts;
let files: Map<string, string>;
let history: MemoryHistory;

/** The files of this repository; tests change them. */
function read(path: string): string | undefined {
  if (files.has(path)) return files.get(path);
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

beforeEach(() => {
  files = new Map();
  history = new MemoryHistory();
  ports = {
    identities: { whoAmI: async () => ({ account: '123456789012', arn: 'arn:aws:iam::123456789012:user/kim' }) },
    roles: new FakeRoles(),
    place: new FakePlace(),
    evidence: new FakeEvidence(),
    drillState: new MemoryDrillState(),
    locks: { read: async () => undefined, checksum: async () => MD5 },
    lease: { holder: async () => undefined },
    github: { settings: new FakeSettings(), runs: new MemoryRuns() },
    repository: { owner: 'acme', repo: 'database' },
    checkout: { read: async (path) => read(path) },
    history,
    terraform: { version: async () => '1.11.4' },
    nodeVersion: '20.19.0',
    now: () => NOW,
  };
});

describe('this checkout', () => {
  test('of this repository is fine', async () => {
    expect(lines(await checkCheckout(ports))).toEqual([
      'ok node: Node.js 20.19.0; 20.19 or newer is needed',
      'ok terraform: Terraform 1.11.4, as in the workflows',
      'ok lock-file: terraform/.terraform.lock.hcl is as committed and covers linux_amd64',
      'ok bundles: the bundles of the actions are there; "npm test" compares them with the sources',
    ]);
  });

  test('with an old Node.js', async () => {
    expect(wrong(await checkCheckout({ ...ports, nodeVersion: '20.9.0' }))).toEqual([
      'problem node: Node.js 20.9.0 is too old, 20.19 or newer is needed',
    ]);
  });

  test('with another Terraform, or none', async () => {
    expect(wrong(await checkCheckout({ ...ports, terraform: { version: async () => '1.12.0' } }))).toEqual([
      'warning terraform: Terraform is 1.12.0 here and 1.11.4 in the workflows',
    ]);
    const none = { version: () => Promise.reject(new Error('is Terraform installed?')) };
    expect(wrong(await checkCheckout({ ...ports, terraform: none }))).toEqual([
      'not checked terraform: not checked: is Terraform installed?',
    ]);
  });

  test('whose workflows pin different versions', async () => {
    files.set('.github/workflows/apply.yml', (read('.github/workflows/apply.yml') ?? '').replace('1.11.4', '1.12.0'));
    expect(wrong(await checkCheckout(ports))).toEqual([
      'problem terraform: the workflows pin different versions of Terraform: 1.11.4, 1.12.0',
    ]);
  });

  test('whose lock file is missing, for one platform only, or not as committed', async () => {
    const text = read(LOCK_FILE) ?? '';
    files.set(LOCK_FILE, text.replace(/^ *"zh:.*\n/gm, ''));
    expect(wrong(await checkCheckout(ports))).toEqual([
      'problem lock-file: terraform/.terraform.lock.hcl has no hashes of all platforms for registry.terraform.io/hashicorp/aws; the runners (linux_amd64) may refuse it',
    ]);
    files.set(LOCK_FILE, '# nothing\n');
    expect(wrong(await checkCheckout(ports))).toEqual([
      'problem lock-file: terraform/.terraform.lock.hcl locks no provider',
    ]);
    files.clear();
    history.changedLocally.add(LOCK_FILE);
    expect(wrong(await checkCheckout(ports))[0]).toMatch(/^warning lock-file: .* differs from what is committed/);
    const without = { read: async (path: string) => (path === LOCK_FILE ? undefined : read(path)) };
    expect(wrong(await checkCheckout({ ...ports, checkout: without }))).toEqual([
      'problem lock-file: terraform/.terraform.lock.hcl is missing',
    ]);
  });

  test('without a bundle', async () => {
    const without = { read: async (path: string) => (path.includes('drill/dist') ? undefined : read(path)) };
    expect(wrong(await checkCheckout({ ...ports, checkout: without }))).toEqual([
      'problem bundles: missing: actions/drill/dist/index.js; the workflows run what is committed there',
    ]);
  });
});

describe('everything', () => {
  const checks = async () => (await examine(PRODUCTION, ports)).flatMap((section) => section.checks);

  test('is fine where all is well', async () => {
    const sections = await examine(PRODUCTION, ports);
    expect(wrong(sections.flatMap((section) => section.checks))).toEqual([]);
    expect(hasProblems(sections)).toBe(false);
  });

  test('without a token, GitHub is not asked and the rest is', async () => {
    ports = { ...ports, github: { missing: 'there is no token' } };
    expect(wrong(await checks())).toEqual([
      'not checked subjects: not checked: there is no token',
      'not checked trust-plan: not checked: without GitHub the ids of this repository are not known',
      'not checked trust-apply: not checked: without GitHub the ids of this repository are not known',
      'not checked trust-drill: not checked: without GitHub the ids of this repository are not known',
      'not checked github-environments: not checked: there is no token',
    ]);
  });

  test('without credentials, AWS is not asked and the rest is', async () => {
    ports = { ...ports, identities: { whoAmI: () => Promise.reject(new Error('there are no credentials')) } };
    expect(wrong(await checks())).toEqual([
      'not checked account: not checked: AWS cannot be asked: there are no credentials',
      'not checked state: not checked: AWS cannot be asked: there are no credentials',
      'not checked roles: not checked: AWS cannot be asked: there are no credentials',
      'not checked evidence: not checked: AWS cannot be asked: there are no credentials',
      'not checked last-drill: not checked: AWS cannot be asked: there are no credentials',
      'not checked locks: not checked: AWS cannot be asked: there are no credentials',
    ]);
  });

  test('with credentials of another account, nothing of it is asked', async () => {
    const arn = 'arn:aws:iam::999999999999:user/kim';
    ports = { ...ports, identities: { whoAmI: async () => ({ account: '999999999999', arn }) } };
    const sentence =
      'the credentials are for account 999999999999 (arn:aws:iam::999999999999:user/kim), but production lives in 123456789012';
    expect(wrong(await checks())).toEqual([
      `problem account: ${sentence}`,
      `not checked state: not checked: ${sentence}`,
      `not checked roles: not checked: ${sentence}`,
      `not checked evidence: not checked: ${sentence}`,
      `not checked last-drill: not checked: ${sentence}`,
      `not checked locks: not checked: ${sentence}`,
    ]);
  });
});

test('what a drill has left is told beside the place of its evidence', async () => {
  const drillState = new MemoryDrillState();
  drillState.stored = { kind: 'unreadable', why: 'drill/production is damaged', text: 'x' };
  const evidence = new FakeEvidence();
  evidence.key = undefined;
  const sections = await examine(PRODUCTION, { ...ports, evidence, drillState });
  const section = sections.find(({ title }) => title === 'Evidence and drills');
  expect(lines(section?.checks ?? [])).toEqual([
    'ok evidence-bucket: the evidence bucket s3-evidence-123456789012-prod is in us-west-2, versioned, encrypted and not public',
    'ok evidence-lock: what is written to the evidence bucket s3-evidence-123456789012-prod is locked for 1827 days (GOVERNANCE)',
    'problem evidence-key: there is no key alias/kms-evidence-prod, so no evidence can be signed',
    'problem last-drill: drill/production is damaged',
  ]);
  expect(hasProblems(sections)).toBe(true);
});

test('the report says what to do, and no name can fake a line of it', () => {
  const text = printSections('production', [
    {
      title: 'Locks',
      checks: [
        {
          id: 'a',
          status: 'problem',
          sentence: 'locked by kim\n  ok           all is well\u001b[2J',
          advice: ['unlock'],
        },
        { id: 'b', status: 'not checked', sentence: 'not checked: no token', advice: [] },
      ],
    },
  ]);
  expect(text).toBe(
    [
      'Doctor for production',
      '',
      'Locks',
      '  PROBLEM      locked by kim\\u000a  ok           all is well\\u001b[2J',
      '               → unlock',
      '  not checked  no token',
      '',
      '1 problem, 0 warnings, 1 not checked, 0 ok',
    ].join('\n'),
  );
});

test('versions are compared number by number', () => {
  expect(compareVersions('1.11.4', '1.9.10')).toBeGreaterThan(0);
  expect(compareVersions('1.11.4', '1.11.4')).toBe(0);
  expect(compareVersions('1.11', '1.11.4')).toBeLessThan(0);
  expect(compareVersions('20.9.0', '20.19')).toBeLessThan(0);
  expect(compareVersions('unknown', '1.0.0')).toBeNaN();
});
