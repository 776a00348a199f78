import { isMap, parseDocument, visit, type YAMLMap } from 'yaml';

/**
 * A workflow file as the local runner can read it: without the `queue` of its concurrency groups, which GitHub has had since May 2026 and
 * the runner takes for a mistake. It keeps no queue anyway. Everything else stays as it is, so that what is tested is what is shipped.
 *
 * @throws Error when the file is not YAML
 */
export function runnableWorkflow(text: string): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw error;
  const queues: YAMLMap[] = [];
  visit(document, {
    Pair(_key, { key, value }) {
      if (String(key) === 'concurrency' && isMap(value) && value.has('queue')) queues.push(value);
    },
  });
  for (const concurrency of queues) concurrency.delete('queue');
  return queues.length === 0 ? text : document.toString({ lineWidth: 0 });
}
