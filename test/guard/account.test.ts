import { expect, test } from '@jest/globals';
import { guardAccount } from '../../src/guard/account';

const PRODUCTION = { name: 'production', account: '123456789012' };
const ARN = 'arn:aws:sts::123456789012:assumed-role/dr-plan/x';

test('credentials of the account that the file names are accepted', async () => {
  const identity = { account: '123456789012', arn: ARN };
  await expect(guardAccount(PRODUCTION, { whoAmI: async () => identity })).resolves.toEqual(identity);
});

test('credentials of another account end everything, and both accounts are named', async () => {
  const identity = { account: '210987654321', arn: 'arn:aws:sts::210987654321:assumed-role/dr-plan/x' };
  await expect(guardAccount(PRODUCTION, { whoAmI: async () => identity })).rejects.toThrow(
    "the credentials are of account 210987654321 (arn:aws:sts::210987654321:assumed-role/dr-plan/x), but environments/production.yaml says account '123456789012'; nothing was done. Correct the role or the file",
  );
});

test('when AWS does not answer, nothing is done', async () => {
  const whoAmI = () => Promise.reject(new Error('The security token included in the request is expired'));
  await expect(guardAccount(PRODUCTION, { whoAmI })).rejects.toThrow(
    'AWS does not say whose credentials these are, so nothing is done in "production": The security token included in the request is expired; does the workflow assume the role of environments/production.yaml?',
  );
});
