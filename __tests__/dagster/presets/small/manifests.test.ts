import { presetFile } from '../../../support/releases.js';
import { snapshotTextsAsTheyAre } from '../../../support/snapshots.js';

snapshotTextsAsTheyAre();

test('the manifests of the preset small', () => {
  expect(presetFile('small', 'manifests/dagster.k8s.yaml')).toMatchSnapshot();
});
