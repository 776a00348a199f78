import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../environment/schema';
import { toBackendConfig } from '../environment/tfvars';
import type { StateHead } from '../ports/state-head';
import { plansKeyAlias } from '../seal/seal';
import { sealedPlanReader, sealedPlanWriter, type SealedPlanReader, type SealedPlanWriter } from '../seal/sealed-plans';
import { aes256Gcm } from './aes-256-gcm';
import { kmsDataKeyMaker, kmsDataKeyOpener } from './kms-data-keys';
import { s3PlanStore } from './s3-plan-store';
import { s3StateHead } from './s3-state-head';

/** Clients of the region that holds the state. */
export interface StateRegionClients {
  readonly s3: S3Client;
  readonly kms: KMSClient;
}

export interface SealedPlans {
  /** For the plan role. */
  readonly writer: SealedPlanWriter;
  /** For the apply role. */
  readonly reader: SealedPlanReader;
  /** For both. */
  readonly stateHead: StateHead;
}

/** Clients that give up on a connection that leads nowhere, and leave a big plan its time. */
export function stateRegionClients({ state, target }: Pick<Environment, 'state' | 'target'>): StateRegionClients {
  const settings = { region: state.region, requestHandler: { connectionTimeout: 5_000, requestTimeout: 120_000 } };
  return {
    // The emulator has no name for each bucket.
    s3: new S3Client({ ...settings, forcePathStyle: target === 'sandbox' }),
    kms: new KMSClient(settings),
  };
}

/** The sealed plans of an environment, beside its state. */
export function sealedPlans(
  environment: Environment,
  { s3, kms }: StateRegionClients = stateRegionClients(environment),
): SealedPlans {
  const { bucket } = environment.state;
  const store = s3PlanStore({ bucket, client: s3 });
  const key = { keyId: plansKeyAlias(environment.environmentSuffix), client: kms };
  const { key: stateKey = '' } = toBackendConfig(environment);
  return {
    writer: sealedPlanWriter({ store, keys: kmsDataKeyMaker(key), cipher: aes256Gcm }),
    reader: sealedPlanReader({ store, keys: kmsDataKeyOpener(key), cipher: aes256Gcm }),
    stateHead: s3StateHead({ bucket, key: stateKey, client: s3 }),
  };
}
