import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { blocksIn } from '../support/markdown.js';
import { parseManifests } from '../support/releases.js';
import { filesBelow, ROOT, run } from '../support/tools.js';
import { ArgoCd } from './argo-cd/argo-cd.js';
import { Flux } from './flux/flux.js';
import { Repository } from './git/repository.js';
import { namesIn, podsIn } from './support/names.js';
import { Namespace } from './support/namespace.js';
import { eventually } from './support/waiting.js';

const PAGE = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
const REPOSITORY = 'https://git.example.com/data/deployments.git';
const staging = new Namespace('staging');
const production = new Namespace('production');
const DIST = join(ROOT, 'examples/argocd/dist');
let repository: Repository;

/** Does what a section of the page says, block by block. @returns what the commands print */
function follow(section: string): string {
  const blocks = blocksIn(PAGE).filter((block) => block.section === section);
  expect(blocks.length).toBeGreaterThan(0);
  return blocks.map(({ language, text }) => (language === 'sh' ? shell(text) : apply(text))).join('');
}

function shell(commands: string): string {
  const { status, stdout, stderr } = run('bash', ['-euo', 'pipefail', '-c', commands], { cwd: repository.tree });
  if (status !== 0) throw new Error(`${commands}${stdout}${stderr}`);
  return stdout;
}

/** Applies objects of Flux; its controller of Helm is not among the programs here. */
function apply(text: string): string {
  const objects = parseManifests(text.replaceAll(REPOSITORY, repository.url));
  const known = objects.filter(({ kind }) => kind !== 'HelmRelease');
  if (known.length > 0) new Namespace('flux-system').apply(known);
  return '';
}

beforeAll(async () => {
  repository = new Repository(8430);
  for (const [path, text] of Object.entries(filesBelow(DIST))) {
    const file = join(repository.tree, 'dist', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.replaceAll(REPOSITORY, repository.url));
  }
  repository.commit('the example');
  await repository.ready();
});

afterAll(() => {
  repository.end();
  for (const namespace of [staging, production]) namespace.delete();
});

test('Argo CD deploys a release', async () => {
  const argoCd = await ArgoCd.start('argocd', 8440);
  expect(follow('Argo CD').trim().split('\n')).toEqual([
    'appproject.argoproj.io/argocd-staging created',
    'application.argoproj.io/staging created',
    'application.argoproj.io/staging condition met',
    'application.argoproj.io/staging condition met',
  ]);
  argoCd.end();
});

test('kubectl takes the release over', () => {
  const before = podsIn(staging);
  expect(follow('kubectl')).toContain('deployment "staging-webserver" successfully rolled out');
  expect(podsIn(staging)).toEqual(before);
});

test('Flux takes the release over, and takes it away, but for its namespace, password and data', async () => {
  const flux = await Flux.start();
  const before = podsIn(staging);
  expect(follow('Flux')).toBe('kustomization.kustomize.toolkit.fluxcd.io/staging condition met\n');
  expect(podsIn(staging)).toEqual(before);
  flux.namespace.kubectl('delete', 'kustomization,gitrepository', '--all', '--timeout=300s');
  await eventually('the end of the pods', 300, () => expect(podsIn(staging)).toEqual([]));
  expect(namesIn(staging, 'secrets')).toEqual(['staging-postgresql']);
  expect(namesIn(staging, 'persistentvolumeclaims')).toEqual(['data-staging-postgresql-0']);
  flux.end();
});

test('Helm deploys, tests and removes a release, but for its password, its data and the pod of the test', async () => {
  expect(follow('Helm')).toMatch(/Phase: +Succeeded/);
  expect(namesIn(production, 'secrets')).toEqual(['production-postgresql']);
  expect(namesIn(production, 'persistentvolumeclaims')).toEqual(['data-production-postgresql-0']);
  await eventually('the end of the pods', 300, () => {
    expect(podsIn(production)).toEqual(['production/production-smoke-test']);
  });
});
