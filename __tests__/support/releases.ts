import type { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import {
  type CodeLocationOptions,
  DAGSTER_VERSION,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  PostgresPassword,
  type Preset,
  ValidationError,
} from '../../lib/index.js';

/** An object as the manifests hold it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    /** When its end was asked for. */
    readonly deletionTimestamp?: string;
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests look deep into objects of every kind
  readonly [key: string]: any;
}

export const EXAMPLE: CodeLocationOptions = {
  name: 'example',
  image: { repository: 'example.com/etl', tag: '1.2.3' },
  args: ['--module-name', 'etl.definitions'],
};

/** The usual release: one code location, everything else by default. */
export function usualChart(
  props: DagsterChartProps = {},
  app: App = new DagsterApp({ outdir: 'unused' }),
): DagsterChart {
  return new DagsterChart(app, 'test', { ...props, userCode: { locations: [EXAMPLE], ...props.userCode } });
}

/** The files of an app that holds the usual release alone. */
export function usualFiles(props: DagsterChartProps = {}): ReadonlyMap<string, string> {
  const app = new DagsterApp({ outdir: 'unused' });
  usualChart(props, app);
  return app.render();
}

/** The objects of the usual release. */
export function usualObjects(props: DagsterChartProps = {}): KubernetesObject[] {
  const name = props.release ?? 'test';
  return parseManifests(fileOf(usualFiles(props), `${name}/manifests/dagster.k8s.yaml`));
}

/** The sizes of a release. */
export const PRESET_NAMES: readonly Preset[] = ['small', 'medium', 'large'];

/** The release of main.ts that a preset describes. */
export function presetChart(app: DagsterApp, preset: Preset): DagsterChart {
  const chart = new DagsterChart(app, preset, {
    preset,
    namespace: `dagster-${preset}`,
    createNamespace: true,
    postgresql: { password: PostgresPassword.createdInCluster() },
  });
  chart.userCode.addLocation({
    name: 'example',
    image: { repository: 'docker.io/dagster/user-code-example', tag: DAGSTER_VERSION },
    args: ['--python-file', '/example_project/example_repo/repo.py'],
  });
  return chart;
}

/** One file of the release of main.ts that a preset describes. */
export function presetFile(preset: Preset, file: string): string {
  const app = new DagsterApp({ outdir: 'unused' });
  presetChart(app, preset);
  return fileOf(app.render(), `${preset}/${file}`);
}

/** A file that is there. */
export function fileOf(files: ReadonlyMap<string, string>, path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`no ${path} among ${[...files.keys()].join(', ')}`);
  return text;
}

export function parseManifests(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}

export function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined)
    throw new Error(`no ${kind} ${name} among ${objects.map((o) => `${o.kind} ${o.metadata.name}`).join(', ')}`);
  return found;
}

/** The names of objects, each after its kind. */
export function namesOf(objects: readonly KubernetesObject[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** A Deployment's, StatefulSet's or Job's pods, and the containers in them. */
export interface Pods {
  readonly owner: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly spec: KubernetesObject;
  readonly containers: readonly KubernetesObject[];
}

export function podsOf(objects: readonly KubernetesObject[]): Pods[] {
  const owners = objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));
  return owners.map(({ kind, metadata, spec }) => ({
    owner: `${kind} ${metadata.name}`,
    labels: spec.template.metadata.labels,
    annotations: spec.template.metadata.annotations ?? {},
    spec: spec.template.spec,
    containers: [...(spec.template.spec.initContainers ?? []), ...spec.template.spec.containers],
  }));
}

/** The errors of the usual release with these properties. */
export function errorsOfProps(props: DagsterChartProps): string[] {
  return errorsOf(() => usualFiles(props));
}

/** The errors of the usual release that a values document, or its YAML text, describes. */
export function errorsOfValues(values: object | string): string[] {
  return errorsOfProps({ values });
}

/** The errors that a piece of code reports, one a line. */
export function errorsOf(code: () => unknown): string[] {
  try {
    code();
  } catch (error) {
    if (error instanceof ValidationError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/^ {2}- /, ''));
    throw error;
  }
  return [];
}
