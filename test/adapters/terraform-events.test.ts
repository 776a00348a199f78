import { describe, expect, test } from '@jest/globals';
import { describeProgress, parseTerraformEvent, type TerraformEvent } from '../../src/adapters/terraform-events';
import type { ResourceProgress } from '../../src/ports/terraform';

/** Lines as Terraform 1.11 writes them, without what nobody reads. */
const event = (type: string, fields: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ '@level': 'info', '@message': 'text with a secret', '@module': 'terraform.ui', type, ...fields });
const RESOURCE = { addr: 'module.a.aws_kms_key.one', module: 'module.a', resource_type: 'aws_kms_key' };

describe('events of terraform plan -json and apply -json', () => {
  test.each<[string, string, TerraformEvent | undefined]>([
    [
      'a planned change',
      event('planned_change', { change: { resource: RESOURCE, action: 'replace', reason: 'cannot_update' } }),
      { kind: 'resource', progress: { address: 'module.a.aws_kms_key.one', action: 'replace', outcome: 'planned' } },
    ],
    [
      'a start',
      event('apply_start', { hook: { resource: RESOURCE, action: 'create' } }),
      { kind: 'resource', progress: { address: 'module.a.aws_kms_key.one', action: 'create', outcome: 'started' } },
    ],
    [
      'a sign of life',
      event('apply_progress', { hook: { resource: RESOURCE, action: 'create', elapsed_seconds: 10 } }),
      {
        kind: 'resource',
        progress: { address: 'module.a.aws_kms_key.one', action: 'create', outcome: 'running', seconds: 10 },
      },
    ],
    [
      'an end',
      event('apply_complete', { hook: { resource: RESOURCE, action: 'create', id_value: 'k', elapsed_seconds: 31 } }),
      {
        kind: 'resource',
        progress: { address: 'module.a.aws_kms_key.one', action: 'create', outcome: 'done', seconds: 31 },
      },
    ],
    [
      'a failure',
      event('apply_errored', { hook: { resource: RESOURCE, action: 'create', elapsed_seconds: 2 } }),
      {
        kind: 'resource',
        progress: { address: 'module.a.aws_kms_key.one', action: 'create', outcome: 'failed', seconds: 2 },
      },
    ],
    [
      'an error',
      event('diagnostic', { diagnostic: { severity: 'error', summary: 'Saved plan is stale', detail: 'It is.' } }),
      { kind: 'error', text: 'Saved plan is stale: It is.' },
    ],
    [
      'a warning with its place',
      event('diagnostic', {
        diagnostic: { severity: 'warning', summary: 'Old', range: { filename: 'main.tf', start: { line: 3 } } },
      }),
      { kind: 'warning', text: 'main.tf:3: Old' },
    ],
    ['a kind of the future', event('apply_paused', { hook: { resource: RESOURCE } }), undefined],
    ['the output of a provisioner', event('provision_progress', { hook: { output: 'a secret' } }), undefined],
    ['no JSON', 'Terraform will perform the following actions:', undefined],
  ])('%s', (_name, line, expected) => {
    expect(parseTerraformEvent(line)).toEqual(expected);
  });

  test.each<[ResourceProgress['outcome'], number | undefined, string | undefined]>([
    ['planned', undefined, 'a.b: to create'],
    ['started', undefined, 'a.b: create started'],
    ['running', 10, undefined],
    ['done', 31, 'a.b: create done after 31 s'],
    ['failed', 2, 'a.b: create failed after 2 s'],
  ])('%s as a line of the log', (outcome, seconds, line) => {
    expect(
      describeProgress({ address: 'a.b', action: 'create', outcome, ...(seconds === undefined ? {} : { seconds }) }),
    ).toBe(line);
  });
});
