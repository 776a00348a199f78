import { expect } from '@jest/globals';
import { toldEvents, wentOff, type Deliveries } from './deliveries';

// From a source to the queue where its message ends, on the applied stack. The emulator asks the policies of topics, queues and keys on
// the way (test/sandbox/emulator-deliveries.itest.ts), so that a message that arrives says something about them too.

/** Only the state of these is looked at, by a composite alarm: nobody is told of them. */
const SILENT = ['alarm-state-writes-us-east-1-sbx', 'alarm-state-writes-us-west-2-sbx'];

/** N3: what RDS says of failovers, in a region and between regions, is in the queue of the region in which it happened. */
export async function everyDatabaseEventArrives(regions: readonly Deliveries[]): Promise<void> {
  for (const deliveries of regions) {
    const { region } = deliveries;
    await deliveries.failOverInside(`aurora-${region}-sbx`);
    const happened = await deliveries.databaseEvents();
    expect(happened).toContainEqual(
      expect.stringMatching(`^aurora-${region}-sbx: Completed failover to DB instance: aurora-${region}-\\d-sbx$`),
    );
    const told = toldEvents(await deliveries.events.drain());
    expect([...told].sort()).toEqual([...happened].sort());
  }
}

/** N1: each alarm that has actions goes off, and the queue in the region of its topic is told of it by name. */
export async function everyAlarmArrives(regions: readonly Deliveries[]): Promise<void> {
  const expected = new Map<string, Set<string>>(regions.map(({ region }) => [region, new Set()]));
  const silent: string[] = [];
  const kinds = new Set<string>();
  for (const deliveries of regions) {
    for (const { name, kind, tells } of await deliveries.alarms()) {
      if (tells.length === 0) silent.push(name);
      else kinds.add(kind);
      for (const region of tells) expected.get(region)?.add(name);
      await deliveries.goOff(name);
    }
  }
  expect(silent.sort()).toEqual(SILENT);
  expect([...kinds].sort()).toEqual(['composite', 'metric']);
  for (const { region, events, undelivered } of regions) {
    const names = [...(expected.get(region) ?? [])].sort();
    // So that an empty stack proves nothing.
    expect(names.length).toBeGreaterThan(10);
    expect([...new Set(wentOff(await events.drain()))].sort()).toEqual(names);
    expect(await undelivered.drain()).toEqual([]);
  }
}

/** N2: a consumer takes a message three times and never finishes; then it is in the dead-letter queue, and nobody gets it again. */
export async function threeFailuresAreSetAside(deliveries: Deliveries): Promise<void> {
  const { events, dead } = deliveries;
  const alarm = engineAlarm(deliveries);
  await events.drain();
  await dead.drain();
  await deliveries.goOff(alarm);
  const [message] = (await events.receive(0)).filter((received) => wentOff([received]).includes(alarm));
  if (message === undefined) throw new Error(`nobody is told of ${alarm}`);
  const again = async () => (await events.receive(0)).find(({ id }) => id === message.id)?.receives;
  expect([message.receives, await again(), await again(), await again()]).toEqual([1, 2, 3, undefined]);
  const setAside = (await dead.drain()).find(({ id }) => id === message.id);
  expect(setAside?.notification).toEqual(message.notification);
}

/** N2: while the queue refuses what the topic sends, it is kept for later, and the first message after that arrives as before. */
export async function refusedIsSetAside(deliveries: Deliveries): Promise<void> {
  const { events, undelivered } = deliveries;
  const alarm = engineAlarm(deliveries);
  await events.drain();
  const policy = await events.attribute('Policy');
  await events.setAttribute('Policy', '');
  try {
    await deliveries.goOff(alarm);
    expect(await events.drain()).toEqual([]);
    expect(wentOff(await undelivered.drain())).toContain(alarm);
  } finally {
    await events.setAttribute('Policy', policy);
  }
  await deliveries.goOff(alarm);
  expect(wentOff(await events.drain())).toContain(alarm);
  expect(await undelivered.drain()).toEqual([]);
}

const engineAlarm = ({ region }: Deliveries) => `alarm-engine-${region}-sbx`;
