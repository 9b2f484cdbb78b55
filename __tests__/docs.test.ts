import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/tools.js';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What is between backquotes. */
const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

interface Row {
  readonly options: readonly string[];
  /** What says the same here. */
  readonly here: readonly string[];
  /** The last cell. */
  readonly why: string;
  readonly proofs: readonly { readonly file: string; readonly title: string }[];
}

function rowOf(line: string): Row {
  const [options = '', here = '', why = '', ...more] = line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());
  if (more.length > 0) throw new Error(`more than three cells: ${line}`);
  // What follows the code is a remark, which may hold code as well.
  const paths = here.split('<br>').filter((part) => /^`[^`]+`$/.test(part));
  const proofs = why.split('<br>').flatMap((part) => {
    const [, file, title] = /^`(__tests__\/[^`]+)`: "(.+)"$/.exec(part) ?? [];
    return file === undefined || title === undefined ? [] : [{ file, title }];
  });
  return { options: codesIn(options), here: paths.flatMap(codesIn), why, proofs };
}

const lines = read('docs/official-chart-options.md').split('\n');
const rows = lines.filter((line) => line.startsWith('| `')).map(rowOf);
const nameOf = ({ options }: Row): string => options[0] ?? 'a row without an option';

/** All sources of the library, and the properties of a release in them. */
const sources = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map((path) => read(join('lib', path)))
  .join('\n');
const interfaces = [...sources.matchAll(/^export interface (?:DagsterChartProps|ReleaseProps) .*?^}/gms)].join('\n');
const properties = [...interfaces.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name = '']) => name);

test('every line of a table is read', () => {
  const others = lines.filter((line) => line.startsWith('|') && !line.startsWith('| `'));
  expect(new Set(others)).toEqual(
    new Set(['| official option | here | proved by, or why not |', '| --- | --- | --- |']),
  );
  expect(rows.length).toBeGreaterThan(100);
});

test('every official option is in the table once', () => {
  const options = rows.flatMap((row) => row.options);
  expect(options.filter((option, index) => options.indexOf(option) !== index)).toEqual([]);
});

test.each(rows.map((row): [string, Row] => [nameOf(row), row]))(
  '%s is proved by tests that exist, or not there for a reason',
  (_, row) => {
    const { here, why, proofs } = row;
    if (here.length === 0) expect(why).toMatch(/^[A-Z`].{20,}\.$/);
    else expect(proofs).toHaveLength(why.split('<br>').length);
    expect(proofs.filter(({ file, title }) => !read(file).includes(title))).toEqual([]);
  },
);

const codes = [...new Set(rows.flatMap(({ here }) => here))];

test.each(codes.filter((code) => !code.startsWith('new ')))('%s is an option', (code) => {
  const [first, ...others] = code.match(/[A-Za-z]\w*/g) ?? [];
  expect(properties).toContain(first);
  const declared = (name: string): boolean =>
    new RegExp(`(readonly ${name}\\??:|static ${name}\\(|export class ${name} )`).test(sources);
  expect(others.filter((name) => !declared(name))).toEqual([]);
});

test('what is no option is cdk8s’s own', () => {
  expect(codes.filter((code) => code.startsWith('new '))).toEqual(['new ApiObject(chart, …)']);
});
