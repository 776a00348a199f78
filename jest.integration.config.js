import unit from './jest.config.js';

/** Tests that start real PostgreSQL servers, the AWS emulator or Terraform: one file at a time, so that two cores are enough. */
export default {
  ...unit,
  testMatch: ['<rootDir>/test/**/*.itest.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 180_000,
};
