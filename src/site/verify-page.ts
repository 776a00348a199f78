import { keyFile, placeOf } from '../evidence/layout';
import { html, type Html } from './html';
import { VERIFY_PATH, type Page } from './page';
import type { SiteEnvironment, SiteInput } from './site-input';

/** How to check what is shown without believing this site, or even our program. */
export function verifyPage({ environments }: SiteInput): Page {
  return {
    path: VERIFY_PATH,
    title: 'Download and verify',
    body: html`<h1>Download and verify</h1>
      <p class="lead">
        The directory <code>evidence/</code> of this site holds the signed files as they are stored. Nothing here has to
        be believed: check them.
      </p>
      <h2>What is signed</h2>
      <p>
        The evidence of an environment is a chain of entries with numbers. Each entry holds the digests of one document,
        of its raw history, and of the entry before it, and is signed with a key that never leaves AWS KMS. So a file
        that was changed, removed, added or moved is found.
      </p>
      <div class="box doubt">
        <p>
          <strong>What this does not show:</strong> that the newest entries were taken away together. Compare the last
          number and digest with what somebody else remembers: the tracking issue of the environment, or the summary of
          the last run.
        </p>
        <p>
          And a key that is taken from this very directory shows damage, but not who signed: have it given to you by
          another way, or ask KMS.
        </p>
      </div>
      ${environments.map(commands)}
      <h2>What to conclude</h2>
      <p>
        When everything is verified: these are the documents that the drill workflow signed, in this order, none changed
        and none missing up to the last number that you have checked. Whether a drill is good enough is in the
        documents, not in the signatures.
      </p>`,
  };
}

function commands({ name, drills }: SiteEnvironment): Html {
  const last = drills.at(-1);
  return html`<h2>${name}</h2>
    <h3>With the program of the repository</h3>
    <p>
      In a checkout of the repository, with Node.js; from the bucket, or from a directory such as this one, without any
      network:
    </p>
    <pre role="region" tabindex="0" aria-label="Verify ${name}"><code>npm run evidence -- verify ${name}
npm run evidence -- download ${name} directory
npm run evidence -- verify ${name} --from directory --public-key key.pem${last === undefined ? '' : ` --expect-last ${last.number}:${last.sha256}`}</code></pre>
    ${last === undefined ? '' : openssl(name, last.number, last.files.find(({ what }) => what === 'public key')?.path)}`;
}

/** Only what every Unix has; a test runs these very lines. */
function openssl(name: string, number: number, keyPath: string | undefined): Html {
  const entry = `${String(number).padStart(8, '0')}.json`;
  const key = keyPath ?? `${placeOf(name)}${keyFile('KEY')}`;
  return html`<h3>Without our program</h3>
    <p>
      The signature is ECDSA with SHA-256 over the text of the entry without its field <code>signature</code> and
      without the newline at its end. In the directory of this site, for entry ${number}:
    </p>
    <pre
      role="region"
      tabindex="0"
      aria-label="Verify entry ${number} of ${name} with openssl"
    ><code>${opensslCommands(placeOf(name) + entry, key)}</code></pre>
    <p>
      <code>Verified OK</code> is the answer; then compare the printed digests with the ones in the entry, and
      <code>previous</code> with the digest of the entry before it.
    </p>`;
}

/** @param entry and key: paths from the root of the site */
export function opensslCommands(entry: string, key: string): string {
  const directory = entry.slice(0, entry.lastIndexOf('/') + 1);
  return [
    `sed 's/,"signature":"[^"]*"}$/}/' ${entry} | tr -d '\\n' > signed.txt`,
    `sed 's/.*,"signature":"\\([^"]*\\)"}$/\\1/' ${entry} | openssl base64 -d -A > signature.der`,
    `openssl dgst -sha256 -verify ${key} -signature signature.der signed.txt`,
    `openssl dgst -sha256 ${entry} ${directory}documents/* ${directory}histories/*`,
  ].join('\n');
}
