import { SiteError } from './site-input';

/** The page of an environment, from the root of the site. */
export function environmentPath(environment: string): string {
  return `drills/${environment}/index.html`;
}

export function drillPath(environment: string, number: number): string {
  return `drills/${environment}/${String(number).padStart(8, '0')}.html`;
}

/** Refuses what could lead out of the site. @throws SiteError */
export function checkedPath(path: string): string {
  const isPlain = path.split('/').every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part));
  if (!isPlain)
    throw new SiteError(`${JSON.stringify(path)} is no path of the site; names have letters, digits, ".", "_" and "-"`);
  return path;
}
