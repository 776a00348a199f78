/**
 * Finds every value that any mark in a plan declares sensitive. Marks alone do not protect: a sensitive variable that reaches
 * an unmarked attribute stands there in the clear. So the values are collected, and removed wherever else they stand.
 */

/** A value of this length or more is removed also where it is part of a longer text. */
const PART_LENGTH = 6;

export class Secrets {
  private readonly whole: ReadonlySet<string>;
  private readonly parts: readonly string[];

  constructor(values: Iterable<string>) {
    this.whole = new Set([...values].filter((value) => value !== ''));
    this.parts = [...this.whole].filter((value) => value.length >= PART_LENGTH);
  }

  /** Whether `text` is, or holds, something secret. */
  isIn(text: string): boolean {
    return this.whole.has(text) || this.parts.some((part) => text.includes(part));
  }

  /** The text with everything secret in it replaced; the last line of defence of a rendered comment. */
  remove(text: string): string {
    return this.parts.reduce((rest, part) => rest.replaceAll(part, '(redacted)'), text);
  }
}

/** Collects the sensitive values of a whole plan document. */
export function collectSecrets(plan: unknown): Secrets {
  const found = new Set<string>();
  visit(plan, found);
  for (const name of sensitiveVariables(plan)) addLeaves(at(plan, ['variables', name, 'value']), found);
  return new Secrets(found);
}

/** Pairs of keys in which the second one marks what is sensitive in the first. */
const MARKS = [
  ['before', 'before_sensitive'],
  ['after', 'after_sensitive'],
  ['values', 'sensitive_values'],
] as const;

function visit(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, found);
    return;
  }
  if (!isRecord(node)) return;
  for (const [value, mark] of MARKS) if (mark in node) addMarked(node[value], node[mark], found);
  if (node['sensitive'] === true && 'value' in node) addLeaves(node['value'], found);
  for (const child of Object.values(node)) visit(child, found);
}

function addMarked(value: unknown, mark: unknown, found: Set<string>): void {
  if (mark === true) addLeaves(value, found);
  else if (Array.isArray(mark) && Array.isArray(value))
    for (const [index, item] of mark.entries()) addMarked(value[index], item, found);
  else if (isRecord(mark) && isRecord(value))
    for (const [key, item] of Object.entries(mark)) addMarked(value[key], item, found);
}

function addLeaves(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') {
    found.add(value);
    // A secret with line breaks appears line by line in a diff.
    for (const line of value.split('\n')) if (line.trim().length >= PART_LENGTH) found.add(line.trim());
  } else if (typeof value === 'number') {
    found.add(String(value));
  } else if (Array.isArray(value)) {
    for (const item of value) addLeaves(item, found);
  } else if (isRecord(value)) {
    for (const item of Object.values(value)) addLeaves(item, found);
  }
}

function sensitiveVariables(plan: unknown): readonly string[] {
  const declared = at(plan, ['configuration', 'root_module', 'variables']);
  if (!isRecord(declared)) return [];
  return Object.entries(declared)
    .filter(([, variable]) => isRecord(variable) && variable['sensitive'] === true)
    .map(([name]) => name);
}

function at(node: unknown, path: readonly string[]): unknown {
  return path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), node);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
