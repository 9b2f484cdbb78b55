import base from '../../jest.config.js';

const minute = 60_000;

/** The end-to-end tests, which `npm run test:e2e` runs in namespaces of their own. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testSequencer: '<rootDir>/__tests__/e2e/longest-first.js',
  testTimeout: 6 * minute,
};
