import { CreateHealthCheckCommand, GetHealthCheckCommand, Route53Client } from '@aws-sdk/client-route-53';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  RemoveRegionsFromReplicationCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { clientOptions, EAST, elements, query, startTestEmulator, WEST } from './emulator-support/emulator-fixture';

describe('what is created comes back as it was asked for', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startTestEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
  });

  test('the checker regions and children of a health check', async () => {
    const route53 = new Route53Client(clientOptions(emulator, EAST));
    const endpoint = {
      Type: 'HTTPS',
      FullyQualifiedDomainName: 'health.example',
      Regions: [EAST, WEST, 'eu-west-1'],
    } as const;
    const { HealthCheck } = await route53.send(
      new CreateHealthCheckCommand({
        CallerReference: 'endpoint',
        HealthCheckConfig: { ...endpoint, Regions: [...endpoint.Regions] },
      }),
    );
    const child = HealthCheck?.Id ?? '';
    const calculated = await route53.send(
      new CreateHealthCheckCommand({
        CallerReference: 'calculated',
        HealthCheckConfig: { Type: 'CALCULATED', HealthThreshold: 1, ChildHealthChecks: [child] },
      }),
    );
    const config = async (id: string | undefined) =>
      (await route53.send(new GetHealthCheckCommand({ HealthCheckId: id }))).HealthCheck?.HealthCheckConfig;
    expect((await config(child))?.Regions).toEqual(['us-east-1', 'us-west-2', 'eu-west-1']);
    expect((await config(calculated.HealthCheck?.Id))?.ChildHealthChecks).toEqual([child]);
  });

  test('the replica of a secret that is created with one', async () => {
    const secrets = (region: string) => new SecretsManagerClient(clientOptions(emulator, region));
    await secrets(EAST).send(
      new CreateSecretCommand({
        Name: 'secret-database-test',
        SecretString: 'value',
        AddReplicaRegions: [{ Region: WEST, KmsKeyId: 'alias/kms-data-test' }],
      }),
    );
    const { ReplicationStatus } = await secrets(EAST).send(
      new DescribeSecretCommand({ SecretId: 'secret-database-test' }),
    );
    expect(ReplicationStatus).toMatchObject([{ Region: WEST, KmsKeyId: 'alias/kms-data-test', Status: 'InSync' }]);
    const replica = await secrets(WEST).send(new DescribeSecretCommand({ SecretId: 'secret-database-test' }));
    expect(replica.ARN).toContain(':us-west-2:');

    await secrets(EAST).send(
      new RemoveRegionsFromReplicationCommand({ SecretId: 'secret-database-test', RemoveReplicaRegions: [WEST] }),
    );
    await expect(
      secrets(WEST).send(new DescribeSecretCommand({ SecretId: 'secret-database-test' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('the security groups and private DNS of a VPC endpoint', async () => {
    await query(emulator, 'ec2', EAST, {
      Action: 'CreateVpcEndpoint',
      VpcId: 'vpc-1',
      ServiceName: 'com.amazonaws.us-east-1.secretsmanager',
      VpcEndpointType: 'Interface',
      'SecurityGroupId.1': 'sg-1',
      PrivateDnsEnabled: 'true',
    });
    const xml = await query(emulator, 'ec2', EAST, { Action: 'DescribeVpcEndpoints' });
    expect(elements(xml, 'groupId')).toEqual(['sg-1']);
    expect(elements(xml, 'privateDnsEnabled')).toEqual(['true']);
  });
});
