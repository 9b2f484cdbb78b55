import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual, promisify } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readYaml } from '../../lib/engine/data/yaml-reader.js';
import { HelmChart, ReleaseApp } from '../../lib/engine/index.js';
import { pathOf } from '../support/tools.js';
import { writeFiles } from './render.js';
import { layered, type Member, type Subject } from './subject.js';

/** Another one for each run, so that runs add up; FC_SEED repeats one. */
export const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

/** What all installations of one helm process are called: the alias of the chart follows. */
const RELEASE = 'all';

/** One for each release of an app, so that none shares what is in a namespace; a helm process installs into one. */
const NAMESPACES = ['one', 'two', 'three', 'four', 'five'];

/** Objects by kind and name. */
type Objects = Readonly<Record<string, unknown>>;

/** A release as the app writes it, and what helm is told to render the same. */
interface Installation {
  readonly subject: Subject;
  readonly member: Member;
  readonly chart: string;
  readonly alias: string;
  readonly namespace: string;
  /** Values documents as YAML, below the alias. */
  readonly values: readonly string[];
  readonly objects: Objects;
}

/** An app as it is synthesized: its chart, and what the chart is to render. */
export interface Written {
  readonly chart: string;
  /** By path in the folder of the chart. */
  readonly files: ReadonlyMap<string, string>;
  readonly installations: readonly Installation[];
}

/** A case in which the chart and the app differ. */
export interface Disagreement {
  readonly ours: Objects;
  readonly theirs: Objects;
  /** The set-up and the documents, for people. */
  readonly about: string;
}

export type Mutation = (text: string, path: string) => string;

/** How many cases subjects make. */
export function casesOf(subjects: readonly Subject[]): number {
  return subjects.flatMap(({ members }) => members).length;
}

/**
 * The first case, of many subjects, in which the chart and the app differ, made as small as can be; while one helm
 * renders, the next apps are synthesized.
 */
export async function firstDisagreement(
  subject: fc.Arbitrary<Subject>,
  { subjects, batch }: { readonly subjects: number; readonly batch: number },
): Promise<{ readonly cases: number; readonly found?: Disagreement | undefined }> {
  const all = fc.sample(subject, { numRuns: subjects, seed: SEED });
  let rendering: Promise<Disagreement[]> = Promise.resolve([]);
  const found: Disagreement[] = [];
  for (let start = 0; start < all.length; start += batch) {
    const written = all.slice(start, start + batch).map(write);
    found.push(...(await rendering));
    rendering = disagreements(written);
  }
  found.push(...(await rendering));
  return { cases: casesOf(all), found: found.length > 0 ? await smallest(subject, subjects, found[0]) : undefined };
}

async function smallest(subject: fc.Arbitrary<Subject>, numRuns: number, first?: Disagreement) {
  let last = first;
  const property = fc.asyncProperty(subject, async (one) => {
    const [found] = await disagreements([write(one, 0)]);
    if (found !== undefined) last = found;
    return found === undefined;
  });
  await fc.check(property, { numRuns, seed: SEED, interruptAfterTimeLimit: 60_000 });
  return last;
}

/** Synthesizes an app. @throws ValidationError if it is refused: there is no law for what no release accepts */
export function write(subject: Subject, number: number): Written {
  const chart = `c${number}`;
  const app = new ReleaseApp({ outdir: 'unused' });
  new HelmChart(app, chart, { version: '1.0.0', release: (scope) => subject.create(scope, 'release', {}, {}) });
  const releases = subject.members.map((member, index) => {
    const alias = `${chart}${String.fromCharCode(97 + index)}`;
    const namespace = NAMESPACES[index % NAMESPACES.length] ?? '';
    const { documents } = member;
    const values = documents.length === 0 ? {} : { values: documents.reduce(layered) };
    subject.create(app, `${RELEASE}-${alias}`, { namespace, chart, ...values }, member.own);
    return { member, alias, namespace };
  });
  const files = app.render();
  const below = (folder: string): [string, string][] =>
    [...files].flatMap(([path, text]) => (path.startsWith(folder) ? [[path.slice(folder.length), text]] : []));
  const installations = releases.map(({ member, alias, namespace }): Installation => {
    const own = files.get(`${RELEASE}-${alias}/values.yaml`) ?? '';
    const { documents } = member;
    const values =
      documents.length === 0
        ? [`${alias}:\n${own.replaceAll(/^/gm, '  ')}\n`]
        : documents.map((document) => `${alias}: ${JSON.stringify(document)}\n`);
    const manifests = below(`${RELEASE}-${alias}/manifests/`).map(([, text]) => text);
    return { subject, member, chart, alias, namespace, values, objects: objectsOf(manifests.join('')) };
  });
  return { chart, files: new Map(below(`charts/${chart}/`)), installations };
}

/** The cases in which the chart and the app differ. @param mutate changes the files of the charts */
export async function disagreements(written: readonly Written[], mutate?: Mutation): Promise<Disagreement[]> {
  const found = NAMESPACES.map(async (namespace) => {
    const installations = written.flatMap((one) => one.installations.filter((other) => other.namespace === namespace));
    if (installations.length === 0) return [];
    const rendered = await render(written, installations, namespace, mutate);
    return installations.flatMap((installation): Disagreement[] => {
      const { objects: ours, alias } = installation;
      const theirs = objectsOf(rendered.get(alias) ?? '');
      return isDeepStrictEqual(ours, theirs) ? [] : [{ ours, theirs, about: describe(installation) }];
    });
  });
  return (await Promise.all(found)).flat();
}

function describe({ subject, member }: Installation): string {
  const print = (part: unknown): string => inspect(part, { depth: 20, breakLength: 120 });
  return `the documents\n${print(member.documents)}\nof ${print(member.own)} of the set-up\n${print(subject.setUp)}`;
}

/** What `helm template` makes of an umbrella chart whose parts are all installations, by alias. */
async function render(
  written: readonly Written[],
  installations: readonly Installation[],
  namespace: string,
  mutate: Mutation = (text) => text,
): Promise<Map<string, string>> {
  const dependencies = installations.map(({ chart, alias }) => ({ name: chart, version: '1.0.0', alias }));
  const files = new Map([
    ['Chart.yaml', stringify({ apiVersion: 'v2', name: 'all', version: '1.0.0', dependencies })],
    ...written.flatMap(({ chart, files: own }) =>
      [...own].map(([path, text]): [string, string] => [`charts/${chart}/${path}`, mutate(text, path)]),
    ),
  ]);
  const layers = Math.max(...installations.map(({ values }) => values.length));
  const values = Array.from({ length: layers }, (_, layer) => installations.map((one) => one.values[layer]).join(''));
  const folder = mkdtempSync(join(tmpdir(), 'proof-'));
  try {
    writeFiles(folder, files);
    writeFiles(folder, new Map(values.map((text, layer) => [`values-${layer}`, text])));
    const from = values.flatMap((_, layer) => ['--values', join(folder, `values-${layer}`)]);
    const args = ['template', RELEASE, folder, '--namespace', namespace, '--skip-tests', ...from];
    const { stdout } = await promisify(execFile)(pathOf('helm'), args, { maxBuffer: 1 << 28 });
    return byAlias(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byAlias(stdout: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const document of stdout.split(/^---\n/m)) {
    const [line = '', alias] = /^# Source: all\/charts\/([^/]+)\/.*\n/.exec(document) ?? [];
    if (alias !== undefined) parts.set(alias, `${parts.get(alias) ?? ''}---\n${document.slice(line.length)}`);
  }
  return parts;
}

const known = new Map<string, Readonly<Record<string, unknown>>>();

/** The objects of a stream of YAML, read as Helm reads it. */
function objectsOf(stream: string): Objects {
  const objects = stream.split(/^---\n/m).flatMap((text) => {
    if (text.trim() === '') return [];
    const object = known.get(text) ?? readYaml(text);
    known.set(text, object);
    return [object];
  });
  return Object.fromEntries(objects.map((object) => [nameOf(object), object]));
}

function nameOf({ apiVersion, kind, metadata }: Readonly<Record<string, unknown>>): string {
  const { name = '', namespace = '' } = Object(metadata);
  return `${apiVersion} ${kind} ${namespace}/${name}`;
}
