import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { repositoryLinks } from './links.js';
import { sidebar } from './pages.js';

const own = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
const repository = own.repository?.url?.replace(/^git\+/, '').replace(/\.git$/, '');

/** Everything comes from the site itself: no fonts, scripts or search of others. */
export default {
  title: own.name,
  description: own.description,
  // Addresses of a port-forward are none of the site's.
  ignoreDeadLinks: 'localhostLinks',
  srcExclude: ['node_modules/**'],
  vite: { server: { fs: { allow: ['../..'] } } },
  // Its tables need the whole width.
  transformPageData: ({ relativePath, frontmatter }) => {
    if (relativePath === 'official-chart-options.md') frontmatter.aside = false;
  },
  markdown: { config: (markdown) => repositoryLinks(markdown, repository) },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guide', link: '/guide' },
      { text: 'Reference', link: '/reference/' },
      { text: own.version, link: '/changelog' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local', options: { detailedView: true } },
    socialLinks: repository && [{ icon: 'github', link: repository }],
  },
};
