import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ArgoCd, Component, HelmChart, integer, Release, ReleaseApp } from '../../lib/engine/index.js';
import { javascript as js } from '../support/javascript.js';
import { errorsOf } from '../support/releases.js';

const FIX = "write new ...(app, 'name', { ... })";
const SCOPE = `allowed: an app, or another construct; ${FIX}`;
const ID = `allowed: a text that is not empty; ${FIX}`;
const KEYS = { replicas: integer(1, 'Pods.') };

class Web extends Component<typeof KEYS> {
  constructor(...[scope, id]: ConstructorParameters<typeof HelmChart>) {
    super(scope, id, { key: 'web', description: 'The web.', keys: KEYS });
  }
}

type Given = readonly [string, unknown[], string[]];

const MISPLACED: Given[] = [
  ['the name in the place of the app', ['web', {}], [`scope: found "web"; ${SCOPE}`, `id: found {}; ${ID}`]],
  ['no app', [undefined, 'web'], [`scope: found undefined; ${SCOPE}`]],
  ['no name', [new ReleaseApp(), ''], [`id: found ""; ${ID}`]],
  ['the properties in the place of the name', [new ReleaseApp(), { a: 1 }], [`id: found {"a":1}; ${ID}`]],
];

describe.each([
  ['a release', Release],
  ['a chart', HelmChart],
  ['a component', Web],
])('%s says where it cannot be', (_, made) => {
  test.each(MISPLACED)('%s', (_, given, errors) => {
    expect(errorsOf(() => Reflect.construct(made, given))).toEqual(errors);
  });
});

const CHART = { version: '1.0.0', release: (scope: Construct) => new Release(scope, 'release') };

const BESIDE: [string, (scope: ReleaseApp) => unknown, (scope: Construct, id: string) => unknown, string][] = [
  ['a release', (app) => new Release(app, 'web'), (scope, id) => new HelmChart(scope, id, CHART), 'a Release'],
  ['a chart', (app) => new HelmChart(app, 'web', CHART), (scope, id) => new Release(scope, id), 'a HelmChart'],
  ['a release', (app) => new Release(app, 'web'), (scope, id) => new Release(scope, id), 'a Release'],
  [
    'a release',
    (app) => new Release(app, 'web'),
    (scope, id) => new ArgoCd(scope, id, { repoURL: 'https://git.example.com/a.git' }),
    'a Release',
  ],
  ['a cdk8s chart', (app) => new Chart(app, 'web'), (scope, id) => new HelmChart(scope, id, CHART), 'a Chart'],
];

test.each(BESIDE)('the id of %s can be had once, and again in another construct', (_, first, second, whose) => {
  const app = new ReleaseApp({ outdir: 'unused' });
  first(app);
  const fix = `rename one, or write new ...(new Construct(..., 'another'), "web", { ... })`;
  expect(errorsOf(() => second(app, 'web'))).toEqual([
    `id: found "web", which ${whose} has; allowed: an id that nothing else in the app has; ${fix}`,
  ]);
  expect(() => second(new Construct(app, 'another'), 'web')).not.toThrow();
});

test('a release and its chart may have one name', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  new Release(app, 'web');
  new HelmChart(new Construct(app, 'charts'), 'web', CHART);
  expect([...app.render().keys()].filter((path) => path.endsWith('.yaml') && !path.includes('templates'))).toEqual([
    'web/manifests/web.k8s.yaml',
    'web/values.yaml',
    'charts/web/Chart.yaml',
    'charts/web/values.yaml',
  ]);
});

test('the id of a component can be had once in a release', () => {
  const release = new Release(new ReleaseApp({ outdir: 'unused' }), 'shop');
  new Web(release, 'web', js({}));
  const fix = `rename one, or write new ...(new Construct(..., 'another'), "web", { ... })`;
  expect(errorsOf(() => new Web(release, 'web', js({})))).toEqual([
    `id: found "web", which a Web has; allowed: an id that nothing else in shop has; ${fix}`,
  ]);
});

test.each<[string, unknown, string]>([
  ['misspelt', { outDir: 'x' }, 'outDir: unknown key "outDir"'],
  ['of another kind', { outdir: 5 }, 'outdir: found 5; allowed: a text that is not empty'],
  ['no options', 'dist', 'found "dist"; allowed: an object'],
  ['no layout of files', { yamlOutputType: 9 }, 'yamlOutputType: found 9; allowed: a member of YamlOutputType'],
])('an option of an app that is %s is an error', (_, props, error) => {
  const [found, ...others] = errorsOf(() => new ReleaseApp(js(props)).render());
  expect(found?.slice(0, error.length)).toBe(error);
  expect(others).toEqual([]);
});
