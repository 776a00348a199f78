import { relative } from 'node:path';
import { z } from 'zod';
import type { Outcome } from '../outcome';

const checkSchema = z.object({
  check_id: z.string(),
  check_name: z.string(),
  file_abs_path: z.string(),
  file_line_range: z.tuple([z.number(), z.number()]),
  resource: z.string(),
  check_result: z.object({ suppress_comment: z.string().optional() }),
});
const reportSchema = z.object({
  summary: z.object({ passed: z.number(), failed: z.number() }),
  results: z.object({
    failed_checks: z.array(checkSchema),
    skipped_checks: z.array(checkSchema),
    parsing_errors: z.array(z.string()),
  }),
});
type Check = z.infer<typeof checkSchema>;

/** A `checkov:skip` comment of a file. */
export interface SkipComment {
  /** From the root of the repository. */
  readonly file: string;
  readonly id: string;
}

/** The `checkov:skip` comments of a text. */
export function skipComments(file: string, text: string): readonly SkipComment[] {
  return [...text.matchAll(/#\s*checkov:skip=(\w+)/g)].map(([, id = '']) => ({ file, id }));
}

/**
 * Judges what checkov found: no finding, no file that it could not read, and every exception has a reason and is still needed.
 *
 * @param json checkov's report on one framework, made without `--quiet`, which would leave out what was skipped.
 * @param comments every exception that the code asks for.
 * @param repository the root directory, to name files from there.
 */
export function judge(json: string, comments: readonly SkipComment[], repository: string): Outcome {
  const parsed = reportSchema.safeParse(JSON.parse(json));
  // Checkov succeeds, with a report of another shape, when it finds nothing to look at.
  if (!parsed.success || parsed.data.summary.passed + parsed.data.summary.failed === 0) {
    return { verdict: 'failed', text: 'checkov found nothing to check, so this is no proof of anything' };
  }
  const { summary, results } = parsed.data;
  const file = (check: Check) => relative(repository, check.file_abs_path);
  const skipped = results.skipped_checks;
  const problems = [
    ...results.parsing_errors.map((path) => `${relative(repository, path)} could not be read by checkov`),
    ...findings(results.failed_checks, file),
    ...unique(
      skipped
        .filter(({ check_result: { suppress_comment: reason } }) => !hasReason(reason))
        .map(
          (check) =>
            `${file(check)}: checkov:skip=${check.check_id} has no reason; write checkov:skip=${check.check_id}:why`,
        ),
    ),
    ...comments
      .filter((comment) => !skipped.some((check) => check.check_id === comment.id && file(check) === comment.file))
      .map((comment) => `${comment.file}: checkov:skip=${comment.id} excuses nothing; remove it`),
  ];
  if (problems.length > 0) return { verdict: 'failed', text: `${problems.length} findings\n${problems.join('\n')}` };
  const exceptions = unique(
    skipped.map((check) => `${check.check_id} ${file(check)}:${check.file_line_range[0]}`),
  ).length;
  return { verdict: 'ok', text: `${summary.passed} checks passed, ${exceptions} exceptions with a reason` };
}

function hasReason(comment: string | undefined): boolean {
  return comment !== undefined && comment !== 'No comment provided' && /\w/.test(comment);
}

/** A line for each check, then one for each place; a module that is called twice is one place. */
function findings(failed: readonly Check[], file: (check: Check) => string): readonly string[] {
  return unique(failed.map(({ check_id: id }) => id))
    .sort()
    .map((id) => {
      const checks = failed.filter((check) => check.check_id === id);
      const places = checks.map((check) => `  ${file(check)}:${check.file_line_range[0]} ${inModule(check.resource)}`);
      return [`${id}: ${checks[0]?.check_name ?? ''}`, ...unique(places)].join('\n');
    });
}

/** The address of a resource inside its own module. */
function inModule(resource: string): string {
  return resource.replace(/^(?:module\.[^.]+\.)+/, '');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
