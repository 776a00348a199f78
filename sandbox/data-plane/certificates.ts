import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { certificateNames } from './names';
import type { ServerUser } from './server-user';

export interface Certificates {
  /** PEM of the sandbox's own certificate authority. */
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const VALID_MS = 7 * 24 * 60 * 60 * 1000;

/** Makes a certificate authority for this run only, and one server certificate with the names of all endpoints. */
export async function makeCertificates(
  directory: string,
  regions: readonly string[],
  user: ServerUser | undefined,
): Promise<Certificates> {
  const notAfterDate = new Date(Date.now() + VALID_MS);
  const ca = await generate([{ name: 'commonName', value: 'Sandbox database CA' }], {
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'sandbox database' }], {
    notAfterDate,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: certificateNames(regions).map((value) => ({ type: 2, value })) },
    ],
  });
  const files = {
    caFile: join(directory, 'ca.pem'),
    certificateFile: join(directory, 'server.pem'),
    keyFile: join(directory, 'server.key'),
  };
  await writeFile(files.caFile, ca.cert, { mode: 0o644 });
  await writeFile(files.certificateFile, server.cert, { mode: 0o644 });
  await writeFile(files.keyFile, server.private, { mode: 0o600 });
  if (user !== undefined) await chown(files.keyFile, user.uid, user.gid);
  return files;
}
