import type { ComparableChange, ComparablePlan } from '../comparable-plan';
import {
  checkFormatVersion,
  parseResourceChange,
  parseValueChange,
  PlanFormatError,
  type Plan,
  type ResourceChange,
  type ValueChange,
} from '../plan-json';
import { isRecord, SecretCollector, type Secrets } from '../secrets';
import { outlineOfPlain } from './change-outline';
import { comparableOutput, comparableResource, type Digest } from './comparable-changes';
import { ITEM, JsonScanError, JsonScanner, parseBytes, type Decision } from './json-scanner';
import { KeptChanges } from './kept-changes';
import { doesSomething, Tally } from './weight';

export interface StreamedPlan {
  readonly plan: Plan;
  readonly secrets: Secrets;
}

/** To compare a plan with another one of the same configuration. */
export interface Comparable {
  readonly comparable: ComparablePlan;
}

/**
 * Reads the output of `terraform show -json` in one pass, part by part: neither the text nor the document is ever in memory. What is shown later waits
 * for the end, because the last secret stands in the last part.
 *
 * @param digest makes the plan comparable; without one, most of a huge plan need not even be decoded
 * @throws PlanFormatError that quotes no value; whatever the stream throws
 */
export async function readPlanStream(
  chunks: AsyncIterable<unknown>,
  digest: Digest,
): Promise<StreamedPlan & Comparable>;
export async function readPlanStream(chunks: AsyncIterable<unknown>, digest?: Digest): Promise<StreamedPlan>;
export async function readPlanStream(chunks: AsyncIterable<unknown>, digest?: Digest): Promise<StreamedPlan> {
  const reader = new PlanReader(digest);
  const scanner = new JsonScanner(decide, (path, value) => {
    reader.take(path, value);
  });
  const scan = (work: () => void): unknown => {
    try {
      work();
      return undefined;
    } catch (error) {
      return error instanceof JsonScanError ? notJson(error.message) : error;
    }
  };
  let failure: unknown;
  // When Terraform fails, its own error says more than what is wrong with its output: read on until it comes.
  for await (const chunk of chunks) {
    failure ??= scan(() => {
      scanner.write(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
    });
  }
  failure ??= scan(() => {
    scanner.end();
  });
  if (failure !== undefined) throw failure instanceof Error ? failure : new PlanFormatError('the plan cannot be read');
  return reader.finish();
}

function notJson(reason: string): PlanFormatError {
  return new PlanFormatError(
    `the output of terraform show -json is not JSON: ${reason}; is something else writing to standard output?`,
  );
}

/** Which parts of a plan are read; see https://developer.hashicorp.com/terraform/internals/json-format */
function decide(path: readonly string[]): Decision {
  const [root, ...inside] = path;
  switch (root) {
    case 'format_version':
    case 'terraform_version':
      return 'take';
    case 'variables':
    case 'output_changes':
    case 'resource_changes':
    case 'resource_drift':
    case 'deferred_changes':
      return inside.length === 0 ? 'enter' : 'take';
    case 'planned_values':
    case 'prior_state':
      return decideInState(inside);
    case 'configuration':
      return decideInConfiguration(inside);
    case undefined:
    default:
      return 'skip';
  }
}

function decideInState(inside: readonly string[]): Decision {
  const [parent, key] = inside.slice(-2);
  if (inside.length === 0) return 'enter';
  if (inside.length > 1 && parent === 'outputs') return 'take';
  if (inside.length > 1 && parent === 'resources') return 'take';
  const name = inside.length === 1 ? parent : key;
  return name === ITEM || ['values', 'root_module', 'child_modules', 'resources', 'outputs'].includes(name ?? '')
    ? 'enter'
    : 'skip';
}

function decideInConfiguration(inside: readonly string[]): Decision {
  if (inside.length === 0) return 'enter';
  if (inside[0] !== 'root_module') return 'take';
  if (inside.length === 1) return 'enter';
  return inside[1] === 'resources' && inside.length === 2 ? 'enter' : 'take';
}

const SENSITIVE = '"sensitive":';
const SENSITIVE_VALUES = '"sensitive_values":';
/** What the name of a mark begins with. The engine finds it twice as quickly as a text that begins with a quote, which is everywhere. */
const EITHER_NAME = /"sensitive[_"]/;
/** Stands in every name of a mark. */
const ANY_MARKS = 'ensitive';
const TRUE = 'true';
/** The type "aws_subnet", without its more frequent characters. */
const SUBNET = '_subnet"';

/** So many bytes of root resources in the configuration are kept, beside those of AWS. */
const MOST_CONFIGURED = 8 * 1024 * 1024;

class PlanReader {
  private formatVersion: unknown;
  private terraformVersion: unknown;
  private readonly variables: Record<string, unknown> = {};
  private readonly configuration: Record<string, unknown> = {};
  private readonly rootModule: Record<string, unknown> = {};
  private readonly configuredResources: unknown[] = [];
  private configuredBytes = 0;
  private readonly subnets: unknown[] = [];
  private readonly changes = new KeptChanges(parseChange);
  private readonly drift = new KeptChanges(parseChange);
  private readonly outputs: Record<string, ValueChange> = {};
  private readonly tally = new Tally();
  private readonly collector = new SecretCollector();
  private readonly comparable = new Map<string, ComparableChange>();
  private readonly positions = { resource_changes: 0, resource_drift: 0 };

  constructor(private readonly digest: Digest | undefined) {}

  take(path: readonly string[], value: string): void {
    const [root, name = ''] = path;
    switch (root) {
      case 'format_version':
        this.formatVersion = parse(value);
        checkFormatVersion(this.formatVersion);
        break;
      case 'terraform_version':
        this.terraformVersion = parse(value);
        break;
      case 'variables':
        this.variables[name] = parse(value);
        break;
      case 'resource_changes':
      case 'resource_drift':
        this.takeChange(root, value);
        break;
      case 'output_changes':
        this.takeOutput(name, value);
        break;
      case 'planned_values':
      case 'prior_state':
        this.takeFromState(path, value);
        break;
      case 'configuration':
        this.takeConfiguration(path, value);
        break;
      case undefined:
      default:
        this.collector.addMarkedIn(parse(value));
    }
  }

  finish(): StreamedPlan & Partial<Comparable> {
    checkFormatVersion(this.formatVersion);
    const { resources, ...rootModule } = this.rootModule;
    const configuration = {
      ...this.configuration,
      root_module: {
        ...rootModule,
        ...(this.configuredResources.length > 0 ? { resources: this.configuredResources } : { resources }),
      },
    };
    this.collector.addMarkedIn(configuration);
    this.collector.addVariables(this.variables, configuration);
    return {
      plan: {
        terraformVersion: typeof this.terraformVersion === 'string' ? this.terraformVersion : undefined,
        resourceChanges: this.changes.all(),
        resourceDrift: this.drift.all(),
        outputChanges: this.outputs,
        tally: this.tally,
        raw: { configuration, prior_state: { values: { root_module: { resources: this.subnets } } } },
      },
      secrets: this.collector.secrets(),
      ...(this.digest === undefined ? {} : { comparable: this.comparable }),
    };
  }

  private takeChange(list: 'resource_changes' | 'resource_drift', value: string): void {
    const where = `${list}.${this.positions[list]}`;
    this.positions[list] += 1;
    const outline = this.digest === undefined ? outlineOfPlain(value) : undefined;
    if (outline?.type.startsWith('aws_') === false) {
      (list === 'resource_drift' ? this.drift : this.changes).addUndecoded(outline, value, where);
      if (list === 'resource_changes' && doesSomething(outline)) this.tally.add(outline);
      return;
    }
    const raw = parse(value);
    const change = parseResourceChange(raw, where);
    this.collectFrom(change, raw, value);
    if (list === 'resource_drift') {
      this.drift.add(change, value.length);
      return;
    }
    this.changes.add(change, value.length);
    if (doesSomething(change)) this.tally.add(change);
    const comparable = this.digest === undefined ? undefined : comparableResource(change, this.digest);
    if (comparable !== undefined) this.comparable.set(...comparable);
  }

  private takeOutput(name: string, value: string): void {
    const raw = parse(value);
    const change = parseValueChange(raw, `output_changes.${name}`);
    this.collectFrom(change, raw, value);
    this.outputs[name] = change;
    const comparable = this.digest === undefined ? undefined : comparableOutput(name, change, this.digest);
    if (comparable !== undefined) this.comparable.set(...comparable);
  }

  private collectFrom(change: ValueChange, raw: unknown, value: string): void {
    this.collector.addMarked(change.before, change.beforeSensitive);
    this.collector.addMarked(change.after, change.afterSensitive);
    if (value.includes(SENSITIVE)) this.collector.addMarkedIn(raw);
  }

  /** A resource or an output of a state. Most hold no mark, and need not be decoded to see that. */
  private takeFromState(path: readonly string[], value: string): void {
    const isOfRoot = path[0] === 'prior_state' && path.length === 5;
    const isSubnet = isOfRoot && value.includes(SUBNET);
    if (!isSubnet && !mayHoldMark(value)) return;
    const raw = parse(value);
    if (isRecord(raw) && isMarkedOnce(value)) this.collector.addMarked(raw['values'], raw['sensitive_values']);
    else this.collector.addMarkedIn(raw);
    if (isSubnet && isRecord(raw) && raw['type'] === 'aws_subnet') this.subnets.push(raw);
  }

  private takeConfiguration(path: readonly string[], value: string): void {
    const [, key = '', inner = ''] = path;
    if (path.length === 2) this.configuration[key] = parse(value);
    else if (path.length === 3) this.rootModule[inner] = parse(value);
    else {
      const resource = parse(value);
      const isAws = isRecord(resource) && String(resource['type']).startsWith('aws_');
      if (!isAws) this.configuredBytes += value.length;
      if (isAws || this.configuredBytes <= MOST_CONFIGURED) this.configuredResources.push(resource);
    }
  }
}

/** A key cannot be forged by a value: in a string, its quotes would be escaped. In doubt the answer is yes. */
function mayHoldMark(value: string): boolean {
  const first = value.search(EITHER_NAME);
  return first !== -1 && (value.includes(SENSITIVE, first) || value.includes(TRUE, first));
}

/** Whether the only marks are those beside its values. */
function isMarkedOnce(value: string): boolean {
  const marks = value.indexOf(ANY_MARKS);
  return (
    marks !== -1 &&
    value.startsWith(SENSITIVE_VALUES, marks - SENSITIVE_VALUES.indexOf(ANY_MARKS)) &&
    !value.includes(ANY_MARKS, marks + 1)
  );
}

function parseChange(value: string, where: string): ResourceChange {
  return parseResourceChange(parse(value), where);
}

function parse(value: string): unknown {
  try {
    return parseBytes(value);
  } catch {
    // Not chained: the parser's message quotes the text, which may be secret.
    throw notJson('a part of it cannot be read');
  }
}
