import type { Environment } from '../environment/schema';
import type { StatePlace } from '../ports/account-facts';
import type { CheckoutFiles } from '../ports/checkout-files';
import type { Terraform } from '../ports/terraform';
import type { TerraformLocks } from '../ports/terraform-lock';
import { attempt, notChecked, ok, problem, reasonOf, warning, type Check } from './check';
import { pinnedTerraform } from './checkout';
import { checksumCommand, stateVersionsCommand } from './commands';
import { compareVersions } from './versions';

export interface StatePorts {
  readonly place: StatePlace;
  readonly locks: TerraformLocks;
  readonly checkout: CheckoutFiles;
  readonly terraform: Pick<Terraform, 'version'>;
}

const BOOTSTRAP = 'apply terraform/bootstrap for this environment: see terraform/bootstrap/README.md';

/** What keeps the state, and the state itself. */
export async function checkState(environment: Environment, ports: StatePorts): Promise<readonly Check[]> {
  const checks = await Promise.all([
    attempt('state-bucket', () => checkBucket(environment, ports.place)),
    attempt('lock-table', () => checkLockTable(environment, ports.place)),
    attempt('plan-key', () => checkPlanKey(environment, ports.place)),
    attempt('state', () => checkStateFile(environment, ports)),
  ]);
  return checks.flat();
}

async function checkBucket({ state }: Environment, place: StatePlace): Promise<readonly Check[]> {
  const facts = await place.bucket();
  if (facts === undefined) return [problem('state-bucket', `there is no bucket ${state.bucket}`, BOOTSTRAP)];
  const name = `the state bucket ${state.bucket}`;
  const wrong = [
    facts.region === state.region
      ? ''
      : `is in ${facts.region} and not in ${state.region}, as the file of the environment says`,
    facts.isVersioned ? '' : 'keeps no old versions, so a damaged state cannot be brought back',
    facts.encryption === 'aws:kms' ? '' : `is not encrypted with a key of ours (${facts.encryption ?? 'not at all'})`,
    facts.blocksPublicAccess ? '' : 'does not block all public access; a state can hold secrets',
  ].filter((sentence) => sentence !== '');
  if (wrong.length === 0)
    return [ok('state-bucket', `${name} is in ${state.region}, versioned, encrypted and not public`)];
  return wrong.map((sentence) => problem('state-bucket', `${name} ${sentence}`, BOOTSTRAP));
}

async function checkLockTable({ state }: Environment, place: StatePlace): Promise<Check> {
  const table = await place.lockTable();
  if (table === undefined)
    return problem('lock-table', `there is no table ${state.lockTable} in ${state.region}`, BOOTSTRAP);
  if (table.key !== 'LockID') {
    return problem(
      'lock-table',
      `the key of ${state.lockTable} is "${table.key}"; Terraform wants "LockID"`,
      BOOTSTRAP,
    );
  }
  return table.status === 'ACTIVE'
    ? ok('lock-table', `the lock table ${state.lockTable} is there`)
    : warning('lock-table', `the lock table ${state.lockTable} is ${table.status}`, 'wait until it is ACTIVE');
}

async function checkPlanKey({ environmentSuffix }: Environment, place: StatePlace): Promise<Check> {
  const alias = `alias/kms-plans-${environmentSuffix}`;
  const key = await place.key(alias);
  if (key === undefined) return problem('plan-key', `there is no key ${alias}, so no plan can be sealed`, BOOTSTRAP);
  return key.isEnabled
    ? ok('plan-key', `plans are sealed with ${alias}`)
    : problem(
        'plan-key',
        `the key ${alias} is disabled, so no plan can be sealed or opened`,
        'enable it, or cancel its deletion',
      );
}

async function checkStateFile(environment: Environment, ports: StatePorts): Promise<readonly Check[]> {
  const [state, checksum, lock] = await Promise.all([ports.place.state(), ports.locks.checksum(), ports.locks.read()]);
  if (state === undefined) {
    return [
      checksum === undefined
        ? ok('state', 'there is no state: nothing was ever applied')
        : problem(
            'state-checksum',
            'the lock table holds the checksum of a state, but there is no state: it was deleted',
            'bring the last version back before anything is applied, or everything will be made a second time:',
            stateVersionsCommand(environment),
          ),
    ];
  }
  const facts = ok(
    'state',
    `state ${state.lineage}, serial ${state.serial}, written by Terraform ${state.terraformVersion}`,
  );
  return [facts, ...(await versionChecks(state.terraformVersion, ports)), judgeChecksum()];

  function judgeChecksum(): Check {
    const id = 'state-checksum';
    if (checksum === undefined)
      return warning(id, 'the lock table holds no checksum of the state', 'the next apply writes one');
    if (checksum === state?.md5) return ok(id, 'the checksum in the lock table is that of the state');
    if (lock !== undefined)
      return warning(
        id,
        'the checksum in the lock table is not that of the state, which is locked',
        'look again when the lock is gone',
      );
    return problem(
      id,
      'the checksum in the lock table is not that of the state: Terraform refuses to work ("state data in S3 does not have the expected content"). ' +
        'Either a run was killed between writing the state and its checksum, or somebody wrote the state without Terraform',
      'look at the versions of the state and decide which one is right; the newest is, when a run was killed:',
      stateVersionsCommand(environment),
      'then write down the checksum of the state that is there:',
      checksumCommand(environment, state?.md5 ?? ''),
    );
  }
}

async function versionChecks(written: string, { checkout, terraform }: StatePorts): Promise<readonly Check[]> {
  const id = 'state-version';
  const here = await terraform.version().catch((error: unknown) => ({ reason: reasonOf(error) }));
  const known = [
    ...(await pinnedTerraform(checkout)).map((version) => ({ version, where: 'the workflows' })),
    ...(typeof here === 'string' ? [{ version: here, where: 'this machine' }] : []),
  ];
  const older = known.filter(({ version }) => compareVersions(version, written) < 0);
  return [
    ...(older.length > 0
      ? older.map(({ version, where }) =>
          problem(
            id,
            `the state was written by Terraform ${written}, which is newer than ${version} of ${where}: it is refused there`,
            `take Terraform ${written} or newer there`,
          ),
        )
      : known.length > 0
        ? [ok(id, `the state was written by Terraform ${written}, which is not newer than any that reads it`)]
        : []),
    ...(typeof here === 'string' ? [] : [notChecked(id, here.reason)]),
  ];
}
