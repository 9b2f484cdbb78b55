import { presetFile } from '../../../support/releases.js';
import { snapshotTextsAsTheyAre } from '../../../support/snapshots.js';

snapshotTextsAsTheyAre();

test('the values document of the preset small', () => {
  expect(presetFile('small', 'values.yaml')).toMatchSnapshot();
});
