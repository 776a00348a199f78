import { spawnSync } from 'node:child_process';

// Calibrates the drill against outages and losses of known size, and writes what it measured into docs/calibration.md.
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(
  process.execPath,
  [...jest, '-c', 'jest.integration.config.js', 'test/e2e/honesty.itest.ts'],
  { stdio: 'inherit', env: { ...process.env, CALIBRATION_FILE: 'docs/calibration.md' } },
);
if (status === 0)
  spawnSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', 'docs/calibration.md']);
else process.exitCode = 1;
