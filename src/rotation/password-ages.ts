import type { Clock } from '../ports/clock';
import type { SecretVersions } from '../ports/secret-versions';

const DAY_MS = 86_400_000;

/**
 * Publishes how old the current password of each secret is, in days. A rotation that fails raises an alarm; one that no longer
 * begins can only be seen by the age of what it should have changed.
 *
 * @param secrets by the name that the metric has as its dimension
 * @param write   receives a line of CloudWatch's embedded metric format, which must reach the log as it is
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export async function publishPasswordAges(
  secrets: Readonly<Record<string, Pick<SecretVersions, 'currentSince'>>>,
  clock: Pick<Clock, 'now'>,
  write: (line: string) => void,
): Promise<void> {
  for (const [name, secret] of Object.entries(secrets)) {
    const since = await secret.currentSince();
    const nowMs = clock.now().getTime();
    write(
      JSON.stringify({
        _aws: {
          Timestamp: nowMs,
          CloudWatchMetrics: [
            {
              Namespace: 'DisasterRecovery',
              Dimensions: [['Secret']],
              Metrics: [{ Name: 'PasswordAgeDays', Unit: 'None' }],
            },
          ],
        },
        Secret: name,
        PasswordAgeDays: (nowMs - since.getTime()) / DAY_MS,
      }),
    );
  }
}
