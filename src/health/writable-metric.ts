import type { Clock } from '../ports/clock';

/** The alarm on missing data looks at the maximum of each minute; four values in it survive the loss of some. */
const INTERVAL_MS = 15_000;

/**
 * A line of CloudWatch's embedded metric format: the log becomes a metric, and no API has to be called.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writableLine(clusterIdentifier: string, isWritable: boolean, time: Date): string {
  return JSON.stringify({
    _aws: {
      Timestamp: time.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'DisasterRecovery',
          Dimensions: [['Cluster']],
          Metrics: [{ Name: 'Writable', Unit: 'Count' }],
        },
      ],
    },
    Cluster: clusterIdentifier,
    Writable: isWritable ? 1 : 0,
  });
}

/**
 * Publishes whether the cluster takes writes: at once when that changes, and otherwise every 15 s, because every line is paid for.
 *
 * @param write receives a line for the log, which must reach CloudWatch as it is
 */
export function writableMetric(
  clusterIdentifier: string,
  clock: Clock,
  write: (line: string) => void,
): (isWritable: boolean) => void {
  let last: { readonly isWritable: boolean; readonly atMs: number } | undefined;
  return (isWritable) => {
    const now = clock.now();
    const atMs = now.getTime();
    // The wall clock: the other one may stand still while Lambda has the process frozen.
    const isRecent = last !== undefined && atMs >= last.atMs && atMs - last.atMs < INTERVAL_MS;
    if (isRecent && last?.isWritable === isWritable) return;
    last = { isWritable, atMs };
    write(writableLine(clusterIdentifier, isWritable, now));
  };
}
