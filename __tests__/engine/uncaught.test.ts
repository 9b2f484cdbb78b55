import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, ROOT, run, temporaryFolder } from '../support/tools.js';

const LIB = JSON.stringify(join(ROOT, 'lib/index.js'));
const WRONG = `
import { DagsterApp, DagsterChart, open, ValidationError } from ${LIB};
const app = new DagsterApp();
new DagsterChart(app, 'test', { preset: 'huge' } as never);
`;
const TOLD =
  'ValidationError: 1 error, nothing was written:\n  - test: preset: found "huge"; allowed: small, medium, large\n';

/** Runs a main.ts. */
function runs(statements: string, ...node: readonly string[]): Outcome {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'main.mts'), WRONG + statements);
  const loader = node.length > 0 ? node : ['--import', 'tsx/esm'];
  const env = { ...process.env, CDK8S_OUTDIR: join(folder, 'dist') };
  return run(process.execPath, [...loader, join(folder, 'main.mts')], { cwd: ROOT, env });
}

test.each([
  ['node', []],
  ['tsx', [join(ROOT, 'node_modules/tsx/dist/cli.mjs')]],
])('an error that nobody catches prints itself and nothing else, with %s', (_, node) => {
  expect(runs('app.synth();', ...node)).toEqual({ status: 1, stdout: '', stderr: TOLD });
});

test('neither does one in a promise that nobody waits for', () => {
  expect(runs('(async () => app.synth())();')).toEqual({ status: 1, stdout: '', stderr: TOLD });
});

test('an error that is caught is an error like any other', () => {
  const caught =
    'try { app.synth(); } catch (error) { console.log(error instanceof ValidationError, error.issues[0].path); }';
  expect(runs(caught)).toEqual({ status: 0, stdout: 'true preset\n', stderr: '' });
});

test('another error is printed with its stack and its cause', () => {
  const { status, stderr } = runs('try { app.synth(); } catch (cause) { throw new Error("no build", { cause }); }');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Error: no build\n {4}at /);
  expect(stderr).toContain('preset: found "huge"');
});

test('later errors are Node’s to print, and whoever listens for errors is told of all', () => {
  const later = 'try { app.synth(); } catch {} setTimeout(() => { throw new Error("later"); }, 10);';
  const { stderr } = runs(later);
  expect(stderr).toContain('Error: later\n');
  expect(stderr).toContain(`Node.js ${process.version}`);
  const listening = 'process.on("uncaughtException", (error) => console.log(error.name)); app.synth();';
  expect(runs(listening)).toMatchObject({ stdout: 'ValidationError\n', stderr: '' });
});

test.each([
  ['render', 'app.render();'],
  ['awaited', 'await Promise.resolve(); app.render();'],
  ['open', 'open("a..b", 5);'],
])('every error of ours does so, wherever it was made: %s', (_, statements) => {
  const { status, stdout, stderr } = runs(statements);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^ValidationError: 1 error, nothing was written:\n {2}- .*\n$/);
});
