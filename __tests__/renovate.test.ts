import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAIN } from '../lib/dagster/starter/sources.js';
import { BLOCKS } from './support/readme.js';
import { ROOT } from './support/tools.js';

/** As much of a custom manager of Renovate as is needed to do what it does. */
interface CustomManager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
  readonly datasourceTemplate: string;
  readonly depNameTemplate?: string;
}

const config = JSON.parse(readFileSync(join(ROOT, 'docs/renovate.json'), 'utf8'));
const managers: readonly CustomManager[] = config.customManagers;

/** The images that the managers find in the text of a file. */
function found(text: string, file = 'main.ts'): Record<string, string>[] {
  const inForce = managers.filter(({ managerFilePatterns: patterns }) =>
    patterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)),
  );
  return inForce.flatMap(({ matchStrings, datasourceTemplate: datasource, depNameTemplate: depName }) =>
    matchStrings.flatMap((pattern) =>
      [...text.matchAll(new RegExp(pattern, 'gm'))].map(({ groups }) => ({
        datasource,
        ...(depName && { depName }),
        ...groups,
      })),
    ),
  );
}

const etl = (currentValue: string, depName = 'registry.example.com/etl') => ({
  datasource: 'docker',
  depName,
  currentValue,
  currentDigest: undefined,
});

test('the image of a new project and of the README is found, with its tag', () => {
  expect(found(MAIN)).toEqual([etl('1.4.0')]);
  const readme = BLOCKS.filter(({ language }) => language === 'ts').map(({ text }) => text);
  expect(readme.flatMap((text) => found(text))).toEqual([etl('1.4.0'), etl('1.4.0')]);
});

test('an image over several lines is found, with its digest', () => {
  const digest = `sha256:${'0a'.repeat(32)}`;
  const text = `image: {\n  repository: 'example.com/etl',\n  tag: '2.0.0',\n  digest: '${digest}',\n},`;
  expect(found(text, 'lib/etl.mts')).toEqual([{ ...etl('2.0.0', 'example.com/etl'), currentDigest: digest }]);
});

test('a tag that stands apart from its repository is found by a comment', () => {
  const text = `// renovate: image=docker.io/dagster/dagster-celery-k8s\nconst TAG = '1.13.27';\n`;
  expect(found(text)).toEqual([
    { datasource: 'docker', depName: 'docker.io/dagster/dagster-celery-k8s', currentValue: '1.13.27' },
  ]);
});

test.each([`dagsterVersion: '1.13.27'`, `dagsterVersion: open('dagster', text('1.13.27', 'It.'))`])(
  'the version of Dagster is found in %s',
  (text) => {
    expect(found(text)).toEqual([
      { datasource: 'docker', depName: 'docker.io/dagster/dagster-celery-k8s', currentValue: '1.13.27' },
    ]);
  },
);

test('nothing is found in what synthesis writes, nor in a file of another kind', () => {
  expect(config.ignorePaths).toContain('**/dist/**');
  expect(found(`repository: 'example.com/etl', tag: '2.0.0'`, 'notes.md')).toEqual([]);
});
