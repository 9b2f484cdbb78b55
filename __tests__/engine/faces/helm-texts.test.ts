import { ApiObject } from 'cdk8s';
import { parse } from 'yaml';
import { HelmChart, type Note, open, Release, ReleaseApp, text } from '../../../lib/engine/index.js';
import { inFolder } from '../../helm/render.js';
import { fileOf } from '../../support/releases.js';
import { helm } from '../../support/tools.js';

const WORD = open('word', text('a', 'A word.\nport: 80\n\n  Or none.'));
const NOTHING = open('nothing', text(undefined, 'Nothing.\nport: 80'));

class Told extends Release {
  override get notes(): readonly Note[] {
    return [{ text: `{${this.releaseName} says ${WORD}{{ x }}{` }];
  }
}

const app = new ReleaseApp({ outdir: 'unused' });
new HelmChart(app, 'told', {
  version: '1.0.0',
  release: (scope) => {
    const release = new Told(scope, 'release');
    new ApiObject(release, 'thing', { apiVersion: 'example.com/v1', kind: 'Thing', spec: { WORD, NOTHING } });
    return release;
  },
});
const files = app.render();

test('a description of several lines is a comment of one', () => {
  const values = fileOf(files, 'charts/told/values.yaml');
  expect(parse(values)).toEqual({ word: 'a' });
  expect(values).toContain('# A word. port: 80 Or none. (string, default "a")\n');
  expect(values).toContain('# nothing: not set. Nothing. port: 80');
  expect(fileOf(files, 'charts/told/README.md')).toContain('| A word. port: 80 Or none. |');
});

test('notes tell what knobs come to, and braces as they are', () => {
  const args = (folder: string) => ['install', 'test', `${folder}/charts/told`, '--dry-run=client', '--set', 'word=b'];
  const { stdout } = inFolder(files, (folder) => helm(args(folder)));
  expect(stdout).toContain('\n{test says b{{ x }}{\n');
});
