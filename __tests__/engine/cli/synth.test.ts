import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifests } from '../../support/releases.js';
import { filesBelow, ROOT, readByKubectl } from '../../support/tools.js';
import { AppFolder, main, release } from './app-folder.js';

import.meta.jest.setTimeout(60_000);

const PRESETS = ['small', 'medium', 'large'];
const TWO_ERRORS = `values: { 'dagster-daemon': { replicaCount: 2 }, 'dagster-webserver': { replicaCount: -1 } }`;

/** The files of releases, and the record of them. */
function paths(...releases: readonly string[]): string[] {
  const files = releases.flatMap((name) => [`${name}/manifests/dagster.k8s.yaml`, `${name}/values.yaml`]);
  return ['.cdk8s-dagster', ...files].sort();
}

let app: AppFolder;

beforeEach(() => {
  app = new AppFolder();
});

afterEach(() => app.remove());

describe('npm run synth', () => {
  test('writes what is committed in dist: the releases of main.ts', () => {
    expect(app.npmRunSynth()).toMatchObject({ status: 0, stderr: '' });
    expect(Object.keys(app.files())).toEqual(expect.arrayContaining(paths(...PRESETS)));
    expect(app.files()).toEqual(filesBelow(join(ROOT, 'dist')));
  });

  test('changes nothing the second time, not even a modification time', () => {
    app.holds(release('small'), release('large'));
    app.synth();
    const before = app.files();
    const written = paths('small', 'large').filter((path) => path.endsWith('.yaml'));
    const times = () => written.map((path) => statSync(join(app.path, 'dist', path)).mtimeMs);
    const timesBefore = times();
    expect(app.synth().status).toBe(0);
    expect(app.files()).toEqual(before);
    expect(times()).toEqual(timesBefore);
  });

  test('hands on how far the app is, in a line that the next one replaces', () => {
    app.holds(release('small'), `process.stderr.write('\\u001b[2K  1 of 2 releases\\rall is well\\n');`);
    expect(app.synth('--no-types').stderr).toBe('\u001b[2K  1 of 2 releases\rall is well\n');
  });

  test('removes the files of a release that is gone, and leaves alone what it did not write', () => {
    app.holds(release('small'), release('medium'), release('large'));
    app.synth();
    app.write('dist/README.md', 'foreign');
    app.write('dist/medium/notes.txt', 'foreign');
    app.holds(release('small'));
    expect(app.synth().status).toBe(0);
    expect(Object.keys(app.files())).toEqual([...paths('small'), 'README.md', 'medium/notes.txt'].sort());
    expect(readdirSync(join(app.path, 'dist'))).toEqual(['.cdk8s-dagster', 'README.md', 'medium', 'small']);
  });

  test.each([[['--output', 'out/here/']], [['-o', 'out/here']]])(
    'writes into another folder, names the files there, and leaves dist alone: %j',
    (args) => {
      app.holds(release('small'));
      mkdirSync(join(app.path, 'dist'));
      app.write('dist/README.md', 'foreign');
      const { status, stdout, stderr } = app.synth(...args);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain('  - out/here/small/manifests/dagster.k8s.yaml\n');
      expect(Object.keys(app.files('out/here'))).toEqual(paths('small'));
      expect(readdirSync(join(app.path, 'out'))).toEqual(['here']);
      expect(app.files()).toEqual({ 'README.md': 'foreign' });
    },
  );

  test('names no file as written when one that somebody else wrote keeps all as it is', () => {
    app.holds(release('small'));
    mkdirSync(join(app.path, 'dist/small'), { recursive: true });
    app.write('dist/small/values.yaml', 'mine');
    const { status, stdout, stderr } = app.synth();
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'Synthesizing application\n' });
    expect(stderr).toContain('  - dist/small/values.yaml: was not written by synthesis');
    expect(app.files()).toEqual({ 'small/values.yaml': 'mine' });
  });

  test('hands other options to cdk8s, and writes all that it and a plain App write', () => {
    app.write('other.ts', main('App', [release('small')]));
    const options = ['--app', 'node --import tsx/esm other.ts', '--format', 'helm', '--chart-version', '1.2.3'];
    expect(app.synth(...options)).toMatchObject({ status: 0, stderr: '' });
    const files = app.files();
    const written = ['.cdk8s-dagster', 'Chart.yaml', 'README.md', 'templates/small.k8s.yaml'];
    expect(Object.keys(files)).toEqual(written);
    expect(files['Chart.yaml']).toContain('version: "1.2.3"\n');
  });
});

test('Node may keep what it compiles of cdk8s and the app beside the packages', () => {
  const folder = join(app.path, 'node_modules/.cache/cdk8s-dagster/compiled');
  const print = (value: string): string => `node -e "console.error(${value})"`;
  expect(app.synth('--app', print('process.env.NODE_COMPILE_CACHE')).stderr).toContain(`${folder}\n`);
});

describe('npm run synth of an app that is wrong', () => {
  const before = { '.cdk8s-dagster': '{ "files": ["small/values.yaml"] }', 'small/values.yaml': 'earlier' };

  beforeEach(() => {
    mkdirSync(join(app.path, 'dist/small'), { recursive: true });
    for (const [path, text] of Object.entries(before)) app.write(`dist/${path}`, text);
  });

  afterEach(() => {
    expect(app.files()).toEqual(before);
    expect(readdirSync(app.path).filter((name) => name.startsWith('dist'))).toEqual(['dist']);
  });

  test('rejects it with every error, each once, with nothing around them, and leaves dist as it was', () => {
    app.holds(release('small'), release('medium', TWO_ERRORS), release('large', TWO_ERRORS));
    const { status, stderr } = app.synth();
    expect(status).toBe(1);
    expect(stderr).toMatch(/^ValidationError: 4 errors, nothing was written:\n(?: {2}- .*\n){4}$/);
    const errors = ['medium', 'large'].flatMap((name) => [
      `  - ${name}: dagster-daemon.replicaCount: found 2; allowed: `,
      `  - ${name}: dagster-webserver.replicaCount: found -1; allowed: `,
    ]);
    for (const error of errors) expect(stderr).toContain(error);
    expect(stderr.split('.replicaCount: ')).toHaveLength(1 + errors.length);
  });

  test.each([
    ['an app that throws after it has written', main('DagsterApp', ['app.synth();', `throw new Error('x');`])],
    ['an app that writes nothing', `import './lib/index.js';`],
    ['a main.ts that is no program', 'const = 1;'],
  ])('rejects %s, and leaves dist as it was', (_, text) => {
    app.write('main.ts', text);
    expect(app.synth().status).toBe(1);
  });

  test('rejects options that cdk8s rejects, and leaves dist as it was', () => {
    expect(app.synth('--format', 'nonsense').status).toBe(64);
  });
});

describe('cdk8s synth', () => {
  test('writes what npm run synth writes, into dist or another folder', () => {
    app.holds(release('small'), release('large'));
    app.synth();
    const files = app.files();
    expect(app.cdk8sSynth('--output', 'other')).toMatchObject({ status: 0, stderr: '' });
    expect(app.files('other')).toEqual(files);
    expect(app.cdk8sSynth()).toMatchObject({ status: 0, stderr: '' });
    expect(app.files()).toEqual(files);
  });

  test('streams with --stdout all objects of all releases, in order and nothing else, for kubectl', () => {
    app.cdk8sSynth('--output', 'dist');
    const files = app.files();
    const texts = PRESETS.map((name) => files[`${name}/manifests/dagster.k8s.yaml`] ?? '');
    const { status, stdout, stderr } = app.cdk8sSynth('--stdout');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toEqual(texts.join(''));
    const objects = readByKubectl(stdout);
    expect(objects.length).toBeGreaterThan(60);
    expect(objects).toEqual(texts.flatMap(parseManifests));
  });

  test('streams with --stdout what Argo CD gets, after all releases, as both commands do', () => {
    const argoCd = "new ArgoCd(app, 'argocd', { repoURL: 'https://git.example.com/data.git' });";
    const text = main('DagsterApp', [release('small'), argoCd]);
    app.write('main.ts', text.replace('{ DagsterApp,', '{ ArgoCd, DagsterApp,'));
    const own = app.synth('--stdout');
    expect(own).toMatchObject({ status: 0, stderr: '' });
    expect(app.cdk8sSynth('--stdout')).toEqual(own);
    const objects = parseManifests(own.stdout).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(objects.slice(-2)).toEqual(['AppProject argocd', 'Application small']);
    expect(objects).toContain('Deployment small-webserver');
  });

  test('rejects an app that is wrong', () => {
    app.holds(release('small', TWO_ERRORS));
    const { status, stderr } = app.cdk8sSynth();
    expect(status).toBe(1);
    expect(stderr).toContain('2 errors, nothing was written:\n  - small: dagster-');
    expect(existsSync(join(app.path, 'dist'))).toBe(false);
  });
});
