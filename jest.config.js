// kubernetes-models is ESM only and is loaded lazily with require(), which jest on Node 20 can do only by compiling it.
const esmOnly = ['kubernetes-models', '@kubernetes-models', 'is-cidr', 'cidr-regex', 'ip-regex'];

export default {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  // For machines on which much else runs.
  testTimeout: 120_000,
  maxWorkers: '100%',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/(cluster|thorough|consumer|engine/cli)/'],
  modulePathIgnorePatterns: ['<rootDir>/\\.'],
  moduleFileExtensions: ['ts', 'js', 'json'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@kubernetes-models/(base|validate)$': '<rootDir>/node_modules/@kubernetes-models/$1/dist/index.js',
    '^@kubernetes-models/validate/runtime/(.*)$':
      '<rootDir>/node_modules/@kubernetes-models/validate/dist/runtime/$1.js',
    '^kubernetes-models/_schemas/(.*)$': '<rootDir>/node_modules/kubernetes-models/_schemas/$1.js',
    '^@kubernetes-models/apimachinery/(.*)$': '<rootDir>/node_modules/@kubernetes-models/apimachinery/$1',
  },
  transform: {
    '\\.[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' }, experimental: { keepImportAttributes: true } } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  snapshotFormat: { escapeString: false, printBasicPrototype: false },
};
