import { presetFile } from '../../../support/releases.js';
import { snapshotTextsAsTheyAre } from '../../../support/snapshots.js';

snapshotTextsAsTheyAre();

test('the values document of the preset large', () => {
  expect(presetFile('large', 'values.yaml')).toMatchSnapshot();
});
