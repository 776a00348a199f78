/** Unit tests: everything that needs no server, no Terraform and no emulator. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.itest\\.ts$', '\\.e2e\\.ts$'],
  // The demo keeps a copy of this repository there.
  modulePathIgnorePatterns: ['<rootDir>/.sandbox/'],
  restoreMocks: true,
};
