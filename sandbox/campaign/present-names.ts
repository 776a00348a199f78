import { NameNotFoundError, Resolver } from '../data-plane/resolver';
import type { DataPlane } from '../data-plane/start-data-plane';

/** A resolver that remembers nothing: an endpoint of the database leads to where it leads at this moment. */
export class PresentNames extends Resolver {
  constructor(private readonly dataPlane: DataPlane) {
    super(
      () => undefined,
      () => Promise.resolve(undefined),
    );
  }

  override async resolve(name: string): Promise<number> {
    const port = this.dataPlane.world.endpointPort(name);
    if (port === undefined) throw new NameNotFoundError(`${name} is no endpoint of the database`);
    return port;
  }
}
