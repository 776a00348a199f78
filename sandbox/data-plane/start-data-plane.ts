import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataPlaneState } from './api';
import { ApiFront, regionOfApi } from './api-front';
import { findPostgres } from './binaries';
import { makeCertificates } from './certificates';
import { answerControl } from './control-api';
import { FunctionNetworks, type FunctionNetworkSettings } from './function-networks';
import { startHttpEndpoint } from './http-endpoint';
import { cleanUpLeftovers, ProcessRegister } from './process-register';
import { killRegion, recoverRegion, type RegionalNetwork } from './regions';
import { Resolver, type CustomerZones } from './resolver';
import { makeServerDirectory, reachableBinaries, serverUser } from './server-user';
import { startSocksGate } from './socks-gate';
import { World } from './world';

export const SANDBOX_REGIONS = ['us-east-1', 'us-west-2'] as const;
/** Aurora ships its log all the time; this is how often the sandbox does, in ms. */
const BACKUP_INTERVAL_MS = 4_000;

export interface DataPlaneOptions {
  /** Where the register of processes is kept; survives the owner. */
  readonly stateDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly customerZones: CustomerZones;
  /** The port of the emulator of AWS, once it is known. */
  readonly awsPort?: () => number | undefined;
  readonly log: (message: string) => void;
  /** The fault strikes at a random moment within this time, in ms. */
  readonly faultWithinMs?: { readonly least: number; readonly most: number };
}

/** The PostgreSQL servers of two regions and the network between them. */
export interface DataPlane {
  readonly postgresVersion: string;
  readonly api: { readonly url: string; readonly token: string };
  readonly faultHook: { readonly url: string; readonly token: string };
  readonly socksUrl: string;
  /** For the processes of deployed functions. */
  readonly functionNetwork: FunctionNetworkSettings;
  readonly networks: FunctionNetworks;
  /** The local port behind a name, for callers from the internet. */
  resolve(name: string): Promise<number>;
  /** PEM file of the certificate authority that clients must trust. */
  readonly caFile: string;
  readonly world: World;
  state(): DataPlaneState;
  killRegion(region: string): Promise<void>;
  recoverRegion(region: string): void;
  /** Stops everything and removes all data; calling it again is harmless. */
  stop(): Promise<void>;
}

const faultSchema = z.object({ action: z.enum(['start', 'stop']), region: z.enum(SANDBOX_REGIONS) });

/** The file that names the processes of a data plane. */
export function registerFile(stateDirectory: string): string {
  return join(stateDirectory, 'data-plane.json');
}

/**
 * Starts the network and the control API; servers start when clusters are created. What an earlier owner left is removed first.
 *
 * @throws PostgresNotFoundError
 */
export async function startDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const found = await findPostgres(options.environment);
  await mkdir(options.stateDirectory, { recursive: true });
  await cleanUpLeftovers(registerFile(options.stateDirectory));
  const user = serverUser();
  const directory = await makeServerDirectory(user);
  const processes = new ProcessRegister(registerFile(options.stateDirectory), directory);
  const stops: (() => Promise<void>)[] = [
    async () => {
      await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      await processes.close();
    },
  ];
  let stopping: Promise<void> | undefined;
  const stop = () =>
    (stopping ??= (async () => {
      for (const next of stops.reverse()) await next();
    })());

  try {
    const certificates = await makeCertificates(directory, SANDBOX_REGIONS, user);
    const settings = {
      binaries: await reachableBinaries(found, user, directory),
      user,
      certificates,
      internalPassword: randomBytes(24).toString('hex'),
      processes,
    };
    const world = new World({ directory, settings, log: options.log });
    stops.push(() => world.stop());

    const awsPort = options.awsPort ?? (() => undefined);
    const fronts = new Map<string, ApiFront>();
    stops.push(async () => {
      await Promise.all([...fronts.values()].map((front) => front.stop()));
    });
    for (const region of SANDBOX_REGIONS) fronts.set(region, await ApiFront.start(certificates, awsPort));
    const resolver = new Resolver(
      (name) => world.endpointPort(name) ?? fronts.get(regionOfApi(name) ?? '')?.line.port,
      options.customerZones,
    );
    const networks = await FunctionNetworks.start(SANDBOX_REGIONS, resolver, awsPort);
    stops.push(() => networks.stop());
    const network: RegionalNetwork = {
      cut(region) {
        fronts.get(region)?.line.cut();
        networks.cut(region);
      },
      restore(region) {
        fronts.get(region)?.line.restore();
        networks.restore(region);
      },
    };

    const api = { token: randomBytes(24).toString('hex') };
    const control = await startHttpEndpoint(api.token, (method, path, body) =>
      answerControl(world, networks, method, path, body),
    );
    stops.push(() => control.stop());

    const socks = await startSocksGate(resolver, options.log);
    stops.push(() => socks.stop());

    const faults = new Set<NodeJS.Timeout>();
    const faultToken = randomBytes(24).toString('hex');
    const { least, most } = options.faultWithinMs ?? { least: 2_000, most: 6_000 };
    const hook = await startHttpEndpoint(faultToken, async (_method, _path, body) => {
      const fault = faultSchema.safeParse(body);
      if (!fault.success) return { status: 400, body: { message: fault.error.message } };
      const { action, region } = fault.data;
      for (const pending of faults) clearTimeout(pending);
      faults.clear();
      if (action === 'start') {
        // At a moment that the drill is not told.
        faults.add(
          setTimeout(() => void killRegion(world, network, region).catch(report(options.log)), randomInt(least, most)),
        );
      } else {
        recoverRegion(world, network, region);
      }
      return { status: 202, body: {} };
    });
    stops.push(async () => {
      for (const pending of faults) clearTimeout(pending);
      await hook.stop();
    });

    const ticker = startBackups(world, options.log);
    stops.push(() => ticker.stop());

    return {
      postgresVersion: found.version,
      api: { url: control.url, ...api },
      faultHook: { url: hook.url, token: faultToken },
      socksUrl: socks.url,
      functionNetwork: {
        url: control.url,
        token: api.token,
        awsPorts: networks.awsPorts,
        caFile: certificates.caFile,
      },
      networks,
      resolve: (name) => resolver.resolve(name),
      caFile: certificates.caFile,
      world,
      state: () => world.state(),
      killRegion: (region) => killRegion(world, network, region),
      recoverRegion: (region) => {
        recoverRegion(world, network, region);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ships the log of every primary, again and again. */
function startBackups(world: World, log: (message: string) => void): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(async () => {
      for (const cluster of world.primaries()) {
        // A server that is being killed or moved right now is tried again at the next turn.
        await cluster.advanceRestorableTime().catch(report(log));
      }
    });
  }, BACKUP_INTERVAL_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

function report(log: (message: string) => void): (error: unknown) => void {
  return (error) => {
    log(error instanceof Error ? error.message : String(error));
  };
}
