import type { Resolver } from './resolver';
import { TcpProxy } from './tcp-proxy';

/** What the function processes of the emulator need to know; see sandbox/emulator/function-network.cjs. */
export interface FunctionNetworkSettings {
  readonly url: string;
  readonly token: string;
  /** By region: the port where functions of that region reach the APIs of AWS. */
  readonly awsPorts: Readonly<Record<string, number>>;
  readonly caFile: string;
}

/**
 * The networks that deployed functions live in, one for each region. Every connection of a function goes over a line of its region,
 * because a function of a lost region must reach nothing: neither the database beside it, nor the other region, nor AWS.
 */
export class FunctionNetworks {
  /** Time that each chunk of a function's connection travels in each direction, in ms; for tests of slowness. */
  delayMs = 0;
  private readonly lines = new Map<string, Line>();
  private readonly cutRegions = new Set<string>();
  private readonly unseenRegions = new Set<string>();

  private constructor(
    private readonly resolver: Resolver,
    private readonly awsLines: ReadonlyMap<string, TcpProxy>,
  ) {}

  /** @param awsPort the emulator's port, once it is known */
  static async start(
    regions: readonly string[],
    resolver: Resolver,
    awsPort: () => number | undefined,
  ): Promise<FunctionNetworks> {
    const lines = await Promise.all(
      regions.map(async (region) => [region, await TcpProxy.start({ target: awsPort })] as const),
    );
    return new FunctionNetworks(resolver, new Map(lines));
  }

  get awsPorts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.awsLines].map(([region, line]) => [region, line.port]));
  }

  /**
   * The local port where a function of `region` reaches `name`. The resolver is asked each time, so that a name that moved is followed.
   *
   * @throws NameNotFoundError
   */
  async portFor(region: string, name: string): Promise<number> {
    const port = await this.resolver.resolve(name);
    const key = `${region} ${name}`;
    const known = this.lines.get(key);
    if (known !== undefined) {
      known.port = port;
      return known.proxy.port;
    }
    const line = {
      region,
      leadsTo: regionOfName(name),
      port,
      proxy: await TcpProxy.start({ target: () => this.lines.get(key)?.port, delayMs: () => this.delayMs }),
    };
    if (this.isCut(line)) line.proxy.cut();
    this.lines.set(key, line);
    return line.proxy.port;
  }

  /** Nothing that functions of the region send arrives any more, and nothing arrives at them. */
  cut(region: string): void {
    this.cutRegions.add(region);
    for (const line of this.linesOf(region)) line.proxy.cut();
    this.awsLines.get(region)?.cut();
  }

  restore(region: string): void {
    this.cutRegions.delete(region);
    for (const line of this.linesOf(region)) if (!this.isCut(line)) line.proxy.restore();
    this.awsLines.get(region)?.restore();
  }

  /**
   * Functions of other regions reach the endpoints of `region` no longer by their names, neither its databases nor its APIs. Names that only lead
   * there, as that for writing does, are left alone.
   */
  blind(region: string): void {
    this.unseenRegions.add(region);
    for (const line of this.lines.values()) if (this.isCut(line)) line.proxy.cut();
  }

  see(region: string): void {
    if (!this.unseenRegions.delete(region)) return;
    for (const line of this.lines.values()) if (line.leadsTo === region && !this.isCut(line)) line.proxy.restore();
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.awsLines.values(), ...[...this.lines.values()].map(({ proxy }) => proxy)].map((line) => line.stop()),
    );
  }

  private linesOf(region: string): readonly Line[] {
    return [...this.lines.values()].filter((line) => line.region === region);
  }

  private isCut({ region, leadsTo }: Line): boolean {
    return this.cutRegions.has(region) || (leadsTo !== region && this.unseenRegions.has(leadsTo ?? ''));
  }
}

/** From the functions of a region to a name. */
interface Line {
  readonly region: string;
  /** The region that the name itself belongs to. */
  readonly leadsTo: string | undefined;
  readonly proxy: TcpProxy;
  port: number;
}

/** The region in a name of AWS: of a cluster or instance, or of an API. */
function regionOfName(name: string): string | undefined {
  return /\.(?:execute-api\.)?(?<region>[a-z]{2}-[a-z]+-\d)(?:\.rds)?\.amazonaws\.com$/.exec(name)?.groups?.['region'];
}
