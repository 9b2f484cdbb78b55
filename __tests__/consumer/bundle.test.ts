import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, run, temporaryFolder } from '../support/tools.js';
import { ConsumerRepo } from './consumer-repo.js';
import { ES_MODULE, expectRelease, WRONG_SCHEDULE } from './release-app.js';

import.meta.jest.setTimeout(120_000);

/** cdk8s requires Node's own modules, for which esbuild leaves ES modules to define `require`. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** What esbuild is told, by the bundle that it writes. */
const BUNDLES: Readonly<Record<string, readonly string[]>> = {
  'app.cjs': ['--format=cjs'],
  'small.cjs': ['--format=cjs', '--minify'],
  'app.mjs': ['--format=esm', `--banner:js=${REQUIRE}`],
  'small.mjs': ['--format=esm', `--banner:js=${REQUIRE}`, '--minify'],
};

/** Where there is no package at all, but the bundles. */
const elsewhere = temporaryFolder();

let consumer: ConsumerRepo;

beforeAll(() => {
  consumer = new ConsumerRepo({ type: 'module' });
  consumer.link('esbuild');
  consumer.write('main.ts', ES_MODULE);
});

afterAll(() => {
  consumer.remove();
  rmSync(elsewhere, { recursive: true });
});

describe.each(Object.keys(BUNDLES))('a bundle that esbuild writes, %s', (file) => {
  const runBundle = (env: NodeJS.ProcessEnv): ReturnType<typeof run> =>
    run(process.execPath, [file], { cwd: elsewhere, env: { ...process.env, ...env } });

  beforeAll(() => {
    const options = ['--bundle', '--platform=node', '--log-level=warning', `--outfile=${join(elsewhere, file)}`];
    expect(consumer.run('esbuild', 'main.ts', ...options, ...(BUNDLES[file] ?? []))).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('synthesizes wherever it is', () => {
    expect(runBundle({ CDK8S_OUTDIR: `out/${file}` })).toMatchObject({ status: 0, stderr: '' });
    expectRelease(filesBelow(join(elsewhere, 'out', file)));
  });

  test('is rejected for an object that Kubernetes’ schemas reject', () => {
    const { status, stderr } = runBundle({ CDK8S_OUTDIR: `wrong/${file}`, WRONG: '1' });
    expect([status, stderr]).toEqual([1, expect.stringContaining(WRONG_SCHEDULE)]);
    expect(existsSync(join(elsewhere, 'wrong', file))).toBe(false);
  });
});
