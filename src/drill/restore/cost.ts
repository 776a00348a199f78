import type { RestoreEvidence } from '../../evidence/document';

/**
 * List prices of Aurora PostgreSQL (Standard, on demand) in us-east-1 and us-west-2, in USD for an hour of the size `large`; a size with twice the memory costs
 * twice as much. They are here so that a report can say of what order a cost is; nobody keeps them up to date, and the report says that too.
 * https://aws.amazon.com/rds/aurora/pricing/
 */
const LARGE: Readonly<Record<string, number>> = { r5: 0.29, r6g: 0.26, r6i: 0.29, r7g: 0.276 };
/** How many times `large`. */
const SIZES: Readonly<Record<string, number>> = {
  large: 1,
  xlarge: 2,
  '2xlarge': 4,
  '4xlarge': 8,
  '8xlarge': 16,
  '12xlarge': 24,
  '16xlarge': 32,
};
/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/User_DBInstanceBilling.html */
const BILLED_AT_LEAST_MS = 600_000;
const HOUR_MS = 3_600_000;

/** What a temporary instance costs about; storage, requests, snapshots and transfer are not in it. */
export function estimateCost(instanceClass: string, instanceMs: number): NonNullable<RestoreEvidence['cost']> {
  const [, family = '', size = ''] = /^db\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(instanceClass) ?? [];
  const large = LARGE[family];
  const times = SIZES[size];
  const estimate =
    large === undefined || times === undefined
      ? 'not estimated: unknown instance class'
      : `about ${((large * times * Math.max(instanceMs, BILLED_AT_LEAST_MS)) / HOUR_MS).toFixed(2)} USD, ` +
        `taking ${(large * times).toFixed(2)} USD an hour (of that order, not looked up) and at least ten minutes,`;
  return { instanceMs, instanceClass, estimate };
}
