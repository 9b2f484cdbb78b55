import { DagsterApp, DagsterChart, PRESETS } from '../../../lib/index.js';
import { contractBlock, STANDS_BESIDE } from '../../support/contract.js';
import { PRESET_NAMES } from '../../support/releases.js';

const sizes = (requests: [string, string], limits: [string, string]): object => ({
  requests: { cpu: requests[0], memory: requests[1] },
  limits: { cpu: limits[0], memory: limits[1] },
});

/** As the contract's section "Resource Presets" has them. */
const CONTRACT = {
  small: {
    'dagster-webserver': sizes(['100m', '256Mi'], ['500m', '512Mi']),
    'dagster-daemon': sizes(['100m', '256Mi'], ['500m', '512Mi']),
    'dagster-user-code': sizes(['250m', '512Mi'], ['1000m', '1Gi']),
  },
  medium: {
    'dagster-webserver': sizes(['250m', '512Mi'], ['1000m', '1Gi']),
    'dagster-daemon': sizes(['250m', '512Mi'], ['1000m', '1Gi']),
    'dagster-user-code': sizes(['500m', '1Gi'], ['2000m', '4Gi']),
  },
  large: {
    'dagster-webserver': sizes(['500m', '1Gi'], ['2000m', '2Gi']),
    'dagster-daemon': sizes(['500m', '1Gi'], ['2000m', '2Gi']),
    'dagster-user-code': sizes(['1000m', '2Gi'], ['4000m', '8Gi']),
  },
};

const valuesOf = (preset: keyof typeof CONTRACT): object =>
  new DagsterChart(new DagsterApp({ outdir: 'unused' }), 'test', { preset }).values;

test('the table of presets is the contract’s', () => {
  expect(PRESETS).toEqual(CONTRACT);
});

test.each(PRESET_NAMES)(
  'the values of preset %s are the contract’s figures, all enabled, one replica each',
  (preset) => {
    const services = Object.entries(CONTRACT[preset]).map(([key, resources]) => [
      key,
      { enabled: true, replicaCount: 1, resources },
    ]);
    expect(valuesOf(preset)).toEqual({ ...Object.fromEntries(services), postgresql: { enabled: true } });
  },
);

if (STANDS_BESIDE)
  test.each([
    ['small', '### Small (Development)'],
    ['medium', '### Medium (Staging)'],
    ['large', '### Large (Production)'],
  ] as const)('the preset %s is the block below "%s"', (preset, heading) => {
    const services = Object.entries(PRESETS[preset]).map(([key, resources]) => [key, { resources }]);
    expect(Object.fromEntries(services)).toEqual(contractBlock(heading));
  });
