import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openBrowser } from './browser.js';
import { serve } from './server.js';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = readdirSync(join(ROOT, 'docs')).flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : []));

let server;
let origin;
let browser;
let tab;
const requested = new Set();
const errors = [];

before(async () => {
  browser = await openBrowser();
  ({ server, origin } = await serve());
  await browser.defaultBrowserContext().overridePermissions(origin, ['clipboard-read', 'clipboard-sanitized-write']);
  tab = await browser.newPage();
  await tab.setViewport({ width: 1280, height: 900 });
  tab.on('request', (request) => requested.add(new URL(request.url()).origin));
  tab.on('pageerror', (error) => errors.push(error.message));
});

after(async () => {
  await browser?.close();
  server?.close();
});

const open = (path) => tab.goto(`${origin}/${path}`, { waitUntil: 'networkidle0' });

/** In the browser: every page that links lead to from the first, with its anchors and the links that it has. */
async function crawl() {
  const pages = {};
  const queue = [new URL('/index.html', window.location.href).pathname];
  for (const path of queue) {
    const response = await fetch(path);
    const { body } = new DOMParser().parseFromString(await response.text(), 'text/html');
    const links = [...body.querySelectorAll('a[href]')].map(
      (link) => new URL(link.getAttribute('href'), window.location.origin + path),
    );
    const own = links.filter((link) => link.origin === window.location.origin);
    pages[path] = {
      ok: response.ok,
      ids: [...body.querySelectorAll('[id]')].map(({ id }) => id),
      links: own.map(({ pathname, hash }) => [pathname, decodeURIComponent(hash.slice(1))]),
    };
    for (const { pathname } of own) if (!queue.includes(pathname)) queue.push(pathname);
  }
  return pages;
}

test('every internal link of every page leads to a page that is there, and to a place in it', {
  timeout: 300_000,
}, async () => {
  await open('index.html');
  const pages = await tab.evaluate(crawl);
  for (const page of PAGES) assert.ok(`/${page}.html` in pages, `no link leads to ${page}`);
  assert.ok('/reference/cdk8s-dagster/interfaces/DagsterChartProps.html' in pages);
  const broken = Object.entries(pages).flatMap(([page, { links }]) =>
    links
      .filter(([path, id]) => !pages[path].ok || (id !== '' && !pages[path].ids.includes(id)))
      .map(([path, id]) => `${page}: ${path}#${id}`),
  );
  assert.deepEqual(broken, []);
});

test('search finds a word of the guide', { timeout: 60_000 }, async () => {
  await open('index.html');
  await tab.click('.VPNavBarSearchButton, .DocSearch-Button');
  await tab.waitForSelector('.search-input');
  await tab.type('.search-input', 'tagConcurrencyLimits');
  const result = await tab.waitForSelector('.results a[href*="guide"]');
  assert.equal(
    await result.evaluate((link) => new URL(link.href).pathname + new URL(link.href).hash),
    '/guide.html#runs',
  );
});

test('the app of the first page is copied by its button, and synthesizes', { timeout: 120_000 }, async () => {
  await open('start.html');
  await tab.click('.language-ts button.copy');
  const text = await tab.evaluate(() => navigator.clipboard.readText());
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(ROOT, 'tsconfig.json') }));
  const main = join(folder, 'main.ts');
  writeFileSync(main, text);
  mkdirSync(join(folder, 'dist'));
  const loader = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/esm/index.mjs')).href;
  const { status, stderr } = spawnSync('node', ['--import', loader, main], { cwd: folder, encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, '']);
  const manifests = readFileSync(join(folder, 'dist/analytics/manifests/dagster.k8s.yaml'), 'utf8');
  assert.match(manifests, /^ {2}name: analytics-user-code-example$/m);
  rmSync(folder, { recursive: true });
});

test('every page of the guide is shown without an error', { timeout: 120_000 }, async () => {
  for (const page of PAGES) {
    await open(`${page}.html`);
    assert.ok(await tab.$eval('h1', (heading) => heading.checkVisibility()), page);
  }
  assert.deepEqual(errors, []);
});

test('nothing was asked of anybody else', () => {
  assert.deepEqual(
    [...requested].filter((from) => from.startsWith('http')),
    [origin],
  );
});
