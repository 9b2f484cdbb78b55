import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConsumerRepo } from './consumer-repo.js';
import { ES_MODULE, expectRelease } from './release-app.js';

import.meta.jest.setTimeout(120_000);

describe('a repository of ES modules in TypeScript', () => {
  let consumer: ConsumerRepo;

  beforeAll(() => {
    consumer = new ConsumerRepo({ type: 'module' });
    consumer.link('tsx');
    consumer.link('typescript');
    consumer.link('@types/node');
    consumer.write('main.ts', ES_MODULE);
    consumer.write('cdk8s.yaml', 'language: typescript\napp: node --import tsx main.ts\n');
  });

  afterAll(() => consumer.remove());

  test('finds types for all that it imports', () => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--types', 'node'];
    expect(consumer.run('tsc', ...options, 'main.ts')).toMatchObject({ status: 0, stdout: '' });
  });

  test('synthesizes with cdk8s synth', () => {
    expect(consumer.run('cdk8s', 'synth')).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files());
  });

  test('synthesizes with the command of the package, into any folder', () => {
    expect(consumer.run('cdk8s-dagster', 'synth', '--output', 'out')).toMatchObject({ status: 0, stderr: '' });
    expectRelease(consumer.files('out'));
  });

  test('rejects what is wrong, with every error in a list of its own', () => {
    const wrong = `preset: 'medium', values: { 'dagster-daemon': { replicaCount: 2 } }`;
    consumer.write('wrong.ts', ES_MODULE.replace(`preset: 'medium'`, wrong));
    const app = 'node --import tsx wrong.ts';
    const { status, stderr } = consumer.run('cdk8s-dagster', 'synth', '-o', 'wrong', '--app', app);
    expect(status).toBe(1);
    expect(stderr).toMatch(/1 error, nothing was written:\n {2}- analytics: dagster-daemon\.replicaCount: found 2; /);
    expect(existsSync(join(consumer.path, 'wrong'))).toBe(false);
  });
});
