import ipaddr from 'ipaddr.js';

/** An IPv4 network as the range of its addresses, as numbers. */
export interface Network {
  readonly first: number;
  readonly last: number;
}

/** Ranges that never reach the internet: RFC 1918 and RFC 6598. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/**
 * Reads an IPv4 network.
 *
 * @returns the network, or a sentence that says what is wrong with the text
 */
export function parseNetwork(text: string): Network | string {
  let address: ipaddr.IPv4;
  let bits: number;
  try {
    [address, bits] = ipaddr.IPv4.parseCIDR(text);
  } catch {
    return `"${text}" is not an IPv4 network`;
  }
  const first = toNumber(address);
  const size = 2 ** (32 - bits);
  if (first % size !== 0) {
    const network = ipaddr.IPv4.networkAddressFromCIDR(text).toString();
    return `"${text}" has bits set behind the prefix; did you mean ${network}/${bits}?`;
  }
  return { first, last: first + size - 1 };
}

/** Whether two networks share an address. */
export function overlap(a: Network, b: Network): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether every address of the network is private. */
export function isPrivate(network: Network): boolean {
  return PRIVATE.some((range) => {
    const parsed = parseNetwork(range);
    return typeof parsed !== 'string' && contains(parsed, network);
  });
}

function toNumber(address: ipaddr.IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
