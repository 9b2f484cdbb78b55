import { MAIN } from '../../lib/dagster/starter/sources.js';
import { ConsumerRepo } from '../consumer/consumer-repo.js';

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
