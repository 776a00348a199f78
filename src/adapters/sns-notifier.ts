import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../ports/notifier';

/** Publishes to the topic of database events. */
export function snsNotifier(client: SNSClient, topicArn: string): Notifier {
  return {
    async tell(subject, text) {
      await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
    },
  };
}
