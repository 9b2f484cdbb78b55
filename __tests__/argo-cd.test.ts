import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifest } from '../lib/engine/policy/check-manifest.js';
import { byName } from './helm/render.js';
import { namesOf, parseManifests } from './support/releases.js';
import { filesBelow, helm, kubectl, ROOT, temporaryFolder } from './support/tools.js';

const MARKER = '+argocd:skip-file-rendering';

test.each(['dist', ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/dist`)])(
  'Argo CD finds manifests, and nothing else, where it reads all of %s',
  (dist) => {
    const read = Object.entries(filesBelow(join(ROOT, dist))).filter(([path]) =>
      /\.(yaml|yml|json|jsonnet)$/.test(path),
    );
    const manifests = read.filter(([, text]) => !text.includes(MARKER));
    expect(read.length).toBeGreaterThan(manifests.length);
    const foreign = manifests.filter(([, text]) =>
      parseManifests(text).some((one) => !one.kind || !one.metadata?.name),
    );
    expect(foreign.map(([path]) => path)).toEqual([]);
    const others = read.filter(([, text]) => text.includes(MARKER)).map(([path]) => path);
    expect(others.filter((path) => /\/manifests\//.test(path))).toEqual([]);
  },
);

describe('docs/deploying.md and docs/argo-cd.md', () => {
  const page = ['deploying', 'argo-cd'].map((name) => readFileSync(join(ROOT, `docs/${name}.md`), 'utf8')).join('\n');
  const folder = join(ROOT, 'examples/argocd');
  const blocksOf = (language: string): string[] =>
    [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, text = '']) =>
      name === language ? [text] : [],
    );

  test('name files and folders that the example writes', () => {
    const paths = [...page.matchAll(/(?<![\w/])(?:\.\/)?(dist\/[\w./-]+)/g)].map(([, path = '']) => path);
    expect(new Set(paths).size).toBe(5);
    expect(paths.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  test('show objects that are sound', () => {
    const objects = blocksOf('yaml').flatMap(parseManifests);
    expect(objects.map(({ kind }) => kind)).toEqual(['GitRepository', 'Kustomization', 'HelmRelease', 'Application']);
    expect(objects.flatMap(checkManifest)).toEqual([]);
  });

  test('have a Helm command that renders the release', () => {
    const [upgrade = ''] = blocksOf('sh').filter((text) => text.startsWith('helm '));
    const [command = ''] = upgrade.split('\n');
    const args = command.replaceAll('dist/', `${folder}/dist/`).split(' ').slice(1);
    const template = args.map((arg) => (arg === 'upgrade' ? 'template' : arg)).filter((arg) => arg !== '--install');
    const { status, stdout } = helm([...template, '--skip-tests']);
    const written = readFileSync(join(folder, 'dist/production/manifests/dagster.k8s.yaml'), 'utf8');
    const expected = parseManifests(written).filter(({ kind }) => kind !== 'Namespace');
    expect([status, namesOf(parseManifests(stdout)).sort()]).toEqual([0, namesOf(expected).sort()]);
  });

  test('are right that kustomize takes the manifests of a release as they are', () => {
    const temporary = temporaryFolder();
    const text = readFileSync(join(folder, 'dist/staging/manifests/dagster.k8s.yaml'), 'utf8');
    writeFileSync(join(temporary, 'dagster.k8s.yaml'), text);
    writeFileSync(join(temporary, 'kustomization.yaml'), 'resources: [dagster.k8s.yaml]\n');
    const { status, stdout } = kubectl(['kustomize', temporary]);
    expect(status).toBe(0);
    expect(byName(parseManifests(stdout))).toEqual(byName(parseManifests(text)));
  });
});
