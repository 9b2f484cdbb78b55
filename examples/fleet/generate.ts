/** Writes values documents for a fleet of as many releases as the argument says, half of them in each cluster. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One release, as `releases/<cluster>/<name>.yaml` describes it. */
function documentOf(index: number): string {
  return `images:
  sales:
    tag: "1.4.${index % 10}"
dagster-webserver:
  replicaCount: ${1 + (index % 3)}
dagster-user-code:
  resources:
    requests:
      memory: ${256 * (1 + (index % 4))}Mi
`;
}

const [count = '4'] = process.argv.slice(2);
rmSync('releases', { recursive: true, force: true });
for (let index = 0; index < Number(count); index += 1) {
  const folder = join('releases', index % 2 === 0 ? 'eu' : 'us');
  const name = `site-${`${index + 1}`.padStart(4, '0')}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.yaml`), documentOf(index));
}
