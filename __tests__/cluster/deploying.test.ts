import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { blocksIn } from '../support/markdown.js';
import { filesBelow, ROOT, run } from '../support/tools.js';
import { ArgoCd } from './argo-cd/argo-cd.js';
import { Flux } from './flux/flux.js';
import { Repository } from './git/repository.js';
import { printed } from './support/kubernetes.js';
import { stateFolder } from './support/program.js';

import.meta.jest.setTimeout(900_000);

const PAGE = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');
const REPOSITORY = 'https://git.example.com/data/deployments.git';
const NAMESPACES = ['staging', 'production'];
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

function apply(objects: string): string {
  return objects.includes('kind: HelmRelease')
    ? ''
    : printed(['apply', '-f', '-'], objects.replaceAll(REPOSITORY, repository.url));
}

beforeAll(async () => {
  repository = new Repository(stateFolder());
  const dist = join(ROOT, 'examples/argocd/dist');
  cpSync(dist, join(repository.tree, 'dist'), { recursive: true });
  for (const [path, text] of Object.entries(filesBelow(dist)))
    writeFileSync(join(repository.tree, 'dist', path), text.replaceAll(REPOSITORY, repository.url));
  repository.commit('the example');
  await repository.ready();
});

afterAll(() => {
  repository.end();
  for (const name of NAMESPACES) printed(['delete', 'namespace', name, '--wait=false', '--ignore-not-found']);
});

test('kubectl deploys a release', () => {
  expect(follow('kubectl')).toContain('deployment "staging-webserver" successfully rolled out');
});

test('Helm deploys, tests and removes a release', () => {
  expect(follow('Helm')).toMatch(/Phase: +Succeeded/);
  const left = printed(['--namespace', 'production', 'get', 'persistentvolumeclaims,secrets', '-o', 'name']);
  expect(left.split('\n')).toEqual(['persistentvolumeclaim/?', 'secret/production-postgresql']);
});

test('Argo CD deploys a release', () => {
  const argoCd = new ArgoCd();
  expect(follow('Argo CD')).toContain('application.argoproj.io/staging condition met');
  argoCd.end();
});

test('Flux deploys a release', () => {
  const flux = new Flux();
  expect(follow('Flux')).toContain('kustomization.kustomize.toolkit.fluxcd.io/staging condition met');
  flux.end();
});
