import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RDSClient } from '@aws-sdk/client-rds';
import { ensurePythonEnvironment } from '../../../sandbox/emulator/python-environment';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../sandbox/emulator/start-emulator';

export const ACCOUNT = '123456789012';
export const EAST = 'us-east-1';
export const WEST = 'us-west-2';
const STATE_DIR = '.sandbox';

/** The interpreter with the emulator installed; the first call of a fresh checkout installs it. */
export async function emulatorPython(): Promise<string> {
  return (await ensurePythonEnvironment(STATE_DIR, () => undefined)).python;
}

/** Starts an emulator in a directory of its own; `stop` removes that too. */
export async function startTestEmulator(dataPlane?: EmulatorOptions['dataPlane']): Promise<Emulator> {
  const stateDir = await mkdtemp(join(tmpdir(), 'emulator-test-'));
  const started = await startEmulator({
    stateDir,
    python: await emulatorPython(),
    log: () => undefined,
    ...(dataPlane ? { dataPlane } : {}),
  });
  return {
    ...started,
    stop: async () => {
      await started.stop();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** Settings of an SDK client that talks to the emulator: the 12-digit access key is the account. */
export function clientOptions(emulator: Pick<Emulator, 'endpoint'>, region: string) {
  return {
    endpoint: emulator.endpoint,
    region,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-a-secret' },
    maxAttempts: 1,
  };
}

/** An RDS client of one region. */
export function rdsClient(emulator: Emulator, region: string): RDSClient {
  return new RDSClient(clientOptions(emulator, region));
}

/** Sends a Query-protocol call of a service that has no SDK client here; returns the XML. */
export async function query(
  emulator: Pick<Emulator, 'endpoint'>,
  service: string,
  region: string,
  parameters: Record<string, string>,
): Promise<string> {
  const response = await fetch(emulator.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization:
        `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${region}/${service}/aws4_request, ` +
        'SignedHeaders=host, Signature=0',
    },
    body: new URLSearchParams(parameters),
  });
  return response.text();
}

/** The text of every element with this name, in order. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((found) => found[1] ?? '');
}
