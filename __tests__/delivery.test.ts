import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodeLocationOptions, DagsterApp, DagsterChart, open, text } from '../lib/index.js';
import { chartFiles, inFolder } from './helm/render.js';
import { type KubernetesObject, parseManifests } from './support/releases.js';
import { helm, kubectl, ROOT } from './support/tools.js';

import.meta.jest.setTimeout(60_000);

const page = readFileSync(join(ROOT, 'docs/delivery.md'), 'utf8');

/** A block of the page, by its first line. */
function block(title: string): string {
  const found = page.split('```yaml\n').find((part) => part.startsWith(`# ${title}\n`));
  if (found === undefined) throw new Error(`no block ${title}`);
  return found.split('```')[0] ?? '';
}

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
    ['images.yaml', block('images.yaml')],
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
  const objects = kustomized(block('kustomization.yaml').replace('newTag: "1.5.0"', set));
  expect(imagesOf(objects, 'etl')).toEqual(twice(image));
  expect(imagesOf(objects, 'ml')).toEqual(twice('registry.example.com/ml:7'));
});

test('Kustomize changes nothing else of the release', () => {
  const changed = JSON.stringify(kustomized(block('kustomization.yaml')));
  const before = JSON.stringify(kustomized('resources: [dagster.k8s.yaml]\n'));
  expect(changed.replaceAll('registry.example.com/etl:1.5.0', 'registry.example.com/etl:1.4.0')).toBe(before);
});

test('a replacement of Kustomize lets the runs of one location follow its server', () => {
  expect(imagesOf(kustomized(block('replacements')), 'etl')).toEqual(twice('registry.example.com/etl:1.5.0'));
});

test('helm sets an opened tag for servers and runs together', () => {
  const tag = open('images.etl.tag', text('1.4.0', 'Tag of the etl image.'));
  const files = chartFiles('floe-dagster', { userCode: { locations: [location('etl', tag)] } });
  const images = inFolder(files, (folder) =>
    ['1.5.0', '1.5', '20260131'].map((value) => {
      const { stdout } = helm(['template', 'analytics', folder, '--set-string', `images.etl.tag=${value}`]);
      return imagesOf(parseManifests(stdout), 'etl');
    }),
  );
  expect(images).toEqual(['1.5.0', '1.5', '20260131'].map((value) => twice(`registry.example.com/etl:${value}`)));
});
