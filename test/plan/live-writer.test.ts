import { expect, test } from '@jest/globals';
import { writerOf } from '../../src/plan/live-writer';
import type { KnownRoles, RegionAnswer } from '../../src/ports/global-roles';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const LOST = { failure: 'connect ETIMEDOUT' };

function written(region: string, move?: KnownRoles['move']): KnownRoles {
  return { members: [EAST, WEST].map((member) => ({ region: member, isWriter: member === region })), move };
}

test.each<[string, RegionAnswer['said'], RegionAnswer['said'], unknown]>([
  ['both name the same', written(EAST), written(EAST), { state: 'known', region: EAST }],
  ['the writer is away from home', written(WEST), written(WEST), { state: 'known', region: WEST }],
  ['one region is lost', LOST, written(WEST), { state: 'known', region: WEST }],
  ['one region does not know the database', 'no such database', written(WEST), { state: 'known', region: WEST }],
  ['there is none', 'no such database', 'no such database', { state: 'none' }],
  ['it is still empty', { members: [], move: undefined }, 'no such database', { state: 'none' }],
  [
    'it is on its way',
    written(EAST),
    written(EAST, { status: 'failing-over', from: EAST, to: WEST }),
    { state: 'moving', from: EAST, to: WEST },
  ],
  ['nobody says where to', written(EAST, { status: 'pending' }), written(EAST), { state: 'moving' }],
  [
    'no region answers',
    LOST,
    LOST,
    {
      state: 'unknown',
      reason: 'us-east-1 does not answer: connect ETIMEDOUT; us-west-2 does not answer: connect ETIMEDOUT',
    },
  ],
  [
    'nobody can say that there is none',
    LOST,
    'no such database',
    { state: 'unknown', reason: 'us-east-1 does not answer: connect ETIMEDOUT' },
  ],
  [
    'the regions disagree',
    written(EAST),
    written(WEST),
    { state: 'unknown', reason: 'the writer is not clear: us-east-1 names us-east-1; us-west-2 names us-west-2' },
  ],
  [
    'nobody writes',
    written('nowhere'),
    LOST,
    { state: 'unknown', reason: 'the writer is not clear: us-east-1 names no writer' },
  ],
])('the live writer when %s', (_case, east, west, expected) => {
  expect(
    writerOf([
      { region: EAST, said: east },
      { region: WEST, said: west },
    ]),
  ).toEqual(expected);
});
