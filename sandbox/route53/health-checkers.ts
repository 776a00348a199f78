import { setTimeout as delay } from 'node:timers/promises';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { paginateListHealthChecks, type HealthCheck, type Route53Client } from '@aws-sdk/client-route-53';
import { metricHealth } from './alarm-metric';
import {
  NEW_CHECK,
  nextOpinion,
  parseHealthCheck,
  statusOf,
  type CheckDefinition,
  type Opinion,
} from './health-checks';
import { probeEndpoint } from './probe-endpoint';

/** How soon a new or changed check is noticed, in ms. */
const REFRESH_MS = 2_000;
/** How often metrics are read, in ms. */
const METRIC_MS = 10_000;

export interface HealthCheckersOptions {
  readonly route53: Route53Client;
  readonly cloudWatch: (region: string) => CloudWatchClient;
  /** The local port behind a public name. */
  readonly resolve: (name: string) => Promise<number>;
  readonly log: (message: string) => void;
}

/**
 * The checkers of Route 53: they read the health checks from the emulator and carry them out. There are dozens of them on AWS, and one
 * here, so what the endpoints bear from them is less, and the status is not a vote.
 */
export class HealthCheckers {
  private definitions: ReadonlyMap<string, CheckDefinition> = new Map();
  private readonly opinions = new Map<string, Opinion>();
  private readonly metrics = new Map<string, boolean>();
  private readonly loops = new Map<string, { readonly definition: string; readonly ended: AbortController }>();
  private readonly ended = new AbortController();
  private readonly running = new Set<Promise<void>>();

  private constructor(private readonly options: HealthCheckersOptions) {}

  static start(options: HealthCheckersOptions): HealthCheckers {
    const checkers = new HealthCheckers(options);
    checkers.run(checkers.refreshAgainAndAgain());
    return checkers;
  }

  /** Whether a check is healthy now. */
  isHealthy(id: string): boolean {
    const known = new Map([
      ...[...this.opinions].map(([check, { isHealthy }]) => [check, isHealthy] as const),
      ...this.metrics,
    ]);
    return statusOf(id, this.definitions, known);
  }

  async stop(): Promise<void> {
    this.ended.abort();
    for (const { ended } of this.loops.values()) ended.abort();
    await Promise.all(this.running);
  }

  private run(work: Promise<void>): void {
    const noted = work
      .catch((error: unknown) => {
        this.options.log(`health checkers: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => this.running.delete(noted));
    this.running.add(noted);
  }

  private async refreshAgainAndAgain(): Promise<void> {
    while (!this.ended.signal.aborted) {
      await this.refresh().catch((error: unknown) => {
        // The last known checks go on meanwhile, as they do when Route 53's control plane is lost.
        this.options.log(`health checks cannot be listed: ${error instanceof Error ? error.message : String(error)}`);
      });
      await pause(REFRESH_MS, this.ended.signal);
    }
  }

  private async refresh(): Promise<void> {
    const found: HealthCheck[] = [];
    for await (const page of paginateListHealthChecks({ client: this.options.route53 }, {}))
      found.push(...(page.HealthChecks ?? []));
    this.definitions = new Map(found.map(parseHealthCheck).map(({ id, definition }) => [id, definition]));
    for (const [id, loop] of this.loops) {
      const definition = this.definitions.get(id);
      if (definition !== undefined && JSON.stringify(definition) === loop.definition) continue;
      loop.ended.abort();
      this.loops.delete(id);
      if (definition === undefined) {
        this.opinions.delete(id);
        this.metrics.delete(id);
      }
    }
    for (const [id, definition] of this.definitions) {
      if (definition.kind === 'calculated' || this.loops.has(id)) continue;
      const ended = new AbortController();
      this.loops.set(id, { definition: JSON.stringify(definition), ended });
      this.run(
        definition.kind === 'endpoint'
          ? this.watchEndpoint(id, definition, ended.signal)
          : this.watchMetric(id, definition, ended.signal),
      );
    }
  }

  private async watchEndpoint(
    id: string,
    definition: Extract<CheckDefinition, { kind: 'endpoint' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const { host, path, failureThreshold, intervalSeconds } = definition;
    while (!signal.aborted) {
      const nextAtMs = performance.now() + intervalSeconds * 1000;
      const answeredWell = await this.options.resolve(host).then(
        (port) => probeEndpoint(port, host, path, signal),
        () => false,
      );
      if (hasEnded(signal)) return;
      const before = this.opinions.get(id) ?? NEW_CHECK;
      const after = nextOpinion(before, answeredWell, failureThreshold);
      this.opinions.set(id, after);
      if (after.isHealthy !== before.isHealthy)
        this.options.log(`health check ${id}, ${host}${path}: ${after.isHealthy ? 'healthy' : 'unhealthy'}`);
      await pause(nextAtMs - performance.now(), signal);
    }
  }

  private async watchMetric(
    id: string,
    { alarm, withoutData }: Extract<CheckDefinition, { kind: 'metric' }>,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      // While CloudWatch does not answer nothing is known that was not known before.
      const health = await metricHealth(this.options.cloudWatch(alarm.region), alarm.name, new Date()).catch(
        () => undefined,
      );
      if (hasEnded(signal)) return;
      if (health !== undefined) this.metrics.set(id, health);
      else if (withoutData !== 'LastKnownStatus') this.metrics.set(id, withoutData === 'Healthy');
      await pause(METRIC_MS, signal);
    }
  }
}

/** Asked anew: the compiler takes a signal that was not aborted before an await for one that cannot be afterwards. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
}
