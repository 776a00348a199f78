import { KnownValues, PART_LENGTH } from './redaction/known-values';
import { isTelltale } from './redaction/shapes';

/**
 * Finds every value that any mark in a plan declares sensitive. Marks alone do not protect: a sensitive variable that reaches
 * an unmarked attribute stands there in the clear. So the values are collected, and removed wherever else they stand.
 */
export class Secrets {
  private readonly known: KnownValues;

  constructor(values: Iterable<string>) {
    this.known = new KnownValues(values);
  }

  /** Length of the longest one. */
  get longest(): number {
    return this.known.longest;
  }

  /** Whether `text` is, or holds, something secret, in the clear or encoded. */
  isIn(text: string): boolean {
    return this.known.isIn(text);
  }

  /** The text with everything secret in it replaced; the last line of defence of a rendered comment. */
  remove(text: string): string {
    return this.known.remove(text);
  }
}

/** Collects the sensitive values of a whole plan document. */
export function collectSecrets(plan: unknown): Secrets {
  const collector = new SecretCollector();
  collector.addMarkedIn(plan);
  collector.addVariables(at(plan, ['variables']), at(plan, ['configuration']));
  return collector.secrets();
}

/** Pairs of keys in which the second one marks what is sensitive in the first. */
const MARKS = [
  ['before', 'before_sensitive'],
  ['after', 'after_sensitive'],
  ['values', 'sensitive_values'],
] as const;

/** Collects sensitive values part by part, for a plan that is never in memory as a whole. */
export class SecretCollector {
  private readonly found = new Set<string>();

  /** Everything that a mark anywhere in a part of a plan covers. */
  addMarkedIn(node: unknown): void {
    if (Array.isArray(node)) {
      for (const item of node) this.addMarkedIn(item);
      return;
    }
    if (!isRecord(node)) return;
    for (const [value, mark] of MARKS) if (mark in node) this.addMarked(node[value], node[mark]);
    if (node['sensitive'] === true) {
      if ('value' in node) this.addAll(node['value']);
      // Of a variable; its expressions may hold the value of an output.
      if ('default' in node) this.addAll(node['default']);
    }
    for (const child of Object.values(node)) this.addMarkedIn(child);
  }

  /** The values of variables that the configuration declares sensitive. */
  addVariables(variables: unknown, configuration: unknown): void {
    const declared = at(configuration, ['root_module', 'variables']);
    if (!isRecord(declared)) return;
    for (const [name, variable] of Object.entries(declared)) {
      if (isRecord(variable) && variable['sensitive'] === true) this.addAll(at(variables, [name, 'value']));
    }
  }

  addMarked(value: unknown, mark: unknown): void {
    if (mark === true) this.addAll(value);
    else if (Array.isArray(mark) && Array.isArray(value))
      for (const [index, item] of mark.entries()) this.addMarked(value[index], item);
    else if (isRecord(mark) && isRecord(value))
      for (const [key, item] of Object.entries(mark)) this.addMarked(value[key], item);
  }

  secrets(): Secrets {
    return new Secrets(this.found);
  }

  private addAll(value: unknown): void {
    if (typeof value === 'string') this.addText(value);
    // A flag is not secret, and hiding each of its kind would hide half of the plan.
    else if (typeof value === 'number') this.found.add(String(value));
    else if (Array.isArray(value)) for (const item of value) this.addAll(item);
    else if (isRecord(value)) for (const item of Object.values(value)) this.addAll(item);
  }

  private addText(text: string): void {
    if (text === 'true' || text === 'false') return;
    this.found.add(text);
    const trimmed = text.trim();
    if (trimmed !== '') this.found.add(trimmed);
    // A secret with line breaks appears line by line in a diff.
    if (text.includes('\n'))
      for (const line of text.split('\n')) if (line.trim().length >= PART_LENGTH) this.found.add(line.trim());
    const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s]+)@[^@]*$/i.exec(text) ?? [];
    if (password !== undefined) this.found.add(password);
    this.addFields(text);
  }

  /** Passwords in a sensitive JSON text, such as the value of a secret of Secrets Manager, are secret on their own too. */
  private addFields(text: string): void {
    const document = parseDocument(text);
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) for (const item of node) visit(item);
      else if (isRecord(node))
        for (const [key, item] of Object.entries(node)) {
          if (isTelltale(key)) this.addAll(item);
          else visit(item);
        }
    };
    visit(document);
  }
}

/** The object or list that a text holds as JSON, or `undefined`. */
export function parseDocument(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function at(node: unknown, path: readonly string[]): unknown {
  return path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), node);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
