import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { publicKeyPem } from '../../src/adapters/ecdsa-signatures';
import type { EvidenceKey, EvidenceSigner } from '../../src/ports/evidence-signer';

/** A key that signs here, as KMS would: real ECDSA over the curve P-256. */
export class LocalEvidenceSigner implements EvidenceSigner {
  private readonly privateKey: KeyObject;
  private readonly own: EvidenceKey;

  constructor(id = '00000000-0000-4000-8000-000000000001') {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = privateKey;
    this.own = {
      id: `arn:aws:kms:us-west-2:123456789012:key/${id}`,
      publicKey: publicKeyPem(publicKey.export({ format: 'der', type: 'spki' })),
    };
  }

  get publicKey(): string {
    return this.own.publicKey;
  }

  async key(): Promise<EvidenceKey> {
    return this.own;
  }

  async sign(bytes: Uint8Array): Promise<Uint8Array> {
    return sign('sha256', bytes, { key: this.privateKey, dsaEncoding: 'der' });
  }
}
