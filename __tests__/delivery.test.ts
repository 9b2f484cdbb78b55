import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type CodeLocationOptions, DagsterApp, DagsterChart, open, text } from '../lib/index.js';
import { chartFiles, inFolder } from './helm/render.js';
import { blocksIn } from './support/markdown.js';
import { type KubernetesObject, parseManifests } from './support/releases.js';
import { helm, kubectl, ROOT, run, temporaryFolder } from './support/tools.js';

import.meta.jest.setTimeout(60_000);

const page = blocksIn(readFileSync(join(ROOT, 'docs/delivery.md'), 'utf8'));

/** The text of a block, by its section and its place there. */
function block(section: string, index = 0): string {
  const found = page.filter((one) => one.section === section && one.language !== 'ts')[index];
  if (found === undefined) throw new Error(`no block ${index} below ${section}`);
  return found.text;
}

const [KUSTOMIZATION, IMAGES, REPLACEMENTS] = [0, 1, 2].map((index) => block('Kustomize', index)) as [
  string,
  string,
  string,
];

const location = (name: string, tag: CodeLocationOptions['image']['tag']): CodeLocationOptions => ({
  name,
  image: { repository: `registry.example.com/${name}`, tag },
  args: ['-m', name],
});

const app = new DagsterApp({ outdir: 'unused' });
new DagsterChart(app, 'analytics', { userCode: { locations: [location('etl', '1.4.0'), location('ml', '7')] } });
const manifests = app.render().get('analytics/manifests/dagster.k8s.yaml') ?? '';

/** What the server of a location runs, and what its runs take. */
function imagesOf(objects: readonly KubernetesObject[], name: string): string[] {
  const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith(`-${name}`));
  const [server] = deployment?.spec.template.spec.containers ?? [];
  const { value } = server.env.find((variable: { name: string }) => variable.name === 'DAGSTER_CURRENT_IMAGE');
  return [server.image, value];
}

function kustomized(kustomization: string): KubernetesObject[] {
  const files = new Map([
    ['dagster.k8s.yaml', manifests],
    ['images.yaml', IMAGES],
    ['kustomization.yaml', kustomization],
  ]);
  return inFolder(files, (folder) => {
    const { stdout, stderr, status } = kubectl(['kustomize', folder]);
    expect([status, stderr]).toEqual([0, '']);
    return parseManifests(stdout);
  });
}

const twice = (image: string): string[] => [image, image];
const DIGEST = `sha256:${'ab'.repeat(32)}`;

test.each([
  ['a tag', 'newTag: "1.5.0"', 'registry.example.com/etl:1.5.0'],
  ['a digest', `digest: ${DIGEST}`, `registry.example.com/etl@${DIGEST}`],
  ['a new name', 'newName: mirror.example.com/etl', 'mirror.example.com/etl:1.4.0'],
])('Kustomize gives servers and runs together %s, and leaves other locations alone', (_, set, image) => {
  const objects = kustomized(KUSTOMIZATION.replace('newTag: "1.5.0"', set));
  expect(imagesOf(objects, 'etl')).toEqual(twice(image));
  expect(imagesOf(objects, 'ml')).toEqual(twice('registry.example.com/ml:7'));
});

test('Kustomize changes nothing else of the release', () => {
  const changed = JSON.stringify(kustomized(KUSTOMIZATION));
  const before = JSON.stringify(kustomized('resources: [dagster.k8s.yaml]\n'));
  expect(changed.replaceAll('registry.example.com/etl:1.5.0', 'registry.example.com/etl:1.4.0')).toBe(before);
});

test('a replacement of Kustomize lets the runs of one location follow its server', () => {
  expect(imagesOf(kustomized(REPLACEMENTS), 'etl')).toEqual(twice('registry.example.com/etl:1.5.0'));
});

test('a pipeline writes the tag of its image into the app, and of no other', () => {
  const folder = temporaryFolder();
  const images = ['etl', 'ml'].map((name) => `image: { repository: 'registry.example.com/${name}', tag: '1.4.0' },\n`);
  writeFileSync(join(folder, 'main.ts'), images.join(''));
  for (const name of ['npx', 'git']) writeFileSync(join(folder, name), 'printf "%s|" "$@"\n', { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, ETL_TAG: 'abc-1.5' };
  const { status, stdout } = run('bash', ['-ec', block('A tag in TypeScript')], { cwd: folder, env });
  expect([status, stdout]).toEqual([0, 'cdk8s-dagster|synth|commit|--all|--message|etl abc-1.5|']);
  const [etl = '', ml = ''] = images;
  expect(readFileSync(join(folder, 'main.ts'), 'utf8')).toBe(etl.replace('1.4.0', 'abc-1.5') + ml);
  rmSync(folder, { recursive: true });
});

describe('of a chart with an opened image', () => {
  const repository = open('images.etl.repository', text('registry.example.com/etl', 'Repository of the etl image.'));
  const tag = open('images.etl.tag', text('1.4.0', 'Tag of the etl image.'));
  const etl = { ...location('etl', tag), image: { repository, tag } };
  const files = chartFiles('floe-dagster', { userCode: { locations: [etl] } });

  function rendered(...args: string[]): string[] {
    return inFolder(files, (folder) => {
      const { status, stdout, stderr } = helm(['template', 'analytics', folder, ...args]);
      expect([status, stderr]).toEqual([0, '']);
      return imagesOf(parseManifests(stdout), 'etl');
    });
  }

  test.each(['1.5.0', '1.5', '20260131'])('helm sets the tag for servers and runs together: %s', (value) => {
    const [, flag = '', option = ''] = / (--set-string) (\S+)$/.exec(block('Values of Helm').trim()) ?? [];
    expect(rendered(flag, option.replace('1.5.0', value))).toEqual(twice(`registry.example.com/etl:${value}`));
  });

  test('Argo CD Image Updater sets what servers and runs take', () => {
    const { spec } = parse(block('Argo CD Image Updater'));
    const [{ imageName, manifestTargets }] = spec.applicationRefs[0].images;
    const { name, tag: version } = manifestTargets.helm;
    expect(imageName).toBe('registry.example.com/etl:1.x');
    expect(rendered('--set-string', `${name}=mirror.example.com/etl`, '--set-string', `${version}=1.5.0`)).toEqual(
      twice('mirror.example.com/etl:1.5.0'),
    );
  });

  test('Flux sets what servers and runs take, where a comment says so', () => {
    const release = block('Flux image automation').replace(/"1\.4\.0" # {"\$imagepolicy": "[\w:-]+:tag"}/, '"1.5.0"');
    const { values } = parse(release);
    expect(rendered('--set-json', `images=${JSON.stringify(values.images)}`)).toEqual(
      twice('registry.example.com/etl:1.5.0'),
    );
  });
});

test('no block of the page is left out', () => {
  const others = page.filter(({ language }) => language !== 'ts');
  expect(others.map(({ section }) => section)).toEqual([
    'A tag in TypeScript',
    'Values of Helm',
    'Argo CD Image Updater',
    'Flux image automation',
    ...Array(3).fill('Kustomize'),
  ]);
});
