import { presetFile } from '../../../support/releases.js';
import { snapshotTextsAsTheyAre } from '../../../support/snapshots.js';

snapshotTextsAsTheyAre();

test('the manifests of the preset large', () => {
  expect(presetFile('large', 'manifests/dagster.k8s.yaml')).toMatchSnapshot();
});
