import fc from 'fast-check';
import { disagreements } from './agreement.js';
import { anyCase } from './arbitraries.js';

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
  const cases = fc.sample(anyCase, { numRuns: 30, seed: 1 });
  expect(disagreements(cases, mutate).length).toBeGreaterThan(0);
});
