import { randomUUID } from 'node:crypto';
import { DescribeKeyCommand, GetKeyRotationStatusCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kmsEvidenceSigner } from '../../src/adapters/kms-evidence-signer';
import { s3EvidenceStore } from '../../src/adapters/s3-evidence-store';
import { evidenceNames } from '../../src/environment/names';
import { FIRST_RECORD } from '../../src/ports/failover-record';
import { applyOf, rememberApply } from '../../src/records/apply-record';
import { lastDrills, rememberDrill } from '../../src/records/drill-record';
import { append, evidenceOf, pinned, verify } from '../evidence/chains';
import { ACCOUNT, EAST, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { PLAN_FILE, SEAL } from '../seal/sealed-support';
import { toldDrill } from '../watch/pipeline-signs';
import { readAuthorizationReference } from './roles-support/authorization-reference';
import { drillAdapters, memberAtRest } from './roles-support/drill-calls';
import { FORBIDDEN } from './roles-support/forbidden';
import { FORBIDDEN_WITH_EVIDENCE } from './roles-support/forbidden-evidence';
import { FORBIDDEN_WITH_PLANS } from './roles-support/forbidden-plans';
import { claimsOf } from './roles-support/github-token';
import { startEnforcedAccount, variablesOf, type EnforcedAccount } from './roles-support/enforced-account';
import { isNeededInAws } from './roles-support/only-in-aws';
import { pipelineAdapters } from './roles-support/pipeline-calls';
import { statementsOf } from './roles-support/policies';
import { rightsOutside } from './roles-support/stack-roles';
import type { TerraformCopy } from './terraform-support/terraform-copy';

const MAIN = 'refs/heads/main';
const PULL = 'refs/pull/7/merge';
const JOBS = {
  'iam-plan-sbx': claimsOf('pull_request', PULL),
  'iam-apply-sbx': claimsOf('environment:sandbox', MAIN),
  'iam-drill-sbx': claimsOf('environment:sandbox-drill', MAIN),
};

/** Who made the account. */
const OWNER = { accessKeyId: ACCOUNT, secretAccessKey: 'not-a-secret' };

let account: EnforcedAccount;

beforeAll(async () => {
  account = await startEnforcedAccount();
}, 600_000);

afterAll(async () => {
  await account.stop();
});

describe('who may assume the roles', () => {
  test.each([
    ['iam-plan-sbx', claimsOf('pull_request', PULL, 'names')],
    ['iam-plan-sbx', claimsOf('pull_request', PULL, 'ids')],
    ['iam-plan-sbx', claimsOf(`ref:${MAIN}`, MAIN, 'names')],
    ['iam-plan-sbx', claimsOf(`ref:${MAIN}`, MAIN, 'ids')],
    ['iam-apply-sbx', claimsOf('environment:sandbox', MAIN, 'names')],
    ['iam-apply-sbx', claimsOf('environment:sandbox', MAIN, 'ids')],
    ['iam-apply-sbx', claimsOf('environment:sandbox-break-glass', MAIN, 'names')],
    ['iam-apply-sbx', claimsOf('environment:sandbox-break-glass', MAIN, 'ids')],
    ['iam-drill-sbx', claimsOf('environment:sandbox-drill', MAIN, 'names')],
    ['iam-drill-sbx', claimsOf('environment:sandbox-drill', MAIN, 'ids')],
  ])('%s: the job that it is for, in both forms of the subject (%j)', async (role, claims) => {
    await expect(account.assume(role, claims)).resolves.toMatchObject({ accessKeyId: expect.any(String) });
  });

  const apply = JOBS['iam-apply-sbx'];
  test.each([
    ['a pull request', 'iam-apply-sbx', JOBS['iam-plan-sbx']],
    ['a pull request', 'iam-drill-sbx', JOBS['iam-plan-sbx']],
    ['the job of another environment', 'iam-apply-sbx', claimsOf('environment:sandbox-drill', MAIN)],
    ['the job of another environment', 'iam-drill-sbx', claimsOf('environment:sandbox', MAIN)],
    ['a job without an environment', 'iam-apply-sbx', claimsOf(`ref:${MAIN}`, MAIN)],
    ['a job without an environment', 'iam-drill-sbx', claimsOf(`ref:${MAIN}`, MAIN)],
    ['a job of another branch', 'iam-plan-sbx', claimsOf('ref:refs/heads/mine', 'refs/heads/mine')],
    ['a job of a tag', 'iam-plan-sbx', claimsOf('ref:refs/tags/main', 'refs/tags/main')],
    ['the job of an environment', 'iam-plan-sbx', claimsOf('environment:sandbox', MAIN)],
    ['break-glass', 'iam-drill-sbx', claimsOf('environment:sandbox-break-glass', MAIN)],
    ['break-glass of another environment', 'iam-apply-sbx', claimsOf('environment:production-break-glass', MAIN)],
    [
      'break-glass from another branch',
      'iam-apply-sbx',
      claimsOf('environment:sandbox-break-glass', 'refs/heads/mine'),
    ],
    ['break-glass from a pull request', 'iam-apply-sbx', claimsOf('environment:sandbox-break-glass', PULL)],
    ['the right environment from another branch', 'iam-apply-sbx', claimsOf('environment:sandbox', 'refs/heads/mine')],
    ['the right environment from a pull request', 'iam-apply-sbx', claimsOf('environment:sandbox', PULL)],
    ['somebody who took over the name', 'iam-apply-sbx', { ...apply, repository_id: '999' }],
    ['another repository', 'iam-apply-sbx', { ...apply, sub: 'repo:octo-org/fork:environment:sandbox' }],
    ['another owner', 'iam-plan-sbx', { ...JOBS['iam-plan-sbx'], sub: 'repo:evil/octo-repo:pull_request' }],
    ['a token for somebody else', 'iam-apply-sbx', { ...apply, aud: 'https://github.com/octo-org' }],
    ['another provider', 'iam-apply-sbx', { ...apply, iss: 'https://token.example.com' }],
  ])('%s is refused by %s', async (_who, role, claims) => {
    await expect(account.assume(role, claims)).rejects.toThrow(
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    );
  });
});

describe('what the roles may do', () => {
  let planner: TerraformCopy;
  let applier: TerraformCopy;

  const withRole = async (role: keyof typeof JOBS) => {
    const credentials = await account.assume(role, JOBS[role]);
    return account.terraform.as(variablesOf(account.endpoint, credentials));
  };

  beforeAll(async () => {
    planner = await withRole('iam-plan-sbx');
    applier = await withRole('iam-apply-sbx');
    await planner.terraform('terraform', 'init', '-lockfile=readonly', '-no-color', ...account.backend);
  }, 300_000);

  test('plan: plans a new environment', async () => {
    const planned = await planner.terraform('terraform', 'plan', '-no-color', '-lock-timeout=5m', account.variables);
    expect(planned).toMatch(/Plan: [1-9]\d+ to add, 0 to change, 0 to destroy/);
  }, 600_000);

  test('plan: cannot apply', async () => {
    const applied = planner.terraform('terraform', 'apply', '-auto-approve', '-no-color', account.variables);
    await expect(applied).rejects.toThrow(/is not authorized to perform/);
    const changes = account.decisionsOf('iam-plan-sbx').filter(({ action }) => /:(?:Create|Put|Delete)/.test(action));
    // The lock is all that it could change, and what it asked for is more than that.
    expect(new Set(changes.filter(({ allowed }) => allowed).map(({ resource }) => resource))).toEqual(
      new Set(['arn:aws:dynamodb:us-west-2:123456789012:table/dynamodb-tflock-sbx']),
    );
    expect(changes.filter(({ allowed }) => !allowed).length).toBeGreaterThan(10);
  }, 600_000);

  test('apply: makes the environment', async () => {
    const applied = await applier.terraform('terraform', 'apply', '-auto-approve', '-no-color', account.variables);
    expect(applied).toMatch(/Apply complete! Resources: [1-9]\d+ added/);
    expect(refusals('iam-apply-sbx')).toEqual([]);
  }, 1_200_000);

  test('plan: plans it again, and finds nothing to do', async () => {
    await planner.terraform('terraform', 'plan', '-detailed-exitcode', '-no-color', account.variables);
  }, 600_000);

  test('the boundary takes no right away from the roles of the stack', async () => {
    const state = await applier.terraform('terraform', 'show', '-json');
    const boundary = account.policies.get('boundary') ?? [];
    expect(rightsOutside(boundary, state, await readAuthorizationReference())).toEqual([]);
  }, 300_000);

  test('drill: moves the writer, there by a switchover and back by a failover', async () => {
    const { globalDatabase } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    const east = await memberAtRest(globalDatabase, EAST, true);
    const west = await memberAtRest(globalDatabase, WEST, false);
    await globalDatabase.switchover(west, east);
    await memberAtRest(globalDatabase, WEST, true);
    await globalDatabase.failover(east);
    await memberAtRest(globalDatabase, EAST, true);
  }, 300_000);

  test('drill: restores into clusters of its own, also from a snapshot in the other region, and removes them', async () => {
    const { backupRestore } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    const { latest } = await backupRestore.restoreWindow();
    const name = 'aurora-restore-drill-sbx';
    await backupRestore.restoreToPointInTime(name, latest);
    await backupRestore.requestSnapshot(name);
    await backupRestore.snapshotTaken(name);
    await backupRestore.copySnapshot(name);
    await backupRestore.restoreSnapshot(name, name);
    // A copy that landed in another network, or without our parameters or key, would be of no use.
    for (const region of [EAST, WEST]) {
      expect(await backupRestore.restoredSettings(region, name)).toEqual(await backupRestore.originalSettings(region));
      await backupRestore.remove(region, name);
      await backupRestore.removeSnapshot(region, name);
    }
    expect(refusals('iam-drill-sbx')).toEqual([]);
  }, 300_000);

  test('drill: reads the password of the master user', async () => {
    const { credentials } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    await expect(credentials.read()).resolves.toMatchObject({ username: 'dr_admin' });
    expect(refusals('iam-drill-sbx')).toEqual([]);
  });

  test('drill: signs evidence and adds it to what is there', async () => {
    const before = refusals('iam-drill-sbx').length;
    const { region, bucket, keyAlias } = evidenceNames(account.environment);
    const credentials = await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']);
    const settings = { endpoint: account.endpoint, region, credentials, maxAttempts: 1 };
    const store = s3EvidenceStore({ bucket, client: new S3Client({ ...settings, forcePathStyle: true }) });
    const signer = kmsEvidenceSigner({ keyId: keyAlias, client: new KMSClient(settings) });
    for (const number of [1, 2]) await append(evidenceOf(number, { environment: 'sandbox' }), store, signer);
    const { publicKey } = await signer.key();
    const remembered = [{ number: 2, by: 'this test' }];
    const { findings } = await verify(store, pinned(publicKey), remembered, 'sandbox');
    expect(findings).toEqual([]);
    expect(refusals('iam-drill-sbx')).toHaveLength(before);
  });

  test('drill: reads what the failover controllers have recorded', async () => {
    const { controllers } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    for (const region of [EAST, WEST]) await expect(controllers.of(region)).resolves.toBeDefined();
    expect(refusals('iam-drill-sbx')).toEqual([]);
  });

  test('drill: announces a rehearsal and withdraws it, and has a password changed', async () => {
    const before = refusals('iam-drill-sbx').length;
    const { rehearsals, rotation } = drillAdapters(
      account.endpoint,
      await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']),
    );
    const rehearsal = { id: randomUUID(), region: EAST, until: new Date(Date.now() + 60_000).toISOString() };
    // Of a record that nobody has seen: refused by the table, and not for want of a right.
    expect(await rehearsals.announce(WEST, rehearsal, { ...FIRST_RECORD, version: 999 })).toBe(false);
    await rehearsals.withdraw(WEST, rehearsal.id);
    // The first rotation waits for a function that cannot reach its database here; what counts is that nobody says "not authorized".
    await rotation.begin().catch((error: unknown) => {
      expect(String(error)).toContain("A previous rotation isn't complete");
    });
    expect(refusals('iam-drill-sbx')).toHaveLength(before);
  });

  test('drill: looks at everything that its preflight asks', async () => {
    const { preflight } = drillAdapters(account.endpoint, await account.assume('iam-drill-sbx', JOBS['iam-drill-sbx']));
    for (const region of [EAST, WEST]) {
      const upkeep = await preflight.settings.upkeep(region, `aurora-${region}-sbx`);
      expect(upkeep).toMatchObject({ waiting: [], maintenance: [] });
      const parameters = await preflight.settings.parameters(region, `aurora-${region}-sbx`);
      expect(parameters.cluster.get('rds.force_ssl')).toBe('1');
      for (const secret of preflight.secretsOf(region)) expect((await secret.labels()).size).toBeGreaterThan(0);
      await expect(preflight.freezeOf(region).reason()).resolves.toBeUndefined();
    }
    await expect(preflight.alarms.firing()).resolves.toBeDefined();
    expect(refusals('iam-drill-sbx')).toEqual([]);
  });

  describe('what goes from one job to a later one', () => {
    const APPLY = { commit: SEAL.head, state: 'applied', at: '2026-11-25T12:00:00Z' } as const;
    const DRILL = { kind: 'failover', verdict: 'passed', finishedAt: '2026-11-25T12:00:00Z' } as const;
    const seal = { ...SEAL, environment: 'sandbox' };
    let refusedBefore: Readonly<Record<keyof typeof JOBS, number>>;

    const as = async (role: keyof typeof JOBS) =>
      pipelineAdapters(account.endpoint, await account.assume(role, JOBS[role]), account.environment);
    const refusalsNow = () => ({
      'iam-plan-sbx': refusals('iam-plan-sbx').length,
      'iam-apply-sbx': refusals('iam-apply-sbx').length,
      'iam-drill-sbx': refusals('iam-drill-sbx').length,
    });

    beforeAll(() => {
      refusedBefore = refusalsNow();
    });

    test('plan puts a sealed plan, apply opens it', async () => {
      await (await as('iam-plan-sbx')).writer.put(PLAN_FILE, seal);
      const opened = await (await as('iam-apply-sbx')).reader.get(seal);
      expect(Buffer.from(opened?.planFile ?? []).toString()).toBe('the plan file\n');
      expect(opened?.seal).toEqual(seal);
    });

    test('apply sees that there is no plan of another commit', async () => {
      expect(await (await as('iam-apply-sbx')).reader.get({ ...seal, head: '9'.repeat(40) })).toBeUndefined();
    });

    test('plan and apply see the same head of the state', async () => {
      const heads = [
        await (await as('iam-plan-sbx')).stateHead.read(),
        await (await as('iam-apply-sbx')).stateHead.read(),
      ];
      expect(heads[0]).toEqual({ lineage: expect.stringMatching(/^[0-9a-f-]{36}$/), serial: expect.any(Number) });
      expect(heads[1]).toEqual(heads[0]);
    });

    test('apply and drill remember what they did, plan and apply read it', async () => {
      await rememberApply((await as('iam-apply-sbx')).records, 'sandbox', APPLY);
      await rememberDrill((await as('iam-drill-sbx')).records, 'sandbox', DRILL);
      for (const role of ['iam-plan-sbx', 'iam-apply-sbx'] as const) {
        const { records } = await as(role);
        expect(await applyOf(records, 'sandbox', APPLY.commit)).toEqual(APPLY);
        expect(await lastDrills(records, 'sandbox')).toEqual([DRILL]);
      }
    });

    test('apply and drill take the lease and give it back, plan sees who has it', async () => {
      const watcher = await as('iam-plan-sbx');
      for (const [role, kind] of [
        ['iam-apply-sbx', 'apply'],
        ['iam-drill-sbx', 'drill'],
      ] as const) {
        const holder = {
          kind,
          run: 'https://github.com/octo-org/octo-repo/actions/runs/1',
          since: '2026-11-25T12:00:00Z',
        };
        const held = await (await as(role)).lease.acquire(holder, 0);
        expect(await watcher.lease.holder()).toEqual(holder);
        await held.release();
        expect(await watcher.lease.holder()).toBeUndefined();
      }
    });

    test('drill writes how far it has come, plan sees what it has left', async () => {
      const state = toldDrill();
      expect(await (await as('iam-drill-sbx')).drillState.replace({ kind: 'none' }, state)).toBe(true);
      expect(await (await as('iam-plan-sbx')).drillState.read()).toEqual({ kind: 'state', state });
    });

    test('apply and drill read what the failover controllers have recorded', async () => {
      for (const role of ['iam-apply-sbx', 'iam-drill-sbx'] as const) {
        const { controllers } = await as(role);
        for (const region of [EAST, WEST]) await expect(controllers.of(region)).resolves.toBeDefined();
      }
    });

    test('nothing of this was refused', () => {
      expect(refusalsNow()).toEqual(refusedBefore);
    });

    test('plan cannot open what it has put: the error says which right is missing', async () => {
      await expect((await as('iam-plan-sbx')).reader.get(seal)).rejects.toThrow(
        /cannot be read: .*not authorized.*; the role of this job needs s3:GetObject on plans\/ of this environment/is,
      );
    });

    test('apply cannot make what it opens: the error says which right is missing', async () => {
      await expect((await as('iam-apply-sbx')).writer.put(PLAN_FILE, seal)).rejects.toThrow(
        /KMS did not make a data key with alias\/kms-plans-sbx: .*not authorized.*; the role of this job needs kms:GenerateDataKey/is,
      );
    });
  });

  test('sealed plans have a key of their own that rotates, and are removed after thirty days', async () => {
    const settings = { endpoint: account.endpoint, region: WEST, credentials: OWNER };
    const kms = new KMSClient(settings);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/kms-plans-sbx' }));
    const KeyId = KeyMetadata?.KeyId ?? '';
    expect(await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({ KeyRotationEnabled: true });
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const { Rules } = await s3.send(
      new GetBucketLifecycleConfigurationCommand({ Bucket: account.environment.state.bucket }),
    );
    expect(Rules).toMatchObject([
      {
        ID: 'old-versions',
        Status: 'Enabled',
        NoncurrentVersionExpiration: { NoncurrentDays: 90, NewerNoncurrentVersions: 30 },
      },
      {
        ID: 'sealed-plans',
        Status: 'Enabled',
        Filter: { Prefix: 'plans/' },
        Expiration: { Days: 30 },
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      },
    ]);
  });

  test.each([...FORBIDDEN, ...FORBIDDEN_WITH_EVIDENCE, ...FORBIDDEN_WITH_PLANS])(
    '%s: must not %s',
    async (role, _what, call) => {
      await expect(call(account.endpoint, await account.assume(role, JOBS[role]))).rejects.toThrow(/not authorized/i);
    },
  );

  test('apply: destroys the environment', async () => {
    const before = refusals('iam-apply-sbx').length;
    const destroyed = await applier.terraform('terraform', 'destroy', '-auto-approve', '-no-color', account.variables);
    expect(destroyed).toMatch(/Destroy complete! Resources: [1-9]\d+ destroyed/);
    expect(refusals('iam-apply-sbx')).toHaveLength(before);
  }, 1_200_000);

  test.each(['plan', 'apply', 'drill'] as const)('%s: every right is used, or has its reason', async (role) => {
    const reference = await readAuthorizationReference();
    const granted = statementsOf(account.policies, role).flatMap(({ Action }) =>
      Action.flatMap((pattern) => reference.expand(pattern)),
    );
    const used = new Set(account.decisionsOf(`iam-${role}-sbx`).map(({ action }) => action));
    const unused = [...new Set(granted)].filter((action) => !used.has(action));
    expect(unused.filter((action) => !isNeededInAws(role, action))).toEqual([]);
  });
});

function refusals(role: string): readonly string[] {
  const refused = account.decisionsOf(role).filter(({ allowed }) => !allowed);
  return refused.map(({ action, resource }) => `${action} ${resource}`);
}
