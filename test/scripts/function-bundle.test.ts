import { existsSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { functionNames, zipFunction, zipOf } from '../../tooling/functions/bundle';

/** Used where they are installed, and not missed where they are not. */
const OPTIONAL = ['pg-native', '@aws-sdk/signature-v4-crt'];
const CODE = new TextEncoder().encode('exports.handler = async () => undefined;\n');

/** Fields of the one entry in the central directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 */
function directoryEntry(zip: Uint8Array) {
  const bytes = Buffer.from(zip);
  const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  return {
    madeOn: bytes.readUInt8(at + 5),
    time: bytes.readUInt16LE(at + 12),
    date: bytes.readUInt16LE(at + 14),
    mode: (bytes.readUInt32LE(at + 38) >>> 16).toString(8),
  };
}

describe('the zip of a function', () => {
  test('is the same on every day and in every time zone', () => {
    const zip = zipFunction(CODE);
    // 1 January 1980, midnight: the zero of the format.
    expect(directoryEntry(zip)).toEqual({ madeOn: 3, time: 0, date: (1 << 5) | 1, mode: '644' });
    expect(Buffer.from(zipFunction(CODE)).equals(zip)).toBe(true);
  });

  test('holds the one file that Terraform names as the handler', () => {
    expect(unzipSync(zipFunction(CODE))).toEqual({ 'index.js': CODE });
    expect(readFileSync('terraform/modules/function/main.tf', 'utf8')).toMatch(/handler\s+= "index\.handler"/);
  });
});

describe.each(functionNames())('terraform/functions/%s.zip', (name) => {
  test('is committed, and small enough to load quickly', () => {
    expect(existsSync(zipOf(name))).toBe(true);
    expect(statSync(zipOf(name)).size).toBeLessThan(3 * 1024 * 1024);
  });

  test('is readable: a stack trace names our functions, and no path of the machine that built it is inside', () => {
    const code = Buffer.from(unzipSync(readFileSync(zipOf(name)))['index.js'] ?? '').toString();
    expect(code).toContain('module.exports');
    expect(code).toContain('function pgSqlConnector(');
    expect(code).not.toContain(process.cwd());
    // Whatever is loaded at run time would not be there.
    const missing = [...code.matchAll(/require\("([^"]+)"\)/g)]
      .map(([, specifier]) => specifier ?? '')
      .filter((specifier) => !OPTIONAL.includes(specifier) && !isBuiltin(specifier));
    expect(missing).toEqual([]);
  });
});
