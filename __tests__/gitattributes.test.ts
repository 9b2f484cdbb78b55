import { ROOT, run } from './support/tools.js';

/** The files among these that reviews fold. */
function folded(...paths: readonly string[]): string[] {
  const { stdout } = run('git', ['check-attr', 'linguist-generated', ...paths], { cwd: ROOT });
  const found = [...stdout.matchAll(/^(.*): linguist-generated: set$/gm)];
  return found.map(([, path = '']) => path);
}

test('reviews fold what follows from something else, and show manifests and values', () => {
  const chart = ['templates/daemon.yaml', 'values.schema.json', 'README.md'].map(
    (path) => `dist/charts/floe-dagster/${path}`,
  );
  const others = ['examples/hello/dist/charts/hello/templates/web.yaml', 'dist/.cdk8s-dagster', 'package-lock.json'];
  expect(folded(...chart, ...others)).toEqual([...chart, ...others]);
  const releases = ['dist/small/manifests/dagster.k8s.yaml', 'dist/small/values.yaml'];
  expect(folded(...releases, 'dist/charts/floe-dagster/values.yaml', 'main.ts')).toEqual([]);
});
