import type fc from 'fast-check';
import { componentApp } from './arbitrary/component-app.js';
import { dagsterApp } from './arbitrary/dagster-app.js';
import { disagreements, firstDisagreement, SEED, write } from './law.js';
import { SHOWCASE } from './showcase.js';
import type { Subject } from './subject.js';

/** The cases of these are between three and five each, and between two and four. */
const APPS: [string, fc.Arbitrary<Subject>, number][] = [
  ['Dagster', dagsterApp, 40],
  ["components of one's own", componentApp, 200],
];

const BATCH = 20;

describe(`the chart renders to what the app writes (FC_SEED=${SEED})`, () => {
  let all = 0;

  test('of what is easily got wrong', async () => {
    for (const [number, subject] of SHOWCASE.entries())
      expect(await disagreements([write(subject, number)])).toEqual([]);
  }, 120_000);

  test.each(APPS)(
    'of apps of %s',
    async (_, app, subjects) => {
      const { cases, found } = await firstDisagreement(app, { subjects, batch: BATCH });
      if (found !== undefined)
        expect({ about: found.about, objects: found.theirs }).toEqual({ about: found.about, objects: found.ours });
      all += cases;
    },
    600_000,
  );

  test('in 600 cases and more', () => {
    expect(all).toBeGreaterThanOrEqual(600);
  });
});
