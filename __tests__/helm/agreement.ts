import { isDeepStrictEqual } from 'node:util';
import type { Case } from './arbitraries.js';
import { rendered, synthesized } from './render.js';

/** Another one for each run, so that runs add up; FC_SEED repeats one. */
export const SEED = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

/** The cases in which the chart and the synthesizer differ. */
export function disagreements(cases: readonly Case[], mutate?: (text: string) => string): Case[] {
  const charts = rendered(cases, mutate);
  return cases.filter((one, index) => !isDeepStrictEqual(charts[index], synthesized(one)));
}
