import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import * as ours from '../../lib/engine/index.js';
import { disagreements, write } from '../helm/law.js';
import type { Subject } from '../helm/subject.js';
import { errorsOf, fileOf } from '../support/releases.js';
import { ROOT } from '../support/tools.js';

type Engine = typeof ours;

/** The engine as another package would bring it: other files, and so other classes. */
async function copyOfEngine(folder: string): Promise<Engine> {
  mkdirSync(join(folder, 'lib'));
  cpSync(join(ROOT, 'lib/engine'), join(folder, 'lib/engine'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return import(join(folder, 'lib/engine/index.ts'));
}

let folder: string;
let theirs: Engine;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'copy-'));
  theirs = await copyOfEngine(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A component that uses all that the engine of somebody has. */
function addPart(engine: Engine, scope: Construct): void {
  const { boolean, ConfigFile, Conditional, either, Fact, integer, JsonText, list, nameByContent, open, text } = engine;
  const keys = { on: boolean(true, 'A switch.'), port: integer(1, 'A port.'), note: text(undefined, 'A note.') };
  class Part extends engine.Component<typeof keys> {}
  const part = new Part(scope, 'part', { key: 'part', description: 'A part.', keys });
  const { on, port, note } = part.knobs;
  const items = open('opened.items', list([1], 'Items.'));
  const tag = open('opened.tag', text('1', 'A tag.'));
  const file = new ConfigFile('file', either<string>(on, 'a', 'b'));
  const spec = {
    ...{ port, items, text: `${port}-${note}-${tag}`, fact: new Fact(() => port) },
    ...{ file, checksum: file.checksum, json: new JsonText({ port, note, tag }) },
    chosen: either<object>(on, { text: tag }, undefined),
  };
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', spec };
  new ApiObject(new Conditional(part, 'if', on), 'thing', thing);
  const named = new ApiObject(part, 'named', thing);
  named.addJsonPatch(JsonPatch.add('/spec/patched', [port, new JsonText({ note })]));
  nameByContent(named);
}

const MEMBERS: Subject['members'] = [
  { own: {}, documents: [{}] },
  { own: {}, documents: [{ part: { on: false, port: 3, note: 'x' }, opened: { tag: '2', items: null } }] },
];

test('they are two copies', () => {
  expect(theirs.Release).not.toBe(ours.Release);
  expect(theirs.Knob).not.toBe(ours.Knob);
});

test('a component of another copy of the package has its knobs in every face', async () => {
  const subject: Subject = {
    setUp: 'a component of another copy',
    members: MEMBERS,
    create: (scope, id, props) => {
      const release = new ours.Release(scope, id, props);
      addPart(theirs, release);
      return release;
    },
  };
  const written = write(subject, 0);
  expect(await disagreements([written])).toEqual([]);
  const [byDefault, said] = written.installations.map(({ objects }) => JSON.stringify(objects));
  expect(byDefault).toContain('"text":"1--1"');
  expect(said).toContain('"text":"3-x-2"');
  expect(said).not.toContain('-if-');
});

test('releases of two copies stand in one app, and their charts beside them', () => {
  const app = new ours.ReleaseApp({ outdir: 'unused' });
  const engines = { first: ours, second: theirs, third: ours };
  for (const [id, engine] of Object.entries(engines)) {
    const values = { part: { port: 7 } };
    addPart(engine, new engine.Release(app, id, { values, chart: false }));
    const release = (scope: Construct) => new engine.Release(scope, 'release');
    new engine.HelmChart(app, `chart-of-${id}`, { version: '1.0.0', release });
  }
  const files = app.render();
  const [first, second, third] = Object.keys(engines).map((id) =>
    fileOf(files, `${id}/manifests/${id}.k8s.yaml`).replaceAll(`${id}-`, '').replaceAll(`namespace: ${id}`, ''),
  );
  expect(second).toBe(first);
  expect(third).toBe(first);
  expect(first).toContain('port: 7');
  expect([...files.keys()]).toContain('charts/chart-of-second/Chart.yaml');
});

test('what a component of another copy finds wrong is told with its path', () => {
  const app = new ours.ReleaseApp({ outdir: 'unused' });
  const release = new ours.Release(app, 'test');
  theirs.validate(release, () => [{ path: 'port', message: 'found 0' }]);
  expect(errorsOf(() => app.render())).toEqual(['test: port: found 0']);
});
