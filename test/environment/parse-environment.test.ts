import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { EnvironmentError } from '../../src/environment/problem';

const FILE = 'environments/production.yaml';
const TEXT = readFileSync(FILE, 'utf8');

/** The problems of a text, as `line:column field: message`. */
function problems(text: string, file = FILE): readonly string[] {
  try {
    parseEnvironment(text, file);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ line, column, field, message }) => `${line}:${column} ${field}: ${message}`);
  }
}

function lineOf(text: string): number {
  return TEXT.split('\n').findIndex((line) => line.includes(text)) + 1;
}

/** Production with one text replaced. */
function edited(from: string | RegExp, to: string): string {
  const text = TEXT.replace(from, to);
  if (text === TEXT) throw new Error(`nothing to replace: ${String(from)}`);
  return text;
}

test('the shipped environments are valid', () => {
  expect(problems(TEXT)).toEqual([]);
  expect(problems(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml')).toEqual([]);
});

describe('a mistake is named with its place and with what is allowed', () => {
  test.each<[string, string | RegExp, string, string]>([
    [
      'bad vpc id',
      'vpc-0a1b2c3d4e5f60001',
      'vpc-xyz',
      'regions.us-east-1.vpcId: "vpc-xyz" does not fit; allowed: vpc- and 8 or 17 hexadecimal digits',
    ],
    [
      'account without quotes',
      "'123456789012' #",
      '123456789012 #',
      'account: is 123456789012, allowed: a string (put it in quotes)',
    ],
    [
      'engine version without quotes',
      "'15.10'",
      '15.10',
      'database.engineVersion: is 15.1, allowed: a string (put it in quotes)',
    ],
    ['unknown key', 'homeRegion:', 'homeRegoin:', 'homeRegoin: is not a known key; did you mean "homeRegion"?'],
    [
      'unknown key deep inside',
      'intervalMs: 200',
      'intervalMs: 200\n    pace: 3',
      'drill.probe.pace: is not a known key; allowed: intervalMs, timeoutMs',
    ],
    [
      'unknown region',
      'homeRegion: us-east-1',
      'homeRegion: eu-west-1',
      'homeRegion: "eu-west-1" is not allowed; allowed: us-east-1, us-west-2',
    ],
    [
      'one replica',
      'readersPerRegion: 2',
      'readersPerRegion: 1',
      'database.readersPerRegion: is 1, allowed: at least 2',
    ],
    [
      'no retention',
      'backupRetentionDays: 14',
      'backupRetentionDays: 0',
      'database.backupRetentionDays: is 0, allowed: at least 1',
    ],
    [
      'lag objective out of range',
      'replicationLagSeconds: 60',
      'replicationLagSeconds: 61',
      'objectives.replicationLagSeconds: is 61, allowed: at most 60',
    ],
    [
      'RPO objective out of range',
      'rpoSeconds: 60',
      'rpoSeconds: 0',
      'objectives.rpoSeconds: is 0, allowed: at least 1',
    ],
    ['weaker RTO', 'rtoSeconds: 300', 'rtoSeconds: 301', 'objectives.rtoSeconds: is 301, allowed: at most 300'],
    ['burstable class', 'db.r6g.large', 'db.t4g.medium', 'database.instanceClass: "db.t4g.medium" does not fit'],
    ['reserved user', 'dr_admin', 'rdsadmin', 'database.masterUsername: "rdsadmin" does not fit'],
    [
      'state in the home region',
      'region: us-west-2',
      'region: us-east-1',
      'state.region: must not be the home region us-east-1',
    ],
    [
      'networks that overlap',
      'vpcCidr: 10.20.0.0/16',
      'vpcCidr: 10.10.128.0/17',
      'regions.us-west-2.vpcCidr: 10.10.128.0/17 overlaps 10.10.0.0/16 of us-east-1',
    ],
    [
      'host bits',
      'vpcCidr: 10.10.0.0/16',
      'vpcCidr: 10.10.3.0/16',
      'regions.us-east-1.vpcCidr: "10.10.3.0/16" has bits set behind the prefix; did you mean 10.10.0.0/16?',
    ],
    [
      'impossible octet',
      'vpcCidr: 10.10.0.0/16',
      'vpcCidr: 10.999.0.0/16',
      'regions.us-east-1.vpcCidr: "10.999.0.0/16" is not an IPv4 network',
    ],
    [
      'open to the world',
      '[10.10.0.0/18]',
      '[0.0.0.0/0]',
      'regions.us-east-1.applicationCidrs.0: "0.0.0.0/0" is neither private nor inside the VPC',
    ],
    [
      'more networks than a security group holds of both regions',
      '[10.10.0.0/18]',
      `[${Array.from({ length: 26 }, (_, number) => `10.10.${number}.0/24`).join(', ')}]`,
      'regions.us-east-1.applicationCidrs: is a list of 26, allowed: at most 25 entries',
    ],
    [
      'zone of another region',
      'us-west-2c]',
      'us-east-1c]',
      'regions.us-west-2.availabilityZones.2: "us-east-1c" is not a zone of us-west-2',
    ],
    ['zone twice', 'us-west-2c]', 'us-west-2b]', 'regions.us-west-2.availabilityZones.2: "us-west-2b" is listed twice'],
    [
      'two zones',
      ', us-west-2c]',
      ']',
      'regions.us-west-2.availabilityZones: is a list of 2, allowed: at least 3 entries',
    ],
    [
      'windows that overlap',
      'sun:06:00-sun:07:00',
      'sun:03:15-sun:04:15',
      'database.maintenanceWindow: overlaps the daily backup window 03:00-03:30',
    ],
    [
      'drills while passwords are changed (K2)',
      'window: sun:09:00-sun:13:00',
      'window: sun:23:00-mon:01:00',
      'drill.window: overlaps the time in which passwords are changed, 00:00-02:00 UTC',
    ],
    [
      'maintenance while passwords are changed',
      'sun:06:00-sun:07:00',
      'sun:01:30-sun:02:30',
      'database.maintenanceWindow: overlaps the time in which passwords are changed, 00:00-02:00 UTC',
    ],
    ['no rotation (K2)', 'rotationDays: 30', 'rotationDays: 0', 'secrets.rotationDays: is 0, allowed: at least 1'],
    ['too seldom (K2)', 'rotationDays: 30', 'rotationDays: 91', 'secrets.rotationDays: is 91, allowed: at most 90'],
    [
      'a role that is reserved',
      'applicationRole: application',
      'applicationRole: rds_superuser',
      'secrets.applicationRole: "rds_superuser" does not fit',
    ],
    [
      'a role that is the master user',
      'applicationRole: application',
      'applicationRole: dr_admin',
      'secrets.applicationRole: must differ from database.masterUsername',
    ],
    ['window over midnight', '03:00-03:30', '23:45-00:05', 'database.backupWindow: must last at least 30 minutes'],
    [
      'detector too slow',
      'timeoutMs: 2000\n    failureThreshold: 3',
      'timeoutMs: 2000\n    failureThreshold: 6',
      'failover.detector: intervalMs × failureThreshold + timeoutMs is 32000 ms, more than the detection objective of 30 s',
    ],
    [
      'a grace that eats up the recovery time',
      'rtoSeconds: 300',
      'rtoSeconds: 137',
      'failover.inRegionGraceSeconds: leaves no time for the promotion within the recovery objective of 137 s',
    ],
    [
      'an unknown mode',
      'mode: automatic',
      'mode: auto',
      'failover.mode: "auto" is not allowed; allowed: automatic, manual',
    ],
    [
      'a private address as that of the NAT gateway',
      '203.0.113.10/32',
      '10.10.0.5/32',
      'regions.us-east-1.egressCidrs.0: "10.10.0.5/32" is private; the internet sees another address',
    ],
    [
      'a wide range as that of the NAT gateway',
      '203.0.113.10/32',
      '203.0.112.0/20',
      'regions.us-east-1.egressCidrs.0: "203.0.112.0/20" is more than 256 addresses; name those of the NAT gateways',
    ],
    [
      'no drill required',
      'requiredKinds: [switchover, restore]',
      'requiredKinds: []',
      'drill.requiredKinds: is a list of 0, allowed: at least 1 entries',
    ],
    [
      'a drill required that nobody runs by himself',
      'requiredKinds: [switchover, restore]',
      'requiredKinds: [switchover, failover]',
      'drill.requiredKinds.1: "failover" does not run by itself; what changes wait for has to: switchover, restore, detection, rotation',
    ],
    [
      'a drill required twice',
      'requiredKinds: [switchover, restore]',
      'requiredKinds: [restore, restore]',
      'drill.requiredKinds.1: "restore" is listed twice',
    ],
    [
      'an unknown drill',
      'requiredKinds: [switchover, restore]',
      'requiredKinds: [switchover, backup]',
      'drill.requiredKinds.1: "backup" is not allowed; allowed: switchover, failover, restore, detection, rotation',
    ],
    [
      'a monthly drill that has to be younger than a month',
      'requiredKinds: [switchover, restore]',
      'requiredKinds: [switchover, rotation]',
      'drill.requiredKinds.1: "rotation" runs monthly, so maxAgeDays has to be at least 35',
    ],
    [
      'a drill that loses data, without consent',
      'failover: never #',
      'failover: on-demand #',
      'drill.kinds.failover: may lose acknowledged writes: "never", or give your consent with acceptDataLoss: true',
    ],
    [
      'a freeze that ends before it begins',
      'to: 2027-01-06',
      'to: 2026-12-06',
      'drill.freezes.0.to: is before 2026-12-18',
    ],
    ['a day that there is not', 'from: 2026-12-18', 'from: 2026-02-30', 'drill.freezes.0.from:'],
    ['a table without its schema', 'checksumTables: []', 'checksumTables: [accounts]', 'drill.checksumTables.0:'],
    ['drills that never age', 'maxAgeDays: 14', 'maxAgeDays: 61', 'drill.maxAgeDays: is 61, allowed: at most 60'],
    ['drills that are always old', 'maxAgeDays: 14', 'maxAgeDays: 0', 'drill.maxAgeDays: is 0, allowed: at least 1'],
    ['neither yes nor no', 'blockRiskyChanges: true', "blockRiskyChanges: 'yes'", 'drill.blockRiskyChanges: is'],
    [
      'role of another account',
      '123456789012:role/iam-plan',
      '999999999999:role/iam-plan',
      'roles.plan: "arn:aws:iam::999999999999:role/iam-plan-prod" is not a role of account 123456789012',
    ],
    [
      'writer name outside the zone',
      'writerName: writer.db.example.internal',
      'writerName: writer.example.com',
      'dns.writerName: "writer.example.com" is not inside the zone db.example.internal',
    ],
    [
      'name of another file',
      'name: production',
      'name: staging',
      'name: is "staging", but the file is named "production"',
    ],
    [
      'suffix with a double hyphen',
      'environmentSuffix: prod',
      'environmentSuffix: pr--od',
      'environmentSuffix: "pr--od" does not fit',
    ],
  ])('%s', (_name, from, to, expected) => {
    const found = problems(edited(from, to));
    expect(found.join('\n')).toContain(expected);
  });

  test('line and column are those of the field', () => {
    const line = lineOf('vpcId: vpc-0a1b2c3d4e5f60001');
    expect(problems(edited('vpc-0a1b2c3d4e5f60001', 'nonsense'))[0]).toMatch(new RegExp(`^${line}:5 regions`));
  });

  test('a missing field is reported where it is missing', () => {
    expect(problems(edited(/ {2}name: app\n/, ''))).toEqual([
      `${lineOf('database:')}:1 database.name: is missing; a string is required`,
    ]);
  });
});

test('all mistakes are reported at once', () => {
  const text = edited('vpc-0a1b2c3d4e5f60001', 'x')
    .replace('readersPerRegion: 2', 'readersPerRegion: one')
    .replace('dns:', 'dsn:');
  expect(problems(text)).toHaveLength(4); // the id, the number, the unknown key, the missing key
});

describe('a text that is no environment file', () => {
  test.each<[string, string, RegExp]>([
    ['empty', '', /is empty/],
    ['only a comment', '# nothing\n', /is empty/],
    ['a list', '- a\n', /must be a mapping/],
    ['two documents', `${TEXT}\n---\nname: b\n`, /more than one YAML document/],
    ['a duplicate key', `${TEXT}\nname: again\n`, /unique/],
    ['broken syntax', 'name: [a\n', /flow/i],
    ['an alias', edited('name: app', 'name: &a app').replace('dr_admin', '*a'), /aliases and anchors are not allowed/],
    ['far too long', `# ${'x'.repeat(300_000)}`, /longer than 262144 characters/],
    ['a prototype key', `${TEXT}\n__proto__: {a: 1}\n`, /__proto__.*is not a known key/],
  ])('%s', (_name, text, message) => {
    expect(problems(text).join('\n')).toMatch(message);
  });
});

test('whatever the text, the only error is an EnvironmentError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(problems(text).length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});
