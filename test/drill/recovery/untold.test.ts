import { expect, test } from '@jest/globals';
import { outcomeOfUntold } from '../../../actions/drill/src/outcomes';
import { recoverDrill } from '../../../src/drill/recovery/recover';
import { noteTold, untoldOf } from '../../../src/drill/recovery/untold';
import { RECOVERY_REQUEST, recoveryWorld, type RecoveryWorld } from './recovery-world';

const LATER = 'https://github.com/o/r/actions/runs/8';

function note(at: RecoveryWorld, drillId: string): Promise<void> {
  return at.clock.run(noteTold(drillId, at.recoveryPorts()));
}

async function untold(at: RecoveryWorld) {
  return untoldOf(await at.clock.run(at.store.read()));
}

async function ended(at: RecoveryWorld): Promise<string> {
  const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
  await at.clock.run(drill.before('switchover from us-east-1 to us-west-2'));
  await at.clock.run(drill.end());
  return drill.drillId;
}

test('nothing was recorded, or a drill is not over: nobody has to tell of it', async () => {
  const at = recoveryWorld();
  expect(await untold(at)).toBeUndefined();
  const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
  expect(await untold(at)).toBeUndefined();
  // It cannot be told of before its end, either.
  await note(at, drill.drillId);
  await at.clock.run(drill.end());
  expect(await untold(at)).toMatchObject({ status: 'ended', drill: { drillId: drill.drillId, kind: 'switchover' } });
});

test('a drill that has ended is to be told of, until it is', async () => {
  const at = recoveryWorld();
  const drillId = await ended(at);
  await note(at, 'another drill');
  expect(await untold(at)).toMatchObject({ status: 'ended', drill: { drillId } });
  await note(at, drillId);
  expect(await untold(at)).toBeUndefined();
  expect(at.store.state).toMatchObject({ drillId, status: 'ended' });
});

test('so is one that was recovered, and the next one has nothing to do with it', async () => {
  const at = recoveryWorld();
  const drill = await at.clock.run(at.begin({ kind: 'failover' }));
  await at.clock.run(drill.before('preflight'));
  await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()));
  expect(await untold(at)).toMatchObject({ status: 'recovered', drill: { drillId: drill.drillId } });
  await note(at, drill.drillId);
  expect(await untold(at)).toBeUndefined();
  await at.clock.run((await at.clock.run(at.begin({ kind: 'switchover' }))).end());
  expect(await untold(at)).toMatchObject({ status: 'ended', drill: { kind: 'switchover' } });
});

test('what cannot be noted is told of again, and nothing breaks', async () => {
  const at = recoveryWorld();
  const drillId = await ended(at);
  at.store.before = (operation) =>
    operation === 'replace' ? Promise.reject(new Error('AccessDenied')) : Promise.resolve();
  await note(at, drillId);
  expect(at.logger.lines.join('\n')).toContain('so it is told of again');
  at.store.before = () => Promise.resolve();
  expect(await untold(at)).toBeDefined();
});

test('who tells of it says that it failed, whatever it measured, and where its journal is', async () => {
  const at = recoveryWorld();
  await ended(at);
  const found = await untold(at);
  if (found === undefined) throw new Error('it is told of');
  const { result, interruption } = outcomeOfUntold(found, { kind: 'nothing-to-do', sentence: '' }, LATER);
  expect(result).toMatchObject({ kind: 'switchover', verdict: 'failed' });
  expect(result.reasons[0]).toMatch(/ is ended, and its evidence was never kept; .* journal: /);
  expect(interruption).toEqual({ brokenOffIn: 'switchover from us-east-1 to us-west-2' });
});
