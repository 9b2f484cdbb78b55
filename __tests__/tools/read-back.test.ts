import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '../../lib/engine/data/yaml-reader.js';
import { writeYaml } from '../../lib/engine/data/yaml-writer.js';
import { DagsterApp } from '../../lib/index.js';
import { namesOf, PRESET_NAMES, parseManifests, presetChart, presetFile } from '../support/releases.js';
import { kubectl, readByKubectl, temporaryFolder } from '../support/tools.js';
import { EchoChart } from './echo-chart.js';
import { SCALARS, STRINGS } from './scalars.js';

import.meta.jest.setTimeout(60_000);

let chart: EchoChart;

beforeAll(() => {
  chart = new EchoChart();
});

afterAll(() => chart.remove());

describe.each(PRESET_NAMES)('the release %s', (preset) => {
  test('has values that helm reads as they were meant', () => {
    const release = presetChart(new DagsterApp({ outdir: 'unused' }), preset);
    expect(chart.read(presetFile(preset, 'values.yaml'))).toEqual(release.values);
  });

  test('has manifests that kubectl reads as they were meant', () => {
    const manifests = presetFile(preset, 'manifests/dagster.k8s.yaml');
    const objects = parseManifests(manifests);
    expect(objects.length).toBeGreaterThan(20);
    expect(readByKubectl(manifests)).toEqual(objects);
  });

  test('has a folder of manifests that kubectl takes into a kustomization', () => {
    const manifests = presetFile(preset, 'manifests/dagster.k8s.yaml');
    expect(kustomize(manifests).sort()).toEqual(namesOf(parseManifests(manifests)).sort());
  });
});

/** The names of the objects that kubectl makes of a folder that holds manifests. */
function kustomize(manifests: string): string[] {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, 'dagster.k8s.yaml'), manifests);
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [dagster.k8s.yaml]\n');
    const { status, stdout, stderr } = kubectl(['kustomize', folder]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return namesOf(parseManifests(stdout));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a string', () => {
  describe.each(['quoted', 'plain'] as const)('written in the %s style', (style) => {
    const nest = (text: string) => ({ value: text, list: [text], map: { [text]: { [text]: text } } });

    test('is the same string to helm, as a value and as a key', () => {
      const values = { strings: STRINGS.map(nest) };
      expect(chart.read(writeYaml(values, style))).toEqual(values);
    });

    test.each(STRINGS)('is the same string to the package, as a value and as a key: %j', (text) => {
      expect(readYaml(writeYaml(nest(text), style))).toEqual(nest(text));
    });
  });

  test('is the same string to kubectl', () => {
    const data = Object.fromEntries(STRINGS.map((text, index) => [`key-${index}`, text]));
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'strings' }, data };
    expect(readByKubectl(writeYaml(configMap, 'plain'))).toEqual([configMap]);
  });
});

describe('a YAML scalar', () => {
  test('means to helm what the table says', () => {
    const yaml = SCALARS.map(([scalar], index) => `key-${index}: ${scalar}\n`).join('');
    expect(chart.read(yaml)).toEqual(Object.fromEntries(SCALARS.map(([, value], index) => [`key-${index}`, value])));
  });

  test.each(SCALARS)('means to the package what it means to helm: %j', (scalar, value) => {
    expect(readYaml(`key: ${scalar}\n`)).toEqual({ key: value });
  });
});
