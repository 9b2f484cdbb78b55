import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { blocksIn } from './support/markdown.js';
import { Snippets } from './support/snippets.js';
import { filesBelow, ROOT } from './support/tools.js';

import.meta.jest.setTimeout(300_000);

const DOCS = join(ROOT, 'docs');
const pages = readdirSync(DOCS).filter((file) => file.endsWith('.md'));
const textOf = (page: string): string => readFileSync(join(DOCS, page), 'utf8');

/** The blocks of TypeScript of all pages, by page and place. */
const blocks = Object.fromEntries(
  pages.flatMap((page) =>
    blocksIn(textOf(page))
      .filter(({ language }) => language === 'ts')
      .map(({ text }, index): [string, string] => [`${page.slice(0, -'.md'.length)}-${index + 1}`, text]),
  ),
);
const snippets = new Snippets(blocks);

afterAll(() => rmSync(snippets.folder, { recursive: true }));

test('every block of TypeScript of every page compiles', () => {
  expect(Object.keys(blocks)).toEqual(expect.arrayContaining(['guide-1', 'start-1']));
  expect(snippets.compile()).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('every block of TypeScript of every page is synthesized as it stands', () => {
  expect(snippets.synthesize()).toEqual({});
  for (const name of Object.keys(blocks))
    expect([name, Object.keys(filesBelow(snippets.dist(name)))]).toEqual([
      name,
      expect.arrayContaining([expect.stringMatching(/^[\w-]+\/manifests\/dagster\.k8s\.yaml$/)]),
    ]);
});

/** Which test runs the other blocks, by their pages and languages: a file that names the page; or why none does. */
const RUN: Readonly<Record<string, string>> = {
  'argo-cd sh': 'argo-cd.test.ts',
  'argo-cd yaml': 'argo-cd.test.ts',
  'delivery sh': 'delivery.test.ts',
  'delivery yaml': 'delivery.test.ts',
  'deploying sh': 'cluster/deploying.test.ts',
  'deploying yaml': 'cluster/deploying.test.ts',
  'guide sh': 'cluster/guide.test.ts',
  'moving sh': 'cluster/official/installation.ts',
  'start sh': 'cluster/guide.test.ts',
  'testing-on-kubernetes sh': 'They run the tests themselves.',
};

/** What stands in a page beside TypeScript. */
const kinds = new Set(
  pages.flatMap((page) =>
    blocksIn(textOf(page)).flatMap(({ language }) =>
      language === 'ts' ? [] : [`${page.slice(0, -'.md'.length)} ${language}`],
    ),
  ),
);

test.each([...kinds])('a test runs the blocks of this kind, or there is a reason why none does: %s', (kind) => {
  const how = RUN[kind] ?? '';
  if (how.endsWith('.')) return;
  const [page] = kind.split(' ');
  expect(how).toMatch(/\.ts$/);
  expect(readFileSync(join(ROOT, '__tests__', how), 'utf8')).toContain(`${page}.md'`);
});

test('no block of code stands where the tests do not see it', () => {
  for (const page of pages) {
    const fences = textOf(page).match(/^\s*(```|~~~)/gm) ?? [];
    expect([page, fences.length]).toEqual([page, 2 * blocksIn(textOf(page)).length]);
  }
});

test('the first page names the Secret, the Service and the namespace that its release has', () => {
  const manifests = readFileSync(join(snippets.dist('start-1'), 'analytics/manifests/dagster.k8s.yaml'), 'utf8');
  const shell = blocksIn(textOf('start.md')).flatMap(({ language, text }) => (language === 'sh' ? [text] : []));
  const [, secret, key] =
    /secret generic (\S+) --namespace analytics \\\n {2}--from-literal=([\w-]+)=/.exec(shell.join('')) ?? [];
  expect(manifests).toContain(`key: ${key}\n                  name: ${secret}\n`);
  const [, service, port] = /service\/(\S+) 3000:(\w+)/.exec(shell.join('')) ?? [];
  expect(manifests).toContain(`  name: ${service}\n  namespace: analytics\nspec:\n  ports:\n    - name: ${port}\n`);
});

test('every npm script that a page names exists, here or in a new project', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = pages.flatMap((page) => [...textOf(page).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name));
  expect(named.filter((name) => !Object.keys(scripts).includes(name))).toEqual([]);
});
