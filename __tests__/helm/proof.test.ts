import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { anyCase, type Case } from './arbitraries.js';
import { rendered, synthesized } from './render.js';

const CASES = 600;
const BATCH = 100;
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

/** The cases in which the chart and the synthesizer differ. */
function disagreements(cases: readonly Case[], mutate?: (text: string) => string): Case[] {
  const charts = rendered(cases, mutate);
  return cases.filter((one, index) => !isDeepStrictEqual(charts[index], synthesized(one)));
}

function expectAgreement(one: Case): void {
  const [chart] = rendered([one]);
  expect(chart).toEqual(synthesized(one));
}

function print({ props, values }: Case): string {
  return `the values document\n\n${stringify(values)}\nof the set-up ${JSON.stringify(props)}`;
}

test(`the chart renders to what the synthesizer writes, for ${CASES} set-ups and values documents (FC_SEED=${seed})`, () => {
  const cases = fc.sample(anyCase, { numRuns: CASES, seed });
  for (let start = 0; start < CASES; start += BATCH) {
    const [first] = disagreements(cases.slice(start, start + BATCH));
    if (first === undefined) continue;
    fc.assert(fc.property(anyCase, expectAgreement), { numRuns: CASES, seed, reporter: shrunk });
    throw new Error(`disagreement over ${print(first)}`);
  }
});

function shrunk({ counterexample }: fc.RunDetails<[Case]>): void {
  if (counterexample === null) return;
  try {
    expectAgreement(counterexample[0]);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\nover ${print(counterexample[0])}`);
  }
}

test.each([
  [
    'a condition',
    (text: string) =>
      text.replace('{{- if dig "dagster-webserver" "enabled" true', '{{- if dig "dagster-daemon" "enabled" true'),
  ],
  ['a knob', (text: string) => text.replace('"replicaCount" 1 $values | int64', '"replicaCount" 2 $values | int64')],
  ['the database host', (text: string) => text.replaceAll('"externalDatabase" "host"', '"externalDatabase" "hots"')],
  ['canonical quantities', (text: string) => text.replace('"m" "" "k"', '"" "m" "k"')],
  ['a configuration file', (text: string) => text.replace('load_from:', 'load_form:')],
  ['a checksum', (text: string) => text.replaceAll('sha256sum', 'sha1sum')],
])('a chart in which %s is changed by hand is found out', (_, mutate) => {
  const cases = fc.sample(anyCase, { numRuns: 30, seed });
  expect(disagreements(cases, mutate).length).toBeGreaterThan(0);
});
