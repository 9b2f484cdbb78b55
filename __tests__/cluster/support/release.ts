import { type CodeLocationOptions, DagsterApp, DagsterChart, type DagsterChartProps } from '../../../lib/index.js';
import { fileOf, type KubernetesObject, parseManifests } from '../../support/releases.js';

const REPOSITORY = 'registry.example.com/etl';

/** The code location that the tests serve; its image has an entry point, as those of many have. */
export const ETL: CodeLocationOptions = {
  name: 'etl',
  image: { repository: REPOSITORY, tag: '1' },
  args: ['--python-file', '/example_project/example_repo/repo.py'],
};

/** Its next version, whose job `first_version` has become `next_version`. */
export const NEXT_ETL: CodeLocationOptions = { ...ETL, image: { repository: REPOSITORY, tag: '2' } };

/** The manifests of a release, as an app that holds it alone writes them. */
export function manifestsOf(name: string, props: DagsterChartProps): KubernetesObject[] {
  const app = new DagsterApp({ outdir: 'unused' });
  new DagsterChart(app, name, { namespace: `dagster-${name}`, ...props });
  return parseManifests(fileOf(app.render(), `${name}/manifests/dagster.k8s.yaml`));
}
