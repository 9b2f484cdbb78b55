import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT, run, temporaryFolder } from './support/tools.js';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The code blocks of a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

test('the README sets up with exactly two commands', () => {
  expect(blocks('sh')[0]?.trim().split('\n')).toHaveLength(2);
});

test('every npm script that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => !Object.keys(scripts).includes(name ?? ''))).toEqual([]);
});

test('the examples of the README run as they stand', () => {
  const folder = temporaryFolder();
  try {
    const [, own = '', ...more] = blocks('ts');
    const imports = "import { ComputeLogs, integer, open, RunLauncher, text } from 'cdk8s-dagster';\n";
    const main = `${imports}${own.replace('app.synth();', '')}${more.join('')}app.synth();\n`;
    writeFileSync(join(folder, 'main.mts'), main.replaceAll("'cdk8s-dagster'", `'${join(ROOT, 'lib/index.ts')}'`));
    const env = { ...process.env, CDK8S_OUTDIR: join(folder, 'dist') };
    const tsx = join(ROOT, 'node_modules/tsx/dist/esm/index.mjs');
    expect(run(process.execPath, ['--import', tsx, join(folder, 'main.mts')], { cwd: folder, env })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(Object.keys(filesBelow(join(folder, 'dist')))).toEqual(
      expect.arrayContaining(['analytics/values.yaml', 'production/manifests/dagster.k8s.yaml', 'staging/values.yaml']),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
