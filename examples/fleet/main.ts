import {
  DAGSTER_VERSION,
  DagsterApp,
  DagsterChart,
  type DagsterChartProps,
  open,
  PostgresPassword,
  text,
  valuesIn,
} from 'cdk8s-dagster';

/** What the releases in a cluster have in common. */
interface Cluster {
  readonly registry: string;
  readonly database: string;
  readonly locations: readonly string[];
}

const CLUSTERS: Readonly<Record<string, Cluster>> = {
  eu: { registry: 'registry.eu.example.com', database: 'db.eu.example.com', locations: ['sales', 'stock'] },
  us: { registry: 'registry.us.example.com', database: 'db.us.example.com', locations: ['sales'] },
};

/** What a release in a cluster is, but for what its values document says. */
function propsOf(release: string, cluster: string, { registry, database, locations }: Cluster): DagsterChartProps {
  return {
    preset: 'small',
    namespace: `dagster-${release}`,
    chart: false,
    createNamespace: true,
    labels: { 'example.com/cluster': cluster },
    image: { repository: `${registry}/dagster`, tag: DAGSTER_VERSION },
    postgresql: {
      database: release,
      externalDatabase: { host: database, port: 5432 },
      password: PostgresPassword.fromSecret({ name: 'database' }),
    },
    userCode: {
      locations: locations.map((name) => ({
        name,
        image: {
          repository: `${registry}/${name}`,
          tag: open(`images.${name}.tag`, text('1.4.0', `Tag of the image ${name}.`)),
        },
        args: ['--module-name', `${name}.definitions`],
      })),
    },
  };
}

const app = new DagsterApp();
for (const [name, cluster] of Object.entries(CLUSTERS)) {
  for (const file of valuesIn(`releases/${name}`)) {
    new DagsterChart(app, file.release, { ...propsOf(file.release, name, cluster), ...file });
  }
}
app.synth();
