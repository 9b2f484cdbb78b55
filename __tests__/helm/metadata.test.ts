import { Construct } from 'constructs';
import { parse } from 'yaml';
import { type ChartMetadata, DagsterApp, DagsterChart, HelmChart } from '../../lib/index.js';
import { errorsOf } from '../support/releases.js';
import { helm } from '../support/tools.js';
import { inFolder } from './render.js';

const chart = (scope: Construct, id: string, more: Partial<ChartMetadata> = {}): HelmChart =>
  new HelmChart(scope, id, { version: '1.0.0', ...more, release: (inside) => new DagsterChart(inside, 'release') });

/** The errors of an app with one chart. */
function errors(more: object, id = 'one'): string[] {
  const app = new DagsterApp({ outdir: 'unused' });
  chart(app, id, more);
  return errorsOf(() => app.render());
}

const METADATA: Omit<ChartMetadata, 'version'> = {
  appVersion: '1.13',
  description: 'A: chart.',
  keywords: ['yes', 'data'],
  home: 'https://example.com/chart?a=b',
  sources: ['https://example.com/source', 'oci://registry.example.com/charts/one'],
  maintainers: [{ name: 'The team', email: 'team@example.com', url: 'http://example.com/team' }, { name: 'Somebody' }],
  icon: 'https://example.com/icon.svg',
  annotations: {
    'artifacthub.io/prerelease': 'true',
    'artifacthub.io/links': '- name: a\n  url: https://example.com\n',
  },
  kubeVersion: '>= 1.27.0-0 < 2.0.0-0',
};

test('Chart.yaml holds all metadata, and helm lint has nothing to add', () => {
  const files = chart(new DagsterApp(), 'one', METADATA).chartFiles();
  const written = parse(files.get('Chart.yaml') ?? '', { version: '1.1' });
  expect(written).toStrictEqual({ apiVersion: 'v2', name: 'one', version: '1.0.0', type: 'application', ...METADATA });
  const { status, stdout } = inFolder(files, (folder) => helm(['lint', '--strict', folder]));
  expect([status, stdout]).toEqual([0, expect.not.stringMatching(/INFO|WARNING|ERROR/)]);
});

test('what is given as undefined is not given', () => {
  const unset = Object.fromEntries(Object.keys(METADATA).map((key) => [key, undefined]));
  const files = chart(new DagsterApp(), 'one', {
    ...unset,
    maintainers: [{ name: 'a', email: undefined }],
  }).chartFiles();
  expect(parse(files.get('Chart.yaml') ?? '')).toStrictEqual({
    ...{ apiVersion: 'v2', name: 'one', version: '1.0.0', kubeVersion: '>=1.27.0-0', type: 'application' },
    maintainers: [{ name: 'a' }],
  });
});

test.each<[string, object]>([
  ['version: found "1.0"', { version: '1.0' }],
  ['version: found "v1.0.0"', { version: 'v1.0.0' }],
  ['version: found "1.0.0-01"', { version: '1.0.0-01' }],
  ['version: missing', { version: undefined }],
  ['appVersion: found 1.13', { appVersion: 1.13 }],
  ['kubeVersion: found "anything"', { kubeVersion: 'anything' }],
  ['description: found ""', { description: '' }],
  ['keywords.1: found 2', { keywords: ['a', 2] }],
  ['home: found "example.com"', { home: 'example.com' }],
  ['home: found "https://"', { home: 'https://' }],
  ['sources.0: found "../source"', { sources: ['../source'] }],
  ['maintainers.0.name: found " "', { maintainers: [{ name: ' ' }] }],
  ['maintainers.1.email: found "team"', { maintainers: [{ name: 'a' }, { name: 'a', email: 'team' }] }],
  ['maintainers.0.url: found "ftp://example.com"', { maintainers: [{ name: 'a', url: 'ftp://example.com' }] }],
  ['icon: found "icon.svg"', { icon: 'icon.svg' }],
  ['annotations.artifacthub.io/prerelease: found true', { annotations: { 'artifacthub.io/prerelease': true } }],
])('rejects %s, and says what is allowed', (error, more) => {
  expect(errors(more)).toEqual([expect.stringMatching(/^one: .*; allowed: .+/)]);
  expect(errors(more)).toEqual([expect.stringContaining(`one: ${error}; allowed: `)]);
});

test.each(['..', '.', 'a "b" {{ x }}', 'A', 'a_b', '-a', 'a-', 'é', 'a/b', 'a'.repeat(64)])(
  'rejects the id %j',
  (id) => {
    expect(errors({}, id)).toEqual([expect.stringContaining(`id: found ${JSON.stringify(id)}; allowed: lower-case`)]);
  },
);

test('rejects two charts of one id, in whatever scopes', () => {
  const app = new DagsterApp({ outdir: 'unused' });
  for (const scope of ['one', 'two']) chart(new Construct(app, scope), 'twin');
  expect(errorsOf(() => app.render())).toEqual([
    'two/twin: writes charts/twin, where one/twin writes; allowed: one each; rename one',
  ]);
});

describe('the range of Kubernetes versions', () => {
  const RANGES = [
    ...[
      '1.27',
      '=1.27.0',
      '!=1.27.1',
      '>1.27',
      '>= 1.27.0-0',
      '=> 1.27',
      '<2',
      '<=1.40.0',
      '=< 1.40',
      '~1.27',
      '~>1.27',
    ],
    ...['^1', '1.x', '1.2.X', '*', 'v1.27.0', '1.27.0-alpha.1+build.5', '1.27 - 1.40', ' >1.27 '],
    ...['>=1.27.0-0 <2.0.0-0', '>= 1.27, < 2', '>=1.27,<2', '<1.20 || >=1.27 <1.30||1.40.x'],
  ];
  const OTHERS = [
    ...[
      'anything',
      '',
      ' ',
      '1.27.0.1',
      '1.',
      '.1',
      '>',
      '>>1',
      '==1',
      '1.27 -',
      '> 1.2 1.27 - 1.40',
      '>=1.27.0<2',
      '1 || ',
      '|| 1',
      '1 | 2',
    ],
    ...['>=1.27;<2', '1.27-', '1.27.0-a..b', '>= latest', '~', '1,,2', '1.27\nlatest'],
  ];
  const echo = new Map([
    ['Chart.yaml', 'apiVersion: v2\nname: range\nversion: 1.0.0\n'],
    ['templates/range.yaml', 'fits: {{ semverCompare .Values.range "1.30.0" }}\n'],
  ]);
  /** Whether the real helm can read a range. */
  const isRead = (range: string): boolean =>
    inFolder(echo, (folder) => helm(['template', 'x', folder, '-f', '-'], JSON.stringify({ range }))).status === 0;

  test.each(RANGES)('may be %j, which helm reads', (kubeVersion) => {
    expect(errors({ kubeVersion })).toEqual([]);
    expect(isRead(kubeVersion)).toBe(true);
  });

  test.each(OTHERS)('rejects %j, which helm does not read either', (kubeVersion) => {
    expect(errors({ kubeVersion })).toEqual([
      expect.stringMatching(/kubeVersion: found ".*"; allowed: a range of versions, such as ">=1\.27\.0-0"$/),
    ]);
    expect(isRead(kubeVersion)).toBe(false);
  });
});
