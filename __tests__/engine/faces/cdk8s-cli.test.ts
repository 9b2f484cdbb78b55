import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helmFormat, isStreamed } from '../../../lib/engine/faces/cdk8s-cli.js';
import { temporaryFolder } from '../../support/tools.js';

/** What cdk8s writes before it runs an app for `--format helm`. */
const SCAFFOLD = {
  'Chart.yaml':
    'apiVersion: "v2"\nname: "app"\nversion: "1.2.3"\ndescription: Generated chart for app\ntype: application\n',
  'README.md':
    'This Helm chart is generated using cdk8s. Any manual changes to the chart would be discarded once cdk8s app is synthesized again with `--format helm`.',
};

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('--format helm', () => {
  function formatOf(files: Record<string, string>): object | undefined {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    const outdir = join(folder, 'templates');
    return helmFormat(outdir, { CDK8S_OUTDIR: outdir });
  }

  test('is seen by what cdk8s has just written', () => {
    const scaffold = ['Chart.yaml', 'README.md'];
    expect(formatOf(SCAFFOLD)).toEqual({ folder, version: '1.2.3', apiVersion: 'v2', scaffold });
  });

  test('is seen beside the custom resources that cdk8s imports, and what the app has written already', () => {
    mkdirSync(join(folder, 'crds'));
    mkdirSync(join(folder, 'templates'));
    expect(formatOf(SCAFFOLD)).toBeDefined();
  });

  test('is remembered when its files have been replaced', () => {
    expect(formatOf(SCAFFOLD)).toEqual(formatOf({ 'Chart.yaml': 'ours', 'values.yaml': 'ours' }));
  });

  test.each([
    ['another description', { ...SCAFFOLD, 'Chart.yaml': SCAFFOLD['Chart.yaml'].replace('Generated', 'My') }],
    ['a further field', { ...SCAFFOLD, 'Chart.yaml': `${SCAFFOLD['Chart.yaml']}appVersion: "1"\n` }],
    ['a Chart.yaml that is no YAML', { ...SCAFFOLD, 'Chart.yaml': 'a: "b' }],
    ['another README', { ...SCAFFOLD, 'README.md': '# mine' }],
    ['no README', { 'Chart.yaml': SCAFFOLD['Chart.yaml'] }],
    ['values', { ...SCAFFOLD, 'values.yaml': '' }],
    ['nothing', {}],
  ])('is not taken for it: a chart with %s', (_, files) => {
    expect(formatOf(files)).toBeUndefined();
  });

  test('is not taken for it: an output folder that cdk8s did not choose', () => {
    formatOf(SCAFFOLD);
    expect(helmFormat(join(folder, 'templates'), {})).toBeUndefined();
  });
});

describe('--stdout', () => {
  const streamed = (outdir: string): boolean => isStreamed(outdir, { CDK8S_OUTDIR: outdir });

  test('is seen by the temporary folder that cdk8s has made', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-'));
    expect(streamed(outdir)).toBe(true);
    rmSync(outdir, { recursive: true });
    expect(streamed(outdir)).toBe(false);
  });

  test('is not taken for it: a folder elsewhere, or of another name', () => {
    mkdirSync(join(folder, 'cdk8s-AbCdEf'));
    expect(streamed(join(folder, 'cdk8s-AbCdEf'))).toBe(false);
    expect(streamed(folder)).toBe(false);
  });
});
