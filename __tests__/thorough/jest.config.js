import base from '../../jest.config.js';

/** What takes minutes: newcomers install packages, and the proof is tried on charts with mistakes. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/__tests__/thorough/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
