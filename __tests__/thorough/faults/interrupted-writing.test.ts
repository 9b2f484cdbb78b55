import { mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Compiled, type Running } from '../../engine/support/compiled.js';
import { filesBelow } from '../../support/tools.js';

import.meta.jest.setTimeout(3_600_000);

/** How many times a process is killed in each of three ways; `KILLS=500 npm run test:thorough -- interrupted` takes its time. */
const KILLS = Number(process.env.KILLS ?? 5);

/** After how many kills a synthesis is left alone. */
const REPAIR = 5;

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Random numbers from 0 to 1 that a seed repeats. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Name = 'a' | 'b';

/** The files of an app: some are in both variants, some in one, and some are a file in one and a folder in the other. */
function variant(name: Name): Record<string, string> {
  const releases = [...Array(40).keys()].filter((index) => index % (name === 'a' ? 7 : 11) !== 1);
  const files = releases.flatMap((index) => [
    [`release-${index}/values.yaml`, index % 3 === 0 ? 'same' : `${name} ${index}`],
    [`release-${index}/manifests/x.k8s.yaml`, `${name} manifests ${index}`],
  ]);
  const swapped = { a: { swap: 'file', 'back/x': 'file' }, b: { 'swap/x': 'file', back: 'file' } };
  return { ...Object.fromEntries(files), ...swapped[name] };
}

const VARIANTS: Record<Name, Record<string, string>> = { a: variant('a'), b: variant('b') };
const FOREIGN: Record<string, string> = { 'README.md': 'mine', 'release-2/notes.txt': 'mine', 'own/keep': 'mine' };

function recordOf(name: Name): Record<string, string> {
  return { '.cdk8s-dagster': `${JSON.stringify({ files: Object.keys(VARIANTS[name]).sort() }, null, 2)}\n` };
}

let compiled: Compiled;

beforeAll(() => {
  compiled = new Compiled();
  for (const [name, files] of Object.entries(VARIANTS)) {
    compiled.write(`${name}.json`, JSON.stringify(files));
    for (const [path, text] of Object.entries(files)) compiled.write(`${name}/${path}`, text);
  }
});

afterAll(() => compiled.remove());

/** An output folder alone in a folder, with files that synthesis knows nothing of, and a folder for temporary files. */
class Place {
  readonly output: string;

  constructor(readonly name: string) {
    this.output = join(compiled.path, name, 'dist');
    for (const [path, text] of Object.entries(FOREIGN)) compiled.write(`${name}/dist/${path}`, text);
    compiled.write(`${name}/outside/values.yaml`, 'mine');
    mkdirSync(this.tmp);
  }

  private get tmp(): string {
    return join(compiled.path, this.name, 'tmp');
  }

  synth(name: Name): Running {
    const app = 'cp -R "$VARIANT" "$CDK8S_OUTDIR"';
    const args = ['synth', '--output', this.output, '--app', app];
    return compiled.start(args, { env: { VARIANT: join(compiled.path, name), TMPDIR: this.tmp } });
  }

  write(name: Name): Running {
    return compiled.startWriter(this.output, join(compiled.path, `${name}.json`));
  }

  /** Waits for the children of killed processes, which run on. */
  async untilOrphansEnd(): Promise<void> {
    while (environments().some((environment) => environment.includes(this.tmp))) await setTimeout(50);
  }

  /** The variant that one of its files belongs to. */
  nameInPlace(): Name {
    return filesBelow(this.output)['release-2/values.yaml'] === VARIANTS.a['release-2/values.yaml'] ? 'a' : 'b';
  }

  /** What may be there at any moment: each file old or new, and everybody else's as it was. */
  expectHarmless(): void {
    for (const [path, text] of Object.entries(filesBelow(this.output))) {
      if (path.startsWith('.cdk8s-dagster')) continue;
      expect([VARIANTS.a[path], VARIANTS.b[path], FOREIGN[path]]).toContain(text);
    }
    expect(filesBelow(this.output)).toMatchObject(FOREIGN);
    expect(filesBelow(join(this.output, '../outside'))).toEqual({ 'values.yaml': 'mine' });
    expect(readdirSync(join(this.output, '..')).sort()).toEqual(['dist', 'outside', 'tmp']);
  }

  /** What is there when a synthesis has finished: all of one variant, and nothing else, not even an empty folder. */
  expectWhole(name: Name): void {
    this.expectHarmless();
    const files = { ...VARIANTS[name], ...FOREIGN, ...recordOf(name) };
    expect(filesBelow(this.output)).toEqual(files);
    const folders = Object.keys(files).flatMap((path) =>
      path.split('/').map((_, at, all) => all.slice(0, at).join('/')),
    );
    const entries = new Set([...Object.keys(files), ...folders.filter((path) => path !== '')]);
    expect(readdirSync(this.output, { recursive: true }).sort()).toEqual([...entries].sort());
    expect(readdirSync(this.tmp)).toEqual([]);
  }
}

/** The environments of all processes. */
function environments(): string[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/environ`, 'utf8')] : [];
    } catch {
      return []; // ended meanwhile, or somebody else's
    }
  });
}

/** Waits until a process has started to write into a folder, or has ended. */
async function untilItWrites(output: string, running: Running): Promise<void> {
  const watcher = watch(output);
  const writes = new Promise<void>((done) => {
    watcher.on('change', (_, name) => `${name}`.startsWith('.cdk8s-dagster-') && done());
  });
  await Promise.race([writes, running.ended]);
  watcher.close();
}

/** A way to start a synthesis, and what to wait for before the moment to kill it is drawn. */
interface Way {
  readonly place: Place;
  readonly start: (name: Name) => Running;
  readonly begun?: (running: Running) => Promise<unknown>;
}

/** Kills one synthesis after the other at some moment of the time that the first took, and lets one finish now and then. */
async function killOften({ place, start, begun = async () => {} }: Way, seed: number): Promise<void> {
  const random = randomNumbers(seed);
  const pick = (): Name => (random() < 0.5 ? 'a' : 'b');
  const first = start(pick());
  await begun(first);
  const since = performance.now();
  expect(await first.ended).toMatchObject({ status: 0, stderr: '' });
  const duration = performance.now() - since;
  for (let killed = 0; killed < KILLS; ) {
    const running = start(pick());
    await begun(running);
    await setTimeout(random() * duration);
    running.process.kill('SIGKILL');
    const inTime = (await running.ended).signal === 'SIGKILL';
    place.expectHarmless();
    if (!inTime) continue;
    killed += 1;
    if (killed % REPAIR !== 0 && killed !== KILLS) continue;
    await place.untilOrphansEnd();
    const name = pick();
    expect(await start(name).ended).toMatchObject({ status: 0, stderr: '' });
    place.expectWhole(name);
  }
}

test(`one that is killed leaves old and new files, and the next one nothing of it (SEED=${SEED})`, async () => {
  const [anywhere, moving, alone] = [new Place('anywhere'), new Place('moving'), new Place('alone')];
  const ways: Way[] = [
    { place: anywhere, start: (name) => anywhere.synth(name) },
    {
      place: moving,
      start: (name) => moving.synth(name),
      begun: (running) => untilItWrites(moving.output, running),
    },
    { place: alone, start: (name) => alone.write(name) },
  ];
  await Promise.all(ways.map((way, index) => killOften(way, SEED + index)));
});

test('of several that write at once each finishes, and the folder holds all of one', async () => {
  const place = new Place('at-once');
  for (let round = 0; round < 5; round += 1) {
    const names: Name[] = round % 2 === 0 ? ['a', 'b', 'a'] : ['b', 'a', 'b'];
    const running = names.map((name) => place.write(name));
    for (const { ended } of running) expect(await ended).toMatchObject({ status: 0, stderr: '' });
    place.expectWhole(place.nameInPlace());
  }
});

test('of two commands that run at once each finishes, and the folder holds all of one', async () => {
  const place = new Place('commands');
  const running = [place.synth('a'), place.synth('b')];
  for (const { ended } of running) expect(await ended).toMatchObject({ status: 0, stderr: '' });
  place.expectWhole(place.nameInPlace());
});
