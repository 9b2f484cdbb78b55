import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component, integer, Release, ReleaseApp, type ReleaseValues, valuesIn } from '../../../lib/engine/index.js';
import { javascript as js } from '../../support/javascript.js';
import { errorsOf } from '../../support/releases.js';
import { temporaryFolder } from '../../support/tools.js';

const ALLOWED = 'values documents (*.yaml, *.yml, *.json)';
const NOTHING = 'there is nothing; make it, or correct the path, which is read from the working directory';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of these files. */
function filled(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

const KEYS = { replicas: integer(1, 'Pods.', { maximum: 9 }) };

class Web extends Component<typeof KEYS> {
  constructor(release: Release, id: string) {
    super(release, id, { key: 'web', description: 'The web.', keys: KEYS });
  }
}

/** The errors of the releases that documents describe. */
function errorsOfReleases(documents: readonly ReleaseValues[], shared: object = {}): string[] {
  const app = new ReleaseApp({ outdir: 'unused' });
  for (const file of documents) {
    const release = new Release(app, file.release, { ...shared, ...file });
    new Web(release, 'web');
  }
  return errorsOf(() => app.render());
}

test('each values document of a folder is one release, named by its file and in the order of names', () => {
  const fleet = filled('fleet', {
    'oslo.json': '{"web": {"replicas": 3}}',
    'bern-2.yml': '',
    'bern.yaml': 'web: {replicas: 2}\n',
    'README.md': 'Who is where.',
    '.draft.yaml': '[',
  });
  expect(valuesIn(fleet)).toEqual([
    { release: 'bern', values: { web: { replicas: 2 } }, valuesFile: join(fleet, 'bern.yaml') },
    { release: 'bern-2', values: {}, valuesFile: join(fleet, 'bern-2.yml') },
    { release: 'oslo', values: { web: { replicas: 3 } }, valuesFile: join(fleet, 'oslo.json') },
  ]);
  expect(errorsOfReleases(valuesIn(fleet))).toEqual([]);
});

test('what is wrong with a release of a folder is told with its release and its file', () => {
  const fleet = filled('wrong', { 'Bern.yaml': '', 'oslo.yaml': 'web: {replicas: 10}\nwbe: {}\n', 'riga.yaml': '' });
  const at = (file: string): string => join(fleet, file);
  expect(errorsOfReleases(valuesIn(fleet), { namespace: 'web' }).map((error) => error.split(';')[0])).toEqual([
    `Bern: ${at('Bern.yaml')}: release name "Bern" is no DNS label`,
    `oslo: ${at('oslo.yaml')}: wbe: unknown key "wbe"`,
    `oslo: ${at('oslo.yaml')}: web.replicas: found 10`,
  ]);
});

test('rejects everything that is wrong in any file of a folder, at once', () => {
  const fleet = filled('unread', {
    'a.yaml': 'web: [\n',
    'b.yaml': '- 1\n',
    'c.yaml': new Uint8Array([0x61, 0x3a, 0x20, 0xff]),
    'd.yaml.bak': '',
    'e.yaml': 'a: 1\na: 2\n',
    'f.yaml': '',
    'f.yml': '',
  });
  mkdirSync(join(fleet, 'north'));
  symlinkSync('nowhere', join(fleet, 'z.yaml'));
  const at = (file: string): string => join(fleet, file);
  expect(errorsOf(() => valuesIn(fleet))).toEqual([
    expect.stringContaining(`${at('a.yaml')}: Flow sequence in block collection`),
    `${at('b.yaml')}: the YAML text holds a list; allowed: one map`,
    `${at('c.yaml')}: found bytes that are no UTF-8; allowed: text in UTF-8`,
    `${at('d.yaml.bak')}: found another file; allowed: ${ALLOWED}; move it away`,
    expect.stringContaining(`${at('e.yaml')}: Map keys must be unique`),
    `${at('north')}: found a folder; allowed: ${ALLOWED}; read it apart`,
    `${at('z.yaml')}: ${NOTHING}`,
    `${fleet}: holds two documents of the release "f"; allowed: one each`,
  ]);
});

test('rejects a folder that holds nothing to release, that is none, and what is no path', () => {
  const empty = filled('empty', { 'README.md': '' });
  const nothing = `${empty}: holds nothing to release; allowed: ${ALLOWED}; write one for each release`;
  expect(errorsOf(() => valuesIn(empty))).toEqual([nothing]);
  expect(errorsOf(() => valuesIn(join(folder, 'missing')))).toEqual([`${join(folder, 'missing')}: ${NOTHING}`]);
  expect(errorsOf(() => valuesIn(join(empty, 'README.md')))).toEqual([
    `${join(empty, 'README.md')}: is no folder; name the folder that the values documents are in`,
  ]);
  expect(errorsOf(() => valuesIn(js(['fleet'])))).toEqual([
    'folder: found ["fleet"]; allowed: a text that is not empty; write a text',
  ]);
});

test('rejects a valuesFile that is no text', () => {
  const wrong = [{ release: 'bern', values: {}, valuesFile: js<string>(5) }];
  expect(errorsOfReleases(wrong)).toEqual([
    'bern: valuesFile: found 5; allowed: a text that is not empty; quote it: "5"',
  ]);
});
