import fc from 'fast-check';
import { stringify } from 'yaml';
import { disagreements, SEED } from './agreement.js';
import { anyCase, type Case } from './arbitraries.js';
import { rendered, synthesized } from './render.js';

const CASES = 600;
const BATCH = 100;

function expectAgreement(one: Case): void {
  const [chart] = rendered([one]);
  expect(chart).toEqual(synthesized(one));
}

function print({ props, values }: Case): string {
  return `the values document\n\n${stringify(values)}\nof the set-up ${JSON.stringify(props)}`;
}

test(`the chart renders to what the synthesizer writes, for ${CASES} set-ups and values documents (FC_SEED=${SEED})`, () => {
  const cases = fc.sample(anyCase, { numRuns: CASES, seed: SEED });
  for (let start = 0; start < CASES; start += BATCH) {
    const [first] = disagreements(cases.slice(start, start + BATCH));
    if (first === undefined) continue;
    fc.assert(fc.property(anyCase, expectAgreement), { numRuns: CASES, seed: SEED, reporter: shrunk });
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
