import { expect, test } from '@jest/globals';
import { publishPasswordAges } from '../../src/rotation/password-ages';
import { MemoryLogger } from '../fakes/logger';
import { RotationWorld } from './support';
import { rotationSteps } from '../../lambdas/rotation/run';

test('the age of each password becomes a metric (K2)', async () => {
  const { master, application } = new RotationWorld();
  application.since = new Date('2026-01-20T12:00:00Z');
  const lines: unknown[] = [];
  await publishPasswordAges({ master, application }, { now: () => new Date('2026-01-31T00:00:00Z') }, (line) => {
    lines.push(JSON.parse(line));
  });
  expect(lines).toMatchObject([
    { Secret: 'master', PasswordAgeDays: 30, _aws: { Timestamp: Date.UTC(2026, 0, 31) } },
    { Secret: 'application', PasswordAgeDays: 10.5 },
  ]);
});

test('the function tells a look at the ages from a step of a rotation, and an error is logged and passed on (T6)', async () => {
  const world = new RotationWorld();
  const logger = new MemoryLogger();
  let looks = 0;
  const answer = rotationSteps({
    portsFor: (arn) => (arn.endsWith(':ours') ? world.ports('master') : undefined),
    publishAges: async () => {
      looks++;
    },
    logger,
  });
  await answer({ look: 'password-ages' });
  expect(looks).toBe(1);
  await expect(answer({ look: 'something-else' })).rejects.toThrow('this is not an event of a rotation');
  const step = { Step: 'createSecret', ClientRequestToken: '0f9f6f7e-1111-4222-8333-444455556666' };
  await expect(answer({ ...step, SecretId: 'arn:aws:secretsmanager:eu:1:secret:theirs' })).rejects.toThrow(
    'is not a secret that this function rotates',
  );
  expect(logger.lines).toHaveLength(2);
  await answer({ ...step, SecretId: 'arn:aws:secretsmanager:eu:1:secret:ours' });
  expect(world.master.idOf('AWSPENDING')).toBe(step.ClientRequestToken);
  expect(looks).toBe(1);
});
