import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  visit,
} from 'yaml';
import { z } from 'zod';
import { EnvironmentError, type Problem } from './problem';
import { checkRules } from './rules';
import { environmentSchema, type Environment } from './schema';
import { nearest } from './suggestion';

/** Nobody writes an environment of this size by hand; a larger text is an accident or an attack. In characters. */
const MAXIMUM_LENGTH = 256 * 1024;

type Path = readonly PropertyKey[];

/**
 * Reads an environment file.
 *
 * @param text     the YAML text
 * @param fileName the path as it should appear in messages, for example `environments/production.yaml`
 * @throws EnvironmentError with every problem that the text has, each with its line and column
 */
export function parseEnvironment(text: string, fileName: string): Environment {
  const lines = new LineCounter();
  const at = (offset: number, field: string, message: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file: fileName, line: Math.max(1, line), column: Math.max(1, col), field, message };
  };
  if (text.length > MAXIMUM_LENGTH) {
    throw new EnvironmentError([
      at(0, '', `is longer than ${MAXIMUM_LENGTH} characters; this is not an environment file`),
    ]);
  }

  const [document, ...more] = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document === undefined || !('contents' in document) || document.contents === null) {
    throw new EnvironmentError([at(0, '', 'is empty; environments/production.yaml is a complete example')]);
  }
  if (more[0] !== undefined) {
    throw new EnvironmentError([
      at(more[0].range[0], '', 'holds more than one YAML document; write one file for each environment'),
    ]);
  }
  const syntax = [...document.errors, ...document.warnings].map((error) => at(error.pos[0], '', error.message));
  if (syntax.length > 0) throw new EnvironmentError(syntax);
  const unwanted = aliases(document).map((offset) =>
    at(offset, '', 'aliases and anchors are not allowed: write the value out'),
  );
  if (unwanted.length > 0) throw new EnvironmentError(unwanted);
  if (!isMap(document.contents)) {
    throw new EnvironmentError([
      at(0, '', 'must be a mapping of keys to values; environments/production.yaml is a complete example'),
    ]);
  }

  const locate = (path: Path) => offsetOf(document.contents, path);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  const parsed = environmentSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => explain(issue, value));
    throw new EnvironmentError(problems.map(({ path, message }) => at(locate(path), fieldName(path), message)));
  }
  const expectedName = fileName.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const problems = [
    ...(parsed.data.name === expectedName
      ? []
      : [{ path: ['name'], message: `is "${parsed.data.name}", but the file is named "${expectedName}"` }]),
    ...checkRules(parsed.data),
  ];
  if (problems.length > 0) {
    throw new EnvironmentError(problems.map(({ path, message }) => at(locate(path), fieldName(path), message)));
  }
  return parsed.data;
}

/** One of zod's issues in our words: what is there, and what is allowed. */
function explain(issue: z.core.$ZodIssue, root: unknown): readonly { readonly path: Path; readonly message: string }[] {
  const found = valueAt(root, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = knownKeys(issue.path);
      return issue.keys.map((key) => {
        const guess = nearest(key, known);
        const hint = guess === undefined ? `allowed: ${known.join(', ')}` : `did you mean "${guess}"?`;
        return { path: [...issue.path, key], message: `is not a known key; ${hint}` };
      });
    }
    case 'invalid_type':
      if (found === undefined) return [{ path: issue.path, message: `is missing; a ${issue.expected} is required` }];
      return [
        {
          path: issue.path,
          message: `is ${show(found)}, allowed: a ${issue.expected}${quoteHint(issue.expected, found)}`,
        },
      ];
    case 'too_small':
      return [
        {
          path: issue.path,
          message: `is ${show(found)}, allowed: at least ${String(issue.minimum)}${unit(issue.origin)}`,
        },
      ];
    case 'too_big':
      return [
        {
          path: issue.path,
          message: `is ${show(found)}, allowed: at most ${String(issue.maximum)}${unit(issue.origin)}`,
        },
      ];
    case 'invalid_value':
      return [
        { path: issue.path, message: `${show(found)} is not allowed; allowed: ${issue.values.map(String).join(', ')}` },
      ];
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return [{ path: issue.path, message: `${show(found)} does not fit; ${issue.message}` }];
  }
}

/** The keys that the mapping at `path` may have. */
function knownKeys(path: Path): readonly string[] {
  let schema: unknown = environmentSchema;
  for (const key of path) schema = objectOf(schema)?.shape[String(key)];
  return Object.keys(objectOf(schema)?.shape ?? {});
}

function objectOf(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  return schema instanceof z.ZodOptional ? objectOf(schema.unwrap()) : undefined;
}

function quoteHint(expected: string, found: unknown): string {
  return expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')
    ? ' (put it in quotes)'
    : '';
}

function unit(origin: string): string {
  return origin === 'array' ? ' entries' : origin === 'string' ? ' characters' : '';
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'a mapping';
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function fieldName(path: Path): string {
  return path.map(String).join('.');
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** The offset of the node at `path`: of its key where it has one, of the nearest parent where it is missing. */
function offsetOf(root: unknown, path: Path): number {
  let node: unknown = root;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (pair === undefined) return offset;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isCollection(node)) {
      node = node.get(Number(key), true);
      if (hasRange(node)) offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function hasRange(node: unknown): node is Node {
  return isScalar(node) || isCollection(node) || isAlias(node);
}

function aliases(document: Document.Parsed): readonly number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias: (_key, node) => void offsets.push(node.range?.[0] ?? 0),
    Value: (_key, node) => {
      if (node.anchor !== undefined) offsets.push(node.range?.[0] ?? 0);
    },
  });
  return offsets;
}
