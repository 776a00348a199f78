/**
 * A line of CloudWatch's embedded metric format: the controller of this cluster's region could do its work at this moment. It is armed, or its
 * own region writes and nothing is to be promoted. There is no line for the opposite: the alarm is raised by the silence, which also tells
 * of a controller that does not run at all.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function guardedLine(clusterArn: string, time: Date): string {
  return JSON.stringify({
    _aws: {
      Timestamp: time.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: 'DisasterRecovery',
          Dimensions: [['Cluster']],
          Metrics: [{ Name: 'Guarded', Unit: 'Count' }],
        },
      ],
    },
    Cluster: clusterArn.slice(clusterArn.lastIndexOf(':') + 1),
    Guarded: 1,
  });
}
