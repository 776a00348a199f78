import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { startEmulator } from '../../sandbox/emulator/start-emulator';
import { ACCOUNT, clientOptions, EAST, emulatorPython } from './emulator-support/emulator-fixture';

// The demo keeps its state inside a checkout whose package.json says that every .js file is an ES module; the zip of a function
// says nothing, and Lambda takes it for CommonJS.
test('T7: a function runs as on AWS, whatever package.json lies above the state directory', async () => {
  const checkout = await mkdtemp(join(tmpdir(), 'emulator-checkout-'));
  await writeFile(join(checkout, 'package.json'), '{ "type": "module" }');
  const emulator = await startEmulator({
    stateDir: join(checkout, '.sandbox'),
    python: await emulatorPython(),
    log: () => undefined,
  });
  try {
    const lambda = new LambdaClient(clientOptions(emulator, EAST));
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'lambda-answer',
        Role: `arn:aws:iam::${ACCOUNT}:role/lambda-answer`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipSync({ 'index.js': strToU8('exports.handler = async () => "common";') }) },
      }),
    );
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'lambda-answer' }));
    expect([FunctionError, Payload?.transformToString()]).toEqual([undefined, '"common"']);
  } finally {
    await emulator.stop();
    await rm(checkout, { recursive: true, force: true });
  }
});
