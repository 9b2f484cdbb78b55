import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { Document } from 'yaml';
import { DOCUMENT_OPTIONS, printYaml } from '../../lib/engine/data/yaml-document.js';
import { readYaml } from '../../lib/engine/data/yaml-reader.js';
import { writeYaml } from '../../lib/engine/data/yaml-writer.js';
import { HelmChart, isMap, Release, ReleaseApp, ValidationError } from '../../lib/engine/index.js';
import { inFolder, template } from '../helm/render.js';
import { readByKubectl } from '../support/tools.js';
import { data, text } from '../support/yaml-data.js';

import.meta.jest.setTimeout(3_600_000);

/** How many cases each test has; `CASES=100000 npm run test:thorough -- fuzz` takes its time. */
const CASES = Number(process.env.CASES ?? 10_000);

/** The same in each run, so that a change alone makes a test fail; another `SEED` looks further. */
const SEED = Number(process.env.SEED ?? 1);

/** How many texts one process of helm or kubectl reads. */
const BATCH = 1_000;

/** An app whose release holds texts in a ConfigMap, and a chart of it. */
function appOf(texts: readonly string[]): ReleaseApp {
  const release = (scope: Construct, id: string): Release => {
    const made = new Release(scope, id, { namespace: 'somewhere', chart: id === 'release' ? false : 'texts' });
    const members = texts.map((value, index) => [`t${index}`, value]);
    new ApiObject(made, 'texts', { apiVersion: 'v1', kind: 'ConfigMap', data: Object.fromEntries(members) });
    return made;
  };
  const app = new ReleaseApp({ outdir: 'unused' });
  new HelmChart(app, 'texts', { version: '1.0.0', release: (scope) => release(scope, 'release') });
  release(app, 'test');
  return app;
}

/** Whether an app takes a text; one that it does not take is refused in the way in which all is. */
function isTaken(value: string): boolean {
  try {
    appOf([value]).render();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    expect(String(error)).toMatch(/data\.t0: found .*; allowed: /);
    return false;
  }
}

/** The texts of the only ConfigMap among objects, in order. */
function textsOf([object]: readonly unknown[]): unknown[] {
  const members = isMap(object) && isMap(object.data) ? object.data : {};
  return Object.keys(members).map((_, index) => members[`t${index}`]);
}

test.each(['plain', 'quoted'] as const)(
  `data of any form is written as the yaml package writes it, %s (SEED=${SEED})`,
  (style) => {
    const property = fc.property(data, (value) => {
      expect(writeYaml(value, style)).toBe(printYaml(new Document(value, DOCUMENT_OPTIONS), style));
    });
    fc.assert(property, { numRuns: CASES, seed: SEED });
  },
);

test.each(['plain', 'quoted'] as const)(`texts are read as they were written, %s (SEED=${SEED})`, (style) => {
  const property = fc.property(fc.dictionary(text, text, { noNullPrototype: true }), (value) => {
    fc.pre(!Object.hasOwn(value, '__proto__') && ![...Object.entries(value).flat()].some((one) => /\p{Cs}/u.test(one)));
    expect(readYaml(writeYaml(value, style))).toEqual(value);
  });
  fc.assert(property, { numRuns: CASES, seed: SEED });
});

test(`a text comes out of kubectl and helm as it went in, or is refused with a path (SEED=${SEED})`, () => {
  const texts = fc.sample(text, { numRuns: CASES, seed: SEED }).filter(isTaken);
  expect(texts.length).toBeGreaterThan(CASES / 2);
  for (let start = 0; start < texts.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH);
    const files = appOf(batch).render();
    expect(textsOf(readByKubectl(files.get('test/manifests/test.k8s.yaml') ?? ''))).toEqual(batch);
    const chart = [...files].flatMap(([path, content]): [string, string][] =>
      path.startsWith('charts/texts/') ? [[path.slice('charts/texts/'.length), content]] : [],
    );
    const { stdout, stderr } = inFolder(new Map(chart), (folder) => template(folder, {}));
    expect(stderr).toBe('');
    expect(textsOf(readByKubectl(stdout))).toEqual(batch);
  }
});
