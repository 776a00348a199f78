import { z } from 'zod';
import type { Account } from '../../terraform/terraform-support/account';

const receivedSchema = z.object({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        ReceiptHandle: z.string(),
        Body: z.string(),
        Attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
      }),
    )
    .default([]),
});
const notificationSchema = z.object({
  Type: z.literal('Notification'),
  TopicArn: z.string(),
  Subject: z.string(),
  Message: z.string().transform((text): unknown => JSON.parse(text)),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })).default({}),
});

/** What SNS wrote into a queue; `Message` is the JSON that the publisher sent. */
export type Notification = z.infer<typeof notificationSchema>;

/** A message as a consumer receives it. */
export interface Received {
  readonly id: string;
  readonly receipt: string;
  /** How often it has been received, this time included. */
  readonly receives: number;
  readonly notification: Notification;
}

/** A queue of SQS, as its consumers see it. */
export class Queue {
  private constructor(
    private readonly account: Account,
    private readonly region: string,
    private readonly url: string,
  ) {}

  /** The queue that is there already. */
  static async named(account: Account, region: string, name: string): Promise<Queue> {
    const schema = z.object({ QueueUrl: z.string() });
    const { QueueUrl } = await account.json('sqs', region, 'AmazonSQS.GetQueueUrl', { QueueName: name }, schema);
    return new Queue(account, region, QueueUrl);
  }

  /** Makes a queue. */
  static async create(
    account: Account,
    region: string,
    name: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<Queue> {
    const body = { QueueName: name, Attributes: attributes };
    await account.json('sqs', region, 'AmazonSQS.CreateQueue', body, z.unknown());
    return Queue.named(account, region, name);
  }

  /**
   * Receives up to ten messages, once.
   *
   * @param visibilityTimeout seconds for which nobody else receives them; 0 is a consumer that gives up at once
   */
  async receive(visibilityTimeout: number): Promise<readonly Received[]> {
    const request = {
      QueueUrl: this.url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: visibilityTimeout,
      AttributeNames: ['ApproximateReceiveCount'],
    };
    const { Messages } = await this.call('ReceiveMessage', request, receivedSchema);
    return Messages.map((message) => ({
      id: message.MessageId,
      receipt: message.ReceiptHandle,
      receives: message.Attributes.ApproximateReceiveCount,
      notification: notificationSchema.parse(JSON.parse(message.Body)),
    }));
  }

  /** Receives and deletes everything, as a consumer that works. */
  async drain(): Promise<readonly Received[]> {
    const all: Received[] = [];
    for (;;) {
      const some = await this.receive(60);
      if (some.length === 0) return all;
      all.push(...some);
      for (const { receipt } of some) {
        await this.call('DeleteMessage', { QueueUrl: this.url, ReceiptHandle: receipt }, z.unknown());
      }
    }
  }

  /** One attribute of the queue, as text. */
  async attribute(name: string): Promise<string> {
    const schema = z.object({ Attributes: z.record(z.string(), z.string()) });
    const { Attributes } = await this.call(
      'GetQueueAttributes',
      { QueueUrl: this.url, AttributeNames: [name] },
      schema,
    );
    const value = Attributes[name];
    if (value === undefined) throw new Error(`${this.url} has no attribute ${name}`);
    return value;
  }

  /** Sets one attribute. */
  async setAttribute(name: string, value: string): Promise<void> {
    await this.call('SetQueueAttributes', { QueueUrl: this.url, Attributes: { [name]: value } }, z.unknown());
  }

  /** Deletes the queue. */
  async delete(): Promise<void> {
    await this.call('DeleteQueue', { QueueUrl: this.url }, z.unknown());
  }

  private call<T>(action: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    return this.account.json('sqs', this.region, `AmazonSQS.${action}`, body, schema);
  }
}
