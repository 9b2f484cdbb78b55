import { relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Files of the repository that are pages of the site, or parts of one, under another name; the changelog links from the folder
 * above.
 */
const PAGES = [
  [/^README\.md/, '/'],
  [/^CHANGELOG\.md/, '/changelog'],
  [/^examples\/([\w-]+)(\/.*)?$/, '/examples#$1'],
  [/^docs\/docs\/(.*)\.md/, '/$1'],
];

/**
 * Links to files of the repository that are no pages: they become links to the page that shows the file, or to the file
 * in the repository that package.json names, or their text alone while it names none.
 */
export function repositoryLinks(markdown, repository) {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const token of tokens) if (token.children) token.children = linked(token.children, env, repository);
  });
}

function linked(children, { path }, repository) {
  let dropped = false;
  return children.filter((token) => {
    if (token.type === 'link_close' && dropped) {
      dropped = false;
      return false;
    }
    const file = token.type === 'link_open' ? fileOf(token.attrGet('href'), path) : undefined;
    if (file === undefined) return true;
    const [pattern, page] = PAGES.find(([one]) => one.test(file)) ?? [];
    const address = page ? file.replace(pattern, page) : repository && `${repository}/blob/main/${file}`;
    dropped = address === undefined;
    if (!dropped) token.attrSet('href', address);
    return !dropped;
  });
}

/** The path in the repository, unless it is another page or somewhere else. */
function fileOf(href, page) {
  if (/^(\w+:|#|\/)/.test(href)) return undefined;
  const file = relative(ROOT, resolve(page, '..', href));
  return /^docs\/(?!docs\/).*\.md(#|$)/.test(file) ? undefined : file;
}
