import { ApiObject, App, type AppProps, Chart, YamlOutputType } from 'cdk8s';
import { Face, type Files, Release, ReleaseApp } from '../../lib/engine/index.js';
import { errorsOf } from '../support/releases.js';

const object = (scope: Release | Chart, id: string, kind = 'ConfigMap') =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind, metadata: { name: id } });

function appWith(props: AppProps): ReleaseApp {
  const app = new ReleaseApp({ outdir: 'unused', ...props });
  const release = new Release(app, 'rel');
  object(release, 'a');
  object(release, 'b', 'ServiceAccount');
  object(new Chart(app, 'extras'), 'c');
  return app;
}

const pathsOf = (props: AppProps) => [...appWith(props).render().keys()].sort();

test.each<[string, AppProps, string[]]>([
  ['a file for each chart', {}, ['extras.k8s.yaml', 'rel/manifests/rel.k8s.yaml', 'rel/values.yaml']],
  ['one file', { yamlOutputType: YamlOutputType.FILE_PER_APP }, ['app.k8s.yaml', 'rel/values.yaml']],
  [
    'a file for each object',
    { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE },
    [
      'ConfigMap.c.k8s.yaml',
      'rel/manifests/ConfigMap.a.k8s.yaml',
      'rel/manifests/ServiceAccount.b.k8s.yaml',
      'rel/values.yaml',
    ],
  ],
  [
    'a folder for each chart',
    { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE },
    [
      'extras/ConfigMap.c.k8s.yaml',
      'rel/manifests/ConfigMap.a.k8s.yaml',
      'rel/manifests/ServiceAccount.b.k8s.yaml',
      'rel/values.yaml',
    ],
  ],
  ['another ending', { outputFileExtension: '.yml' }, ['extras.yml', 'rel/manifests/rel.yml', 'rel/values.yaml']],
])('an app writes %s, as cdk8s names it', (_, props, paths) => {
  expect(pathsOf(props)).toEqual(paths);
});

test('an app records which construct an object comes from, for validation plugins', () => {
  const files = appWith({ recordConstructMetadata: true }).render();
  expect(JSON.parse(files.get('construct-metadata.json') ?? '')).toEqual({
    version: '1.0.0',
    resources: { a: { path: 'rel/a' }, b: { path: 'rel/b' }, c: { path: 'extras/c' } },
  });
});

test('an object comes after what it depends on, whatever their kinds', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  const release = new Release(app, 'rel');
  const [account, config] = [object(release, 'account', 'ServiceAccount'), object(release, 'config')];
  expect(release.toJson().map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ConfigMap']);
  account.addDependency(config);
  expect(release.toJson().map(({ kind }) => kind)).toEqual(['ConfigMap', 'ServiceAccount']);
});

test('charts that depend on others are numbered, as cdk8s numbers them', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  const first = new Chart(app, 'zz-first');
  object(first, 'a');
  const release = new Release(app, 'rel');
  object(release, 'b');
  const last = new Chart(app, 'last');
  object(last, 'c');
  release.addDependency(first);
  last.addDependency(release);
  expect([...app.render().keys()]).toEqual([
    '0000-zz-first.k8s.yaml',
    'rel/manifests/rel.k8s.yaml',
    'rel/values.yaml',
    '0002-last.k8s.yaml',
  ]);
});

test('rejects objects, and charts, that depend on one another', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  const release = new Release(app, 'rel');
  const [one, two] = [object(release, 'one'), object(release, 'two')];
  one.addDependency(two);
  two.addDependency(one);
  expect(errorsOf(() => app.render())).toEqual([
    'rel: found the dependencies rel/one => rel/two => rel/one; allowed: no cycle; remove one of them',
  ]);
  const charts = new ReleaseApp({ outdir: 'unused' });
  const [first, second] = [new Chart(charts, 'first'), new Chart(charts, 'second')];
  first.addDependency(second);
  second.addDependency(first);
  expect(errorsOf(() => charts.render())).toEqual([
    'found the dependencies first => second => first; allowed: no cycle; remove one of them',
  ]);
});

class Notes extends Face {
  constructor(
    scope: ReleaseApp,
    id: string,
    private readonly paths: readonly string[],
    private readonly own?: string,
  ) {
    super(scope, id);
  }

  override get folder(): string | undefined {
    return this.own;
  }

  override files(): Files {
    return new Map(this.paths.map((path) => [path, 'text']));
  }
}

test.each<[string, string[], string | undefined, string]>([
  [
    'a file of a release',
    ['rel/values.yaml'],
    undefined,
    'notes: writes rel/values.yaml, where rel writes; allowed: one each; rename one',
  ],
  [
    'a file in a folder of a release',
    ['rel/manifests/x.yaml'],
    undefined,
    'notes: writes rel/manifests/x.yaml, where rel writes; allowed: one each; rename one',
  ],
  ['a folder that is a release’s', [], 'rel', 'notes: writes rel, where rel writes; allowed: one each; rename one'],
  [
    'a file below a file',
    ['extras.k8s.yaml/x'],
    undefined,
    'notes: writes extras.k8s.yaml/x, where extras writes; allowed: one each; rename one',
  ],
  ['a file outside', ['../x'], undefined, 'notes: found "../x"; allowed: a path in the output folder'],
])('rejects a face that writes %s', (_, paths, folder, error) => {
  const app = appWith({});
  new Notes(app, 'notes', paths, folder);
  expect(errorsOf(() => app.render())).toEqual([error]);
});

test('a plain cdk8s App writes the objects whose conditions hold, under the names that they have everywhere', () => {
  const app = new App({ outdir: 'unused' });
  const release = new Release(app, 'rel', { release: 'prod' });
  new ApiObject(release, 'settings', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(app.synthYaml()).toContain('name: prod-settings');
});
