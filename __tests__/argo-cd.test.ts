import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT } from './support/tools.js';

const MARKER = '+argocd:skip-file-rendering';

test.each(['dist', ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/dist`)])(
  'Argo CD finds manifests, and nothing else, where it reads all of %s',
  (dist) => {
    const read = Object.entries(filesBelow(join(ROOT, dist))).filter(([path]) =>
      /\.(yaml|yml|json|jsonnet)$/.test(path),
    );
    const manifests = read.filter(([, text]) => !text.includes(MARKER)).map(([path]) => path);
    expect(read.length).toBeGreaterThan(manifests.length);
    expect(manifests.filter((path) => !/^([^/]+\/manifests|argocd[^/]*)\//.test(path))).toEqual([]);
    const others = read.filter(([, text]) => text.includes(MARKER)).map(([path]) => path);
    expect(others.filter((path) => /\/manifests\//.test(path))).toEqual([]);
  },
);
