import { writeYaml } from '../../data/yaml-writer.js';
import type { Release } from '../../release.js';
import type { Example } from '../../release-props.js';
import { plainText } from '../../tree/evaluate.js';
import type { MarkedObject } from '../../tree/mark.js';
import { isFor } from '../../tree/presence.js';
import { ReleaseTest } from '../../tree/release-test.js';
import type { ChartMetadata } from './chart-metadata.js';
import { optionsOf, SCHEMA_FILE } from './documented-keys.js';
import { inventoryOf, named, nameOf } from './readme/inventory.js';
import { blocks, code, fence, section, table, words } from './readme/markdown.js';
import { strangersOf } from './readme/referred-objects.js';
import { setFlags } from './readme/set-flags.js';

/** The `README.md` of a chart, for people who know Helm, and nothing of how the chart was made. */
export function readme(chart: string, metadata: ChartMetadata, release: Release): string {
  const { documentation: told } = release;
  const objects = release.marked.objects.filter(({ object }) => isFor('chart', object));
  const tests = objects.filter(({ object }) => ReleaseTest.holds(object));
  const installed = objects.filter((one) => !tests.includes(one));
  const say = (text = ''): string => plainText(named(text), release.read).trim();
  const page = blocks(
    `# ${chart}`,
    words(metadata.description ?? ''),
    requirements(metadata),
    say(told.about),
    `Below, ${code('RELEASE')} stands for the name of a release, and ${code('NAMESPACE')} for its namespace.`,
    section('Before the installation', say(strangers(installed)), say(told.before)),
    section('Installation', ...installation(told.installations), say(told.use), ...testing(tests)),
    section('What it creates', say(inventory(installed))),
    section('Upgrades, and ways back', ...upgrades(told.changes), say(told.upgrades)),
    section('Uninstalling', command('uninstall RELEASE'), remains(tests), say(told.remains)),
    section('As a part of another chart', ...asPart(chart)),
    section('Values', VALUES, values(release)),
    section('Everything else', say(told.more), GENERATED),
    section('Links', links(metadata)),
  );
  return `${page}\n`;
}

const VALUES = `They are given in a file with ${code('--values')}, or one by one with ${code('--set')}; ${code('null')} takes one back.
${code('values.yaml')} has the defaults. What ${code(SCHEMA_FILE)} does not know is refused.`;

const GENERATED = 'This folder is generated. Do not edit it: it would be written anew.';

function requirements({ appVersion, kubeVersion }: ChartMetadata): string {
  const installs = appVersion === undefined ? '' : `It installs version ${appVersion}`;
  if (kubeVersion === undefined) return installs && `${installs}.`;
  return `${installs ? `${installs}, and needs` : 'It needs'} Kubernetes ${code(kubeVersion)}.`;
}

function command(line: string, flag = '', values: readonly string[] = []): string {
  return fence('sh', [`helm ${line} --namespace NAMESPACE${flag}`, ...values].join(' \\\n  '));
}

function strangers(objects: readonly MarkedObject[]): string {
  const rows = strangersOf(objects).map(({ kind, name, keys }) => [
    `${kind} ${code(name)}`,
    keys.map(code).join(', ') || 'all that it holds',
  ]);
  if (rows.length === 0) return '';
  return blocks('Pods refer to these, which are no part of the chart:', table(['object', 'keys'], rows));
}

function installation(examples: readonly Example[] = []): string[] {
  const install = (values: object): string => command('install RELEASE .', ' --create-namespace', setFlags(values));
  return [
    'In the folder of this file, or with an archive of it instead of the dot:',
    install({}),
    ...examples.flatMap(({ title, values }) => [`${title}:`, install(values)]),
  ];
}

function testing(tests: readonly MarkedObject[]): string[] {
  return tests.length === 0 ? [] : ['Whether it works:', command('test RELEASE', ' --logs')];
}

function inventory(objects: readonly MarkedObject[]): string {
  const rows = inventoryOf(objects).map((group) => [
    group.while.length === 0 ? 'always' : `while ${group.while.map(code).join(' and ')}`,
    group.objects.map((object) => object.replace(/(?<= ).*/, code)).join(', '),
  ]);
  return table(['when', 'objects'], rows);
}

function upgrades(examples: readonly Example[] = []): string[] {
  const upgrade = (flags: readonly string[]): string =>
    command('upgrade RELEASE .', ' --reset-then-reuse-values', flags);
  const changes = examples.flatMap(({ title, values }) => [`${title}:`, upgrade(setFlags(values))]);
  return [
    ...(changes.length > 0 ? changes : [upgrade(['--set KEY=VALUE'])]),
    `${code('--reset-then-reuse-values')} keeps what was said before, over the defaults of the new version. What to go back to, and the way:`,
    fence('sh', 'helm history RELEASE --namespace NAMESPACE\nhelm rollback RELEASE REVISION --namespace NAMESPACE'),
  ];
}

function remains(tests: readonly MarkedObject[]): string {
  const pods = tests.filter(({ object }) => ['Pod', 'Job'].includes(object.kind));
  const names = pods.map(({ object }) => `the ${object.kind} ${code(nameOf(object))}`);
  return names.length === 0 ? '' : `${code('helm test')} leaves ${names.join(' and ')}, with what it wrote.`;
}

function asPart(chart: string): string[] {
  const repository = `file://../${chart}`;
  const dependency = { name: chart, version: '>=0.0.0-0', repository, condition: `${chart}.enabled` };
  return [
    `In the ${code('Chart.yaml')} of the other chart, which has the values below the name of this one:`,
    fence('yaml', writeYaml({ dependencies: [dependency] }, 'plain')),
    `Two of it in one chart need an ${code('alias')} each, which is part of all names then: ${code('RELEASE-ALIAS')} stands in the place of ${code('RELEASE')}.`,
  ];
}

function values(release: Release): string {
  const options = optionsOf(release.strictSchema, release.valuesInForce);
  const groups = new Set(options.map(({ path }) => path.slice(0, -1).join('\0')));
  const rows = options.map(({ path, type, fallback, description }) => {
    const told = fallback !== undefined && !groups.has(path.join('\0'));
    return [code(path.join('.')), type, told ? code(JSON.stringify(fallback)) : '', words(description)];
  });
  return table(['key', 'type', 'default', 'what it does'], rows);
}

function links({ home, sources = [], maintainers = [] }: ChartMetadata): string {
  const people = maintainers.map(({ name, email, url }) => [words(name), email && `<${email}>`, url && `<${url}>`]);
  const rows = [
    ...(home === undefined ? [] : [`- Home page: <${home}>`]),
    ...sources.map((source) => `- Source: <${source}>`),
    ...people.map((parts) => `- Maintainer: ${parts.filter(Boolean).join(', ')}`),
  ];
  return rows.join('\n');
}
