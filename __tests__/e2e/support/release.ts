import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CodeLocationOptions, DagsterApp, DagsterChart, type DagsterChartProps } from '../../../lib/index.js';
import { fileOf, type KubernetesObject, parseManifests } from '../../support/releases.js';
import { dagsterImage, type Images, postgresImage, setting } from '../harness/images.js';

const PROJECT = resolve(import.meta.dirname, '../project');
const REPOSITORY = 'registry.example.com/etl';

/** The code location that the tests serve. */
export const ETL: CodeLocationOptions = {
  name: 'etl',
  image: { repository: REPOSITORY, tag: '1' },
  args: ['--python-file', '/app/definitions.py'],
};

/** Its next version, whose job has another name. */
export const NEXT_ETL: CodeLocationOptions = { ...ETL, image: { repository: REPOSITORY, tag: '2' } };

/** The images that releases name, and what stands for them. */
export function images(): Images {
  return {
    'docker.io/dagster/dagster-celery-k8s:': dagsterImage(),
    'docker.io/library/postgres:': postgresImage(),
    [`${REPOSITORY}:1`]: dagsterImage({ '/app': PROJECT }),
    [`${REPOSITORY}:2`]: dagsterImage({ '/app': nextProject() }),
  };
}

function nextProject(): string {
  const folder = join(setting('E2E_STATE'), 'next-project');
  const file = join(folder, 'definitions.py');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(PROJECT, 'definitions.py'), file);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('first_version', 'next_version'));
  return folder;
}

/** The manifests of a release, as an app that holds it alone writes them. */
export function manifestsOf(name: string, props: DagsterChartProps): KubernetesObject[] {
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, name, { namespace: `dagster-${name}`, createNamespace: true, ...props });
  return parseManifests(fileOf(app.render(), `${name}/manifests/dagster.k8s.yaml`));
}

/** The objects of one component. */
export function componentOf(objects: readonly KubernetesObject[], component: string): KubernetesObject[] {
  return objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === component);
}

/** The object of a kind that belongs to a component. */
export function objectOf(objects: readonly KubernetesObject[], kind: string, component: string): KubernetesObject {
  const [found] = componentOf(objects, component).filter((object) => object.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} of component ${component}`);
  return found;
}
