import { describe, expect, test } from '@jest/globals';
import { judge, skipComments } from '../../tooling/checkov/report';

const ENCRYPTION = {
  check_id: 'CKV_AWS_173',
  check_name: 'Check encryption settings for Lambda environmental variable',
  file_abs_path: '/repository/terraform/modules/function/main.tf',
  file_line_range: [118, 160],
  resource: 'module.health_us_east_1.module.function.aws_lambda_function.this',
  check_result: { result: 'FAILED' },
};
const OTHER_REGION = { ...ENCRYPTION, resource: 'module.health_us_west_2.module.function.aws_lambda_function.this' };
const TRACING = { ...ENCRYPTION, check_id: 'CKV_AWS_50', check_name: 'X-Ray tracing is enabled for Lambda' };

function report(results: object, summary = { passed: 3, failed: 0 }): string {
  return JSON.stringify({
    check_type: 'terraform',
    summary,
    results: { failed_checks: [], skipped_checks: [], parsing_errors: [], ...results },
  });
}

const skipped = (comment: string) => ({
  ...ENCRYPTION,
  check_result: { result: 'SKIPPED', suppress_comment: comment },
});
const COMMENT = { file: 'terraform/modules/function/main.tf', id: 'CKV_AWS_173' };

describe('judge', () => {
  test('is content with no findings', () => {
    expect(judge(report({}), [], '/repository')).toEqual({
      verdict: 'ok',
      text: '3 checks passed, 0 exceptions with a reason',
    });
  });

  test('says what was found and where, once for a module that is called twice', () => {
    const failed = report({ failed_checks: [ENCRYPTION, OTHER_REGION, TRACING] });
    expect(judge(failed, [], '/repository')).toEqual({
      verdict: 'failed',
      text: `2 findings
CKV_AWS_173: Check encryption settings for Lambda environmental variable
  terraform/modules/function/main.tf:118 aws_lambda_function.this
CKV_AWS_50: X-Ray tracing is enabled for Lambda
  terraform/modules/function/main.tf:118 aws_lambda_function.this`,
    });
  });

  test('allows an exception with a reason', () => {
    const json = report({ skipped_checks: [skipped('no secrets in it')] });
    expect(judge(json, [COMMENT], '/repository')).toEqual({
      verdict: 'ok',
      text: '3 checks passed, 1 exceptions with a reason',
    });
  });

  test.each(['No comment provided', ' ', ''])('refuses an exception without a reason: %j', (comment) => {
    const { verdict, text } = judge(report({ skipped_checks: [skipped(comment)] }), [COMMENT], '/repository');
    expect(verdict).toBe('failed');
    expect(text).toContain('terraform/modules/function/main.tf: checkov:skip=CKV_AWS_173 has no reason');
  });

  test('refuses an exception that is not needed any more', () => {
    const { verdict, text } = judge(report({}), [COMMENT], '/repository');
    expect(verdict).toBe('failed');
    expect(text).toContain('terraform/modules/function/main.tf: checkov:skip=CKV_AWS_173 excuses nothing; remove it');
  });

  test('a file that checkov cannot read is a failure, although checkov only counts it', () => {
    const { verdict, text } = judge(report({ parsing_errors: ['/repository/terraform/a.tf'] }), [], '/repository');
    expect(verdict).toBe('failed');
    expect(text).toContain('terraform/a.tf could not be read by checkov');
  });

  test.each([
    ['{"passed": 0, "failed": 0, "resource_count": 0, "checkov_version": "3.3.30"}'],
    [report({}, { passed: 0, failed: 0 })],
  ])('nothing checked is a failure: %s', (json) => {
    expect(judge(json, [], '/repository').verdict).toBe('failed');
  });
});

test('skipComments finds every form that checkov knows', () => {
  const text =
    '#checkov:skip=CKV_AWS_1:x\nresource {\n  # checkov:skip=CKV2_AWS_2: y\n}\non: # checkov:skip=CKV_GHA_7\n';
  expect(skipComments('a.tf', text)).toEqual([
    { file: 'a.tf', id: 'CKV_AWS_1' },
    { file: 'a.tf', id: 'CKV2_AWS_2' },
    { file: 'a.tf', id: 'CKV_GHA_7' },
  ]);
});
