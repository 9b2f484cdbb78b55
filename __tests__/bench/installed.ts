import { ConsumerRepo } from '../consumer/consumer-repo.js';

const MAIN = `import { DagsterApp, DagsterChart, PostgresPassword } from 'cdk8s-dagster';

const app = new DagsterApp();
const chart = new DagsterChart(app, 'analytics', {
  preset: 'medium',
  createNamespace: true,
  postgresql: { password: PostgresPassword.createdInCluster() },
});
chart.userCode.addLocation({
  name: 'etl',
  image: { repository: 'registry.example.com/etl', tag: '1.4.0' },
  args: ['--module-name', 'etl.definitions'],
});
app.synth();
`;

const TSCONFIG = { compilerOptions: { module: 'nodenext', strict: true, noEmit: true }, include: ['*.ts'] };

/** Another repository, with the packed package and an app of one release, as the README has it. */
export function installed(): ConsumerRepo {
  const repo = new ConsumerRepo({ type: 'module' });
  for (const name of ['tsx', 'typescript']) repo.link(name);
  repo.write('main.ts', MAIN);
  repo.write('cdk8s.yaml', 'language: typescript\napp: node --import tsx main.ts\n');
  repo.write('tsconfig.json', JSON.stringify(TSCONFIG));
  return repo;
}
