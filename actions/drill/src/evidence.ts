import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { bundleDigest } from '../../../src/adapters/bundle-digest';
import { kmsEvidenceSigner } from '../../../src/adapters/kms-evidence-signer';
import { s3EvidenceStore } from '../../../src/adapters/s3-evidence-store';
import { sha256 } from '../../../src/adapters/sha256';
import { stsCallerIdentity } from '../../../src/adapters/sts-caller-identity';
import { systemClock } from '../../../src/adapters/system-clock';
import type { WorkflowContext } from '../../../src/adapters/workflow-context';
import { reasonOf } from '../../../src/drill/phases';
import { evidenceNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import { begunEvidence } from '../../../src/evidence/begun';
import { appendEvidence, type AppendedEvidence } from '../../../src/evidence/append';
import type { EvidenceDocument } from '../../../src/evidence/document';
import { documentText, type Evidence } from '../../../src/evidence/to-evidence';
import type { EvidenceStore } from '../../../src/ports/evidence-store';
import type { Logger } from '../../../src/ports/logger';
import { rememberDrill, type DrillRecord } from '../../../src/records/drill-record';
import type { ObjectStore } from '../../../src/ports/object-store';
import { renderDrill } from '../../../src/report/drill-evidence';
import { s3Client } from './services';

/** Where the files of one drill are on the runner. */
export interface DrillFiles {
  readonly journal: string;
  readonly markdown: string;
  readonly document: string;
  readonly history: string;
}

/** @param name tells drills of one directory apart */
export function drillFiles(directory: string, name: string): DrillFiles {
  mkdirSync(directory, { recursive: true });
  const file = (extension: string) => join(directory, `${name}.${extension}`);
  return {
    journal: file('journal.jsonl'),
    markdown: file('md'),
    document: file('evidence.json'),
    history: file('history.json'),
  };
}

/** Who drills, with which code. What cannot be found out is left out; a drill is not refused for it. */
export async function conductOf(
  { eventName, actor, runUrl, commit }: WorkflowContext,
  { state }: Environment,
  logger: Logger,
): Promise<EvidenceDocument['conduct']> {
  const principal = await stsCallerIdentity(state.region)
    .whoAmI()
    .then(({ arn }) => arn)
    .catch((error: unknown) => {
      logger.warn(`who drills is not known: ${reasonOf(error)}`);
      return undefined;
    });
  const program = process.argv[1];
  const codeSha256 = bundleDigest(program === undefined ? undefined : dirname(program));
  return {
    trigger: runUrl === undefined ? 'laptop' : eventName === 'schedule' ? 'schedule' : 'manual',
    ...(actor === undefined ? {} : { actor }),
    ...(runUrl === undefined ? {} : { runUrl }),
    ...(principal === undefined ? {} : { principal }),
    ...(commit === undefined ? {} : { commit }),
    ...(codeSha256 === undefined ? {} : { codeSha256 }),
  };
}

export interface KeptEvidence {
  readonly markdown: string;
  /** Where it is in the chain; `undefined` when it could not be kept there. */
  readonly appended: AppendedEvidence | undefined;
  /** What could not be kept, and what to do. The files on the runner are there in any case. */
  readonly failures: readonly string[];
}

/** @returns what a drill had begun to keep when its process died. @throws what the evidence bucket answers */
export function begunEvidenceOf(drillId: string, environment: Environment): Promise<Evidence | undefined> {
  return begunEvidence(environment.name, drillId, { store: storeOf(environment), digest: sha256 });
}

function storeOf(environment: Environment): EvidenceStore {
  return s3EvidenceStore({ bucket: evidenceNames(environment).bucket, client: s3Client(environment) });
}

/**
 * Writes the evidence to the runner first, then into the chain, then the record for the next plans: what comes later may fail, and takes
 * nothing away.
 */
export async function keepEvidence(
  evidence: Evidence,
  files: DrillFiles,
  environment: Environment,
  records: ObjectStore,
): Promise<KeptEvidence> {
  const { document, history } = evidence;
  writeFileSync(files.document, documentText(document));
  if (history !== undefined) writeFileSync(files.history, history);
  const failures: string[] = [];
  const { bucket, keyAlias } = evidenceNames(environment);
  let appended: AppendedEvidence | undefined;
  try {
    appended = await appendEvidence(evidence, {
      store: storeOf(environment),
      signer: kmsEvidenceSigner({ keyId: keyAlias, client: new KMSClient({ region: environment.state.region }) }),
      digest: sha256,
      clock: systemClock,
    });
  } catch (error) {
    failures.push(
      `the evidence could not be kept in ${bucket}: ${reasonOf(error)}. It is in the artifact of this run; repair that (terraform/bootstrap makes the bucket), and drill again`,
    );
  }
  const markdown = renderDrill(document, appended);
  writeFileSync(files.markdown, markdown);
  const failure = await remember(document, environment, records);
  if (failure !== undefined) failures.push(failure);
  return { markdown, appended, failures };
}

/** @returns why it could not be remembered */
async function remember(
  document: EvidenceDocument,
  { name, state }: Environment,
  records: ObjectStore,
): Promise<string | undefined> {
  const { kind, verdict, finishedAt, conduct } = document;
  const { rpoSeconds, rtoSeconds, detectionSeconds } = headline(document);
  const record: DrillRecord = {
    kind,
    verdict,
    finishedAt,
    ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
    ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
    ...(detectionSeconds === undefined ? {} : { detectionSeconds }),
    ...(conduct.runUrl === undefined ? {} : { runUrl: conduct.runUrl }),
  };
  try {
    await rememberDrill(records, name, record);
    return undefined;
  } catch (error) {
    return (
      `the ${kind} drill is ${verdict}, but that could not be remembered for the next plans: ${reasonOf(error)}. ` +
      `The role of the drill needs s3:PutObject on drills/${name}/* in ${state.bucket}; repair that, and drill again`
    );
  }
}

/** The numbers that plans and outputs show, in seconds: those of the first move, or of the detection drill. */
export function headline({ moves, detection }: EvidenceDocument) {
  const [move] = moves;
  return {
    rpoSeconds: inSeconds(move?.loss?.rpoUpperBoundMs),
    rtoSeconds: inSeconds(move?.rtoMs),
    detectionSeconds: inSeconds(move?.detectionMs ?? detection?.detectionMs),
  };
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
