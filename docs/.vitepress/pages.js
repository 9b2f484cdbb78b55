import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const DOCS = resolve(import.meta.dirname, '..');

/** The groups of the navigation, and their pages in order; a page that is not there is left out. */
const GROUPS = {
  Start: ['start', 'guide', 'examples'],
  Delivery: ['deploying', 'argo-cd', 'delivery', 'moving'],
  Security: ['accounts', 'network'],
  Background: ['ARCHITECTURE', 'official-chart-options', 'changelog'],
};

const named = Object.values(GROUPS).flat();
const others = readdirSync(DOCS)
  .flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -'.md'.length)] : []))
  .filter((page) => page !== 'index' && !named.includes(page));

function item(page) {
  const [, heading] = /^(?:# |title: )(.+)$/m.exec(readFileSync(join(DOCS, `${page}.md`), 'utf8')) ?? [];
  return { text: heading ?? page, link: `/${page}` };
}

/** Each symbol has a page, which the index of its module links to. */
const REFERENCE = {
  text: 'Reference',
  items: ['cdk8s-dagster', 'engine'].map((module) => ({ text: module, link: `/reference/${module}/` })),
};

/** The pages that are there, in groups: one that no group names is below "More". */
export const sidebar = Object.entries({ ...GROUPS, More: others })
  .map(([text, pages]) => ({ text, items: pages.filter((page) => existsSync(join(DOCS, `${page}.md`))).map(item) }))
  .concat(REFERENCE)
  .filter(({ items }) => items.length > 0);
