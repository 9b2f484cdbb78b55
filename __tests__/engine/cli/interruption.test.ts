import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Compiled } from '../support/compiled.js';
import { SmallApp } from '../support/small-app.js';

import.meta.jest.setTimeout(60_000);

let compiled: Compiled;

beforeAll(() => {
  compiled = new Compiled();
});

afterAll(() => compiled.remove());

/** Whether a process runs that is not just waiting for its parent to ask for its end. */
function runs(pid: string): boolean {
  const stat = join('/proc', pid, 'stat');
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

test.each([
  ['SIGTERM', 'and their children', 'sleep 300 &'],
  ['SIGINT', 'and their children', 'sleep 300 &'],
  ['SIGHUP', 'and their children', 'sleep 300 &'],
  ['SIGTERM', 'that take no notice of it', "trap '' TERM HUP INT; sleep 300 &"],
] as const)('%s ends cdk8s and the app too, %s', async (signal, _, line) => {
  const pids = join(compiled.path, `pids-${signal}-${line.length}`);
  const app = new SmallApp(compiled, `app-${signal}-${line.length}`, [line, `echo $$ $! > ${pids}`, 'wait']);
  app.write('dist/notes.txt', 'mine');
  const { process, ended } = app.start(['synth']);
  while (!existsSync(pids) || readFileSync(pids, 'utf8') === '') await setTimeout(10);
  process.kill(signal);
  expect(await ended).toMatchObject({ signal });
  const [shell = '', child = ''] = readFileSync(pids, 'utf8').trim().split(' ');
  expect([shell, child].map(runs)).toEqual([false, false]);
  expect(app.files).toEqual({ 'dist/notes.txt': 'mine' });
  expect(readdirSync(join(compiled.path, 'tmp'))).toEqual([]);
});

test('a reader that goes away, as head does, keeps nothing from being written', async () => {
  const app = new SmallApp(compiled, 'head', ['for n in $(seq 200); do echo a > $n.yaml; done']);
  const running = app.start(['synth']);
  running.process.stdout?.destroy();
  expect(await running.ended).toMatchObject({ status: 0, stderr: '' });
  expect(Object.keys(app.files)).toHaveLength(201);
});
