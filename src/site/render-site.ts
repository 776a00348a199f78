import { controlsPage } from './controls-page';
import { drillPage } from './drill-page';
import { environmentPage } from './environment-page';
import { overviewPage } from './overview-page';
import { renderPage } from './page';
import { checkedPath } from './paths';
import type { SiteInput } from './site-input';
import { verifyPage } from './verify-page';

/** Files by their paths from the root of the site. */
export type SiteFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * Renders the evidence of all environments as a site that needs no server, no script and no network: it can be opened from a directory, printed,
 * and handed to an auditor, with the signed files in it.
 *
 * @throws SiteError when a name could lead out of the site
 */
export function renderSite(input: SiteInput): SiteFiles {
  const pages = [
    overviewPage(input),
    ...input.environments.flatMap((environment) => [
      environmentPage(environment),
      ...environment.drills.map((drill) => drillPage(drill, environment)),
    ]),
    controlsPage(),
    verifyPage(input),
  ];
  return new Map<string, string | Uint8Array>([
    ...[...input.files].map(([path, bytes]) => [checkedPath(path), bytes] as const),
    // Later ones win: nothing that was stored may take the place of a page.
    ...pages.map((page) => [checkedPath(page.path), renderPage(page, input.renderedAt)] as const),
  ]);
}
