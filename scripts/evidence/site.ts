import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { sha256 } from '../../src/adapters/sha256';
import { writeSite } from '../../src/adapters/site-directory';
import { systemClock } from '../../src/adapters/system-clock';
import { readSite } from '../../src/site/make-site';
import { renderSite } from '../../src/site/render-site';
import { evidencePlace, rememberedOf, trustOf, UsageError } from './places';

export interface SiteOptions {
  readonly from: string;
  readonly publicKey: readonly string[];
  readonly expectLast: readonly string[];
}

/** @returns 0 only when every chain was verified; the site is written in any case, and says what is wrong */
export async function siteCommand(
  directory: string,
  environments: readonly string[],
  options: SiteOptions,
): Promise<number> {
  const remembered = rememberedOf(options.expectLast);
  if (remembered.length > 0 && environments.length > 1)
    throw new UsageError('--expect-last is of one chain: render one environment at a time with it');
  const places = new Map<string, Awaited<ReturnType<typeof evidencePlace>>>();
  const requests = [];
  for (const name of new Set(environments)) {
    const place = await evidencePlace(name, options.from);
    places.set(name, place);
    requests.push({ name, trust: await trustOf(options.publicKey, place), remembered });
  }
  const readerOf = (name: string) => {
    const place = places.get(name);
    if (place === undefined) throw new UsageError(`there is no environment "${name}"`);
    return place.reader;
  };
  const read = await readSite(requests, { readerOf, digest: sha256, isSignedBy: ecdsaSignatureCheck });
  await writeSite(directory, renderSite({ ...read, renderedAt: systemClock.now() }));
  for (const { name, chain } of read.environments) {
    console.log(`${name}: ${chain.outcome}, ${chain.summary}`);
    for (const { level, where, what, todo } of chain.findings) console.log(`  ${level}: ${where}: ${what}; ${todo}`);
  }
  console.log(`The site is in ${directory}; open ${directory}/index.html. It needs no server.`);
  return read.environments.some(({ chain }) => chain.outcome === 'broken') ? 1 : 0;
}
