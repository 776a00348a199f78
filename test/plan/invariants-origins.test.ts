import { describe, expect, test } from '@jest/globals';
import { origins, parseConfiguration } from '../../src/plan/invariants/configuration';

const CONFIGURATION = parseConfiguration({
  configuration: {
    root_module: {
      module_calls: {
        keys: {
          source: './modules/encryption',
          module: {
            resources: [{ address: 'aws_kms_key.data' }],
            outputs: {
              arn: { expression: { references: ['aws_kms_key.data.arn', 'aws_kms_key.data'] } },
              later: { expression: { references: ['var.id'] }, depends_on: ['aws_kms_alias.data'] },
            },
          },
          expressions: { id: { references: ['aws_vpc.mine.id', 'aws_vpc.mine'] } },
        },
        database: {
          source: './modules/regional_database',
          expressions: {
            key: { references: ['module.keys.arn', 'module.keys'] },
            later: { references: ['module.keys.later', 'module.keys'] },
            names: { references: ['var.database.names', 'var.database'] },
          },
          module: { resources: [] },
        },
      },
    },
  },
});

const from = (...references: readonly string[]) => [...origins(CONFIGURATION, ['database'], { references })].sort();

describe('origins of a value are followed', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['through a variable and an output to a resource', ['var.key'], ['module.keys.aws_kms_key.data']],
    ['to what an output waits for', ['var.later'], ['aws_vpc.mine', 'module.keys.aws_kms_alias.data']],
    ['to variables of the root', ['var.names'], ['var.database']],
    ['to resources beside it', ['aws_x.y["a"].id', 'aws_x.y'], ['module.database.aws_x.y']],
    ['to data sources', ['data.aws_x.y.json'], ['module.database.data.aws_x.y']],
    ['to ephemeral resources', ['ephemeral.aws_x.y.value'], ['module.database.ephemeral.aws_x.y']],
    ['no further than a local', ['local.z'], ['module.database.local.z']],
    ['and loops say nothing', ['each.key', 'count.index'], []],
  ])('%s', (_way, references, expected) => {
    expect(from(...references)).toEqual(expected);
  });
});

test('a document without a configuration has no origins', () => {
  expect([...origins(parseConfiguration({}), ['database'], { references: ['var.key'] })]).toEqual([]);
});
