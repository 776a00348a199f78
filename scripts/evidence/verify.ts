import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { sha256 } from '../../src/adapters/sha256';
import { problem, type Finding } from '../../src/evidence/finding';
import { placeOf } from '../../src/evidence/layout';
import { verifyEvidence } from '../../src/evidence/verify';
import type { EvidenceVersions } from '../../src/ports/evidence-store';
import { evidencePlace, rememberedOf, trustOf } from './places';

export interface VerifyOptions {
  readonly from: string;
  readonly publicKey: readonly string[];
  readonly expectLast: readonly string[];
  readonly json: boolean;
}

/** @returns 0 only when every byte is what was signed by a key that is trusted */
export async function verifyCommand(environment: string, options: VerifyOptions): Promise<number> {
  const remembered = rememberedOf(options.expectLast);
  const place = await evidencePlace(environment, options.from);
  const trust = await trustOf(options.publicKey, place);
  const ports = { reader: place.reader, digest: sha256, isSignedBy: ecdsaSignatureCheck };
  const verification = await verifyEvidence(environment, trust, remembered, ports);
  const findings = [...verification.findings, ...(await hiddenFindings(environment, place.versions))];
  const problems = findings.filter(({ level }) => level === 'problem').length;
  const entries = verification.entries.map(({ entry: { number, at }, sha256: digest, document }) => ({
    number,
    at,
    sha256: digest,
    kind: document?.kind,
    verdict: document?.verdict,
  }));
  if (options.json) {
    console.log(JSON.stringify({ environment, verified: problems === 0, entries, findings }, undefined, 2));
    return problems === 0 ? 0 : 1;
  }
  for (const { number, at, sha256: digest, kind = 'unreadable', verdict = '' } of entries)
    console.log(`entry ${number}  ${at}  ${digest}  ${kind} ${verdict}`);
  for (const { level, where, what, todo } of findings) console.log(`\n${level}: ${where}\n  ${what}\n  ${todo}`);
  console.log(
    problems === 0
      ? `\nverified: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} of ${environment}, and everything that they name`
      : `\nNOT verified: ${problems} ${problems === 1 ? 'problem' : 'problems'} in the evidence of ${environment}`,
  );
  return problems === 0 ? 0 : 1;
}

/** A bucket keeps what was deleted or written over, so that even the newest entries do not go without a trace. */
async function hiddenFindings(
  environment: string,
  versions: EvidenceVersions | undefined,
): Promise<readonly Finding[]> {
  if (versions === undefined) return [];
  const hidden = await versions.hidden(placeOf(environment));
  return hidden.map(({ key, versionId, what, at }) =>
    problem(
      key,
      what === 'deleted'
        ? `it was deleted (${at?.toISOString() ?? 'at an unknown time'}); the bucket still has it below version ${versionId}`
        : `version ${versionId} (${at?.toISOString() ?? 'of an unknown time'}) lies below another one`,
      'nothing of ours deletes or overwrites: CloudTrail says who did; aws s3api list-object-versions shows all versions',
    ),
  );
}
