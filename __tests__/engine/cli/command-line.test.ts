import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, temporaryFolder } from '../../support/tools.js';
import { Compiled } from '../support/compiled.js';
import { SmallApp } from '../support/small-app.js';

import.meta.jest.setTimeout(60_000);

let compiled: Compiled;
let count = 0;

beforeAll(() => {
  compiled = new Compiled();
});

afterAll(() => {
  expect(readdirSync(join(compiled.path, 'tmp'))).toEqual([]);
  compiled.remove();
});

function smallApp(lines: readonly string[] = ['echo "kind: A" > a.yaml'], config = ''): SmallApp {
  count += 1;
  return new SmallApp(compiled, `app-${count}`, lines, config);
}

describe('cdk8s-dagster', () => {
  test.each(['--help', '-h', 'help', 'help synth', 'synth --help', 'synth -h'])(
    'prints its usage: %s',
    async (args) => {
      const { status, stdout, stderr } = await smallApp().run(...args.split(' '));
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: cdk8s-dagster (synth )?\[options\]/);
    },
  );

  test('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await smallApp().run('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([
    ['', 'Usage: cdk8s-dagster [options] [command]'],
    ['synt', "error: unknown command 'synt'\n(Did you mean synth?)"],
    ['build', "error: unknown command 'build'"],
    ['--versoin', "error: unknown option '--versoin'\n(Did you mean --version?)"],
    ['synth --chek', "error: unknown option '--chek'\n(Did you mean --check?)"],
    ['synth --chart-verison=1.0.0', "error: unknown option '--chart-verison=1.0.0'"],
    ['synth --validation-report-output-file x', "error: unknown option '--validation-report-output-file'"],
    ['synth main.ts', "error: too many arguments for 'synth'"],
    ['synth --output', "error: option '-o, --output <dir>' argument missing"],
    ['synth --output=', "error: option '-o, --output <dir>' argument '' is invalid. Allowed: the name of a folder."],
    ['synth --stdout --check', "error: option '-p, --stdout' cannot be used with option '--check'"],
    ['synth --stdout -o x', "error: option '-p, --stdout' cannot be used with option '-o, --output <dir>'"],
  ])('rejects what it does not know, and writes nothing: %s', async (args, message) => {
    const app = smallApp();
    const { status, stdout, stderr } = await app.run(...args.split(' ').filter((arg) => arg !== ''));
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(message);
    expect(app.files).toEqual({});
  });
});

describe('cdk8s-dagster synth', () => {
  test('takes the output folder from the option, or else from the environment, from cdk8s.yaml, or dist', async () => {
    const folders = async (config: string, args: readonly string[], env = {}): Promise<string[]> => {
      const app = smallApp(undefined, config);
      expect(await app.start(['synth', ...args], env).ended).toMatchObject({ status: 0, stderr: '' });
      return Object.keys(app.files).filter((path) => path.endsWith('.yaml'));
    };
    const env = { CDK8S_OUTPUT: 'environment' };
    expect(await folders('output: build/\n', ['-o', 'option/'], env)).toEqual(['option/a.yaml']);
    expect(await folders('output: build/\n', [], env)).toEqual(['environment/a.yaml']);
    expect(await folders('output: build/\n', [])).toEqual(['build/a.yaml']);
    expect(await folders('', [])).toEqual(['dist/a.yaml']);
  });

  test.each([
    ['output: [a]\n', 'cdk8s.yaml output: found ["a"]; allowed: the name of a folder, "dist" by default'],
    ['output: "a\n', 'cdk8s.yaml: is no YAML: '],
  ])('rejects a cdk8s.yaml that cannot be understood: %j', async (config, message) => {
    const app = smallApp(undefined, config);
    const { status, stderr } = await app.run('synth');
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  test('hands on the options that are for cdk8s, and lists the files by the names that they get', async () => {
    const app = smallApp(['exit 1']);
    app.write('other', '#!/bin/sh\nmkdir -p "$CDK8S_OUTDIR" && echo "kind: B" > "$CDK8S_OUTDIR/b.yaml"\n');
    const options = ['--format', 'helm', '--chart-version=1.2.3', '--chart-api-version', 'v1', '--no-validate'];
    const { status, stdout, stderr } = await app.run('synth', '--app', 'sh ./other', ...options);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('Synthesizing application\n  - dist/templates/b.yaml\n');
    expect(app.files['dist/Chart.yaml']).toContain('apiVersion: "v1"');
    expect(app.files['dist/Chart.yaml']).toContain('version: "1.2.3"');
  });

  test('copies files that are no text byte for byte, with their mode', async () => {
    const app = smallApp(["printf '\\037\\213\\377\\376\\200' > a.tgz", 'chmod 755 a.tgz']);
    await app.run('synth');
    expect([...readFileSync(join(app.path, 'dist/a.tgz'))]).toEqual([0x1f, 0x8b, 0xff, 0xfe, 0x80]);
    expect(statSync(join(app.path, 'dist/a.tgz')).mode & 0o777).toBe(0o755);
  });

  test('leaves out what was only for validation plugins', async () => {
    const app = smallApp(['echo "kind: A" > a.yaml', 'echo {} > construct-metadata.json']);
    expect((await app.run('synth')).status).toBe(0);
    expect(Object.keys(app.files)).not.toContain('dist/construct-metadata.json');
    expect(Object.keys(app.files)).toContain('dist/a.yaml');
  });

  test('leaves alone a folder beside the output folder, whatever its name', async () => {
    const app = smallApp(['exit 1']);
    app.write('dist.staging/notes.txt', 'mine');
    expect((await app.run('synth')).status).toBe(1);
    app.does('echo "kind: A" > a.yaml');
    expect((await app.run('synth')).status).toBe(0);
    expect(app.files).toMatchObject({ 'dist.staging/notes.txt': 'mine', 'dist/a.yaml': 'kind: A\n' });
  });

  test('rejects a folder in which cdk8s-cli is not installed, and says how to install it', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'cdk8s.yaml'), 'app: ./app\n');
    const outcome = await compiled.start(['synth'], { cwd }).ended;
    rmSync(cwd, { recursive: true });
    const stderr = 'cdk8s-cli is not installed here; run: npm install --save-dev cdk8s-cli\n';
    expect(outcome).toMatchObject({ status: 69, stdout: '', stderr });
  });
});

describe('validation plugins', () => {
  const config = `
validations:
  - { package: ./plugin, version: 1.0.0, class: Plugin, properties: {} }
`;

  /** An app with a plugin that prints a lot, and gives its report on what it finds. */
  function appWithPlugin(kind: string): SmallApp {
    const app = smallApp([`echo "kind: ${kind}" > a.yaml`], config);
    app.write('plugin/package.json', '{ "name": "plugin", "version": "1.0.0", "main": "index.js" }');
    app.write(
      'plugin/index.js',
      `exports.Plugin = class {
        async validate({ report, manifests, logger }) {
          console.log('x'.repeat(3 << 20) + '\\nend of it');
          const { readFileSync } = require('node:fs');
          report.submit(manifests.every((path) => readFileSync(path, 'utf8').includes('kind: A')) ? 'success' : 'failure');
        }
      };`,
    );
    return app;
  }

  test('see what is written, and print as much as they like', async () => {
    const app = appWithPlugin('A');
    const { status, stdout, stderr } = await app.run('synth', '--validation-reports-output-file', 'reports.json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.length).toBeGreaterThan(3 << 20);
    expect(stdout).toContain('\nend of it\n');
    expect(app.files['dist/a.yaml']).toBe('kind: A\n');
    expect(JSON.parse(app.files['reports.json'] ?? '')).toMatchObject({
      reports: [{ summary: { status: 'success' } }],
    });
  });

  test('keep what they reject from being written, and their exit code is passed on', async () => {
    const app = appWithPlugin('B');
    expect(await app.run('synth')).toMatchObject({ status: 2, stderr: expect.stringContaining('Validation failed') });
    expect(Object.keys(app.files).filter((path) => path.startsWith('dist'))).toEqual([]);
    expect(await app.run('synth', '--no-validate')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('cdk8s-dagster synth --stdout', () => {
  test('prints the manifests, and leaves the output folder alone', async () => {
    const app = smallApp(undefined, 'output: build\n');
    app.write('build/notes.txt', 'mine');
    for (const flag of ['--stdout', '-p']) {
      expect(await app.run('synth', flag)).toMatchObject({ status: 0, stdout: 'kind: A\n', stderr: '' });
    }
    expect(app.files).toEqual({ 'build/notes.txt': 'mine' });
  });
});

describe('cdk8s-dagster synth --check', () => {
  test('is silent when the output folder is up to date', async () => {
    const app = smallApp();
    await app.run('synth');
    expect(await app.run('synth', '--check')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('lists what a synthesis would add, change and remove, and changes nothing', async () => {
    const app = smallApp(['echo a > changed.yaml', 'echo a > removed.yaml']);
    await app.run('synth', '-o', 'out');
    app.write('out/notes.txt', 'mine');
    app.does('echo b > changed.yaml', 'echo b > added.yaml');
    const before = app.files;
    expect(await app.run('synth', '-o', 'out', '--check')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `out is not up to date; run 'cdk8s-dagster synth', which changes:
  added:   out/added.yaml
  changed: out/changed.yaml
  changed: out/.cdk8s-dagster
  removed: out/removed.yaml
`,
    });
    expect(app.files).toEqual(before);
  });

  test('keeps a long list short, and makes no folder', async () => {
    const app = smallApp(['for n in $(seq 100 130); do echo a > $n.yaml; done']);
    const { status, stderr } = await app.run('synth', '--check');
    expect(status).toBe(1);
    expect(stderr.split('\n')).toHaveLength(23);
    expect(stderr).toMatch(/ {2}added: {3}dist\/119\.yaml\n {2}and 12 more\n$/);
    expect(app.files).toEqual({});
  });

  test('fails as a synthesis would, and prints what cdk8s had to say', async () => {
    const app = smallApp(['exit 3']);
    const { status, stdout, stderr } = await app.run('synth', '--check');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('returned a non-zero exit code 3');
    expect(stderr).toContain('Synthesizing application\n');
  });
});
