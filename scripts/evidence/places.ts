import { readFile } from 'node:fs/promises';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { directoryEvidence } from '../../src/adapters/directory-evidence';
import { publicKeyPem } from '../../src/adapters/ecdsa-signatures';
import { kmsEvidenceSigner } from '../../src/adapters/kms-evidence-signer';
import { environmentFiles } from '../../src/adapters/repository-files';
import { s3EvidenceStore, s3EvidenceVersions } from '../../src/adapters/s3-evidence-store';
import { loadEnvironments, UnknownEnvironmentError } from '../../src/environment/load-environments';
import { evidenceNames } from '../../src/environment/names';
import type { Environment } from '../../src/environment/schema';
import { parseRemembered } from '../../src/evidence/remembered';
import type { Trust } from '../../src/evidence/trust';
import type { Remembered } from '../../src/evidence/verify';
import type { EvidenceReader, EvidenceVersions } from '../../src/ports/evidence-store';

/** The command was called wrongly; the message says how it is called. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `--from` stands for: a bucket of AWS, or a directory that needs no network. */
export interface EvidencePlace {
  readonly reader: EvidenceReader;
  /** `undefined` for a directory, which keeps nothing of what it was before. */
  readonly versions: EvidenceVersions | undefined;
  /** Asks KMS; `undefined` for a directory. */
  readonly publicKey: (() => Promise<string>) | undefined;
}

/** @param from a directory, or `bucket` */
export async function evidencePlace(name: string, from: string): Promise<EvidencePlace> {
  if (from !== 'bucket') return { reader: directoryEvidence(from), versions: undefined, publicKey: undefined };
  const environment = await environmentOf(name);
  const { bucket, keyAlias, region } = evidenceNames(environment);
  const settings = { region, maxAttempts: 3, requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 } };
  // The emulator has no name for each bucket.
  const isEmulator = environment.target === 'sandbox' || process.env['AWS_ENDPOINT_URL'] !== undefined;
  const s3 = { bucket, client: new S3Client({ ...settings, forcePathStyle: isEmulator }) };
  const signer = kmsEvidenceSigner({ keyId: keyAlias, client: new KMSClient(settings) });
  return {
    reader: s3EvidenceStore(s3),
    versions: s3EvidenceVersions(s3),
    publicKey: async () => (await signer.key()).publicKey,
  };
}

async function environmentOf(name: string): Promise<Environment> {
  const all = loadEnvironments(await environmentFiles(process.cwd()).readAll());
  const found = all.find(({ environment }) => environment.name === name)?.environment;
  if (found !== undefined) return found;
  const known = all.map(({ environment }) => environment.name).join(', ');
  throw new UnknownEnvironmentError(`there is no environment "${name}"; known: ${known}`);
}

/**
 * Whose signatures count: the keys in the files that are named, else the one that KMS gives, else those beside the evidence, about which the
 * verification warns.
 */
export async function trustOf(files: readonly string[], { publicKey }: EvidencePlace): Promise<Trust> {
  if (files.length > 0)
    return { kind: 'pinned', publicKeys: await Promise.all(files.map(readPublicKey)), from: files.join(', ') };
  if (publicKey === undefined) return { kind: 'beside' };
  try {
    return { kind: 'pinned', publicKeys: [await publicKey()], from: 'KMS' };
  } catch (error) {
    console.error(`warning: ${error instanceof Error ? error.message : String(error)}`);
    return { kind: 'beside' };
  }
}

async function readPublicKey(file: string): Promise<string> {
  try {
    return publicKeyPem(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(
      `--public-key ${file}: ${cause instanceof Error ? cause.message : String(cause)}; it has to be a PEM file as aws kms get-public-key gives it`,
      { cause },
    );
  }
}

export function rememberedOf(texts: readonly string[]): readonly Remembered[] {
  return texts.map((text) => {
    const remembered = parseRemembered(text, '--expect-last');
    if (remembered !== undefined) return remembered;
    throw new UsageError(
      `--expect-last ${text}: a number, or a number and the digest of that entry (12:4f0c…), as the tracking issue shows them`,
    );
  });
}
