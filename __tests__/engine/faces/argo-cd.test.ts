import { ApiObject, YamlOutputType } from 'cdk8s';
import type { Construct } from 'constructs';
import { ArgoCd, type ArgoCdProps, HelmChart, Release, ReleaseApp, WrittenBy } from '../../../lib/engine/index.js';
import { errorsOf, fileOf, find, type KubernetesObject, parseManifests } from '../../support/releases.js';

const URL = 'https://git.example.com/data/deployments.git';

/** A release with a Deployment, a Service and, if asked for, its Namespace. */
function web(scope: Construct, id: string, namespace: string | undefined = undefined, own = false): Release {
  const release = new Release(scope, id, { ...(namespace !== undefined && { namespace }) });
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'docker.io/hashicorp/http-echo:1.0' }];
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { selector: { matchLabels: labels }, template };
  new ApiObject(release, 'server', { apiVersion: 'apps/v1', kind: 'Deployment', spec });
  new ApiObject(release, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    spec: { selector: labels, ports: [{ port: 80 }] },
  });
  new ApiObject(release, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', rules: [] });
  const metadata = { name: release.namespace, labels: { level: 'restricted', 'app.kubernetes.io/instance': id } };
  const manifests = new WrittenBy(release, 'manifests', 'manifests');
  if (own) new ApiObject(manifests, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata });
  return release;
}

/** An app with two releases, of which the second brings its namespace. */
function twoReleases(props: Partial<ArgoCdProps> = {}): ReleaseApp {
  const app = new ReleaseApp({ outdir: 'unused' });
  web(app, 'one');
  web(app, 'two', 'second', true);
  if (props.source === 'chart')
    new HelmChart(app, 'web', { version: '1.0.0', release: (scope) => web(scope, 'release') });
  new ArgoCd(app, 'argocd', { repoURL: URL, ...props });
  return app;
}

function filesOf(props: Partial<ArgoCdProps> = {}): ReadonlyMap<string, string> {
  const files = [...twoReleases(props).render()];
  return new Map(files.filter(([path]) => path.startsWith('argocd/')));
}

function objectsOf(props: Partial<ArgoCdProps> = {}): KubernetesObject[] {
  return [...filesOf(props).values()].flatMap(parseManifests);
}

function one(props: Partial<ArgoCdProps> = {}, name = 'one'): KubernetesObject {
  return find(objectsOf(props), 'Application', name);
}

const errors = (props: Partial<ArgoCdProps>): string[] => errorsOf(() => twoReleases(props).render());

test('each release is an Application of its manifests, in a project of its own', () => {
  const files = filesOf();
  expect([...files.keys()]).toEqual([
    'argocd/AppProject.argocd.k8s.yaml',
    'argocd/Application.one.k8s.yaml',
    'argocd/Application.two.k8s.yaml',
  ]);
  expect(fileOf(files, 'argocd/Application.one.k8s.yaml')).toBe(`\
# For the namespace of Argo CD: apply it there, or make this folder the path of a parent Application.
# An Application that reads the folder above has to exclude this one. Generated, do not edit.
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: one
  namespace: argocd
spec:
  project: argocd
  source:
    repoURL: https://git.example.com/data/deployments.git
    targetRevision: HEAD
    path: dist/one/manifests
  destination:
    server: https://kubernetes.default.svc
    namespace: one
  syncPolicy:
    syncOptions:
      - CreateNamespace=true
`);
  expect(find(objectsOf(), 'Application', 'two').spec).toEqual({
    project: 'argocd',
    source: { repoURL: URL, targetRevision: 'HEAD', path: 'dist/two/manifests' },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'second' },
  });
});

test('the project allows what the releases hold and what controllers make of it, and nothing else', () => {
  expect(find(objectsOf(), 'AppProject', 'argocd').spec).toEqual({
    sourceRepos: [URL],
    destinations: [
      { server: 'https://kubernetes.default.svc', namespace: 'one' },
      { server: 'https://kubernetes.default.svc', namespace: 'second' },
    ],
    clusterResourceWhitelist: [
      { group: '', kind: 'Namespace', name: 'one' },
      { group: '', kind: 'Namespace', name: 'second' },
      { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'one-role' },
      { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'two-role' },
    ],
    namespaceResourceWhitelist: [
      { group: '', kind: 'Endpoints' },
      { group: '', kind: 'Pod' },
      { group: '', kind: 'Service' },
      { group: 'apps', kind: 'Deployment' },
      { group: 'apps', kind: 'ReplicaSet' },
      { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
    ],
  });
});

test('a release can be deployed from the chart, and its namespace is made as the release says, but never owned', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  web(app, 'one', 'first', true);
  new HelmChart(app, 'web', { version: '1.0.0', release: (scope) => web(scope, 'one') });
  new ArgoCd(app, 'argocd', { repoURL: URL, source: 'chart', path: '.' });
  const [application] = parseManifests(fileOf(app.render(), 'argocd/Application.one.k8s.yaml'));
  expect(application?.spec).toEqual({
    project: 'argocd',
    source: {
      repoURL: URL,
      targetRevision: 'HEAD',
      path: 'charts/web',
      helm: { releaseName: 'one', valueFiles: ['../../one/values.yaml'], skipTests: true },
    },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'first' },
    syncPolicy: {
      syncOptions: ['CreateNamespace=true'],
      managedNamespaceMetadata: { labels: { level: 'restricted' } },
    },
  });
});

test('what is said of syncs, deletion and notifications is in each Application', () => {
  const { metadata, spec } = one(
    {
      targetRevision: 'v1.2.3',
      path: 'deploy/dist',
      destination: { name: 'production' },
      namespace: 'gitops',
      prefix: 'data-',
      project: 'data',
      syncPolicy: { automated: true, prune: true, selfHeal: true, retries: 3, syncOptions: ['ServerSideApply=true'] },
      finalizer: 'background',
      annotations: { 'example.com/owner': 'data' },
      labels: { team: 'data' },
      notifications: [
        { trigger: 'on-sync-failed', service: 'slack', recipients: ['data', 'ops'] },
        { trigger: 'on-deployed', service: 'grafana' },
      ],
    },
    'data-one',
  );
  expect(metadata).toEqual({
    name: 'data-one',
    namespace: 'gitops',
    labels: { team: 'data' },
    annotations: {
      'notifications.argoproj.io/subscribe.on-sync-failed.slack': 'data;ops',
      'notifications.argoproj.io/subscribe.on-deployed.grafana': '',
      'example.com/owner': 'data',
    },
    finalizers: ['resources-finalizer.argocd.argoproj.io/background'],
  });
  expect(spec).toEqual({
    project: 'data',
    source: { repoURL: URL, targetRevision: 'v1.2.3', path: 'deploy/dist/one/manifests' },
    destination: { name: 'production', namespace: 'one' },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
      retry: { limit: 3 },
    },
  });
});

test('what somebody says of the namespace is not said otherwise', () => {
  const syncPolicy = { syncOptions: ['CreateNamespace=false'] };
  expect(one({ syncPolicy }).spec.syncPolicy).toEqual({ syncOptions: ['CreateNamespace=false'] });
});

test('a project that is there already is not written', () => {
  expect([...filesOf({ project: 'default' }).keys()]).toEqual([
    'argocd/Application.one.k8s.yaml',
    'argocd/Application.two.k8s.yaml',
  ]);
});

test('a project has windows for syncs, for all of its Applications unless they say for which', () => {
  const project = {
    name: 'data',
    description: 'The data platform.',
    syncWindows: [
      {
        kind: 'deny' as const,
        schedule: '0 8 * * mon-fri',
        duration: '10h',
        timeZone: 'Europe/Berlin',
        manualSync: true,
      },
      { kind: 'allow' as const, schedule: '*/15 22 1,15 * *', duration: '1h30m', namespaces: ['second'] },
    ],
  };
  const { spec } = find(objectsOf({ project }), 'AppProject', 'data');
  expect(spec.description).toBe('The data platform.');
  expect(spec.syncWindows).toEqual([{ ...project.syncWindows[0], applications: ['*'] }, project.syncWindows[1]]);
  expect(one({ project }).spec.project).toBe('data');
});

test('a project stays until the last of its Applications is gone, since Argo CD needs it to delete what they deployed', () => {
  expect(find(objectsOf(), 'AppProject', 'argocd').metadata).toEqual({
    name: 'argocd',
    namespace: 'argocd',
    finalizers: ['resources-finalizer.argocd.argoproj.io'],
  });
});

test('only the releases that are named are deployed, and in the project', () => {
  const app = new ReleaseApp({ outdir: 'unused' });
  const release = web(app, 'one');
  web(app, 'two');
  new ArgoCd(app, 'argocd', { repoURL: URL, releases: [release] });
  const files = app.render();
  expect([...files.keys()].filter((path) => path.startsWith('argocd/'))).toEqual([
    'argocd/AppProject.argocd.k8s.yaml',
    'argocd/Application.one.k8s.yaml',
  ]);
  const [project] = parseManifests(fileOf(files, 'argocd/AppProject.argocd.k8s.yaml'));
  expect(project?.spec.destinations).toEqual([{ server: 'https://kubernetes.default.svc', namespace: 'one' }]);
});

test('one ApplicationSet can stand in the place of Applications, and deletes nothing when it goes', () => {
  expect(find(objectsOf({ applicationSet: true }), 'ApplicationSet', 'argocd').spec).toEqual({
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [
      {
        list: {
          elements: [
            { name: 'one', namespace: 'one', path: 'dist/one/manifests', server: 'https://kubernetes.default.svc' },
            { name: 'two', namespace: 'second', path: 'dist/two/manifests', server: 'https://kubernetes.default.svc' },
          ],
        },
      },
    ],
    syncPolicy: { preserveResourcesOnDeletion: true },
    template: {
      metadata: { name: '{{.name}}' },
      spec: {
        project: 'argocd',
        source: { repoURL: URL, targetRevision: 'HEAD', path: '{{.path}}' },
        destination: { server: '{{.server}}', namespace: '{{.namespace}}' },
        syncPolicy: { syncOptions: ['CreateNamespace=true'] },
      },
    },
  });
});

test('an ApplicationSet brings each release to each cluster', () => {
  const clusters = { eu: { name: 'prod-eu' }, us: { server: 'https://10.0.0.1:6443' } };
  const objects = objectsOf({ source: 'chart', finalizer: 'foreground', applicationSet: { name: 'fleet', clusters } });
  const { spec } = find(objects, 'ApplicationSet', 'fleet');
  const source = { path: 'dist/charts/web' };
  const first = { release: 'one', namespace: 'one', ...source, values: '../../one/values.yaml', namespaceMetadata: {} };
  const second = {
    release: 'two',
    namespace: 'second',
    ...source,
    values: '../../two/values.yaml',
    namespaceMetadata: { labels: { level: 'restricted' } },
  };
  expect(spec.generators[0].list.elements).toEqual([
    { name: 'one-eu', server: '', cluster: 'prod-eu', ...first },
    { name: 'one-us', server: 'https://10.0.0.1:6443', cluster: '', ...first },
    { name: 'two-eu', server: '', cluster: 'prod-eu', ...second },
    { name: 'two-us', server: 'https://10.0.0.1:6443', cluster: '', ...second },
  ]);
  expect(spec.syncPolicy).toBeUndefined();
  expect(spec.template.metadata.finalizers).toEqual(['resources-finalizer.argocd.argoproj.io/foreground']);
  expect(spec.template.spec.destination).toEqual({
    server: '{{.server}}',
    name: '{{.cluster}}',
    namespace: '{{.namespace}}',
  });
  expect(spec.template.spec.source.helm).toEqual({
    releaseName: '{{.release}}',
    valueFiles: ['{{.values}}'],
    skipTests: true,
  });
  expect(spec.templatePatch).toBe(`\
{{- if .namespaceMetadata }}
spec:
  syncPolicy:
    managedNamespaceMetadata: {{ toJson .namespaceMetadata }}
{{- end }}
`);
  expect(find(objects, 'AppProject', 'argocd').spec.destinations).toEqual([
    { name: 'prod-eu', namespace: 'one' },
    { server: 'https://10.0.0.1:6443', namespace: 'one' },
    { name: 'prod-eu', namespace: 'second' },
    { server: 'https://10.0.0.1:6443', namespace: 'second' },
  ]);
});

test.each([
  'https://token@git.example.com/a.git',
  'https://user:secret@git.example.com/a.git',
  'ssh://git:secret@git.example.com/a.git',
])('credentials in %s are refused, and not repeated', (repoURL) => {
  expect(errors({ repoURL })).toEqual([
    'argocd: repoURL: found an address with credentials; allowed: one without; keep them in a Secret of Argo CD with the label argocd.argoproj.io/secret-type: repository',
  ]);
});

test.each(['https://git.example.com:8443/a.git', 'git@git.example.com:a/b.git', 'ssh://git@git.example.com:22/a.git'])(
  '%s is the address of a repository',
  (repoURL) => {
    expect(errors({ repoURL })).toEqual([]);
  },
);

test('everything that is wrong is told at once, and where', () => {
  const window = { kind: 'allow' as const, schedule: '60 * * * *', duration: '1 hour', timeZone: 'Berlin' };
  expect(
    errors({
      repoURL: 'deployments',
      targetRevision: 'a b',
      path: '../dist',
      destination: { server: 'https://a.example.com', name: 'a' },
      namespace: 'Argo',
      prefix: '_',
      project: { syncWindows: [window, { ...window, schedule: '* * * *', duration: '1h', timeZone: 'UTC' }] },
      syncPolicy: { prune: true, retries: -2, syncOptions: ['Validate'] },
      notifications: [{ trigger: 'on failure', service: 'slack', recipients: ['a;b'] }],
      applicationSet: { clusters: {} },
    }),
  ).toEqual([
    'argocd: repoURL: found "deployments"; allowed: the address of a Git repository, such as "https://git.example.com/team/repository.git" or "git@git.example.com:team/repository.git"',
    'argocd: targetRevision: found "a b"; allowed: a branch, a tag, a commit or a range of tags such as "1.*"',
    'argocd: path: found "../dist"; allowed: a folder of the repository from its root, such as "dist", or "."',
    'argocd: destination: found {"server":"https://a.example.com","name":"a"}; allowed: a server or a name, exactly one; leave the other out',
    'argocd: namespace: namespace "Argo" is no DNS label; allowed: lower-case letters, digits and "-", from a letter or digit to a letter or digit, up to 63 characters',
    'argocd: project.syncWindows.0.schedule: found "60 * * * *"; allowed: the five fields of cron: minute, hour, day of month, month, day of week, such as "0 22 * * *"',
    'argocd: project.syncWindows.0.duration: found "1 hour"; allowed: a time in Go’s notation, such as "1h30m"',
    'argocd: project.syncWindows.0.timeZone: found "Berlin"; allowed: a name of the IANA time zone database, such as "Europe/Berlin"',
    'argocd: project.syncWindows.1.schedule: found "* * * *"; allowed: the five fields of cron: minute, hour, day of month, month, day of week, such as "0 22 * * *"',
    'argocd: syncPolicy.prune: found true; allowed: false unless automated is true; set automated: true',
    'argocd: syncPolicy.retries: found -2; allowed: an integer from 0, or -1 for ever',
    'argocd: syncPolicy.syncOptions.0: found "Validate"; allowed: an option and its value, such as "ServerSideApply=true"',
    'argocd: notifications.0.trigger: found "on failure"; allowed: letters, digits, "-" and "_", as Argo CD names it',
    'argocd: notifications.0.recipients.0: found "a;b"; allowed: one of them; make it several items of the list',
    'argocd: applicationSet.clusters: found {}; allowed: at least one cluster; leave it out for the destination alone',
    'argocd: applicationSet.clusters: found clusters beside a destination; allowed: one of both; leave the destination out',
  ]);
  expect(errors({ prefix: '_' })).toEqual([
    'argocd: Application: has the name "_one"; allowed: lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit, up to 63 characters; change the prefix, the release or the key of the cluster',
    'argocd: Application: has the name "_two"; allowed: lower-case letters, digits, "-" and ".", from a letter or digit to a letter or digit, up to 63 characters; change the prefix, the release or the key of the cluster',
  ]);
});

test('options are checked when the app runs', () => {
  const given: object = {
    repoUrl: URL,
    source: 'helm',
    destination: 'eu',
    releases: ['one'],
    syncPolicy: { automatic: true },
  };
  expect(
    errorsOf(() => {
      const app = new ReleaseApp({ outdir: 'unused' });
      web(app, 'one');
      new ArgoCd(app, 'argocd', given as ArgoCdProps);
      app.render();
    }),
  ).toEqual([
    'argocd: repoUrl: unknown key "repoUrl"; allowed: repoURL, targetRevision, path, releases, source, destination, namespace, prefix, project, syncPolicy, finalizer, annotations, labels, notifications, applicationSet; did you mean "repoURL"?',
    'argocd: source: found "helm"; allowed: "manifests", "chart"; write one of these',
    'argocd: destination: found "eu"; allowed: an object with server, name; write an object, in { }',
    'argocd: releases.0: found "one"; allowed: a release of the app; make one by one of these',
    'argocd: syncPolicy.automatic: unknown key "automatic"; allowed: automated, prune, selfHeal, retries, syncOptions; did you mean "automated"?',
    'argocd: repoURL: missing; allowed: a text that is not empty; add it',
  ]);
});

test('a chart has to be there, and folders for manifests', () => {
  const app = new ReleaseApp({ outdir: 'unused', yamlOutputType: YamlOutputType.FILE_PER_APP });
  web(app, 'one');
  const other = web(new ReleaseApp({ outdir: 'unused' }), 'other');
  new ArgoCd(app, 'argocd', { repoURL: URL });
  new ArgoCd(app, 'charts-of-argocd', { repoURL: URL, source: 'chart' });
  new ArgoCd(app, 'none', { repoURL: URL, source: 'chart', releases: [] });
  new ArgoCd(app, 'other', { repoURL: URL, releases: [other] });
  expect(errorsOf(() => app.render())).toEqual([
    'argocd: the app’s yamlOutputType: found "FILE_PER_APP"; allowed: any other, so that each release has a folder; or source: "chart"',
    'charts-of-argocd: source: found "chart", and one has none; allowed: "manifests"; or add a HelmChart that installs it',
    'none: releases: found []; allowed: at least one release; make one in the app',
    'other: releases.0: found other of another app; allowed: releases of this app, not of its charts',
    'other: the app’s yamlOutputType: found "FILE_PER_APP"; allowed: any other, so that each release has a folder; or source: "chart"',
  ]);
});

test('two Applications with one name are an error, unless a prefix tells them apart', () => {
  const app = (props: Partial<ArgoCdProps>): ReleaseApp => {
    const made = twoReleases();
    new ArgoCd(made, 'eu', { repoURL: URL, destination: { name: 'eu' }, ...props });
    return made;
  };
  expect(errorsOf(() => app({}).render())).toEqual([
    'Application one: two objects have this kind, name and namespace; allowed: one each; rename one',
    'Application two: two objects have this kind, name and namespace; allowed: one each; rename one',
  ]);
  expect(errorsOf(() => app({ prefix: 'eu-' }).render())).toEqual([]);
});

test('what Argo CD would refuse in an object is found before anything is written', () => {
  expect(errors({ labels: { team: 'data & ops' } })).toEqual([
    'argocd: Application one and 1 more: metadata.labels.team: found "data & ops"; allowed: letters, digits, "-", "_" and ".", from a letter or digit to a letter or digit, up to 63 characters; change it',
  ]);
  expect(errors({ labels: { team: 'data & ops' }, applicationSet: true })).toEqual([
    'argocd: ApplicationSet argocd: spec.template.metadata.labels.team: found "data & ops"; allowed: letters, digits, "-", "_" and ".", from a letter or digit to a letter or digit, up to 63 characters; change it',
  ]);
});
