import { evidenceNames } from '../environment/names';
import type { Environment } from '../environment/schema';
import type { EvidencePlace, ObjectLockFacts } from '../ports/account-facts';
import { count } from '../report/inline';
import { attempt, ok, problem, warning, type Check } from './check';

const BOOTSTRAP = 'apply terraform/bootstrap for this environment: see terraform/bootstrap/README.md';

/**
 * What keeps the evidence of drills, and the key that signs it. Where every kind of drill is `never` nobody needs either, so it is no problem that one is
 * missing. One that is there is judged all the same: it may hold the evidence of earlier drills.
 */
export async function checkEvidence(environment: Environment, place: EvidencePlace): Promise<readonly Check[]> {
  const checks = await Promise.all([
    attempt('evidence-bucket', () => checkBucket(environment, place)),
    attempt('evidence-key', () => checkKey(environment, place)),
  ]);
  return checks.flat();
}

async function checkBucket(environment: Environment, place: EvidencePlace): Promise<readonly Check[]> {
  const id = 'evidence-bucket';
  const { bucket, region } = evidenceNames(environment);
  const facts = await place.bucket();
  if (facts === undefined) return [missing(environment, id, `bucket ${bucket}`, 'no drill can keep its evidence')];
  const name = `the evidence bucket ${bucket}`;
  const wrong = [
    facts.region === region ? '' : `is in ${facts.region} and not in ${region}, where the state is`,
    facts.isVersioned ? '' : 'keeps no old versions, so what is written over or deleted is gone',
    facts.encryption === 'aws:kms' ? '' : `is not encrypted with a key of ours (${facts.encryption ?? 'not at all'})`,
    facts.blocksPublicAccess ? '' : 'does not block all public access; evidence names what there is, and how it fails',
  ].filter((sentence) => sentence !== '');
  return [
    ...(wrong.length === 0
      ? [ok(id, `${name} is in ${region}, versioned, encrypted and not public`)]
      : wrong.map((sentence) => problem(id, `${name} ${sentence}`, BOOTSTRAP))),
    judgeLock(environment, name, facts.objectLock),
  ];
}

function judgeLock({ name, target }: Environment, bucket: string, lock: ObjectLockFacts | undefined): Check {
  const id = 'evidence-lock';
  if (lock?.defaultRetention !== undefined) {
    const { mode, period } = lock.defaultRetention;
    return ok(id, `what is written to ${bucket} is locked for ${count(period.count, period.unit)} (${mode})`);
  }
  if (lock !== undefined) {
    return problem(
      id,
      `${bucket} has Object Lock, but locks nothing by itself: no drill may choose for how long its own evidence is locked, so none is`,
      `${BOOTSTRAP}; what was written meanwhile stays unlocked`,
    );
  }
  const unlocked = `${bucket} has no Object Lock: whoever may delete there can remove evidence`;
  // Its emulator is emptied and made anew; nobody audits that.
  if (target === 'sandbox') return warning(id, unlocked, 'that is meant for a sandbox (evidence_lock_mode = "NONE")');
  return problem(
    id,
    unlocked,
    `keep a copy of what is there: npm run evidence -- download ${name} ./evidence`,
    'then make the bucket anew with evidence_lock_mode = "GOVERNANCE" or "COMPLIANCE": see terraform/bootstrap/README.md',
  );
}

async function checkKey(environment: Environment, place: EvidencePlace): Promise<Check> {
  const id = 'evidence-key';
  const { keyAlias } = evidenceNames(environment);
  const key = await place.signingKey();
  if (key === undefined) return missing(environment, id, `key ${keyAlias}`, 'no evidence can be signed');
  if (key.spec !== 'ECC_NIST_P256' || key.usage !== 'SIGN_VERIFY') {
    return problem(
      id,
      `the key ${keyAlias} is ${key.spec ?? 'of an unknown kind'} for ${key.usage ?? 'an unknown use'}; evidence is signed with one that is ECC_NIST_P256 for SIGN_VERIFY`,
      'do not remove it before you know what it has signed: its public key is what that is checked with',
      BOOTSTRAP,
    );
  }
  return key.isEnabled
    ? ok(id, `evidence is signed with ${keyAlias} (ECC_NIST_P256)`)
    : problem(
        id,
        `the key ${keyAlias} is disabled, so no evidence can be signed`,
        'enable it, or cancel its deletion: without it nobody can prove what it has signed',
      );
}

function missing(environment: Environment, id: string, what: string, consequence: string): Check {
  const isDrilled = Object.values(environment.drill.kinds).some((cadence) => cadence !== 'never');
  return isDrilled
    ? problem(id, `there is no ${what}, so ${consequence}`, BOOTSTRAP)
    : ok(id, `there is no ${what}, and none is needed: every kind of drill is "never" here`);
}
