import { mkdir } from 'node:fs/promises';
import { directoryEvidence } from '../../src/adapters/directory-evidence';
import { downloadEvidence } from '../../src/evidence/download';
import { evidencePlace } from './places';

/** @returns 0 only when the directory holds everything that the bucket does */
export async function downloadCommand(environment: string, directory: string): Promise<number> {
  const { reader } = await evidencePlace(environment, 'bucket');
  await mkdir(directory, { recursive: true });
  const { written, same, refused } = await downloadEvidence(environment, reader, directoryEvidence(directory));
  for (const sentence of refused) console.error(`not copied: ${sentence}`);
  console.log(
    `${written} files copied to ${directory}, ${same} were there already. ` +
      `Verify without the network: npm run evidence -- verify ${environment} --from ${directory} --public-key <file>`,
  );
  return refused.length === 0 ? 0 : 1;
}
