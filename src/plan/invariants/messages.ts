import { allows, statements } from './policy';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { isRecord } from '../secrets';
import { asNumber, asText, asTexts } from './values';

// N1 to N3: an event that happens reaches somebody, or is kept until it does.

/** What has to be heard of, for each kind of source. The category of global databases is written with a hyphen. */
const CRITICAL: Readonly<Record<string, readonly string[]>> = {
  'db-cluster': ['failover', 'failure', 'global-failover', 'notification'],
  'db-instance': ['availability', 'backup', 'failover', 'failure', 'read replica', 'recovery'],
  'db-cluster-snapshot': ['backup'],
};

export function* topicsInBothRegions(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    if (stack.ours('aws_sns_topic', region).length === 0) {
      yield {
        address: stack.expected('notifications', region),
        sentence: `${region} would have no topic, and stay silent when the other region is lost`,
      };
    }
  }
  for (const type of ['aws_sns_topic', 'aws_sqs_queue']) {
    for (const resource of stack.ours(type)) {
      if (!stack.isGiven(resource, 'kms_master_key_id')) {
        yield {
          address: resource.address,
          sentence: 'messages would not be encrypted with our key; give kms_master_key_id',
        };
      } else if (stack.known(resource, 'kms_master_key_id') === 'alias/aws/sns') {
        yield {
          address: resource.address,
          sentence: 'no service may publish with the key of AWS, so every event would be lost; use our messaging key',
        };
      }
    }
  }
}

export function* criticalEvents(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const subscriptions = stack.ours('aws_db_event_subscription', region);
    for (const [source, wanted] of Object.entries(CRITICAL)) {
      const own = subscriptions.filter((one) => stack.known(one, 'source_type') === source);
      const unread = own.some((one) => !stack.read(one, 'event_categories').isKnown);
      const heard = own
        .filter((one) => stack.known(one, 'enabled') !== false)
        .flatMap((one) => asTexts(stack.known(one, 'event_categories')));
      const missing = wanted.filter((category) => !heard.includes(category));
      if (missing.length === 0 || unread) continue;
      yield {
        address: own[0]?.address ?? stack.expected('notifications', region),
        sentence: `nobody in ${region} is told of ${missing.map((category) => `"${category}"`).join(', ')} of ${source}; subscribe the topic to it`,
      };
    }
  }
  for (const subscription of stack.ours('aws_db_event_subscription')) {
    if (asTexts(stack.known(subscription, 'event_categories')).includes('global failover')) {
      yield {
        address: subscription.address,
        sentence: 'RDS knows no category "global failover" and refuses it at apply; it is written "global-failover"',
      };
    }
  }
}

export function* threeTries(stack: PlannedStack): Iterable<Finding> {
  for (const topic of stack.ours('aws_sns_topic')) {
    const queue = stack
      .ours('aws_sns_topic_subscription', topic.region)
      .find((subscription) => stack.known(subscription, 'protocol') === 'sqs');
    if (queue === undefined) {
      yield {
        address: topic.address,
        sentence: 'it has no queue, so what nobody reads at once is lost; subscribe one',
      };
      continue;
    }
    if (!stack.isGiven(queue, 'redrive_policy')) {
      yield {
        address: queue.address,
        sentence:
          'a message that cannot be delivered would be dropped; give the subscription a dead-letter queue (redrive_policy)',
      };
    }
  }
  for (const queue of consumedQueues(stack)) {
    const policy = stack.read(queue, 'redrive_policy');
    const count = policy.isKnown ? receiveCount(policy.value) : undefined;
    if (policy.isKnown ? count === undefined : !stack.isGiven(queue, 'redrive_policy')) {
      yield {
        address: queue.address,
        sentence: 'a message that nobody can handle would come back for ever; give it a dead-letter queue',
      };
    } else if (count !== undefined && count !== 3) {
      yield {
        address: queue.address,
        sentence: `a message would be tried ${count} times before it is set aside; maxReceiveCount has to be 3`,
      };
    }
  }
}

/** Queues that a topic delivers to. */
function consumedQueues(stack: PlannedStack): readonly Planned[] {
  return stack.ours('aws_sqs_queue').filter((queue) =>
    stack.ours('aws_sns_topic_subscription', queue.region).some((subscription) => {
      const endpoint = stack.known(subscription, 'endpoint');
      return endpoint === undefined
        ? stack.origins(subscription, 'endpoint').has(queue.configAddress)
        : endpoint === stack.known(queue, 'arn');
    }),
  );
}

function receiveCount(policy: unknown): number | undefined {
  let document: unknown;
  try {
    document = JSON.parse(asText(policy) ?? '{}');
  } catch {
    return undefined;
  }
  return isRecord(document) && document['deadLetterTargetArn'] !== undefined
    ? asNumber(document['maxReceiveCount'])
    : undefined;
}

export function* deadLettersAreSeen(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const isWatched = stack
      .ours('aws_cloudwatch_metric_alarm', region)
      .some((alarm) => stack.known(alarm, 'metric_name') === 'ApproximateNumberOfMessagesVisible');
    if (!isWatched) {
      yield {
        address: stack.expected('notifications', region),
        sentence: `nobody in ${region} is told that a message could not be delivered or handled; add the alarm on the dead-letter queues`,
      };
    }
  }
}

/** Whoever may not publish is refused in silence. */
export function* publishersMayPublish(stack: PlannedStack): Iterable<Finding> {
  for (const topic of stack.ours('aws_sns_topic')) {
    const policy = stack.ours('aws_sns_topic_policy', topic.region)[0];
    const written = policy === undefined ? [] : statements(stack, policy, 'policy');
    for (const service of ['events.rds.amazonaws.com', 'cloudwatch.amazonaws.com']) {
      if (written?.some((statement) => allows(statement, `Service:${service}`, 'sns:Publish')) === false) {
        yield {
          address: (policy ?? topic).address,
          sentence: `${service} may not publish to the topic, and its messages would be lost in silence; allow sns:Publish`,
        };
      }
    }
  }
}
