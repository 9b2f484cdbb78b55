import { parseAllDocuments } from 'yaml';
import {
  type CodeLocationOptions,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  ValidationError,
} from '../../lib/index.js';

/** An object as the manifests hold it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  // biome-ignore lint/suspicious/noExplicitAny: tests look deep into objects of every kind
  readonly [key: string]: any;
}

export const EXAMPLE: CodeLocationOptions = {
  name: 'example',
  image: { repository: 'example.com/etl', tag: '1.2.3' },
  args: ['--module-name', 'etl.definitions'],
};

/** The usual release: one code location, everything else by default. */
export function usualChart(props: DagsterChartProps = {}, app = new DagsterApp({ outdir: 'unused' })): DagsterChart {
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
  return parseManifests(usualFiles(props).get('test/manifests/dagster.k8s.yaml') ?? '');
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
