import { describe, expect, test } from '@jest/globals';
import { applyArguments, initArguments, planArguments, showArguments } from '../../src/adapters/terraform-arguments';
import { childEnvironment } from '../../src/adapters/terraform-environment';

describe('arguments', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'init',
      initArguments({ bucket: 'b; rm -rf /', region: 'us-west-2' }),
      [
        'init',
        '-input=false',
        '-no-color',
        '-reconfigure',
        '-lockfile=readonly',
        '-backend-config=bucket=b; rm -rf /',
        '-backend-config=region=us-west-2',
      ],
    ],
    [
      'plan',
      planArguments({ varFile: '/p/v.json', planFile: '/p/plan' }),
      [
        'plan',
        '-input=false',
        '-json',
        '-detailed-exitcode',
        '-lock-timeout=5m',
        '-var-file=/p/v.json',
        '-out=/p/plan',
      ],
    ],
    ['apply', applyArguments('/p/plan'), ['apply', '-input=false', '-json', '-lock-timeout=5m', '/p/plan']],
    ['show', showArguments('/p/plan'), ['show', '-json', '-no-color', '/p/plan']],
  ])('%s', (_command, actual, expected) => {
    expect(actual).toEqual(expected);
  });
});

test('Terraform gets neither tokens of the runner nor what would change the plan or print values', () => {
  const given = {
    PATH: '/bin',
    AWS_REGION: 'us-west-2',
    'INPUT_GITHUB-TOKEN': 'x',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
    GITHUB_ENV: '/runner/env',
    TF_CLI_ARGS: '-destroy',
    TF_CLI_ARGS_plan: '-destroy',
    TF_LOG_PROVIDER: 'TRACE',
    TF_WORKSPACE: 'other',
  };
  expect(childEnvironment(given, '/data')).toEqual({
    PATH: '/bin',
    AWS_REGION: 'us-west-2',
    TF_DATA_DIR: '/data',
    TF_IN_AUTOMATION: 'true',
    TF_INPUT: 'false',
  });
});
