import { describe, expect, test } from '@jest/globals';
import { READERS } from '../fakes/role-server';
import { rotate } from '../../src/rotation/rotate';
import { MASTER_PASSWORD, RotationWorld } from './support';

const KINDS = ['master', 'application'] as const;

describe('application users (K2, K3)', () => {
  test('the first rotation makes a user of this region, the second its partner; what else is in the secret stays', async () => {
    const world = new RotationWorld();
    await world.rotate('application', 'one');
    expect(world.application.valueOf('AWSCURRENT')).toEqual({
      engine: 'postgres',
      host: 'global.example',
      port: 5432,
      dbname: 'app',
      ssl: true,
      owner: 'team',
      username: 'application_us_east_1_a',
      password: 'New-Password-With-Forty-Characters!_0001',
    });
    expect(world.server.roles.get('application_us_east_1_a')).toMatchObject({
      memberOf: 'application',
      setRole: 'application',
    });
    await world.rotate('application', 'two');
    expect(world.application.valueOf('AWSCURRENT')).toMatchObject({ username: 'application_us_east_1_b' });
    await world.rotate('application', 'three');
    expect(world.application.valueOf('AWSCURRENT')).toMatchObject({
      username: 'application_us_east_1_a',
      password: 'New-Password-With-Forty-Characters!_0003',
    });
  });

  test('the password that applications may still hold keeps working after a rotation', async () => {
    const world = new RotationWorld();
    await world.rotate('application', 'one');
    const held = world.application.valueOf('AWSCURRENT');
    await world.rotate('application', 'two');
    expect(world.opens(held)).toBe(true);
    expect(world.opens(world.application.valueOf('AWSCURRENT'))).toBe(true);
  });
});

describe('the master user (K2, K3)', () => {
  test('gets another password, which the secrets of both regions hold', async () => {
    const world = new RotationWorld();
    await world.rotate('master', 'one');
    const current = world.master.valueOf('AWSCURRENT');
    expect(current).toMatchObject({ username: 'dr_admin', password: 'New-Password-With-Forty-Characters!_0001' });
    expect(world.peer.valueOf('AWSCURRENT')).toEqual(current);
    expect(world.opens(current)).toBe(true);
    expect(world.server.accepts('dr_admin', MASTER_PASSWORD)).toBe(false);
  });

  test('is rotated also while the other region is lost, whose own rotation then finds the password here', async () => {
    const world = new RotationWorld();
    world.peer.isReachable = false;
    world.server.unreachable.add(READERS[0]);
    await world.rotate('master', 'one');
    expect(world.opens(world.master.valueOf('AWSCURRENT'))).toBe(true);

    world.peer.isReachable = true;
    expect(world.opens(world.peer.valueOf('AWSCURRENT'))).toBe(false);
    const there = Object.assign(new RotationWorld(), { server: world.server, master: world.peer, peer: world.master });
    await there.rotate('master', 'two');
    expect(world.opens(world.peer.valueOf('AWSCURRENT'))).toBe(true);
    expect(world.master.valueOf('AWSCURRENT')).toEqual(world.peer.valueOf('AWSCURRENT'));
  });

  test('is rotated by turns from both regions: what one publishes in the other leaves no rotation unfinished there', async () => {
    const east = new RotationWorld();
    const west = Object.assign(new RotationWorld(), { server: east.server, master: east.peer, peer: east.master });
    await east.rotate('master', 'one');
    await west.rotate('master', 'two');
    await east.rotate('master', 'three');
    expect(east.master.valueOf('AWSCURRENT')).toEqual(west.master.valueOf('AWSCURRENT'));
    expect(east.opens(east.master.valueOf('AWSCURRENT'))).toBe(true);
  });

  test('is recovered from the password of a rotation that was given up after it had changed the database', async () => {
    const world = new RotationWorld();
    world.master.begin('given up');
    await rotate({ step: 'createSecret', versionId: 'given up' }, world.ports('master'));
    await rotate({ step: 'setSecret', versionId: 'given up' }, world.ports('master'));
    world.master.removeLabel('AWSPENDING');
    expect(world.opens(world.master.valueOf('AWSCURRENT'))).toBe(false);

    await world.rotate('master', 'next');
    expect(world.opens(world.master.valueOf('AWSCURRENT'))).toBe(true);
    expect(world.master.idOf('AWSCURRENT')).toBe('next');
  });

  test('is recovered with the previous password when a failover lost the change', async () => {
    const world = new RotationWorld();
    const before = new Map(world.server.roles);
    await world.rotate('master', 'one');
    world.server.roles = before;
    await world.rotate('master', 'two');
    expect(world.opens(world.master.valueOf('AWSCURRENT'))).toBe(true);
  });

  test('that no known password opens is said, with what to do', async () => {
    const world = new RotationWorld();
    world.server.roles.clear();
    await expect(world.rotate('master', 'one')).rejects.toThrow(
      'none of the 2 passwords known to master secret opens the database; set a new one as docs/rotation.md says',
    );
  });
});

describe.each(KINDS)('a rotation of the %s secret', (kind) => {
  test('createSecret and setSecret that are repeated make no other password and leave the user alone', async () => {
    const world = new RotationWorld();
    world[kind].begin('one');
    for (const step of ['createSecret', 'setSecret'] as const)
      await rotate({ step, versionId: 'one' }, world.ports(kind));
    const roles = world.server.roles;
    // They have nothing left to do, so a move does not concern createSecret either.
    world.frozenBecause = 'a failover to us-west-2 is under way';
    await rotate({ step: 'createSecret', versionId: 'one' }, world.ports(kind));
    world.frozenBecause = undefined;
    await rotate({ step: 'setSecret', versionId: 'one' }, world.ports(kind));
    expect(world.made).toHaveLength(1);
    expect(world.server.roles).toBe(roles);
  });

  test('a stale pending label on another version is taken over by createSecret', async () => {
    const world = new RotationWorld();
    world[kind].begin('stale');
    await rotate({ step: 'createSecret', versionId: 'stale' }, world.ports(kind));
    await rotate({ step: 'createSecret', versionId: 'fresh' }, world.ports(kind));
    for (const step of ['setSecret', 'testSecret', 'finishSecret'] as const) {
      await world.clock.run(rotate({ step, versionId: 'fresh' }, world.ports(kind)));
    }
    expect(world[kind].idOf('AWSCURRENT')).toBe('fresh');
    expect(world.opens(world[kind].valueOf('AWSCURRENT'))).toBe(true);
    await expect(rotate({ step: 'setSecret', versionId: 'stale' }, world.ports(kind))).rejects.toThrow(
      'is not pending',
    );
  });

  test('a pending version that is empty is tried out without harm (rotate_immediately = false)', async () => {
    const world = new RotationWorld();
    world[kind].begin('trial');
    await world.clock.run(rotate({ step: 'testSecret', versionId: 'trial' }, world.ports(kind)));
    expect(world[kind].idOf('AWSCURRENT')).toBe('initial');
    await expect(rotate({ step: 'finishSecret', versionId: 'trial' }, world.ports(kind))).rejects.toThrow(
      'has no value',
    );
    await expect(rotate({ step: 'setSecret', versionId: 'trial' }, world.ports(kind))).rejects.toThrow('has no value');
  });

  test.each(['createSecret', 'setSecret'] as const)('%s refuses while the writer is being moved', async (step) => {
    const world = new RotationWorld();
    world[kind].begin('one');
    if (step === 'setSecret') await rotate({ step: 'createSecret', versionId: 'one' }, world.ports(kind));
    world.frozenBecause = 'a failover to us-west-2 is under way';
    const roles = new Map(world.server.roles);
    await expect(rotate({ step, versionId: 'one' }, world.ports(kind))).rejects.toThrow(
      `${world[kind].name} is not rotated now: a failover to us-west-2 is under way`,
    );
    expect(world.server.roles).toEqual(roles);
    expect(world[kind].idOf('AWSCURRENT')).toBe('initial');
  });

  test('a change that was made before the move is finished in spite of it', async () => {
    const world = new RotationWorld();
    world[kind].begin('one');
    for (const step of ['createSecret', 'setSecret'] as const)
      await rotate({ step, versionId: 'one' }, world.ports(kind));
    world.frozenBecause = 'a failover to us-west-2 is under way';
    for (const step of ['testSecret', 'finishSecret'] as const) {
      await world.clock.run(rotate({ step, versionId: 'one' }, world.ports(kind)));
    }
    expect(world.opens(world[kind].valueOf('AWSCURRENT'))).toBe(true);
  });

  test('nothing is changed on a server that follows, and nothing published', async () => {
    const world = new RotationWorld();
    world.server.isReader = true;
    const roles = new Map(world.server.roles);
    await expect(world.rotate(kind, 'one')).rejects.toThrow('leads to a server that takes no writes');
    expect(world.server.roles).toEqual(roles);
    expect(world[kind].idOf('AWSCURRENT')).toBe('initial');
  });

  test('is not published before the readers of both regions have the password: a failover would lose it', async () => {
    const world = new RotationWorld();
    world.server.isReplicating = false;
    await expect(world.rotate(kind, 'one')).rejects.toThrow(/has not reached reader\.(east|west)\.example within 20 s/);
    expect(world[kind].idOf('AWSCURRENT')).toBe('initial');
    world.server.replicate();
    await world.rotate(kind, 'one');
    expect(world[kind].idOf('AWSCURRENT')).toBe('one');
  });

  test('is not published when the password has been changed by somebody else after the test', async () => {
    const world = new RotationWorld();
    world[kind].begin('one');
    for (const step of ['createSecret', 'setSecret', 'testSecret'] as const) {
      await world.clock.run(rotate({ step, versionId: 'one' }, world.ports(kind)));
    }
    const username = String(world[kind].valueOf('AWSPENDING')?.['username']);
    world.server.roles.set(username, { verifier: 'SCRAM-SHA-256$4096:AAAA$x:y' });
    await expect(rotate({ step: 'finishSecret', versionId: 'one' }, world.ports(kind))).rejects.toThrow(
      `the writer no longer accepts the password of ${username}`,
    );
  });

  test('no statement and no line of the log holds a password (K5)', async () => {
    const world = new RotationWorld();
    await world.rotate(kind, 'one');
    await world.rotate(kind, 'two');
    const written = [...world.server.statements, ...world.logger.lines].join('\n');
    expect(world.made).toHaveLength(2);
    expect(written).toContain('SCRAM-SHA-256$');
    for (const password of [...world.made, MASTER_PASSWORD]) expect(written).not.toContain(password);
  });
});
