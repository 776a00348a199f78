/** What the source of a module may look like: a directory beside or below, written out. */
export function isLocalSource(source: string): boolean {
  return /^\.\.?(?:\/[\w.-]+)+\/?$/.test(source);
}

/**
 * Where a module's source leads, seen from a directory of the configuration; both are relative to `terraform/`.
 *
 * @returns nothing when it leads out
 */
export function directoryOfModule(from: string, source: string): string | undefined {
  const parts = from === '' ? [] : from.split('/');
  for (const part of source.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
