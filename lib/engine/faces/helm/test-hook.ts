import { isMap } from '../../data/json.js';
import type { MarkedObject } from '../../tree/mark.js';
import { ReleaseTest } from '../../tree/release-test.js';

/** Kinds that end, and whose logs say how. */
const ENDING: readonly unknown[] = ['Pod', 'Job'];

/**
 * The content of an object, which Helm leaves to `helm test` if it is part of a test.
 *
 * What ends stays until the next test, since Helm 3 looks for its logs when the test is over; all else goes with the test.
 *
 * @see https://helm.sh/docs/topics/chart_tests/
 */
export function withTestHook({ object, content }: MarkedObject): Readonly<Record<string, unknown>> {
  if (!ReleaseTest.holds(object)) return content;
  const metadata = isMap(content.metadata) ? content.metadata : {};
  const hook = {
    'helm.sh/hook': 'test',
    'helm.sh/hook-delete-policy': ENDING.includes(content.kind)
      ? 'before-hook-creation'
      : 'before-hook-creation,hook-succeeded',
  };
  const annotations = { ...(isMap(metadata.annotations) ? metadata.annotations : {}), ...hook };
  return { ...content, metadata: { ...metadata, annotations } };
}
