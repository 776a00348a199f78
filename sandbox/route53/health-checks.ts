import type { HealthCheck } from '@aws-sdk/client-route-53';
import { z } from 'zod';

/** A health check of the kinds that the product uses. */
export type CheckDefinition =
  | {
      readonly kind: 'endpoint';
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly intervalSeconds: number;
      readonly failureThreshold: number;
      readonly isInverted: boolean;
    }
  | {
      readonly kind: 'calculated';
      readonly children: readonly string[];
      readonly healthThreshold: number;
      readonly isInverted: boolean;
    }
  | {
      readonly kind: 'metric';
      readonly alarm: { readonly region: string; readonly name: string };
      readonly withoutData: 'Healthy' | 'Unhealthy' | 'LastKnownStatus';
      readonly isInverted: boolean;
    };

/** Route 53 in the emulator holds a health check that is not understood here. */
export class UnknownHealthCheckError extends Error {
  override readonly name = 'UnknownHealthCheckError';
}

/** The defaults are those of https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
const configSchema = z.discriminatedUnion('Type', [
  z.object({
    Type: z.literal('HTTPS'),
    FullyQualifiedDomainName: z.string().min(1),
    Port: z.number().default(443),
    ResourcePath: z.string().default('/'),
    RequestInterval: z.union([z.literal(10), z.literal(30)]).default(30),
    FailureThreshold: z.number().min(1).max(10).default(3),
    Inverted: z.boolean().default(false),
  }),
  z.object({
    Type: z.literal('CALCULATED'),
    ChildHealthChecks: z.array(z.string()).min(1),
    HealthThreshold: z.number().min(0),
    Inverted: z.boolean().default(false),
  }),
  z.object({
    Type: z.literal('CLOUDWATCH_METRIC'),
    AlarmIdentifier: z.object({ Region: z.string(), Name: z.string() }),
    InsufficientDataHealthStatus: z.enum(['Healthy', 'Unhealthy', 'LastKnownStatus']),
    Inverted: z.boolean().default(false),
  }),
]);

/** @throws UnknownHealthCheckError */
export function parseHealthCheck(check: HealthCheck): { readonly id: string; readonly definition: CheckDefinition } {
  const id = check.Id;
  const parsed = configSchema.safeParse(check.HealthCheckConfig);
  if (id === undefined || !parsed.success) {
    throw new UnknownHealthCheckError(`health check ${id ?? 'without an id'}: ${parsed.error?.message ?? 'no id'}`);
  }
  const config = parsed.data;
  const isInverted = config.Inverted;
  switch (config.Type) {
    case 'HTTPS':
      return {
        id,
        definition: {
          kind: 'endpoint',
          host: config.FullyQualifiedDomainName,
          port: config.Port,
          path: config.ResourcePath,
          intervalSeconds: config.RequestInterval,
          failureThreshold: config.FailureThreshold,
          isInverted,
        },
      };
    case 'CALCULATED':
      return {
        id,
        definition: {
          kind: 'calculated',
          children: config.ChildHealthChecks,
          healthThreshold: config.HealthThreshold,
          isInverted,
        },
      };
    case 'CLOUDWATCH_METRIC':
      return {
        id,
        definition: {
          kind: 'metric',
          alarm: { region: config.AlarmIdentifier.Region, name: config.AlarmIdentifier.Name },
          withoutData: config.InsufficientDataHealthStatus,
          isInverted,
        },
      };
  }
}

/** What one checker thinks of an endpoint: it changes its mind after so many answers in a row against it. */
export interface Opinion {
  readonly isHealthy: boolean;
  /** Answers in a row that contradict it. */
  readonly contradictions: number;
}

/** A new check is healthy until it is known better. */
export const NEW_CHECK: Opinion = { isHealthy: true, contradictions: 0 };

export function nextOpinion(opinion: Opinion, answeredWell: boolean, failureThreshold: number): Opinion {
  if (answeredWell === opinion.isHealthy) return { ...opinion, contradictions: 0 };
  const contradictions = opinion.contradictions + 1;
  if (contradictions < failureThreshold) return { ...opinion, contradictions };
  return { isHealthy: answeredWell, contradictions: 0 };
}

/**
 * The status of a check.
 *
 * @param known what endpoint and metric checks say of themselves, before inversion; a check that has said nothing yet is healthy
 */
export function statusOf(
  id: string,
  definitions: ReadonlyMap<string, CheckDefinition>,
  known: ReadonlyMap<string, boolean>,
): boolean {
  const definition = definitions.get(id);
  // Also a child that has been deleted meanwhile.
  if (definition === undefined) return true;
  const { isInverted } = definition;
  if (definition.kind !== 'calculated') return (known.get(id) ?? true) !== isInverted;
  // Route 53 lets no calculated check be the child of another, so this ends.
  const healthy = definition.children.filter((child) => statusOf(child, definitions, known)).length;
  return healthy >= definition.healthThreshold !== isInverted;
}

/** The failover record that answers: the primary one while it is healthy, and also when none is. */
export function chooseRecord<T extends { readonly role: 'PRIMARY' | 'SECONDARY'; readonly isHealthy: boolean }>(
  records: readonly T[],
): T | undefined {
  const primary = records.find(({ role }) => role === 'PRIMARY');
  const secondary = records.find(({ role }) => role === 'SECONDARY');
  if (primary?.isHealthy === true) return primary;
  return secondary?.isHealthy === true ? secondary : primary;
}
