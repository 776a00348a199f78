import { expect, test } from '@jest/globals';
import { shortfall } from '../../../src/drill/preflight/instance-class';

test.each([
  ['db.r6g.large', 'db.r6g.large'],
  ['db.r6g.xlarge', 'db.r6g.large'],
  ['db.r6g.12xlarge', 'db.r6g.2xlarge'],
  ['db.r7g.large', 'db.r6i.large'],
  ['db.r6gd.2xlarge', 'db.r6g.2xlarge'],
  ['db.x2g.large', 'db.r6g.large'],
  ['db.serverless', 'db.serverless'],
])('%s can do the work of %s', (own, wanted) => {
  expect(shortfall(own, wanted)).toBeUndefined();
});

test.each([
  ['db.r6g.large', 'db.r6g.xlarge', 'db.r6g.large is smaller than db.r6g.xlarge'],
  ['db.r6g.2xlarge', 'db.r6g.12xlarge', 'db.r6g.2xlarge is smaller than db.r6g.12xlarge'],
  ['db.r5.large', 'db.r6g.large', 'db.r5.large is of an older generation than db.r6g.large'],
  ['db.t4g.large', 'db.r6g.large', 'db.t4g.large is of another family than db.r6g.large'],
  ['db.r6g.large', 'db.x2g.large', 'db.r6g.large is of another family than db.x2g.large'],
  ['db.x2g.large', 'db.r6g.xlarge', 'db.x2g.large is smaller than db.r6g.xlarge'],
  ['db.serverless', 'db.r6g.large', 'db.serverless cannot be compared with db.r6g.large'],
  ['db.r6g.large', 'db.x2iedn.metal', 'db.r6g.large cannot be compared with db.x2iedn.metal'],
  ['', 'db.r6g.large', ' cannot be compared with db.r6g.large'],
])('%s cannot do the work of %s', (own, wanted, why) => {
  expect(shortfall(own, wanted)).toBe(why);
});
