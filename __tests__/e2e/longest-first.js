import { createRequire } from 'node:module';

const Sequencer = createRequire(import.meta.url)('@jest/test-sequencer').default;

/** The test file that waits for a schedule starts first. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (path.endsWith('/small.test.ts') ? 0 : path.endsWith('/broken.test.ts') ? 1 : 2);
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }
}
