/** An answer of a zone: an alias to another name, or the end of the chain. */
export interface ZoneAnswer {
  readonly type: 'CNAME' | 'A';
  readonly value: string;
  readonly ttlSeconds: number;
}

/** Looks a name up in the customer's zones (Route 53 in the emulator). */
export type CustomerZones = (name: string) => Promise<ZoneAnswer | undefined>;

/** Aurora's own names live this long in a cache. */
const RDS_TTL_SECONDS = 5;
const LONGEST_CHAIN = 8;

/** The name leads nowhere. */
export class NameNotFoundError extends Error {
  override readonly name = 'NameNotFoundError';
}

/**
 * Resolves names as the resolver of a VPC does: follows aliases, and remembers answers for as long as their time to live. That
 * memory is part of what a failover costs, so it must not be skipped.
 */
export class Resolver {
  private readonly cache = new Map<string, { readonly answer: ZoneAnswer | number; readonly untilMs: number }>();

  constructor(
    private readonly endpointPort: (name: string) => number | undefined,
    private readonly customerZones: CustomerZones,
  ) {}

  /** The local port behind a name. @throws NameNotFoundError */
  async resolve(name: string): Promise<number> {
    let current = name.toLowerCase().replace(/\.$/, '');
    for (let links = 0; links < LONGEST_CHAIN; links++) {
      const answer = await this.ask(current);
      if (typeof answer === 'number') return answer;
      current = answer.value.toLowerCase().replace(/\.$/, '');
    }
    throw new NameNotFoundError(`${name} is an alias of an alias of an alias …`);
  }

  private async ask(name: string): Promise<ZoneAnswer | number> {
    const cached = this.cache.get(name);
    if (cached !== undefined && cached.untilMs > performance.now()) return cached.answer;
    const endpoint = this.endpointPort(name);
    const zone = endpoint === undefined ? await this.customerZones(name) : undefined;
    const answer = endpoint ?? zone;
    if (answer === undefined) throw new NameNotFoundError(`no zone knows ${name}`);
    this.cache.set(name, { answer, untilMs: performance.now() + (zone?.ttlSeconds ?? RDS_TTL_SECONDS) * 1000 });
    return answer;
  }
}
