import { resolve } from 'node:path';
import * as core from '@actions/core';
import { KMSClient } from '@aws-sdk/client-kms';
import { actionsLogger } from '../../../../src/adapters/actions-logger';
import { ecdsaSignatureCheck } from '../../../../src/adapters/ecdsa-signatures';
import { githubIssues } from '../../../../src/adapters/github-issues';
import { kmsEvidenceSigner } from '../../../../src/adapters/kms-evidence-signer';
import { environmentFiles } from '../../../../src/adapters/repository-files';
import { s3EvidenceStore } from '../../../../src/adapters/s3-evidence-store';
import { sha256 } from '../../../../src/adapters/sha256';
import { writeSite } from '../../../../src/adapters/site-directory';
import { systemClock } from '../../../../src/adapters/system-clock';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { findEnvironment, loadEnvironments } from '../../../../src/environment/load-environments';
import { evidenceNames } from '../../../../src/environment/names';
import { verifyEvidence } from '../../../../src/evidence/verify';
import { copyOfEvidence, makeSite } from '../../../../src/site/make-site';
import { followDrills } from '../../../../src/watch/drill-issue';
import type { ReportInputs } from '../inputs';
import { s3Client } from '../services';

/**
 * Verifies the chain, renders it as a site, and keeps the tracking issue. A chain that is broken is shown all the same, and fails the job: nothing is
 * more worth being looked at.
 */
export async function report(inputs: ReportInputs, context: WorkflowContext): Promise<void> {
  const environments = loadEnvironments(await environmentFiles(context.workspace).readAll());
  const environment = findEnvironment(environments, inputs.environment, inputs.target);
  const { bucket, keyAlias } = evidenceNames(environment);
  const { name } = environment;
  const reader = await copyOfEvidence(s3EvidenceStore({ bucket, client: s3Client(environment) }), name);
  const signer = kmsEvidenceSigner({ keyId: keyAlias, client: new KMSClient({ region: environment.state.region }) });
  const trust = { kind: 'pinned', publicKeys: [(await signer.key()).publicKey], from: `${keyAlias} in KMS` } as const;
  const check = { digest: sha256, isSignedBy: ecdsaSignatureCheck };

  const { issue, verification, remembered } = await followDrills(name, {
    issues: githubIssues({ token: inputs.token, ...context.repository, logger: actionsLogger }),
    clock: systemClock,
    verify: (known) => verifyEvidence(name, trust, known, { reader, ...check }),
  });
  const site = await makeSite([{ name, trust, remembered }], {
    readerOf: () => reader,
    now: systemClock.now(),
    ...check,
  });
  await writeSite(resolve(context.workspace, inputs.siteDirectory), site);
  actionsLogger.info(`${issue.url} is ${issue.outcome}; the site is in ${inputs.siteDirectory}`);
  for (const { level, where, what, todo } of verification.findings) {
    if (level === 'problem') core.setFailed(`evidence: ${where}: ${what}; ${todo}`);
  }
}
