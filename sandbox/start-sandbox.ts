import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { Route53Client } from '@aws-sdk/client-route-53';
import { route53Zones } from './customer-zones';
import { SANDBOX_REGIONS, startDataPlane, type DataPlane } from './data-plane/start-data-plane';
import { ensurePythonEnvironment, type PythonEnvironment } from './emulator/python-environment';
import { startEmulator } from './emulator/start-emulator';
import { HealthCheckers } from './route53/health-checkers';
import { terraformEnvironment } from './terraform-cli-config';

/** The account that the emulator plays; the same as in environments/sandbox.yaml. */
export const ACCOUNT = '123456789012';

export interface Sandbox {
  readonly dataPlane: DataPlane;
  readonly python: PythonEnvironment;
  readonly awsEndpoint: string;
  readonly healthCheckers: HealthCheckers;
  /** What child processes need to find the emulator instead of AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops everything; calling it again is harmless. */
  stop(): Promise<void>;
}

export interface SandboxOptions {
  /** The ignored folder for everything that the sandbox keeps. */
  readonly stateDirectory: string;
  /** Where the emulator's Python packages are, or are installed; the state directory unless given. */
  readonly pythonDirectory?: string;
  readonly onProgress: (message: string) => void;
}

/** Starts the AWS emulator and the data plane behind it. Stops what it started when a part fails. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { stateDirectory, onProgress } = options;
  mkdirSync(stateDirectory, { recursive: true });
  const log = (message: string) => {
    appendFileSync(join(stateDirectory, 'sandbox.log'), `${new Date().toISOString()} ${message}\n`);
  };
  const python = await ensurePythonEnvironment(options.pythonDirectory ?? stateDirectory, onProgress);
  const terraform = await terraformEnvironment(stateDirectory, process.env);
  const zones: { ask?: ReturnType<typeof route53Zones> } = {};
  // The emulator starts after the network that it is part of.
  const aws: { port?: number } = {};
  const dataPlane = await startDataPlane({
    stateDirectory,
    environment: process.env,
    log,
    customerZones: (name) => zones.ask?.(name) ?? Promise.resolve(undefined),
    awsPort: () => aws.port,
  });
  try {
    onProgress(`PostgreSQL ${dataPlane.postgresVersion} is ready to serve both regions`);
    const emulator = await startEmulator({
      stateDir: stateDirectory,
      python: python.python,
      dataPlane: dataPlane.api,
      accountId: ACCOUNT,
      functionNetwork: dataPlane.functionNetwork,
      log,
    });
    aws.port = Number(new URL(emulator.endpoint).port);
    onProgress('the AWS emulator answers');
    const environment = {
      ...terraform,
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'us-west-2',
      // The emulator is no EC2 instance; looking for one only costs time.
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const awsClient = {
      endpoint: emulator.endpoint,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: environment.AWS_SECRET_ACCESS_KEY },
    };
    const route53 = new Route53Client({ ...awsClient, region: 'us-east-1' });
    const cloudWatch = new Map<string, CloudWatchClient>(
      SANDBOX_REGIONS.map((region) => [region, new CloudWatchClient({ ...awsClient, region })]),
    );
    const healthCheckers = HealthCheckers.start({
      route53,
      cloudWatch: (region) => {
        const client = cloudWatch.get(region);
        if (client === undefined) throw new Error(`the sandbox has no region ${region}`);
        return client;
      },
      resolve: (name) => dataPlane.resolve(name),
      log,
    });
    zones.ask = route53Zones(route53, (id) => healthCheckers.isHealthy(id));
    return {
      dataPlane,
      python,
      awsEndpoint: emulator.endpoint,
      environment,
      healthCheckers,
      async stop() {
        await healthCheckers.stop();
        for (const client of [route53, ...cloudWatch.values()]) client.destroy();
        await Promise.all([emulator.stop(), dataPlane.stop()]);
      },
    };
  } catch (error) {
    await dataPlane.stop();
    throw error;
  }
}
