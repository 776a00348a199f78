import { describe, expect, test } from '@jest/globals';
import { parseProbeSettings, ProbeSettingsError } from '../../../src/drill/segments/settings';

const ENDPOINTS = {
  'us-east-1': {
    writer: 'aurora-us-east-1-prod.cluster-abc123.us-east-1.rds.amazonaws.com',
    reader: 'aurora-us-east-1-prod.cluster-ro-abc123.us-east-1.rds.amazonaws.com',
  },
  'us-west-2': {
    writer: 'aurora-us-west-2-prod.cluster-def456.us-west-2.rds.amazonaws.com',
    reader: 'aurora-us-west-2-prod.cluster-ro-def456.us-west-2.rds.amazonaws.com',
  },
};
const ENVIRONMENT = {
  AWS_REGION: 'us-west-2',
  WRITER_NAME: 'writer.db.example.internal',
  DATABASE_PORT: '5432',
  DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:us-west-2:123456789012:secret:secret-database-prod-AbCdEf',
  DATABASE_ENDPOINTS: JSON.stringify(ENDPOINTS),
  RESTORED_CLUSTER_IDENTIFIER: 'aurora-restore-drill-prod',
  HISTORY_BUCKET: 's3-drill-history-123456789012-us-west-2-prod',
};

describe('settings of the probe function', () => {
  test('are read; the endpoint of the restored cluster is that of a sibling in the same region', () => {
    expect(parseProbeSettings({ ...ENVIRONMENT, APPLICATION_SECRET_ARN: 'arn:application' })).toEqual({
      region: 'us-west-2',
      writerName: 'writer.db.example.internal',
      port: 5432,
      secretArn: ENVIRONMENT.DATABASE_SECRET_ARN,
      applicationSecretArn: 'arn:application',
      regions: [
        {
          region: 'us-east-1',
          endpoint: ENDPOINTS['us-east-1'].writer,
          readerEndpoint: ENDPOINTS['us-east-1'].reader,
          port: 5432,
        },
        {
          region: 'us-west-2',
          endpoint: ENDPOINTS['us-west-2'].writer,
          readerEndpoint: ENDPOINTS['us-west-2'].reader,
          port: 5432,
        },
      ],
      restoredHost: 'aurora-restore-drill-prod.cluster-def456.us-west-2.rds.amazonaws.com',
      bucket: 's3-drill-history-123456789012-us-west-2-prod',
    });
  });

  test.each<[string, Record<string, string | undefined>, RegExp]>([
    ['nothing', { WRITER_NAME: undefined }, /WRITER_NAME/],
    ['a port that is none', { DATABASE_PORT: '0' }, /DATABASE_PORT/],
    ['endpoints that are not JSON', { DATABASE_ENDPOINTS: '{' }, /DATABASE_ENDPOINTS: must be JSON/],
    ['endpoints of other regions only', { AWS_REGION: 'eu-west-1' }, /no endpoints of eu-west-1/],
    [
      'an endpoint that is not that of a cluster',
      { DATABASE_ENDPOINTS: JSON.stringify({ 'us-west-2': { writer: 'evil.example', reader: 'evil.example' } }) },
      /evil\.example is not the writer endpoint/,
    ],
  ])('are refused with %s', (_what, change, message) => {
    expect(() => parseProbeSettings({ ...ENVIRONMENT, ...change })).toThrow(ProbeSettingsError);
    expect(() => parseProbeSettings({ ...ENVIRONMENT, ...change })).toThrow(message);
  });
});
