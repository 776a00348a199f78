import { ApiFront, regionOfApi } from './api-front';
import type { Certificates } from './certificates';
import { FunctionNetworks } from './function-networks';
import type { RegionalNetwork } from './regions';
import { Resolver, type CustomerZones } from './resolver';

export interface RegionEdgesOptions {
  readonly regions: readonly string[];
  readonly certificates: Certificates;
  /** The port behind an endpoint of a database. */
  readonly endpointPort: (name: string) => number | undefined;
  readonly customerZones: CustomerZones;
  /** The port of the emulator of AWS, once it is known. */
  readonly awsPort: () => number | undefined;
}

/** Where the regions meet the world outside their databases: public APIs, the networks of functions, and names. Lost with their region. */
export class RegionEdges implements RegionalNetwork {
  private constructor(
    readonly resolver: Resolver,
    readonly networks: FunctionNetworks,
    private readonly fronts: ReadonlyMap<string, ApiFront>,
  ) {}

  static async start(options: RegionEdgesOptions): Promise<RegionEdges> {
    const fronts = new Map<string, ApiFront>();
    for (const region of options.regions)
      fronts.set(region, await ApiFront.start(options.certificates, options.awsPort));
    const resolver = new Resolver(
      (name) => options.endpointPort(name) ?? fronts.get(regionOfApi(name) ?? '')?.line.port,
      options.customerZones,
    );
    return new RegionEdges(resolver, await FunctionNetworks.start(options.regions, resolver, options.awsPort), fronts);
  }

  cut(region: string): void {
    this.fronts.get(region)?.line.cut();
    this.networks.cut(region);
  }

  restore(region: string): void {
    this.fronts.get(region)?.line.restore();
    this.networks.restore(region);
  }

  async stop(): Promise<void> {
    await Promise.all([this.networks, ...this.fronts.values()].map((part) => part.stop()));
  }
}
