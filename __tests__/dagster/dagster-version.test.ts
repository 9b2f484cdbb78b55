import { DAGSTER_VERSION, type DagsterChartProps, open, text } from '../../lib/index.js';
import { errorsOfProps, podsOf, usualObjects } from '../support/releases.js';

const SYSTEM = 'docker.io/dagster/dagster-celery-k8s';
const OTHERS = /^example\.com|postgres/;

/** The images of a release that are its own. */
function ownImages(props: DagsterChartProps): string[] {
  const objects = usualObjects({ migration: {}, ...props });
  const images = podsOf(objects).flatMap(({ containers }) => containers.map(({ image }) => `${image}`));
  return [...new Set(images.filter((image) => !OTHERS.test(image)))];
}

test('own images have the version that this package was made for', () => {
  expect(ownImages({})).toEqual([`${SYSTEM}:${DAGSTER_VERSION}`]);
});

test('one property moves all own images', () => {
  expect(ownImages({ dagsterVersion: '1.14.0' })).toEqual([`${SYSTEM}:1.14.0`]);
});

test('an image without a tag has the version as its tag', () => {
  const image = { repository: 'mirror.example.com/dagster' };
  expect(ownImages({ image })).toEqual([`mirror.example.com/dagster:${DAGSTER_VERSION}`]);
  expect(ownImages({ image, dagsterVersion: '1.14.0rc1' })).toEqual(['mirror.example.com/dagster:1.14.0rc1']);
});

test('the version can be opened', () => {
  const dagsterVersion = open('dagster.version', text('1.13.0', 'The version of Dagster.'));
  expect(ownImages({ dagsterVersion, values: { dagster: { version: '1.13.5' } } })).toEqual([`${SYSTEM}:1.13.5`]);
});

test('a version beside an image that says its own is refused, and so is what is none', () => {
  expect(errorsOfProps({ dagsterVersion: '1.14.0', image: { repository: 'a/b', tag: '1.13.0' } })).toEqual([
    'test: dagsterVersion: found "1.14.0"; allowed: none beside image.tag, 1.13.0; leave one of them out',
  ]);
  expect(errorsOfProps({ dagsterVersion: 'latest' })).toEqual([
    'test: dagsterVersion: found "latest"; allowed: a version of Dagster as its images are tagged, such as "1.13.27"',
  ]);
});
