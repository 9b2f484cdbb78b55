import base from '../../jest.config.js';

/** What takes minutes: the command and the package as others run them, newcomers, and the proof on charts with mistakes. */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['thorough', 'consumer', 'engine/cli'].map((folder) => `<rootDir>/__tests__/${folder}/**/*.test.ts`),
  testPathIgnorePatterns: ['/node_modules/'],
};
