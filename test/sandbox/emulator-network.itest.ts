import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { EAST, elements, query, startTestEmulator } from './emulator-support/emulator-fixture';

describe('EC2 networks', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startTestEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
  });

  const ec2 = (parameters: Record<string, string>) => query(emulator, 'ec2', EAST, parameters);

  test('a security group rule for a prefix list is read back with it', async () => {
    const created = await ec2({ Action: 'CreateSecurityGroup', GroupName: 'rules', GroupDescription: 'Rules' });
    const [group = ''] = elements(created, 'groupId');
    const https = {
      GroupId: group,
      'IpPermissions.1.IpProtocol': 'tcp',
      'IpPermissions.1.FromPort': '443',
      'IpPermissions.1.ToPort': '443',
    };
    const authorized = await ec2({
      Action: 'AuthorizeSecurityGroupEgress',
      ...https,
      'IpPermissions.1.PrefixListIds.1.PrefixListId': 'pl-63a5400a',
      'IpPermissions.1.PrefixListIds.1.Description': 'S3',
    });
    expect(elements(authorized, 'prefixListId')).toEqual(['pl-63a5400a']);
    const [rule = ''] = elements(authorized, 'securityGroupRuleId');
    const described = await ec2({ Action: 'DescribeSecurityGroupRules', 'SecurityGroupRuleId.1': rule });
    expect(elements(described, 'prefixListId')).toEqual(['pl-63a5400a']);
    expect(elements(described, 'description')).toEqual(['S3']);
    // Others stay as they were.
    await ec2({ Action: 'AuthorizeSecurityGroupIngress', ...https, 'IpPermissions.1.IpRanges.1.CidrIp': '10.0.0.0/8' });
    const all = await ec2({
      Action: 'DescribeSecurityGroupRules',
      'Filter.1.Name': 'group-id',
      'Filter.1.Value.1': group,
    });
    expect(elements(all, 'cidrIpv4')).toEqual(expect.arrayContaining(['10.0.0.0/8']));
    expect(elements(all, 'prefixListId')).toEqual(['pl-63a5400a']);
  });
});
