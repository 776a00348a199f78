import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { z } from 'zod';
import { writeSite } from '../../src/adapters/site-directory';
import { renderSite } from '../../src/site/render-site';
import { failover } from '../fixtures/evidence/documents';
import { DRILLS } from '../fixtures/evidence/series';
import { documentOf, HOSTILE_TEXT } from '../report/hostile-document';
import { installedBrowser } from './installed-browser';
import { siteInput, stored } from './stored-evidence';

// The site as its readers have it: opened from a directory, in a real browser.

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const found = installedBrowser(process.env);
const withBrowser = 'path' in found ? test : test.skip;
/** One page of each sort, and a drill of each kind and of each way to end. */
const PAGES = [
  'index.html',
  'controls.html',
  'verify.html',
  'drills/production/index.html',
  ...[2, 3, 6, 7, 8, 9, 10, 11, 12, 16].map((number) => `drills/production/${String(number).padStart(8, '0')}.html`),
];
/** Whatever a page can hold is in one of these; axe takes its time. */
const FOR_AXE = [
  'index.html',
  'controls.html',
  'verify.html',
  'drills/production/index.html',
  ...[3, 9, 16].map((number) => `drills/production/${String(number).padStart(8, '0')}.html`),
];
const FAILOVER = 'drills/production/00000012.html';
const HOSTILE = 'drills/production/00000016.html';

let directory: string;
let files: ReadonlyMap<string, string | Uint8Array>;
let browser: Browser | undefined;

beforeAll(async () => {
  if ('missing' in found) {
    if (found.isFailure) throw new Error(found.missing);
    process.stderr.write(`${found.missing}\n`);
    return;
  }
  directory = mkdtempSync(join(tmpdir(), 'evidence-site-'));
  // The reader need not be root, and root has no sandbox in Chromium.
  browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const hostile = { document: documentOf(HOSTILE_TEXT), history: failover({ day: '2026-03-01', number: 77 }).history };
  files = renderSite(await siteInput(await stored([...DRILLS, hostile])));
  await writeSite(directory, files);
});

afterAll(async () => {
  await browser?.close();
  if ('path' in found) rmSync(directory, { recursive: true, force: true });
});

/** Opens pages one after the other, and tells what was asked for and complained of. */
async function visit(
  options: BrowserContextOptions,
  pages: readonly string[],
  look: (page: Page, path: string) => Promise<void>,
): Promise<{ readonly requests: readonly string[]; readonly complaints: readonly string[] }> {
  if (browser === undefined) throw new Error('there is no browser');
  const context: BrowserContext = await browser.newContext(options);
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => requests.push(request.url()));
  context.on('console', (message) => complaints.push(message.text()));
  context.on('weberror', (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  for (const path of pages) {
    await page.goto(`file://${join(directory, path)}`);
    await look(page, path);
  }
  await context.close();
  return { requests, complaints };
}

test('what is missing is said', () => {
  expect('path' in found || !found.isFailure).toBe(true);
});

withBrowser('no page asks for anything, runs anything, or complains', async () => {
  const { requests, complaints } = await visit({}, PAGES, async (page) => {
    expect(await page.locator('script').count()).toBe(0);
  });
  expect(requests).toEqual(PAGES.map((path) => `file://${join(directory, path)}`));
  expect(complaints).toEqual([]);
});

/** What axe finds wrong; what is folded is read, too. The thousands of columns of a picture hold no text, and its name is looked at. */
async function violations(page: Page, options: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
  await page.evaluate(AXE);
  const results = z
    .object({
      violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
      passes: z.array(z.unknown()),
    })
    .parse(await page.evaluate(`axe.run({ exclude: ['.strip'] }, ${JSON.stringify(options)})`));
  expect(results.passes.length).toBeGreaterThan(0);
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

withBrowser(
  'axe finds nothing',
  async () => {
    await visit({ colorScheme: 'light' }, FOR_AXE, async (page, path) => {
      expect({ path, violations: await violations(page, {}) }).toEqual({ path, violations: [] });
    });
  },
  180_000,
);

withBrowser(
  'nor in the dark, where only the colours differ',
  async () => {
    await visit({ colorScheme: 'dark' }, FOR_AXE.slice(3), async (page, path) => {
      const wrong = await violations(page, { runOnly: ['color-contrast'] });
      expect({ path, violations: wrong }).toEqual({ path, violations: [] });
    });
  },
  180_000,
);

withBrowser('a phone of 360 px scrolls no page sideways', async () => {
  await visit({ viewport: { width: 360, height: 740 } }, PAGES, async (page, path) => {
    await page.evaluate('document.querySelectorAll("details").forEach((each) => { each.open = true; })');
    const width = z.number().parse(await page.evaluate('document.documentElement.scrollWidth'));
    expect({ path, width }).toEqual({ path, width: 360 });
  });
});

withBrowser('what scrolls by itself, and every link, is reached by the keyboard', async () => {
  await visit({}, [FAILOVER], async (page) => {
    const unreachable = await page.evaluate(
      '[...document.querySelectorAll(".scroll, pre")].filter((each) => each.tabIndex !== 0 || !each.getAttribute("aria-label")).length',
    );
    expect(unreachable).toBe(0);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content');
  });
});

withBrowser(
  'every link leads to a file of the site, or to the web',
  async () => {
    const pages = [...files.keys()].filter((path) => path.endsWith('.html'));
    await visit({ javaScriptEnabled: true }, pages, async (page, path) => {
      const links = z
        .array(z.string())
        .parse(await page.evaluate('[...document.querySelectorAll("a")].map((each) => each.getAttribute("href"))'));
      expect(links.length).toBeGreaterThan(3);
      for (const link of links) {
        if (link.startsWith('#')) expect(await page.locator(link).count()).toBe(1);
        else if (/^[a-z]+:/.test(link))
          expect(link).toMatch(/^https:\/\/(?:github\.com\/example\/aurora\/actions\/runs\/\d+|example\.com\/%22%3E)/);
        else
          expect({ path, link, exists: existsSync(join(directory, normalize(join(dirname(path), link)))) }).toEqual({
            path,
            link,
            exists: true,
          });
      }
    });
  },
  60_000,
);

describe('pictures', () => {
  withBrowser(
    'a move: a column for each second and outcome, a pin for each mark, the outage, and the same as a table',
    async () => {
      await visit({}, [FAILOVER], async (page) => {
        const charts = page.locator('figure.timeline');
        expect(await charts.count()).toBe(2);
        const first = charts.first();
        expect(await first.locator('svg .event').count()).toBe(5);
        // 60 s good, one second in which both happened, and good again until 150 s.
        expect(await first.locator('.strip').nth(0).locator('.ok').count()).toBe(129);
        expect(await first.locator('.strip').nth(0).locator('.fail').count()).toBe(22);
        expect(await first.locator('.strip').nth(0).locator('.unknown').count()).toBe(1);
        expect(await first.locator('.strip').count()).toBe(4);
        expect(await first.locator('svg[role=img] rect.outage').count()).toBe(1);
        expect(await first.locator('svg[role=img] > title').textContent()).toBe('Failover');
        expect(await first.locator('svg[role=img] > desc').textContent()).toContain(
          'Writes through the writer name: 514 acknowledged, 83 failed, 3 of unknown outcome.',
        );
        expect(await first.locator('details table tbody tr').first().locator('th, td').allTextContents()).toEqual([
          'Writes through the writer name',
          '0.00 s',
          '60.0 s',
          '240',
          '0',
          '0',
        ]);
      });
    },
  );

  withBrowser('over time: a point for each drill with a number, a sign for each without', async () => {
    await visit({}, ['drills/production/index.html'], async (page) => {
      const rto = page.locator('figure.trend', {
        has: page.locator('svg > title', { hasText: 'switchover: RTO, planned' }),
      });
      expect(await rto.locator('.point.passed').count()).toBe(3);
      expect(await rto.locator('.point.failed').count()).toBe(1);
      expect(await rto.locator('.missing').allTextContents()).toEqual([
        expect.stringMatching(/^–\s+8 February 2026: no number, not run\s+$/),
      ]);
      expect(await rto.locator('.objective').count()).toBe(1);
      expect(await rto.locator('details tbody tr').count()).toBe(4);
    });
  });
});

withBrowser('hostile text is text', async () => {
  const { requests, complaints } = await visit(
    {},
    [HOSTILE, 'drills/production/index.html', 'index.html'],
    async (page, path) => {
      expect(await page.locator('img, b, script, iframe, object, [onload], [onerror]').count()).toBe(0);
      if (path === HOSTILE) {
        expect(await page.locator('body').textContent()).toContain(
          '<script>alert(1)</script><img src=x onerror=alert(1)>',
        );
      }
      expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
      expect(await page.locator('style').count()).toBe(1);
      expect(await page.locator('main').count()).toBe(1);
    },
  );
  expect(requests).toHaveLength(3);
  expect(complaints).toEqual([]);
});

withBrowser('in print everything is there, also what is folded', async () => {
  await visit({}, [FAILOVER], async (page) => {
    await page.emulateMedia({ media: 'print' });
    const guards = page.getByRole('cell', { name: 'below 5 s, five fresh samples' });
    expect(
      await guards.evaluate((cell: { readonly checkVisibility?: () => boolean }) => cell.checkVisibility?.()),
    ).toBe(true);
  });
});
