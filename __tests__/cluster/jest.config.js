import base from '../../jest.config.js';

const minute = 60_000;

/** The tests on real Kubernetes, which `npm run test:e2e` runs. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/cluster/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 20 * minute,
};
