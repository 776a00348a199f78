import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser of this machine; nothing is downloaded for a test. */
export function installedBrowser(
  environment: Readonly<Record<string, string | undefined>>,
  exists: (path: string) => boolean = existsSync,
): { readonly path: string } | { readonly missing: string; readonly isFailure: boolean } {
  const { CHROME_PATH: given, REQUIRE_BROWSER: required } = environment;
  if (given !== undefined && given !== '') {
    return exists(given)
      ? { path: given }
      : { missing: `CHROME_PATH names ${given}, and there is nothing; correct it or unset it`, isFailure: true };
  }
  const path = PLACES.find(exists);
  if (path !== undefined) return { path };
  return {
    missing:
      'no Chromium or Chrome was found, so the evidence site was not looked at in a browser. Install one ("apt-get install chromium", ' +
      '"brew install --cask chromium"), or name one in CHROME_PATH; with REQUIRE_BROWSER=1, as in CI, this is a failure',
    isFailure: required === '1',
  };
}
