import { expect, test } from '@jest/globals';
import { installedBrowser } from './installed-browser';

test('the browser that is named, or the first that is there', () => {
  expect(installedBrowser({ CHROME_PATH: '/opt/chrome' }, () => true)).toEqual({ path: '/opt/chrome' });
  expect(installedBrowser({}, (path) => path === '/usr/bin/google-chrome')).toEqual({ path: '/usr/bin/google-chrome' });
});

test('without one the test says how to get one, and fails only where one is required', () => {
  expect(installedBrowser({}, () => false)).toMatchObject({
    missing: expect.stringContaining('apt-get install chromium'),
    isFailure: false,
  });
  expect(installedBrowser({ REQUIRE_BROWSER: '1' }, () => false)).toMatchObject({ isFailure: true });
  expect(installedBrowser({ CHROME_PATH: '/nowhere' }, () => false)).toMatchObject({ isFailure: true });
});
