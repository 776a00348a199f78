import type { DrillKind } from '../kinds';
import { GUARDS, type GuardName } from './guard';

/** Guards that a kind of drill does without, each with the reason. Every other one is looked at: to leave one out takes an argument, to have it none. */
export const LEFT_OUT: Readonly<Record<DrillKind, Partial<Record<GuardName, string>>>> = {
  // They move the writer, there and back: whatever is wrong would be found by the applications.
  switchover: {},
  failover: {},
  rotation: {},
  restore: {
    'engine-parity': 'each region restores its own backups, with its own version, and nothing is moved',
    'target-capacity': 'no writer comes there',
    'parameter-parity': 'a restored cluster has the parameters of the region that it is restored in',
    'replication-lag': 'what is restored comes from a backup and not from a replica',
  },
  detection: {
    'parameter-parity':
      'nothing is meant to be moved; should the controller promote all the same, that is a failure by itself',
    rotation: 'nobody logs in anew but the probe, and its writes tell at once',
  },
};

/** The guards of a kind of drill, in the order in which they are told. */
export function guardsOf(kind: DrillKind): readonly GuardName[] {
  return GUARDS.filter((guard) => LEFT_OUT[kind][guard] === undefined);
}
