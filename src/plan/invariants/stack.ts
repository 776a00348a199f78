import { REGIONS, type Environment, type Region } from '../../environment/schema';
import type { Plan, ResourceChange } from '../plan-json';
import {
  origins,
  parseConfiguration,
  splitAddress,
  type Configuration,
  resourcesByAddress,
  type ConfiguredResource,
} from './configuration';
import { read, type Reading } from './values';

/** The modules of this repository, by the end of their source. What others add beside them is not judged by our requirements. */
export const OUR_MODULES = [
  'credentials',
  'dashboard',
  'drill_probe',
  'encryption',
  'exports',
  'failover_controller',
  'failover_table',
  'function',
  'global_database',
  'health',
  'notifications',
  'pipeline_roles',
  'regional_database',
  'replication',
  'rotation',
  'routing',
] as const;
export type OurModule = (typeof OUR_MODULES)[number];

/** A resource as it will be after the plan is applied. */
export interface Planned {
  readonly address: string;
  /** The address without instance keys, as the configuration and references name it. */
  readonly configAddress: string;
  /** Instance key of the resource itself, with its brackets; empty without one. */
  readonly key: string;
  readonly type: string;
  /** The region of its provider, where that is one of ours. */
  readonly region: Region | undefined;
  readonly change: ResourceChange;
}

/** A plan with the means to ask where its values come from. */
export class PlannedStack {
  private readonly configuration: Configuration;
  private readonly resources: ReadonlyMap<string, ConfiguredResource>;
  private readonly planned: readonly Planned[];
  /** Managed resources of all types in our modules. */
  readonly allOurs: readonly Planned[];

  constructor(
    readonly plan: Plan,
    readonly environment: Environment,
  ) {
    this.configuration = parseConfiguration(plan.raw);
    this.resources = resourcesByAddress(this.configuration.root_module);
    this.planned = plan.resourceChanges
      .filter(({ action }) => action !== 'delete' && action !== 'forget')
      .map((change) => this.toPlanned(change));
    this.allOurs = this.planned.filter(
      ({ change, configAddress }) => change.mode === 'managed' && this.isOurs(configAddress),
    );
  }

  /** The regions that our stack spans; none when the plan is not one of our stack, so that no rule misses anything in it. */
  get regions(): readonly Region[] {
    return this.ours('aws_rds_global_cluster').length > 0 ? REGIONS : [];
  }

  /** Managed resources of one type, in our modules. */
  ours(type: string, region?: Region): readonly Planned[] {
    return this.allOurs.filter(
      (resource) => resource.type === type && (region === undefined || resource.region === region),
    );
  }

  /** Managed resources of one type, also those that others added. */
  all(type: string): readonly Planned[] {
    return this.planned.filter((resource) => resource.type === type && resource.change.mode === 'managed');
  }

  /** All instances of a resource or data source that the configuration names so. */
  instancesOf(configAddress: string): readonly Planned[] {
    return this.planned.filter((resource) => resource.configAddress === configAddress);
  }

  read(resource: Planned, ...path: readonly (string | number)[]): Reading {
    return read(resource.change.after, resource.change.afterUnknown, path);
  }

  /** The value, or undefined where it is only known after apply. Null where it is not set. */
  known(resource: Planned, ...path: readonly (string | number)[]): unknown {
    const reading = this.read(resource, ...path);
    return reading.isKnown ? reading.value : undefined;
  }

  /** Whether the configuration gives the attribute a value, or the plan knows one. */
  isGiven(resource: Planned, attribute: string): boolean {
    const value = this.known(resource, attribute);
    if (value !== undefined) return value !== null && value !== '';
    return this.configured(resource)?.expressions[attribute] !== undefined;
  }

  configured({ configAddress }: Pick<Planned, 'configAddress'>): ConfiguredResource | undefined {
    return this.resources.get(configAddress);
  }

  /** Where the value of an attribute, or of all of them, comes from; see {@link origins}. */
  origins(resource: Planned, attribute: string): ReadonlySet<string> {
    const [path] = splitAddress(resource.configAddress);
    const configured = this.configured(resource);
    const found = origins(this.configuration, path, configured?.expressions[attribute]);
    const loops = [...found].length === 0 ? configured?.for_each_expression : undefined;
    return loops === undefined ? found : origins(this.configuration, path, loops);
  }

  /** Where an argument of a call of one of our modules comes from. */
  originsOfArgument(call: OurCall, argument: string): ReadonlySet<string> {
    return origins(
      this.configuration,
      [],
      this.configuration.root_module.module_calls[call.name]?.expressions[argument],
    );
  }

  /** The calls of one of our modules in the root. */
  calls(module: OurModule): readonly OurCall[] {
    return Object.entries(this.configuration.root_module.module_calls)
      .filter(([, { source }]) => ourModule(source) === module)
      .map(([name]) => ({
        name,
        address: `module.${name}`,
        region: this.planned.find(({ configAddress }) => configAddress.startsWith(`module.${name}.`))?.region,
      }));
  }

  /** The address of what a region should have: of the module that is there, or else of the one that should be. */
  expected(module: OurModule, region: Region): string {
    const call = this.calls(module).find((candidate) => candidate.region === region);
    const folder = module === 'regional_database' ? 'database' : module;
    return call?.address ?? `module.${folder}_${region.replaceAll('-', '_')}`;
  }

  get providers(): Configuration['provider_config'] {
    return this.configuration.provider_config;
  }

  /** Whether the address, without instance keys, lies in one of our modules. */
  isOurs(configAddress: string): boolean {
    const [[call]] = splitAddress(configAddress);
    const source = call === undefined ? undefined : this.configuration.root_module.module_calls[call]?.source;
    return source !== undefined && ourModule(source) !== undefined;
  }

  private toPlanned(change: ResourceChange): Planned {
    const configAddress = withoutKeys(change.address);
    const resource = { configAddress, address: change.address, type: change.type, change };
    const provider = this.providers[this.configured(resource)?.provider_config_key ?? ''];
    const region = constant(provider?.expressions['region']);
    return {
      ...resource,
      key: /\[[^\]]*\]$/.exec(change.address)?.[0] ?? '',
      region: REGIONS.find((candidate) => candidate === region),
    };
  }
}

export interface OurCall {
  readonly name: string;
  readonly address: string;
  readonly region: Region | undefined;
}

export function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}

function ourModule(source: string): OurModule | undefined {
  return OUR_MODULES.find((module) => source === `./modules/${module}`);
}

function constant(expression: unknown): unknown {
  return typeof expression === 'object' && expression !== null && 'constant_value' in expression
    ? expression.constant_value
    : undefined;
}
