import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Document } from 'openapi-backend';
import { z } from 'zod';

/** The operations that the stub serves; everything else is refused, so that nobody relies on what was never checked. */
export const SERVED = {
  '/user': ['get'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/commits/{commit_sha}/pulls': ['get'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}': ['get'],
  '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}/jobs': ['get'],
  '/repos/{owner}/{repo}/actions/oidc/customization/sub': ['get'],
  '/repos/{owner}/{repo}/environments/{environment_name}': ['get'],
  '/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies': ['get'],
} as const;

const documentSchema = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

let whole: z.infer<typeof documentSchema> | undefined;

/** GitHub's description, read once: it has 12 MB. */
function description(): z.infer<typeof documentSchema> {
  const require = createRequire(import.meta.url);
  const file = z.string().parse(require.resolve('@octokit/openapi/generated/api.github.com.json'));
  return (whole ??= documentSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
}

/** An answer that GitHub's description gives as an example, so that ours have every field that GitHub's have. */
export function publishedExample(name: string): unknown {
  const example = description().components['examples']?.[name];
  if (example === undefined) throw new Error(`GitHub's description has no example "${name}" any more`);
  return structuredClone(z.object({ value: z.unknown() }).parse(example).value);
}

/** GitHub's published OpenAPI description, cut down to the served operations and what they refer to. */
export function publishedApi(): Document {
  const { openapi, info, paths: all, components: allComponents } = description();
  const paths = Object.fromEntries(
    Object.entries(SERVED).map(([path, methods]) => {
      const item = all[path];
      if (item === undefined) throw new Error(`GitHub's description has no ${path} any more`);
      const kept = Object.entries(item).filter(
        ([key]) => key === 'parameters' || methods.some((method) => method === key),
      );
      return [path, Object.fromEntries(kept)];
    }),
  );
  const components: Record<string, Record<string, unknown>> = {};
  keepReferred(paths, allComponents, components);
  return toDocument(withTypes({ openapi, info, paths, components }));
}

/**
 * `nullable` as the validator understands it: beside something else than a type as the choice that it means, and with an enumeration as one
 * more value of that.
 */
function withTypes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withTypes);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withTypes(value)]));
  if (nullable === undefined) return rest;
  const values = z.array(z.unknown()).safeParse(rest['enum']);
  if (nullable === true && values.success) return { ...rest, nullable, enum: [...new Set([...values.data, null])] };
  if (nullable !== true || rest['type'] !== undefined) return { ...rest, nullable };
  return { anyOf: [rest, { type: 'string', nullable: true, enum: [null] }] };
}

function keepReferred(
  node: unknown,
  all: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  kept: Record<string, Record<string, unknown>>,
): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const [, kind, name] =
      (key === '$ref' && typeof value === 'string' ? /^#\/components\/([^/]+)\/([^/]+)$/.exec(value) : null) ?? [];
    if (kind === undefined || name === undefined) {
      keepReferred(value, all, kept);
    } else if (kept[kind]?.[name] === undefined) {
      const component = all[kind]?.[name];
      kept[kind] = { ...kept[kind], [name]: component };
      keepReferred(component, all, kept);
    }
  }
}

function toDocument(value: unknown): Document {
  if (isDocument(value)) return value;
  throw new Error("GitHub's description is not an OpenAPI document");
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && 'openapi' in value && 'paths' in value;
}
