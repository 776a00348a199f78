import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataPlaneState } from './api';
import { findPostgres } from './binaries';
import { makeCertificates } from './certificates';
import { answerControl } from './control-api';
import { startFaultHook } from './fault-hook';
import type { FunctionNetworks, FunctionNetworkSettings } from './function-networks';
import { startHttpEndpoint } from './http-endpoint';
import { cleanUpLeftovers, ProcessRegister } from './process-register';
import { RegionEdges } from './region-edges';
import { killRegion, recoverRegion } from './regions';
import type { CustomerZones } from './resolver';
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

    const edges = await RegionEdges.start({
      regions: SANDBOX_REGIONS,
      certificates,
      endpointPort: (name) => world.endpointPort(name),
      customerZones: options.customerZones,
      awsPort: options.awsPort ?? (() => undefined),
    });
    stops.push(() => edges.stop());

    const api = { token: randomBytes(24).toString('hex') };
    const control = await startHttpEndpoint(api.token, (method, path, body) =>
      answerControl(world, edges.networks, method, path, body),
    );
    stops.push(() => control.stop());

    const socks = await startSocksGate(edges.resolver, options.log);
    stops.push(() => socks.stop());

    const hook = await startFaultHook({
      regions: SANDBOX_REGIONS,
      withinMs: options.faultWithinMs ?? { least: 2_000, most: 6_000 },
      lose: (region) => void killRegion(world, edges, region).catch(report(options.log)),
      recover: (region) => {
        recoverRegion(world, edges, region);
      },
      blind: (region) => {
        edges.networks.blind(region);
      },
      see: (region) => {
        edges.networks.see(region);
      },
    });
    stops.push(() => hook.stop());

    const ticker = startBackups(world, options.log);
    stops.push(() => ticker.stop());

    return {
      postgresVersion: found.version,
      api: { url: control.url, ...api },
      faultHook: hook,
      socksUrl: socks.url,
      functionNetwork: {
        url: control.url,
        token: api.token,
        awsPorts: edges.networks.awsPorts,
        caFile: certificates.caFile,
      },
      networks: edges.networks,
      resolve: (name) => edges.resolver.resolve(name),
      caFile: certificates.caFile,
      world,
      state: () => world.state(),
      killRegion: (region) => killRegion(world, edges, region),
      recoverRegion: (region) => {
        recoverRegion(world, edges, region);
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
