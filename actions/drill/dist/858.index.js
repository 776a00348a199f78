export const id = 858;
export const ids = [858];
export const modules = {

/***/ 1799:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Kr: () => (/* binding */ begunEvidenceOf),
  WX: () => (/* binding */ conductOf),
  Tz: () => (/* binding */ drillFiles),
  Pl: () => (/* binding */ headline),
  N: () => (/* binding */ keepEvidence)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-kms/dist-cjs/index.js
var dist_cjs = __webpack_require__(2632);
// EXTERNAL MODULE: ./src/adapters/sha256.ts
var sha256 = __webpack_require__(2189);
;// CONCATENATED MODULE: ./src/adapters/bundle-digest.ts



/**
 * The digest of an action's bundle: of the names and digests of its files. It says which code measured, also when the commit is not known.
 *
 * @param directory where the running program lies; `undefined` when it is not a bundle
 */
function bundleDigest(directory) {
    if (directory === undefined)
        return undefined;
    try {
        const files = (0,external_node_fs_.readdirSync)(directory).filter((name) => name.endsWith('.js'));
        return (0,sha256/* sha256 */.s)(files
            .sort()
            .map((name) => `${(0,sha256/* sha256 */.s)((0,external_node_fs_.readFileSync)((0,external_node_path_.join)(directory, name)))}  ${name}\n`)
            .join(''));
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/adapters/kms-evidence-signer.ts
var kms_evidence_signer = __webpack_require__(4601);
// EXTERNAL MODULE: ./src/adapters/s3-evidence-store.ts
var s3_evidence_store = __webpack_require__(2327);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var client_sts_dist_cjs = __webpack_require__(1695);
;// CONCATENATED MODULE: ./src/adapters/sts-caller-identity.ts

/** Asks STS in one region, because the global endpoint is in us-east-1, which may be the region that is lost. */
function stsCallerIdentity(region) {
    return {
        async whoAmI() {
            const client = new client_sts_dist_cjs/* STSClient */.iM({ region, maxAttempts: 4 });
            try {
                const { Account: account, Arn: arn } = await client.send(new client_sts_dist_cjs/* GetCallerIdentityCommand */.zI({}));
                if (account === undefined || arn === undefined)
                    throw new Error('STS answered without an account');
                return { account, arn };
            }
            finally {
                client.destroy();
            }
        },
    };
}

// EXTERNAL MODULE: ./src/adapters/system-clock.ts
var system_clock = __webpack_require__(9180);
// EXTERNAL MODULE: ./src/drill/reason-of.ts
var reason_of = __webpack_require__(4899);
// EXTERNAL MODULE: ./src/environment/names.ts
var names = __webpack_require__(9681);
// EXTERNAL MODULE: ./src/evidence/document.ts
var evidence_document = __webpack_require__(6716);
// EXTERNAL MODULE: ./src/evidence/layout.ts
var layout = __webpack_require__(4115);
// EXTERNAL MODULE: ./src/evidence/to-evidence.ts + 2 modules
var to_evidence = __webpack_require__(5548);
;// CONCATENATED MODULE: ./src/evidence/begun.ts



/**
 * Evidence that a drill had begun to keep when its process died: its document is stored, and the entry of the chain or what comes after may be missing. Keeping
 * it once more finishes that, and changes nothing that is there.
 *
 * @returns `undefined` unless exactly one document of the drill is there, whole, with the history that it names
 * @throws whatever the store throws
 */
async function begunEvidence(environment, exerciseId, { store, digest }) {
    const keys = (await store.list((0,layout/* placeOf */.$t)(environment))).filter((key) => (0,layout/* placeIn */.VV)(environment, key).kind === 'document' &&
        key.startsWith(`${(0,layout/* placeOf */.$t)(environment)}documents/${exerciseId}-`));
    const [key] = keys;
    if (key === undefined || keys.length > 1)
        return undefined;
    const text = await textOf(key, store);
    if (text === undefined || key !== (0,layout/* placeOf */.$t)(environment) + (0,layout/* fileName */.Md)('documents', exerciseId, text, digest))
        return undefined;
    const document = documentOf(text);
    if (document?.exerciseId !== exerciseId || document.environment !== environment)
        return undefined;
    if (document.rawHistory === undefined)
        return { document, history: undefined };
    const history = await textOf((0,layout/* placeOf */.$t)(environment) + document.rawHistory.file, store);
    return history === undefined || digest(history) !== document.rawHistory.sha256 ? undefined : { document, history };
}
async function textOf(key, store) {
    const bytes = await store.read(key);
    return bytes === undefined ? undefined : new TextDecoder('utf-8').decode(bytes);
}
/** Only what this version would write in the same way: otherwise it would be stored a second time. */
function documentOf(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        return undefined;
    }
    const { data } = evidence_document/* evidenceSchema */.j.safeParse(value);
    return data !== undefined && (0,to_evidence/* documentText */.Z)(data) === text ? data : undefined;
}

// EXTERNAL MODULE: ./src/evidence/entry.ts
var evidence_entry = __webpack_require__(2601);
;// CONCATENATED MODULE: ./src/evidence/append.ts



/** Evidence cannot be kept; the message says what to do. */
class EvidenceError extends Error {
    name = 'EvidenceError';
}
/** So many others may be faster; drills of one environment hold its lease, so one is rare already. */
const TRIES = 10;
const PAUSE_MS = 200;
/**
 * Stores the evidence of a drill and chains it to what is there: public key → history → document → entry, so that whatever an entry names is
 * there before it. A run that is killed on the way leaves files that no entry names; `verify` tells them, and the next run passes by.
 *
 * Doing it again with the same evidence is harmless. An entry that was written but not answered is found by what it is about.
 *
 * @throws EvidenceError, and whatever store and signer throw
 */
async function appendEvidence(evidence, ports) {
    const { document, history } = evidence;
    const { environment, exerciseId } = document;
    const key = await ports.signer.key();
    await putOnce((0,layout/* placeOf */.$t)(environment) + (0,layout/* keyFile */._$)(key.id), key.publicKey, ports);
    const put = async (kind, text) => {
        const file = (0,layout/* fileName */.Md)(kind, exerciseId, text, ports.digest);
        const isNew = await putOnce((0,layout/* placeOf */.$t)(environment) + file, text, ports);
        return { file, sha256: ports.digest(text), bytes: new TextEncoder().encode(text).length, isNew };
    };
    const storedHistory = history === undefined ? null : await put('histories', history);
    const { isNew, ...stored } = await put('documents', (0,to_evidence/* documentText */.Z)(document));
    const files = { document: stored, history: storedHistory === null ? null : withoutNews(storedHistory) };
    for (let tries = 1; tries <= TRIES; tries++) {
        const numbers = await entryNumbers(environment, ports);
        // Whoever comes for the first time, and first, has nothing to look for.
        const present = isNew && tries === 1 ? undefined : await entryAbout(stored.sha256, environment, numbers, ports);
        if (present !== undefined)
            return present;
        const head = await readHead(environment, numbers, ports);
        const entry = await sign(environment, head, files, key, ports);
        const text = (0,evidence_entry/* entryText */.u0)(entry);
        const place = (0,layout/* entryKey */.k2)(environment, entry.number);
        if (await ports.store.create(place, new TextEncoder().encode(text)))
            return told(entry, ports.digest(text));
        await ports.clock.sleep(PAUSE_MS * tries);
    }
    throw new EvidenceError(`the evidence of ${exerciseId} is stored, but others were faster ${TRIES} times to append to the chain of ${environment}; run the drill again when nothing else drills it`);
}
/** Writes a file; when it is there already it has to be the same. @returns whether it was not there */
async function putOnce(key, text, { store }) {
    const bytes = new TextEncoder().encode(text);
    if (await store.create(key, bytes))
        return true;
    const present = await store.read(key);
    if (present === undefined)
        throw new EvidenceError(`${key} was being written by somebody else, and is not there; run the drill again`);
    if (Buffer.compare(present, bytes) !== 0)
        throw new EvidenceError(`${key} is there already, with other content: nothing of ours writes that. Look who did (CloudTrail), keep it, and run npm run evidence -- verify`);
    return false;
}
function withoutNews({ file, sha256, bytes }) {
    return { file, sha256, bytes };
}
/** The numbers of all entries, in order. */
async function entryNumbers(environment, { store }) {
    const places = (await store.list((0,layout/* placeOf */.$t)(environment))).map((key) => (0,layout/* placeIn */.VV)(environment, key));
    return places.flatMap((place) => (place.kind === 'entry' ? [place.number] : [])).sort((a, b) => a - b);
}
/** The newest entry about a document, by the document's digest. */
async function entryAbout(documentSha256, environment, numbers, { store, digest }) {
    for (const number of numbers.toReversed()) {
        const bytes = await store.read((0,layout/* entryKey */.k2)(environment, number));
        const entry = bytes === undefined ? undefined : entryOf(bytes);
        if (bytes !== undefined && entry?.document.sha256 === documentSha256)
            return told(entry, digest(bytes));
    }
    return undefined;
}
/** `undefined` when it is damaged: new evidence is not to be lost because old was, and `verify` tells it. */
function entryOf(bytes) {
    try {
        return (0,evidence_entry/* parseEntry */.ER)(bytes);
    }
    catch {
        return undefined;
    }
}
async function readHead(environment, numbers, { store, digest }) {
    const number = numbers.at(-1);
    if (number === undefined)
        return undefined;
    const key = (0,layout/* entryKey */.k2)(environment, number);
    const bytes = await store.read(key);
    if (bytes === undefined)
        throw new EvidenceError(`${key} is listed and cannot be read; run npm run evidence -- verify ${environment}`);
    return { number, sha256: digest(bytes) };
}
async function sign(environment, head, files, key, { signer, clock }) {
    const unsigned = {
        formatVersion: 1,
        environment,
        number: (head?.number ?? 0) + 1,
        previous: head?.sha256 ?? null,
        at: clock.now().toISOString(),
        ...files,
        keyId: key.id,
        algorithm: 'ECDSA_SHA_256',
    };
    const signature = await signer.sign(new TextEncoder().encode((0,evidence_entry/* signedText */.Mo)(unsigned)));
    return { ...unsigned, signature: Buffer.from(signature).toString('base64') };
}
function told({ environment, number, document, history }, sha256) {
    return {
        number,
        entry: (0,layout/* entryKey */.k2)(environment, number),
        sha256,
        document: (0,layout/* placeOf */.$t)(environment) + document.file,
        history: history === null ? undefined : (0,layout/* placeOf */.$t)(environment) + history.file,
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(7597);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./src/drill/kinds.ts
var kinds = __webpack_require__(9934);
;// CONCATENATED MODULE: ./src/records/drill-record.ts


/** The last drill of a kind, as the pipeline remembers it; the full report is elsewhere. */
const drillRecordSchema = schemas/* strictObject */.rej({
    kind: schemas/* enum */.k5n(kinds/* DRILL_KINDS */.u),
    verdict: schemas/* enum */.k5n(['passed', 'failed', 'inconclusive', 'not-run']),
    finishedAt: iso/* datetime */.w$(),
    /** In seconds; absent when not measured. */
    rpoSeconds: schemas/* number */.aig().nonnegative().optional(),
    rtoSeconds: schemas/* number */.aig().nonnegative().optional(),
    detectionSeconds: schemas/* number */.aig().nonnegative().optional(),
    /** The workflow run. */
    runUrl: schemas/* url */.OZ5({ protocol: /^https?$/ }).optional(),
});
/** What is kept is not a record of a drill. */
class DrillRecordError extends (/* unused pure expression or super */ null && (Error)) {
    name = 'DrillRecordError';
}
/** Remembers a drill in the place of the one before it. */
async function rememberDrill(store, environment, record) {
    await store.replace(keyOf(environment, record.kind), JSON.stringify(drillRecordSchema.parse(record)));
}
/** The last drill of each kind that has ever run. @throws DrillRecordError */
async function lastDrills(store, environment) {
    const records = [];
    for (const kind of DRILL_KINDS) {
        const key = keyOf(environment, kind);
        const text = await store.read(key);
        if (text !== undefined)
            records.push(parse(key, kind, text));
    }
    return records;
}
function keyOf(environment, kind) {
    return `drills/${environment}/${kind}.json`;
}
function parse(key, kind, text) {
    try {
        // A switchover that passed must not stand for a restore that never ran.
        return drillRecordSchema.extend({ kind: z.literal(kind) }).parse(JSON.parse(text));
    }
    catch (cause) {
        throw new DrillRecordError(`${key} in the state bucket is not a record of a drill; remove it and drill again`, {
            cause,
        });
    }
}

// EXTERNAL MODULE: ./src/report/drill-facts.ts
var drill_facts = __webpack_require__(1313);
// EXTERNAL MODULE: ./src/report/drill-words.ts
var drill_words = __webpack_require__(2871);
// EXTERNAL MODULE: ./src/report/inline.ts
var inline = __webpack_require__(8837);
// EXTERNAL MODULE: ./src/report/markdown-table.ts
var markdown_table = __webpack_require__(9132);
;// CONCATENATED MODULE: ./src/report/drill-move.ts




/** One move of the writer role, as Markdown. */
function renderMove(move, objectives) {
    const reads = (0,drill_facts/* readRows */.aK)(move);
    return [
        `### ${drill_words/* VERDICT_MARK */.s0[move.verdict]}: ${move.label}, ${(0,inline/* sentence */.em)(move.fromRegion)} → ${(0,inline/* sentence */.em)(move.toRegion)}`,
        (0,markdown_table/* table */.tp)(['', 'objective', 'measured', 'note'], (0,drill_facts/* objectiveRows */.lY)(move, objectives)),
        (0,markdown_table/* table */.tp)(['writes', ''], (0,drill_facts/* writeRows */.lS)(move)),
        reads.length === 0 ? '' : (0,markdown_table/* table */.tp)(['reads through', 'replica', 'answers'], reads),
        `<sub>Heartbeats ${(0,inline/* code */.aY)(move.runId)}</sub>`,
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}

;// CONCATENATED MODULE: ./src/report/drill-parts.ts



const RESTORED_FROM = { 'point-in-time': 'Restored to a point in time', snapshot: 'Restored from a snapshot' };
const OUTCOME_MARK = { passed: '✅ passed', failed: '❌ failed', unknown: '❔ unknown' };
/** What was restored and how it compares, as Markdown; empty when nothing was. */
function renderRestores(restores) {
    return restores
        .flatMap((restore) => [
        `### ${RESTORED_FROM[restore.from]}`,
        (0,markdown_table/* table */.tp)(['', ''], (0,drill_facts/* restoreRows */.c$)(restore)),
        ...(restore.checks.length === 0
            ? ['⚠️ Nothing but the heartbeats was compared.']
            : [
                (0,markdown_table/* table */.tp)(['check', 'outcome', 'found', 'expected'], restore.checks.map(({ check, outcome, value, expected }) => [
                    check,
                    OUTCOME_MARK[outcome],
                    value,
                    expected,
                ])),
            ]),
    ])
        .join('\n\n');
}
function renderDetection(document) {
    const rows = (0,drill_facts/* detectionRows */.tO)(document);
    return rows.length === 0 ? '' : `### Detection\n\n${(0,markdown_table/* table */.tp)(['', ''], rows)}`;
}
function renderRotation(rotation) {
    if (rotation === undefined)
        return '';
    const head = `### Rotation, with the writer in ${(0,inline/* sentence */.em)(rotation.region)}`;
    const rows = (0,drill_facts/* rotationRows */.Kx)(rotation);
    return rows.length === 0
        ? `${head}\n\n⚠️ No secret was rotated.`
        : `${head}\n\n${(0,markdown_table/* table */.tp)(['secret', 'rotated in', 'new password logs in', 'old one refused', 'error'], rows)}`;
}

;// CONCATENATED MODULE: ./src/report/drill-evidence.ts






/** Rows of a folded table that are shown; a document has no limit, the page of a run has. */
const LONGEST_TABLE = 300;
/**
 * Renders the evidence of one drill as Markdown: the verdict and why, what was measured against what, and what it does not prove.
 *
 * @param place `undefined` while the document is not in the chain, which the text then says
 */
function renderDrill(document, place) {
    const { kind, verdict, environment, conduct } = document;
    return [
        `## ${drill_words/* VERDICT_MARK */.s0[verdict]}: ${kind} drill of ${(0,inline/* code */.aY)(environment)}`,
        `${(0,inline/* code */.aY)(document.startedAt)}, ${(0,drill_words/* seconds */.YA)((0,drill_words/* durationOf */.cf)(document))} in all; exercise ${(0,inline/* code */.aY)(document.exerciseId)}`,
        (0,drill_words/* reasonsOf */.zM)(document)
            .map((reason) => `- ${(0,inline/* sentence */.em)(reason)}`)
            .join('\n'),
        interruption(document),
        ...document.moves.map((move) => renderMove(move, document.objectives)),
        renderRestores(document.restores),
        renderDetection(document),
        renderRotation(document.rotation),
        preflight(document),
        folded(`Timeline: ${(0,inline/* count */.U9)(document.timeline.length, 'moment')}`, ['since the start', 'UTC', 'source', 'what'], document.timeline.map(({ sinceStartMs, at, source, what }) => [(0,drill_words/* seconds */.YA)(sinceStartMs), at, source, what])),
        folded(`Orders given to AWS: ${document.awsCalls.length}`, ['UTC', 'service', 'operation', 'region', 'request id, as in CloudTrail'], document.awsCalls.map(({ at, service, operation, region, requestId }) => [
            at,
            service,
            operation,
            region,
            requestId,
        ]), [4]),
        folded('Scope and conduct', ['', ''], [...(0,drill_facts/* scopeRows */.IW)(document), ...(0,drill_facts/* conductRows */.WD)(document)], [1]),
        `**It shows:** ${drill_words/* PROVES */.a1[kind]}\n**It does not prove:** ${drill_words/* DOES_NOT_PROVE */.P6[kind]}`,
        chain(document, place),
        (0,inline/* footer */.qr)({ commit: conduct.commit, runUrl: conduct.runUrl }),
    ]
        .filter((part) => part !== '')
        .join('\n\n')
        .concat('\n');
}
function interruption({ interruption: broken }) {
    if (broken === undefined)
        return '';
    const lines = [
        `It was broken off in: ${(0,inline/* sentence */.em)(broken.brokenOffIn)}.`,
        ...(broken.recoveredBy === undefined ? [] : [`Recovered by: ${(0,inline/* sentence */.em)(broken.recoveredBy)}.`]),
        ...(broken.needsHuman === undefined ? [] : [`**⚠️ A human is needed:** ${(0,inline/* sentence */.em)(broken.needsHuman)}`]),
    ];
    return lines.map((line) => `> ${line}`).join('\n>\n');
}
function preflight({ preflight: guards }) {
    if (guards.length === 0)
        return 'No guard of the preflight was looked at.';
    const passed = guards.filter(({ outcome }) => outcome === 'passed').length;
    return folded(`Preflight: ${passed} of ${(0,inline/* count */.U9)(guards.length, 'guard')} passed`, ['guard', 'outcome', 'seen', 'needed'], guards.map(({ guard, outcome, value, limit }) => [guard, outcome, value, limit]));
}
function chain({ rawHistory }, place) {
    const rows = [
        ...(place === undefined
            ? []
            : [
                ['entry in the chain', String(place.number)],
                ['SHA-256 of the entry', place.sha256],
            ]),
        ...(rawHistory === undefined
            ? []
            : [
                ['raw history', rawHistory.file],
                ['its size', `${rawHistory.bytes} bytes`],
                ['SHA-256 of the raw history', rawHistory.sha256],
            ]),
    ].map(([name = '', value = '']) => `| ${name} | ${(0,inline/* code */.aY)(value)} |`);
    const head = '### Evidence';
    if (place === undefined) {
        return [
            `${head}\n\n⚠️ This drill is not in the chain of evidence.`,
            ...(rows.length === 0 ? [] : [rowsOf(rows)]),
        ].join('\n\n');
    }
    return `${head}\n\n${rowsOf(rows)}\n\n<sub>${drill_facts/* ENTRY_NOTE */.eA}</sub>`;
}
function rowsOf(rows) {
    return ['| | |', '| --- | --- |', ...rows].join('\n');
}
/** @param names columns that are to be copied as they are: ids and digests */
function folded(title, header, rows, names = []) {
    if (rows.length === 0)
        return '';
    const shown = rows
        .slice(0, LONGEST_TABLE)
        .map((cells) => (0,markdown_table/* tableRow */.jD)(cells.map((cell, column) => (names.includes(column) ? (0,inline/* code */.aY)(cell) : (0,inline/* sentence */.em)(cell)))));
    const rest = rows.length - shown.length;
    return [
        `<details><summary>${(0,markdown_table/* htmlText */.js)(title)}</summary>`,
        [(0,markdown_table/* tableHead */.PP)(header), ...shown].join('\n'),
        ...(rest === 0 ? [] : [`… and ${rest} more, in the document.`]),
        '</details>',
    ].join('\n\n');
}

// EXTERNAL MODULE: ./actions/drill/src/services.ts + 43 modules
var services = __webpack_require__(2911);
;// CONCATENATED MODULE: ./actions/drill/src/evidence.ts

















/** @param name tells drills of one directory apart */
function drillFiles(directory, name) {
    (0,external_node_fs_.mkdirSync)(directory, { recursive: true });
    const file = (extension) => (0,external_node_path_.join)(directory, `${name}.${extension}`);
    return {
        journal: file('journal.jsonl'),
        markdown: file('md'),
        document: file('evidence.json'),
        history: file('history.json'),
    };
}
/** Who drills, with which code. What cannot be found out is left out; a drill is not refused for it. */
async function conductOf({ eventName, actor, runUrl, commit }, { state }, logger) {
    const principal = await stsCallerIdentity(state.region)
        .whoAmI()
        .then(({ arn }) => arn)
        .catch((error) => {
        logger.warn(`who drills is not known: ${(0,reason_of/* reasonOf */.A)(error)}`);
        return undefined;
    });
    const program = process.argv[1];
    const codeSha256 = bundleDigest(program === undefined ? undefined : (0,external_node_path_.dirname)(program));
    return {
        trigger: runUrl === undefined ? 'laptop' : eventName === 'schedule' ? 'schedule' : 'manual',
        ...(actor === undefined ? {} : { actor }),
        ...(runUrl === undefined ? {} : { runUrl }),
        ...(principal === undefined ? {} : { principal }),
        ...(commit === undefined ? {} : { commit }),
        ...(codeSha256 === undefined ? {} : { codeSha256 }),
    };
}
/** @returns what a drill had begun to keep when its process died. @throws what the evidence bucket answers */
function begunEvidenceOf(drillId, environment) {
    return begunEvidence(environment.name, drillId, { store: storeOf(environment), digest: sha256/* sha256 */.s });
}
function storeOf(environment) {
    return (0,s3_evidence_store/* s3EvidenceStore */.VL)({ bucket: (0,names/* evidenceNames */.Y$)(environment).bucket, client: (0,services/* s3Client */.oD)(environment) });
}
/**
 * Writes the evidence to the runner first, then into the chain, then the record for the next plans: what comes later may fail, and takes
 * nothing away.
 */
async function keepEvidence(evidence, files, environment, records) {
    const { document, history } = evidence;
    (0,external_node_fs_.writeFileSync)(files.document, (0,to_evidence/* documentText */.Z)(document));
    if (history !== undefined)
        (0,external_node_fs_.writeFileSync)(files.history, history);
    const failures = [];
    const { bucket, keyAlias } = (0,names/* evidenceNames */.Y$)(environment);
    let appended;
    try {
        appended = await appendEvidence(evidence, {
            store: storeOf(environment),
            signer: (0,kms_evidence_signer/* kmsEvidenceSigner */.d)({ keyId: keyAlias, client: new dist_cjs/* KMSClient */.pgq({ region: environment.state.region }) }),
            digest: sha256/* sha256 */.s,
            clock: system_clock/* systemClock */.m,
        });
    }
    catch (error) {
        failures.push(`the evidence could not be kept in ${bucket}: ${(0,reason_of/* reasonOf */.A)(error)}. It is in the artifact of this run; repair that (terraform/bootstrap makes the bucket), and drill again`);
    }
    const markdown = renderDrill(document, appended);
    (0,external_node_fs_.writeFileSync)(files.markdown, markdown);
    const failure = await remember(document, environment, records);
    if (failure !== undefined)
        failures.push(failure);
    return { markdown, appended, failures };
}
/** @returns why it could not be remembered */
async function remember(document, { name, state }, records) {
    const { kind, verdict, finishedAt, conduct } = document;
    const { rpoSeconds, rtoSeconds, detectionSeconds } = headline(document);
    const record = {
        kind,
        verdict,
        finishedAt,
        ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
        ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
        ...(detectionSeconds === undefined ? {} : { detectionSeconds }),
        ...(conduct.runUrl === undefined ? {} : { runUrl: conduct.runUrl }),
    };
    try {
        await rememberDrill(records, name, record);
        return undefined;
    }
    catch (error) {
        return (`the ${kind} drill is ${verdict}, but that could not be remembered for the next plans: ${(0,reason_of/* reasonOf */.A)(error)}. ` +
            `The role of the drill needs s3:PutObject on drills/${name}/* in ${state.bucket}; repair that, and drill again`);
    }
}
/** The numbers that plans and outputs show, in seconds: those of the first move, or of the detection drill. */
function headline({ moves, detection }) {
    const [move] = moves;
    return {
        rpoSeconds: inSeconds(move?.loss?.rpoUpperBoundMs),
        rtoSeconds: inSeconds(move?.rtoMs),
        detectionSeconds: inSeconds(move?.detectionMs ?? detection?.detectionMs),
    };
}
function inSeconds(ms) {
    return ms === undefined ? undefined : ms / 1000;
}


/***/ }),

/***/ 6816:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   mZ: () => (/* binding */ afterRecovery),
/* harmony export */   my: () => (/* binding */ outcomeOfUntold),
/* harmony export */   nE: () => (/* binding */ notRun)
/* harmony export */ });
/** A drill that was not begun. */
function notRun(kind, reason, guards = []) {
    return {
        result: { kind, verdict: 'not-run', reasons: [reason], guards, runs: [], restores: [] },
        interruption: undefined,
    };
}
/**
 * A drill that had to be recovered is failed: it did not end by itself.
 *
 * @param result what it came to by itself; empty when nobody knows
 * @param by who recovered it
 */
function afterRecovery(result, recovery, by) {
    const brokenOffIn = recovery.drill?.brokenOffIn ?? 'unknown: its record cannot be read';
    const done = recovery.done.length === 0 ? [] : [`recovered: ${recovery.done.join('; ')}`];
    const human = recovery.kind === 'needs-human' ? [`needs a human: ${recovery.reason}; begin with ${recovery.runbook}`] : [];
    return {
        result: { ...result, verdict: 'failed', reasons: [...result.reasons, ...done, ...human] },
        interruption: {
            brokenOffIn,
            ...(recovery.kind === 'recovered'
                ? { recoveredBy: by }
                : { needsHuman: `${recovery.reason}; begin with ${recovery.runbook}` }),
        },
    };
}
/**
 * A drill that did not come to tell of itself is failed, whatever it measured: nobody can say how it ended.
 *
 * @param by who tells of it
 */
function outcomeOfUntold({ drill, status, history }, recovery, by) {
    const about = `the drill of ${drill.run}, begun at ${drill.startedAt},`;
    const failed = (reason) => ({
        kind: drill.kind,
        verdict: 'failed',
        reasons: [reason],
        guards: [],
        runs: [],
        restores: [],
    });
    if (recovery.kind !== 'nothing-to-do') {
        return afterRecovery(failed(`${about} was broken off in "${drill.brokenOffIn}"`), recovery, by);
    }
    return {
        result: failed(`${about} is ${status}, and its evidence was never kept; what it measured may still be in its journal: ${history}`),
        interruption: { brokenOffIn: drill.brokenOffIn },
    };
}


/***/ }),

/***/ 2146:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ recoveryPorts),
/* harmony export */   n: () => (/* binding */ recoveryRequest)
/* harmony export */ });
/* harmony import */ var _src_drill_lag__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9692);
/* harmony import */ var _src_environment_schema__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(210);
/* harmony import */ var _src_failover_target__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(385);
/* harmony import */ var _src_rotation_is_rotating__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(169);
/* harmony import */ var _services__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2911);





function recoveryRequest(environment, by) {
    return {
        by,
        regions: _src_environment_schema__WEBPACK_IMPORTED_MODULE_1__/* .REGIONS */ .i,
        writerName: environment.dns.writerName,
        maxLagMs: environment.drill.maxLagSeconds * 1000,
    };
}
/** What a recovery needs, but for the lease. */
function recoveryPorts(services, environment) {
    const { globalDatabase, probes, secrets, faultInjector, clock } = services;
    return {
        globalDatabase,
        sql: services.sql,
        clock,
        logger: services.logger,
        credentials: services.credentials,
        controllers: services.controllers,
        temporary: services.temporary,
        interrupted: services.interrupted,
        store: services.drillState,
        newId: services.newRunId,
        ...(faultInjector === undefined ? {} : { faultInjector }),
        async replicationLagMs() {
            const status = await globalDatabase.describe();
            const region = (0,_services__WEBPACK_IMPORTED_MODULE_2__/* .otherRegion */ .rX)((0,_src_failover_target__WEBPACK_IMPORTED_MODULE_3__/* .currentWriter */ .jX)(status).region);
            const sample = await (0,_src_drill_lag__WEBPACK_IMPORTED_MODULE_0__/* .sampleLag */ .F)({ region, regions: status.members, timeoutMs: environment.drill.probe.timeoutMs * 5 }, { probe: probes.in(region), clock });
            if (sample.lagMs === undefined)
                throw new Error(`nobody can say how far ${region} is behind: ${sample.detail ?? ''}`);
            return sample.lagMs;
        },
        endRehearsal: (region) => services.endRehearsal(region),
        async pendingRotations() {
            const found = await Promise.all(secrets.map(async ({ region, secret }) => {
                return (0,_src_rotation_is_rotating__WEBPACK_IMPORTED_MODULE_4__/* .isRotating */ .p)(await secret.labels()) ? [`${secret.name} in ${region}`] : [];
            }));
            return found.flat();
        },
    };
}


/***/ }),

/***/ 2157:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ tellOfUntold)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _src_adapters_sha256__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2189);
/* harmony import */ var _src_drill_recovery_untold__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1779);
/* harmony import */ var _src_drill_reason_of__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4899);
/* harmony import */ var _src_evidence_context__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4654);
/* harmony import */ var _src_evidence_to_evidence__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5548);
/* harmony import */ var _evidence__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1799);
/* harmony import */ var _outcomes__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6816);








/**
 * Keeps the evidence of a drill that is over and of which nobody has told: one that was just recovered, or whose process died between its end and
 * its evidence. What it had begun to keep itself is finished. Called under the lease, so that it is nobody else's to tell of. Never throws: what cannot be
 * told is told by whoever comes next.
 *
 * @param recovery what came of looking after it
 * @returns `undefined` when there is nothing to tell, or it could not be told
 */
async function tellOfUntold(recovery, telling) {
    const { environment, context, services, directory } = telling;
    const { clock, logger, drillState } = services;
    try {
        const untold = (0,_src_drill_recovery_untold__WEBPACK_IMPORTED_MODULE_2__/* .untoldOf */ .Y)(await drillState.read());
        if (untold === undefined)
            return undefined;
        const { drillId, kind } = untold.drill;
        const evidence = (untold.status === 'ended' ? await (0,_evidence__WEBPACK_IMPORTED_MODULE_5__/* .begunEvidenceOf */ .Kr)(drillId, environment) : undefined) ??
            (await evidenceOfFailure(untold, recovery, telling));
        const name = `${environment.name}-${kind}-recovery-${clock.now().toISOString().replaceAll(/[:.]/g, '-')}`;
        const files = (0,_evidence__WEBPACK_IMPORTED_MODULE_5__/* .drillFiles */ .Tz)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(context.workspace, directory), name);
        const kept = await (0,_evidence__WEBPACK_IMPORTED_MODULE_5__/* .keepEvidence */ .N)(evidence, files, environment, services.records);
        if (kept.appended !== undefined) {
            logger.info(`${untold.drill.kind} drill of ${untold.drill.run}: nobody had told of it; its evidence is number ${kept.appended.number}`);
            await (0,_src_drill_recovery_untold__WEBPACK_IMPORTED_MODULE_2__/* .noteTold */ .a)(drillId, { store: drillState, clock, logger, newId: services.newRunId });
        }
        return kept;
    }
    catch (error) {
        logger.warn(`an earlier drill was not told of: ${(0,_src_drill_reason_of__WEBPACK_IMPORTED_MODULE_6__/* .reasonOf */ .A)(error)}; whoever comes next tries again`);
        return undefined;
    }
}
async function evidenceOfFailure(untold, recovery, { environment, context, started, services: { clock, logger, awsCalls } }) {
    const { result, interruption } = (0,_outcomes__WEBPACK_IMPORTED_MODULE_7__/* .outcomeOfUntold */ .my)(untold, recovery, context.runUrl ?? 'a run outside GitHub');
    return (0,_src_evidence_to_evidence__WEBPACK_IMPORTED_MODULE_4__/* .toEvidence */ .z)(result, {
        ...(0,_src_evidence_context__WEBPACK_IMPORTED_MODULE_3__/* .aboutEnvironment */ .r)(environment),
        exerciseId: untold.drill.drillId,
        conduct: await (0,_evidence__WEBPACK_IMPORTED_MODULE_5__/* .conductOf */ .WX)(context, environment, logger),
        ...started,
        finishedMs: clock.monotonicMs(),
        journal: [],
        awsCalls,
        ...(interruption === undefined ? {} : { interruption }),
    }, _src_adapters_sha256__WEBPACK_IMPORTED_MODULE_1__/* .sha256 */ .s);
}


/***/ }),

/***/ 7757:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ processInterruption)
/* harmony export */ });
/** How the runner cancels a job: SIGINT, 7.5 seconds later SIGTERM, and 2.5 seconds after that it kills. */
const SIGNALS = ['SIGINT', 'SIGTERM'];
/**
 * Notes that the process was asked to end, and keeps it alive: whoever works has to come to an end by itself, in the seconds that it is given, and
 * to say what it has done.
 *
 * @returns aborted at the first signal, with its name as the reason
 */
function processInterruption() {
    const interruption = new AbortController();
    for (const signal of SIGNALS) {
        process.on(signal, () => {
            if (!interruption.signal.aborted)
                interruption.abort(signal);
        });
    }
    return interruption.signal;
}


/***/ }),

/***/ 6564:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine)
/* harmony export */ });
/** A text of somebody else as one line of at most `most` characters, as the record of a drill holds it. */
function oneLine(text, most) {
    const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
    const kept = line === '' ? 'no text' : line;
    return kept.length <= most ? kept : `${kept.slice(0, most - 1)}…`;
}


/***/ }),

/***/ 4038:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   jK: () => (/* binding */ DrillStoppedError),
/* harmony export */   pz: () => (/* binding */ beginDrill),
/* harmony export */   s8: () => (/* binding */ DrillNotBegunError)
/* harmony export */ });
/* unused harmony export RecordedDrill */
/* harmony import */ var _failover_target__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(385);
/* harmony import */ var _reason_of__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4899);
/* harmony import */ var _one_line__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6564);
/* harmony import */ var _standing__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(197);
/* harmony import */ var _state_writer__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3394);






/** The drill begins no further step. */
class DrillStoppedError extends Error {
    name = 'DrillStoppedError';
}
/** Nothing was begun: what an earlier drill left has to be dealt with first, or nobody can say what there is. */
class DrillNotBegunError extends Error {
    name = 'DrillNotBegunError';
}
/** A drill whose state is written down. */
class RecordedDrill {
    writer;
    ports;
    writing = Promise.resolve();
    stopped = false;
    constructor(writer, ports) {
        this.writer = writer;
        this.ports = ports;
    }
    get drillId() {
        return this.writer.state.drillId;
    }
    get state() {
        return this.writer.state;
    }
    before(step, facts = {}) {
        // One after the other, because each write names the one before it.
        const turn = this.writing.then(() => this.begin(step, facts));
        this.writing = turn.catch(() => undefined);
        return turn;
    }
    /** A step was not begun, so the drill has not come to its end by itself. */
    get hasStopped() {
        return this.stopped;
    }
    /** Neither interrupted nor without its lease. */
    get mayGoOn() {
        return this.ports.held.isHeld() && !this.ports.interrupted.aborted;
    }
    /**
     * Closes the state: nothing is left that would have to be recovered, whatever the verdict.
     *
     * @throws DrillStoppedError when the lease or the state is somebody else's by now
     */
    async end() {
        await this.writing;
        this.requireMayGoOn('the end of the drill');
        await this.writer.write({ status: 'ended' });
    }
    /** Notes that the process was asked to end. The state stays open: somebody has to recover the drill. */
    async noteInterruption(reason) {
        await this.writing;
        const step = { name: (0,_one_line__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(`interrupted by ${reason}`, 300), at: this.ports.clock.now().toISOString() };
        await this.writer.write({ steps: [...this.writer.state.steps, step] });
    }
    async begin(step, facts) {
        try {
            await this.record(step, facts);
        }
        catch (error) {
            this.stopped = true;
            throw error;
        }
    }
    async record(step, facts) {
        this.requireMayGoOn(step);
        const { state } = this.writer;
        const { move, faultIn, makes = [] } = facts;
        try {
            await this.writer.write({
                steps: [...state.steps, { name: (0,_one_line__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(step, 300), at: this.ports.clock.now().toISOString() }],
                ...(move === undefined ? {} : { move }),
                ...(faultIn === undefined || state.faultIn.includes(faultIn) ? {} : { faultIn: [...state.faultIn, faultIn] }),
                temporary: [
                    ...state.temporary,
                    ...makes.filter((made) => !state.temporary.some((known) => isSame(known, made))),
                ],
            });
        }
        catch (error) {
            if (facts.tidiesUp !== true || !(error instanceof _state_writer__WEBPACK_IMPORTED_MODULE_1__/* .DrillStateUnwritableError */ .cY))
                throw error;
            this.ports.logger.warn(`${step}: ${error.message}; done all the same, because it only tidies up`);
        }
        // The write may have taken longer than the lease is good for.
        this.requireMayGoOn(step);
    }
    requireMayGoOn(step) {
        const { held, interrupted } = this.ports;
        if (interrupted.aborted) {
            throw new DrillStoppedError(`"${step}" was not begun: the drill was interrupted by ${String(interrupted.reason)}`);
        }
        if (!held.isHeld()) {
            throw new DrillStoppedError(`"${step}" was not begun: the lease of the environment is not held any more. What the drill left is recovered by the next one`);
        }
    }
}
/**
 * Writes down that a drill begins, before it does anything.
 *
 * @throws DrillNotBegunError when an earlier drill is not closed, when the state cannot be read or written, or when nobody can say where the writer is
 */
async function beginDrill(start, ports) {
    try {
        const before = await ports.store.read();
        if (before.kind === 'unreadable')
            throw new DrillNotBegunError(`${before.why}; a person has to look at it first`);
        if (before.kind === 'state' && !(0,_standing__WEBPACK_IMPORTED_MODULE_2__/* .isClosed */ .Lx)(before.state)) {
            throw new DrillNotBegunError(`${(0,_standing__WEBPACK_IMPORTED_MODULE_2__/* .describeDrill */ .nj)(before.state)} is not closed; it has to be recovered first`);
        }
        const writer = (0,_failover_target__WEBPACK_IMPORTED_MODULE_3__/* .currentWriter */ .jX)(await ports.globalDatabase.describe());
        const state = {
            version: before.kind === 'state' ? before.state.version : 0,
            drillId: start.drillId,
            kind: start.kind,
            writtenBy: ports.newId(),
            status: 'running',
            startedAt: start.startedAt.toISOString(),
            run: (0,_one_line__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(start.run, 500),
            writerBefore: writer.region,
            failBack: start.failBack,
            faultIn: [],
            temporary: start.temporary,
            steps: [],
            limits: start.limits,
            history: (0,_one_line__WEBPACK_IMPORTED_MODULE_0__/* .oneLine */ .T)(start.history, 1_000),
        };
        const written = new _state_writer__WEBPACK_IMPORTED_MODULE_1__/* .StateWriter */ .rh(before, state, ports);
        await written.write({});
        return new RecordedDrill(written, ports);
    }
    catch (error) {
        if (error instanceof DrillNotBegunError)
            throw error;
        throw new DrillNotBegunError(`the drill was not begun: ${(0,_reason_of__WEBPACK_IMPORTED_MODULE_4__/* .reasonOf */ .A)(error)}`, { cause: error });
    }
}
function isSame(one, other) {
    return one.kind === other.kind && one.region === other.region && one.id === other.id;
}


/***/ }),

/***/ 5144:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ describeBreak),
  U: () => (/* binding */ recoverDrill)
});

// EXTERNAL MODULE: ./src/drill/reason-of.ts
var reason_of = __webpack_require__(4899);
;// CONCATENATED MODULE: ./src/drill/recovery/human-needed.ts
/**
 * The headings that a recovery sends people to. A person reads them at three in the morning, so each leads to the step itself;
 * test/drill/recovery/runbooks.test.ts looks that they are there.
 */
const RUNBOOKS = {
    /** The fault hook does not end what it was asked for. */
    faultStays: 'docs/recovery.md#a-fault-that-does-not-end',
    /** A move does not come to its end, or no region writes. */
    moveStuck: 'docs/runbooks/failover-by-hand.md#look-first',
    /** The controller's episode stays open, or its record cannot be read. */
    controller: 'docs/runbooks/lost-controller.md#look-first',
    /** More than one region writes, or seems to. */
    splitBrain: 'docs/runbooks/split-brain.md#look-first',
    /** The writer is not where it belongs, and moving it back by itself is not safe. */
    failBack: 'docs/runbooks/fail-back.md#look-first',
    /** Something that the drill made is still there. */
    leftovers: 'docs/recovery.md#what-a-drill-made-and-did-not-remove',
    rotation: 'docs/runbooks/rotation-stuck.md#look-first',
};
/** The recovery cannot go on by itself. */
class HumanNeededError extends Error {
    runbook;
    name = 'HumanNeededError';
    /** @param runbook where to begin, one of {@link RUNBOOKS} */
    constructor(message, runbook, options) {
        super(message, options);
        this.runbook = runbook;
    }
}

// EXTERNAL MODULE: ./src/failover/switch-over.ts
var switch_over = __webpack_require__(4887);
// EXTERNAL MODULE: ./src/failover/target.ts
var target = __webpack_require__(385);
// EXTERNAL MODULE: ./src/drill/redundancy.ts
var redundancy = __webpack_require__(5934);
;// CONCATENATED MODULE: ./src/drill/recovery/await-calm.ts



/** A move that AWS accepted a moment ago may not show yet: the roles have to stand still for so long, in ms. */
const STILL_FOR_MS = 10_000;
const POLL_MS = 1_000;
/** A controller needs so long to see that a region is back, however short the limit of a move is. In ms. */
const AT_LEAST_MS = 180_000;
/**
 * Waits until nobody moves the writer: no move in the control plane, exactly one writer, no open episode of a controller, and all that for a
 * while. Who began it does not matter: what is under way is never interrupted, and nothing is decided in the middle of it.
 *
 * @param stillForMs shorter only where the last move is known to have ended
 * @throws HumanNeededError when that does not come about in time
 */
async function awaitCalm(regions, limitMs, ports, stillForMs = STILL_FOR_MS) {
    const { clock, logger } = ports;
    const deadlineMs = clock.monotonicMs() + Math.max(limitMs, AT_LEAST_MS);
    let still;
    let said = '';
    for (;;) {
        const seen = await look(regions, ports);
        const nowMs = clock.monotonicMs();
        if ('calm' in seen) {
            const writerArn = seen.calm.writer.clusterArn;
            if (still?.writerArn !== writerArn)
                still = { writerArn, sinceMs: nowMs };
            if (nowMs - still.sinceMs >= stillForMs)
                return seen.calm;
        }
        else {
            still = undefined;
            if (seen.unrest !== said)
                logger.info(`waiting: ${seen.unrest}`);
            said = seen.unrest;
            if (nowMs >= deadlineMs) {
                throw new HumanNeededError(`the writer has not come to rest within ${Math.round(Math.max(limitMs, AT_LEAST_MS) / 1000)} s: ${seen.unrest}`, seen.runbook);
            }
        }
        await clock.sleep(POLL_MS);
    }
}
async function look(regions, { globalDatabase, controllers }) {
    let status;
    try {
        status = await globalDatabase.describe();
    }
    catch (error) {
        return { unrest: `the roles cannot be read: ${(0,reason_of/* reasonOf */.A)(error)}`, runbook: RUNBOOKS.moveStuck };
    }
    const episodes = [];
    for (const region of regions) {
        try {
            const episode = (await controllers.of(region))?.episode;
            if (episode === undefined)
                continue;
            episodes.push(episode);
            if (episode.stage !== 'closed') {
                return {
                    unrest: `the failover controller of ${region} handles the loss of ${episode.lostRegion} (${episode.stage})`,
                    runbook: RUNBOOKS.controller,
                };
            }
        }
        catch (error) {
            return {
                unrest: `the record of the failover controller in ${region} cannot be read: ${(0,reason_of/* reasonOf */.A)(error)}`,
                runbook: RUNBOOKS.controller,
            };
        }
    }
    if (status.failoverState !== undefined) {
        return { unrest: `the writer is being moved (${status.failoverState.status})`, runbook: RUNBOOKS.moveStuck };
    }
    const writers = status.members.filter(({ isWriter }) => isWriter);
    if (writers.length !== 1) {
        return {
            unrest: `${writers.length} regions write${writers.length === 0 ? '' : `: ${writers.map(({ region }) => region).join(', ')}`}`,
            runbook: writers.length === 0 ? RUNBOOKS.moveStuck : RUNBOOKS.splitBrain,
        };
    }
    return { calm: { status, writer: (0,target/* currentWriter */.jX)(status), episodes } };
}

// EXTERNAL MODULE: ./src/drill/recovery/progress.ts
var progress = __webpack_require__(4038);
// EXTERNAL MODULE: ./src/drill/recovery/state-writer.ts
var state_writer = __webpack_require__(3394);
;// CONCATENATED MODULE: ./src/drill/recovery/fail-back.ts








/** A refusal or an error in between may pass; what AWS does is looked at again each time. */
const TRIES = 3;
const PAUSE_MS = 5_000;
/**
 * Moves the writer back to where it was before the drill, by a switchover, which loses nothing. Before every try it is looked at again where the writer
 * is: a move whose answer was lost may have happened.
 *
 * Called once the writer has come to rest.
 *
 * @param step writes down what is about to be done, and does it
 * @throws HumanNeededError when that is not safe, or does not come about
 */
async function failBack(state, request, step, ports) {
    let last = 'not tried yet';
    for (let attempt = 1; attempt <= TRIES; attempt++) {
        // After a try that failed a move may come that nobody has been told of.
        const stillForMs = attempt === 1 ? 0 : STILL_FOR_MS;
        const calm = await awaitCalm(request.regions, state.limits.moveMs, ports, stillForMs);
        if (calm.writer.region === state.writerBefore)
            return;
        try {
            await requireSafe(calm, request, ports);
            await step(`fail back from ${calm.writer.region} to ${state.writerBefore}`, async () => {
                const credentials = await ports.credentials.read();
                await (0,switch_over/* switchOver */.B)({
                    status: calm.status,
                    writer: { ...credentials, host: request.writerName },
                    deadlineMs: state.limits.moveMs,
                    onMilestone: (milestone) => {
                        ports.logger.info(milestone);
                    },
                }, ports);
            });
            return;
        }
        catch (error) {
            if (isBreakOff(error))
                throw error;
            last = (0,reason_of/* reasonOf */.A)(error);
            ports.logger.warn(`the writer was not failed back (${attempt} of ${TRIES}): ${last}`);
            await ports.clock.sleep(PAUSE_MS);
        }
    }
    throw new HumanNeededError(`the writer could not be failed back to ${state.writerBefore}: ${last}`, RUNBOOKS.failBack);
}
/** The region that was left has to be a replica before anybody thinks of going back. @throws HumanNeededError */
async function requireRedundancy(calm, limitMs, ports) {
    for (const { region, isWriter } of calm.status.members) {
        if (isWriter)
            continue;
        try {
            await (0,redundancy/* awaitRedundancy */.K)(region, limitMs, ports);
        }
        catch (cause) {
            throw new HumanNeededError((0,reason_of/* reasonOf */.A)(cause), RUNBOOKS.failBack, { cause });
        }
    }
}
/** @throws an error that says what stands against a switchover now */
async function requireSafe({ status, writer }, request, ports) {
    (0,target/* chooseTarget */.bx)(status);
    if (writer.status !== 'available')
        throw new RangeError(`the status of the writer's cluster is ${writer.status}`);
    const lagMs = await ports.replicationLagMs();
    if (lagMs > request.maxLagMs) {
        throw new RangeError(`the other region is ${(lagMs / 1000).toFixed(1)} s behind, at most ${(request.maxLagMs / 1000).toFixed(1)} s are allowed`);
    }
}
/** The recovery itself is broken off: not a matter of this step. */
function isBreakOff(error) {
    return [progress/* DrillStoppedError */.jK, state_writer/* DrillStateTakenError */.EP, state_writer/* DrillStateUnwritableError */.cY].some((kind) => error instanceof kind);
}

// EXTERNAL MODULE: ./src/drill/recovery/one-line.ts
var one_line = __webpack_require__(6564);
;// CONCATENATED MODULE: ./src/drill/recovery/keep-snapshots.ts
/**
 * After an unplanned failover Aurora overwrites the region that was lost, and leaves a snapshot of what was there: the writes that were not replicated. Aurora
 * may remove it by itself, so it is copied before anything else is moved.
 *
 * @returns a sentence for each copy
 */
async function keepUnplannedSnapshots({ temporary, }) {
    const sentences = [];
    for (const snapshot of await temporary.unplannedFailoverSnapshots()) {
        const copy = await temporary.keep(snapshot);
        sentences.push(`the snapshot ${snapshot.id} in ${snapshot.region}, which holds what ${snapshot.clusterId} had not replicated, is kept as ${copy}`);
    }
    return sentences;
}

// EXTERNAL MODULE: ./src/failover/promote.ts
var promote = __webpack_require__(2506);
;// CONCATENATED MODULE: ./src/drill/recovery/verify-writer.ts




/** Names in front of the writer may be cached for so long and more, in ms. */
const LIMIT_MS = 120_000;
const verify_writer_POLL_MS = 500;
/**
 * Writes through the name that applications write through, until the writer takes it: the control plane's word is not enough.
 *
 * @throws HumanNeededError when no write reaches the writer in time, or another region takes it
 */
async function verifyWriter(writerName, ports) {
    const { clock } = ports;
    const startedMs = clock.monotonicMs();
    let last = { text: 'not tried yet', isForeign: false };
    while (clock.monotonicMs() - startedMs < LIMIT_MS) {
        try {
            const status = await ports.globalDatabase.describe();
            const instance = await writeOnce(writerName, ports);
            if ((0,target/* currentWriter */.jX)(status).instances.some(({ id }) => id === instance))
                return;
            last = { text: `${instance} took it`, isForeign: isOfAnother(instance, status) };
        }
        catch (error) {
            last = { text: (0,reason_of/* reasonOf */.A)(error), isForeign: false };
        }
        await clock.sleep(verify_writer_POLL_MS);
    }
    throw new HumanNeededError(`no write through ${writerName} reached the writer within ${LIMIT_MS / 1000} s; last try: ${last.text}`, last.isForeign ? RUNBOOKS.splitBrain : RUNBOOKS.moveStuck);
}
async function writeOnce(writerName, { credentials, sql, writeOnce: write }) {
    return write?.() ?? (0,promote/* writeThrough */.np)({ ...(await credentials.read()), host: writerName }, sql);
}
function isOfAnother(instance, { members }) {
    return members.some(({ isWriter, instances }) => !isWriter && instances.some(({ id }) => id === instance));
}

;// CONCATENATED MODULE: ./src/drill/recovery/settle-writer.ts





/**
 * Brings the writer role to rest: waits for whatever is under way, for the second leg, fails back when that was wanted, and proves with a write that the
 * database takes writes.
 *
 * @param note takes a sentence about what was found
 * @throws HumanNeededError
 */
async function settleWriter(state, request, step, note, ports) {
    // A restore drill disturbs nobody; where the writer is, is not its affair.
    if (state.kind === 'restore')
        return;
    const { writerBefore, limits } = state;
    const calm = await step('wait until nobody moves the writer', () => awaitCalm(request.regions, limits.moveMs, ports));
    if (calm.writer.region !== writerBefore)
        requireOurMove(state, calm);
    await step('wait until every other region is a replica', () => requireRedundancy(calm, limits.redundancyMs, ports));
    if (calm.writer.region !== writerBefore && state.failBack) {
        const kept = await step('keep the snapshots of what was overwritten', () => keepUnplannedSnapshots(ports));
        for (const sentence of kept)
            note(sentence);
        await failBack(state, request, step, ports);
        await step('wait until every other region is a replica again', async () => {
            await requireRedundancy(await awaitCalm(request.regions, limits.moveMs, ports, 0), limits.redundancyMs, ports);
        });
    }
    else if (calm.writer.region !== writerBefore) {
        note(`the writer stays in ${calm.writer.region}: the drill was not asked to fail back`);
    }
    await step(`write through ${request.writerName}`, () => verifyWriter(request.writerName, ports));
}
/** @throws HumanNeededError when it was not the drill that moved the writer: then nobody knows why, and it is not moved back unasked */
function requireOurMove(state, { writer, episodes }) {
    const { writerBefore, kind, startedAt, move, faultIn } = state;
    const here = `the writer is in ${writer.region}, and was in ${writerBefore} before the drill`;
    if (kind === 'detection') {
        throw new HumanNeededError(`${here}, although a detection drill moves nothing`, RUNBOOKS.failBack);
    }
    if (move === undefined && faultIn.length === 0) {
        throw new HumanNeededError(`${here}, although the drill had not begun to move it`, RUNBOOKS.failBack);
    }
    const loss = episodes.find(({ outcome, steps }) => {
        const since = steps[0]?.at;
        return outcome === 'failed-over' && since !== undefined && Date.parse(since) >= Date.parse(startedAt);
    });
    if (kind !== 'failover' && loss !== undefined) {
        throw new HumanNeededError(`${here}; the failover controller has moved it, because ${loss.lostRegion} was lost in the middle of the drill`, RUNBOOKS.failBack);
    }
}

// EXTERNAL MODULE: ./src/drill/recovery/standing.ts
var recovery_standing = __webpack_require__(197);
;// CONCATENATED MODULE: ./src/drill/recovery/tidy-up.ts



const tidy_up_TRIES = 5;
const tidy_up_PAUSE_MS = 3_000;
/** A rotation that Secrets Manager tries again has ended by then, in ms. */
const ROTATION_LIMIT_MS = 10 * 60_000;
const ROTATION_POLL_MS = 5_000;
/**
 * Ends the fault, always and first: in the regions that are written down, and for a drill that causes one, in all others too, because ending
 * a fault that is not there is harmless.
 */
async function endFaults(state, { regions }, step, ports) {
    const causes = state.kind === 'failover' || state.kind === 'detection';
    const possible = causes ? [...new Set([...state.faultIn, ...regions])] : state.faultIn;
    const { faultInjector } = ports;
    if (faultInjector === undefined) {
        if (state.faultIn.length === 0)
            return;
        throw new HumanNeededError(`the fault in ${state.faultIn.join(', ')} may last, and no fault hook is configured that could end it`, RUNBOOKS.faultStays);
    }
    for (const region of possible) {
        await step(`end the fault in ${region}`, () => persistently(() => faultInjector.stop(region), ports, (why) => {
            // What may never have been disturbed does not need a human.
            if (!state.faultIn.includes(region))
                return undefined;
            return new HumanNeededError(`the fault in ${region} could not be ended: ${why}`, RUNBOOKS.faultStays);
        }));
    }
}
/** A controller that only pretends would let the next real loss pass. */
async function endRehearsals(state, { regions }, step, ports) {
    if (state.kind !== 'detection')
        return;
    for (const region of regions) {
        await step(`switch the rehearsal off in ${region}`, () => persistently(() => ports.endRehearsal(region), ports, (why) => new HumanNeededError(`the rehearsal in ${region} could not be switched off: ${why}`, RUNBOOKS.controller)));
    }
}
/** Removes what the drill has named, in the reverse order, and goes on past what cannot be removed. */
async function removeTemporary(state, step, ports) {
    const left = [];
    for (const made of [...state.temporary].reverse()) {
        const what = `the ${made.kind} ${made.id} in ${made.region}`;
        try {
            await step(`remove ${what}`, () => ports.temporary.remove(made));
        }
        catch (error) {
            if (isBreakOff(error))
                throw error;
            left.push(`${what} was not removed: ${(0,reason_of/* reasonOf */.A)(error)}`);
        }
    }
    if (left.length > 0)
        throw new HumanNeededError(left.join('; '), RUNBOOKS.leftovers);
}
/** A rotation that the drill began goes on without it; a password that is half changed must not be left unseen. */
async function settleRotations(state, step, ports) {
    if (state.kind !== 'rotation')
        return;
    await step('wait until no rotation is under way', async () => {
        const { clock } = ports;
        const startedMs = clock.monotonicMs();
        for (;;) {
            let last;
            try {
                const pending = await ports.pendingRotations();
                if (pending.length === 0)
                    return;
                last = `the rotation of ${pending.join(', ')} has not ended`;
            }
            catch (error) {
                last = `nobody can say whether a rotation is under way: ${(0,reason_of/* reasonOf */.A)(error)}`;
            }
            if (clock.monotonicMs() - startedMs >= ROTATION_LIMIT_MS) {
                throw new HumanNeededError(`${last} after ${ROTATION_LIMIT_MS / 60_000} minutes`, RUNBOOKS.rotation);
            }
            await clock.sleep(ROTATION_POLL_MS);
        }
    });
}
/** @param refusal what is thrown in the end; `undefined` to go on without it */
async function persistently(work, { clock, logger }, refusal) {
    for (let attempt = 1;; attempt++) {
        try {
            await work();
            return;
        }
        catch (error) {
            const why = (0,reason_of/* reasonOf */.A)(error);
            logger.warn(`${why} (${attempt} of ${tidy_up_TRIES})`);
            if (attempt >= tidy_up_TRIES) {
                const problem = refusal(why);
                if (problem === undefined)
                    return;
                throw problem;
            }
            await clock.sleep(tidy_up_PAUSE_MS);
        }
    }
}

;// CONCATENATED MODULE: ./src/drill/recovery/recover.ts









/** So many steps are kept; a recovery that is tried again and again must not make a record that cannot be written any more. */
const KEPT_STEPS = 300;
/**
 * Ends what a drill has left that was broken off. Called under the lease, so that the drill is known to be dead. In this order:
 *
 *   end the fault → switch the rehearsal off → wait until nobody moves the writer → wait for redundancy → fail back → write through the writer
 *   name → remove what was made → wait for rotations → close
 *
 * What is done is decided from the record **and** from what AWS says now, never from the record alone. Each step is written down before it acts, and may be
 * done again: a recovery that is killed is begun anew. What goes wrong does not keep the other things from being tidied up.
 *
 * @throws DrillStoppedError, DrillStateTakenError, DrillStateUnwritableError when the recovery itself is broken off; the next one begins anew
 */
async function recoverDrill(request, ports) {
    const stored = await ports.store.read();
    const standing = (0,recovery_standing/* standingOf */.YP)(stored);
    if (standing.kind === 'clear')
        return { kind: 'nothing-to-do', sentence: standing.sentence };
    if (stored.kind !== 'state') {
        return { kind: 'needs-human', reason: standing.sentence, runbook: runbookOf(standing), done: [] };
    }
    const { state } = stored;
    const drill = describeBreak(state);
    if (standing.kind === 'needs-human') {
        return { kind: 'needs-human', drill, reason: standing.sentence, runbook: standing.runbook, done: [] };
    }
    ports.logger.warn(`${(0,recovery_standing/* describeDrill */.nj)(state)} was broken off in "${drill.brokenOffIn}"; it is recovered`);
    const writer = new state_writer/* StateWriter */.rh(stored, { ...state, writtenBy: ports.newId() }, ports);
    return new Recovery(writer, request, switchingOnlyUnderWay(ports)).run(drill);
}
class Recovery {
    writer;
    request;
    ports;
    done = [];
    problems = [];
    constructor(writer, request, ports) {
        this.writer = writer;
        this.request = request;
        this.ports = ports;
    }
    async run(drill) {
        const { state } = this.writer;
        const { request, ports } = this;
        await this.writer.write({
            status: 'recovering',
            recovery: {
                by: (0,one_line/* oneLine */.T)(request.by, 500),
                at: ports.clock.now().toISOString(),
                attempt: (state.recovery?.attempt ?? 0) + 1,
            },
        });
        const step = this.step.bind(this);
        if (!(0,recovery_standing/* isUntouched */.O2)(state)) {
            const isFaultOver = await this.attempt(RUNBOOKS.faultStays, () => endFaults(state, request, step, ports));
            await this.attempt(RUNBOOKS.faultStays, () => endRehearsals(state, request, step, ports));
            // While a fault may last there is nothing to wait for.
            if (isFaultOver) {
                await this.attempt(RUNBOOKS.failBack, () => settleWriter(state, request, step, this.note.bind(this), ports));
            }
        }
        await this.attempt(RUNBOOKS.leftovers, () => removeTemporary(state, step, ports));
        if (!(0,recovery_standing/* isUntouched */.O2)(state))
            await this.attempt(RUNBOOKS.rotation, () => settleRotations(state, step, ports));
        return this.close(drill);
    }
    /** Writes down what is about to be done, and does it. @throws DrillStoppedError and what the writer and `work` throw */
    async step(name, work) {
        const { clock, logger } = this.ports;
        this.requireMayGoOn(name);
        const begun = { name: (0,one_line/* oneLine */.T)(`recovery: ${name}`, 300), at: clock.now().toISOString() };
        await this.writer.write({ steps: [...this.writer.state.steps, begun].slice(-KEPT_STEPS) });
        this.requireMayGoOn(name);
        const result = await this.unlessInterrupted(name, logger.group(begun.name, work));
        this.done.push(name);
        return result;
    }
    note(sentence) {
        this.ports.logger.info(sentence);
        this.done.push(sentence);
    }
    /** @returns whether it is done; otherwise a person is needed, and the rest goes on */
    async attempt(runbook, work) {
        try {
            await work();
            return true;
        }
        catch (cause) {
            if (isBreakOff(cause))
                throw cause;
            const problem = cause instanceof HumanNeededError ? cause : new HumanNeededError((0,reason_of/* reasonOf */.A)(cause), runbook, { cause });
            this.ports.logger.error(problem.message);
            this.problems.push(problem);
            return false;
        }
    }
    async close(drill) {
        const { done, problems, ports } = this;
        this.requireMayGoOn('the end of the recovery');
        const [first] = problems;
        if (first === undefined) {
            await this.writer.write({ status: 'recovered' });
            return { kind: 'recovered', drill, done };
        }
        const reason = (0,one_line/* oneLine */.T)(problems.map(({ message }) => message).join('; '), 4_000);
        const { runbook } = first;
        await this.writer.write({
            status: 'needs-human',
            needsHuman: { reason, runbook, at: ports.clock.now().toISOString() },
        });
        return { kind: 'needs-human', drill, reason, runbook, done };
    }
    /** A step can wait for an hour; whoever interrupts it waits for seconds, and wants the lease given back. @throws DrillStoppedError */
    async unlessInterrupted(name, work) {
        const { interrupted } = this.ports;
        // Nobody waits for it after an interruption.
        work.catch(() => undefined);
        let listener;
        const interruption = new Promise((_, reject) => {
            listener = () => {
                reject(this.stopped(name));
            };
            interrupted.addEventListener('abort', listener);
        });
        try {
            return await Promise.race([work, interruption]);
        }
        finally {
            if (listener !== undefined)
                interrupted.removeEventListener('abort', listener);
        }
    }
    requireMayGoOn(what) {
        const { held, interrupted } = this.ports;
        if (!held.isHeld() || interrupted.aborted)
            throw this.stopped(what);
    }
    stopped(what) {
        const { interrupted } = this.ports;
        return new progress/* DrillStoppedError */.jK(`the recovery was broken off at "${what}": ${interrupted.aborted ? `interrupted by ${String(interrupted.reason)}` : 'the lease of the environment is not held any more'}. The next one begins anew`);
    }
}
/** What a step is in the middle of after an interruption must not order anything more. */
function switchingOnlyUnderWay(ports) {
    const { globalDatabase, held, interrupted } = ports;
    return {
        ...ports,
        globalDatabase: {
            describe: () => globalDatabase.describe(),
            failover: (target) => globalDatabase.failover(target),
            async switchover(target, currentPrimary) {
                if (!held.isHeld() || interrupted.aborted) {
                    throw new progress/* DrillStoppedError */.jK(`the switchover to ${target.region} was not begun: the recovery was broken off`);
                }
                await globalDatabase.switchover(target, currentPrimary);
            },
        },
    };
}
/** Which drill a record is about. */
function describeBreak(state) {
    const { drillId, kind, run, startedAt, steps } = state;
    const last = [...steps].reverse().find(({ name }) => !name.startsWith('recovery: '));
    return { drillId, kind, run, startedAt, brokenOffIn: last?.name ?? 'nothing yet' };
}
function runbookOf(standing) {
    return 'runbook' in standing ? standing.runbook : RUNBOOKS.leftovers;
}


/***/ }),

/***/ 3394:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EP: () => (/* binding */ DrillStateTakenError),
/* harmony export */   cY: () => (/* binding */ DrillStateUnwritableError),
/* harmony export */   rh: () => (/* binding */ StateWriter)
/* harmony export */ });
/* harmony import */ var _ports_drill_state__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4593);
/* harmony import */ var _reason_of__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4899);


/** The state could not be written, so the step that it announces was not begun. */
class DrillStateUnwritableError extends Error {
    name = 'DrillStateUnwritableError';
}
/** Somebody else has written the state since: this process has been away for too long, and may do nothing more. */
class DrillStateTakenError extends Error {
    name = 'DrillStateTakenError';
}
/** A table that does not answer is asked again for so long; the holder of a lease trusts it for longer. In ms. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 1_000;
/**
 * Writes one drill's state, time after time, and knows whether each write has happened.
 *
 * An answer can be lost after the write was carried out. What is there is read then: it is ours when it was written by this very process, and
 * anything else ends the work here.
 */
class StateWriter {
    present;
    ports;
    stored;
    constructor(before, present, ports) {
        this.present = present;
        this.ports = ports;
        this.stored = before;
    }
    get state() {
        return this.present;
    }
    /** @throws DrillStateTakenError, DrillStateUnwritableError */
    async write(change) {
        const { store, clock, logger } = this.ports;
        const startedMs = clock.monotonicMs();
        for (;;) {
            const next = { ...this.present, ...change, version: versionOf(this.stored) + 1 };
            let failure;
            try {
                if (await store.replace(this.stored, next)) {
                    this.stored = { kind: 'state', state: next };
                    this.present = next;
                    return;
                }
                const there = await store.read();
                if (!this.isOurs(there))
                    throw taken(this.present, there);
                // A write of ours whose answer was lost has happened. It is replaced, so that what is known to be there is what is wanted.
                this.stored = there;
                continue;
            }
            catch (error) {
                if (error instanceof DrillStateTakenError)
                    throw error;
                failure = error;
            }
            if (failure instanceof _ports_drill_state__WEBPACK_IMPORTED_MODULE_0__/* .DrillStateRefusedError */ .j || clock.monotonicMs() - startedMs >= PATIENCE_MS) {
                throw new DrillStateUnwritableError(`the state of the drill could not be written, so nothing more is begun: ${(0,_reason_of__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A)(failure)}`, { cause: failure });
            }
            logger.warn(`the state of the drill could not be written, trying again: ${(0,_reason_of__WEBPACK_IMPORTED_MODULE_1__/* .reasonOf */ .A)(failure)}`);
            await clock.sleep(RETRY_MS);
        }
    }
    isOurs(there) {
        return (there.kind === 'state' &&
            there.state.drillId === this.present.drillId &&
            there.state.writtenBy === this.present.writtenBy);
    }
}
function versionOf(stored) {
    return stored.kind === 'state' ? stored.state.version : 0;
}
function taken(ours, there) {
    const who = there.kind === 'state' ? `the ${there.state.kind} drill of ${there.state.run} (${there.state.status})` : 'nobody';
    return new DrillStateTakenError(`the ${ours.kind} drill of ${ours.run} begins nothing more: the state of its environment now belongs to ${who}. ` +
        'It was away for longer than its lease; what it left is recovered by whoever came after it');
}


/***/ }),

/***/ 1779:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ untoldOf),
/* harmony export */   a: () => (/* binding */ noteTold)
/* harmony export */ });
/* harmony import */ var _reason_of__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4899);
/* harmony import */ var _recover__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5144);
/* harmony import */ var _standing__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(197);
/* harmony import */ var _state_writer__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3394);




/** @returns the drill that somebody still has to tell of */
function untoldOf(stored) {
    if (stored.kind !== 'state' || !isUntold(stored.state))
        return undefined;
    const { state } = stored;
    return { drill: (0,_recover__WEBPACK_IMPORTED_MODULE_0__/* .describeBreak */ .L)(state), status: state.status, history: state.history };
}
/**
 * Notes that a drill was told of, so that nobody does it a second time. Does nothing when the drill is not over, or another one has begun since. Never throws:
 * when it cannot be noted, the drill is told of twice rather than never.
 */
async function noteTold(drillId, ports) {
    const { store, clock, logger, newId } = ports;
    try {
        const stored = await store.read();
        if (stored.kind !== 'state' || stored.state.drillId !== drillId || !isUntold(stored.state))
            return;
        const writer = new _state_writer__WEBPACK_IMPORTED_MODULE_1__/* .StateWriter */ .rh(stored, { ...stored.state, writtenBy: newId() }, ports);
        await writer.write({ toldAt: clock.now().toISOString() });
    }
    catch (error) {
        logger.warn(`that the drill was told of could not be noted, so it is told of again: ${(0,_reason_of__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A)(error)}`);
    }
}
function isUntold(state) {
    return state.toldAt === undefined && ((0,_standing__WEBPACK_IMPORTED_MODULE_3__/* .isClosed */ .Lx)(state) || state.status === 'needs-human');
}


/***/ }),

/***/ 5934:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ awaitRedundancy)
/* harmony export */ });
/* harmony import */ var _failover_promote__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2506);
/* harmony import */ var _phases__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4899);


const POLL_INTERVAL_MS = 1_000;
/**
 * Waits until `region` serves again as a replica of the writer: until then the database has no second leg to stand on.
 *
 * @throws MoveTimeoutError after `deadlineMs`
 */
async function awaitRedundancy(region, deadlineMs, ports) {
    const startedMs = ports.clock.monotonicMs();
    let last = 'not read yet';
    while (ports.clock.monotonicMs() - startedMs < deadlineMs) {
        try {
            const status = await ports.globalDatabase.describe();
            const member = status.members.find((candidate) => candidate.region === region);
            const instances = member?.instances ?? [];
            if (status.failoverState === undefined &&
                member?.isWriter === false &&
                member.status === 'available' &&
                instances.length > 0 &&
                instances.every((instance) => instance.status === 'available')) {
                return;
            }
            last = `cluster ${member?.status ?? 'missing'}, instances ${instances.map((instance) => instance.status).join(', ') || 'none'}`;
        }
        catch (error) {
            last = (0,_phases__WEBPACK_IMPORTED_MODULE_0__/* .reasonOf */ .A)(error);
        }
        await ports.clock.sleep(POLL_INTERVAL_MS);
    }
    throw new _failover_promote__WEBPACK_IMPORTED_MODULE_1__/* .MoveTimeoutError */ .$C(`${region} is not a healthy replica after ${Math.round(deadlineMs / 1000)} s (${last}); the database runs without a second region`);
}


/***/ }),

/***/ 4654:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ aboutEnvironment)
/* harmony export */ });
/* harmony import */ var _environment_names__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9681);
/* harmony import */ var _environment_schema__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(210);


/** What of the evidence is said of an environment, whatever happens in a drill. */
function aboutEnvironment(environment) {
    const { rpoSeconds, rtoSeconds, detectionSeconds } = environment.objectives;
    return {
        environment: environment.name,
        scope: {
            account: environment.account,
            globalCluster: (0,_environment_names__WEBPACK_IMPORTED_MODULE_1__/* .resourceNames */ .Nr)(environment).globalCluster,
            regions: [..._environment_schema__WEBPACK_IMPORTED_MODULE_0__/* .REGIONS */ .i],
            writerName: environment.dns.writerName,
        },
        objectives: { rpoSeconds, rtoSeconds, detectionSeconds },
    };
}


/***/ }),

/***/ 5548:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ documentText),
  z: () => (/* binding */ toEvidence)
});

// EXTERNAL MODULE: ./src/evidence/document.ts
var evidence_document = __webpack_require__(6716);
// EXTERNAL MODULE: ./src/evidence/history-file.ts
var history_file = __webpack_require__(44);
// EXTERNAL MODULE: ./src/evidence/layout.ts
var layout = __webpack_require__(4115);
;// CONCATENATED MODULE: ./src/evidence/moves.ts
/** A measured move as the evidence tells it: counts instead of lists, and nothing where nothing was measured. */
function toMoveEvidence(run) {
    const { label, kind, fromRegion, toRegion, promotedBy, verdict, reasons, history, measurement } = run;
    return {
        label,
        kind,
        fromRegion,
        toRegion,
        ...(promotedBy === undefined ? {} : { promotedBy }),
        verdict,
        reasons: [...reasons],
        runId: history.runId,
        intervalMs: history.intervalMs,
        ...measured(measurement),
    };
}
/** The numbers alone: what a reader computes again from the raw history. */
function measured(measurement) {
    const { writes, baselineWrites, resolutionMs, clockUncertaintyMs, splitBrain, reads, lag, loss } = measurement;
    const { rtoMs, detectionMs, redundancyGapMs } = measurement;
    return {
        writes,
        baselineWrites,
        resolutionMs,
        clockUncertaintyMs,
        ...(rtoMs === undefined ? {} : { rtoMs }),
        // Two clocks may differ by their uncertainty, which may be more than the number itself.
        ...(detectionMs === undefined ? {} : { detectionMs: Math.max(0, detectionMs) }),
        ...(redundancyGapMs === undefined ? {} : { redundancyGapMs: Math.max(0, redundancyGapMs) }),
        ...(loss === undefined
            ? {}
            : {
                loss: {
                    lost: loss.lost.length,
                    rpoMs: loss.rpoMs,
                    rpoUpperBoundMs: loss.rpoUpperBoundMs,
                    recovered: loss.recovered,
                    undetermined: loss.undetermined,
                    phantom: loss.phantom.length,
                    lostIsSuffix: loss.lostIsSuffix,
                },
            }),
        ...(splitBrain === undefined ? {} : { splitBrain }),
        ...(reads === undefined
            ? {}
            : { reads: reads.map(({ region, answered, failed }) => ({ region, answered: [...answered], failed })) }),
        ...(lag === undefined ? {} : { lag }),
    };
}

;// CONCATENATED MODULE: ./src/evidence/timeline.ts
/** A wall clock that is further from where it should be than before by this much, in ms, has been set. */
const CLOCK_STEP_MS = 1_000;
/**
 * What happened when, in order. Every time is the one at the beginning plus a difference of the monotonic clock, so that no step of the wall
 * clock changes an interval or the order; a step is told as an event of its own.
 */
function timeline(journal, runs, origin) {
    const moments = [
        ...phases(journal),
        ...clockSteps(journal, origin),
        ...marks(journal, runs),
        ...runs.flatMap(probed),
    ];
    return moments
        .map((moment, index) => ({ ...moment, index }))
        .sort((a, b) => a.atMs - b.atMs || a.index - b.index)
        .map(({ atMs, what, source }) => {
        const sinceStartMs = Math.max(0, atMs - origin.ms);
        return { at: atOf(sinceStartMs, origin), sinceStartMs, what, source };
    });
}
/** The moment so many ms after the beginning. */
function atOf(sinceStartMs, origin) {
    return new Date(origin.at.getTime() + Math.round(sinceStartMs)).toISOString();
}
function phases(journal) {
    return journal.flatMap((record) => record.type === 'phase' ? [{ atMs: record.atMs, what: record.phase, source: 'drill' }] : []);
}
function clockSteps(journal, origin) {
    const found = [];
    let offsetMs = 0;
    for (const record of journal) {
        if (record.type !== 'phase')
            continue;
        const shouldBeMs = origin.at.getTime() + record.atMs - origin.ms;
        const nowOffsetMs = Date.parse(record.wallClock) - shouldBeMs;
        const stepMs = nowOffsetMs - offsetMs;
        if (Math.abs(stepMs) < CLOCK_STEP_MS)
            continue;
        offsetMs = nowOffsetMs;
        const what = `the wall clock of the drill was found set ${stepMs > 0 ? 'forward' : 'back'} by ${(Math.abs(stepMs) / 1000).toFixed(1)} s; times here do not follow it`;
        found.push({ atMs: record.atMs, what, source: 'drill' });
    }
    return found;
}
const WHAT = {
    'fault-requested': 'fault requested',
    'declared-down': 'declared down',
    'move-requested': 'move requested',
    promoted: 'promoted',
    'writer-name-moved': 'writer name moved',
    'redundancy-restored': 'redundancy restored',
};
function marks(journal, runs) {
    return journal.flatMap((record) => {
        if (record.type !== 'mark')
            return [];
        const run = runs.find(({ history }) => history.runId === record.runId);
        const what = run === undefined ? WHAT[record.name] : `${run.label}: ${WHAT[record.name]}`;
        return [{ atMs: record.atMs, what, source: sourceOf(record.name, run?.promotedBy) }];
    });
}
function sourceOf(mark, promotedBy) {
    switch (mark) {
        case 'fault-requested':
            return 'drill';
        case 'redundancy-restored':
            return 'aws';
        case 'promoted':
            return promotedBy === 'controller' ? 'controller' : 'aws';
        case 'declared-down':
        case 'move-requested':
        case 'writer-name-moved':
            return promotedBy === 'controller' ? 'controller' : 'drill';
    }
}
/** What the probe saw: the first write, the first that was not acknowledged, and the first that the new writer acknowledged. */
function probed({ label, history }) {
    const { attempts, fencing } = history;
    const old = new Set(fencing?.instances);
    const first = attempts[0];
    const broken = attempts.find(({ outcome }) => outcome !== 'ok');
    const taken = attempts.find(({ outcome, instance }) => outcome === 'ok' && fencing !== undefined && instance !== undefined && !old.has(instance));
    const last = attempts.at(-1);
    const moment = (attempt, atMs, what) => attempt === undefined ? [] : [{ atMs: atMs(attempt), what: `${label}: ${what}`, source: 'probe' }];
    return [
        ...moment(first, ({ startedMs }) => startedMs, 'first measured write'),
        ...moment(broken, ({ startedMs }) => startedMs, `first write without acknowledgement (number ${broken?.seq ?? 0})`),
        ...moment(taken, ({ endedMs }) => endedMs, `first write acknowledged by the new writer ${taken?.instance ?? ''}`),
        ...moment(last, ({ endedMs }) => endedMs, `last measured write (number ${last?.seq ?? 0})`),
    ];
}

;// CONCATENATED MODULE: ./src/evidence/to-evidence.ts





/**
 * Makes the evidence of a drill of any kind, also of one that was not run.
 *
 * @throws z.ZodError when a number in it is none, which would be a mistake of ours: nothing that cannot be read again is stored
 */
function toEvidence(result, context, digest) {
    const { exerciseId, startedAt, startedMs } = context;
    const origin = { at: startedAt, ms: startedMs };
    const { runs } = result;
    const otherAttempts = attemptsOfNoRun(context.journal, runs);
    const isAnythingMeasured = runs.length > 0 || otherAttempts.length > 0;
    const history = isAnythingMeasured ? (0,history_file/* historyText */.u_)({ exerciseId, startedMs, runs, otherAttempts }) : undefined;
    const document = {
        formatVersion: 2,
        exerciseId,
        kind: result.kind,
        environment: context.environment,
        verdict: result.verdict,
        reasons: [...result.reasons],
        startedAt: startedAt.toISOString(),
        finishedAt: atOf(Math.max(0, context.finishedMs - startedMs), origin),
        scope: context.scope,
        conduct: context.conduct,
        objectives: context.objectives,
        preflight: [...result.guards],
        timeline: timeline(context.journal, result.runs, origin),
        moves: result.runs.map(toMoveEvidence),
        restores: [...result.restores],
        ...(result.detection === undefined ? {} : { detection: result.detection }),
        ...(result.rotation === undefined ? {} : { rotation: result.rotation }),
        awsCalls: context.awsCalls.map(({ atMs, ...call }) => ({
            at: atOf(Math.max(0, atMs - startedMs), origin),
            ...call,
        })),
        ...(context.interruption === undefined ? {} : { interruption: context.interruption }),
        ...(history === undefined ? {} : { rawHistory: rawHistory(exerciseId, history, digest) }),
    };
    return { document: evidence_document/* evidenceSchema */.j.parse(document), history };
}
function attemptsOfNoRun(journal, runs) {
    const measured = new Set(runs.map(({ history }) => history.runId));
    const others = new Map();
    for (const record of journal) {
        if (record.type !== 'attempt' || measured.has(record.runId))
            continue;
        const { runId, seq, startedMs, endedMs, outcome, instance, detail, isInferred } = record;
        const attempts = others.get(runId) ?? [];
        others.set(runId, attempts);
        attempts.push({
            seq,
            startedMs,
            endedMs,
            outcome,
            ...(instance === undefined ? {} : { instance }),
            ...(detail === undefined ? {} : { detail }),
            ...(isInferred === undefined ? {} : { isInferred }),
        });
    }
    return [...others].map(([runId, attempts]) => ({ runId, attempts }));
}
function rawHistory(exerciseId, history, digest) {
    return {
        file: (0,layout/* fileName */.Md)('histories', exerciseId, history, digest),
        sha256: digest(history),
        bytes: new TextEncoder().encode(history).length,
    };
}
/** What is stored of a document. */
function documentText(document) {
    return `${JSON.stringify(document, undefined, 2)}\n`;
}


/***/ }),

/***/ 4887:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ switchOver)
/* harmony export */ });
/* harmony import */ var _promote__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2506);
/* harmony import */ var _target__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(385);


/**
 * Swaps the roles on purpose: Aurora synchronises first, so no acknowledged write may be lost.
 *
 * @returns the region that writes now
 * @throws NotMovableError, MoveTimeoutError
 */
async function switchOver(request, ports) {
    const writer = (0,_target__WEBPACK_IMPORTED_MODULE_0__/* .currentWriter */ .jX)(request.status);
    const target = (0,_target__WEBPACK_IMPORTED_MODULE_0__/* .chooseTarget */ .bx)(request.status);
    await (0,_promote__WEBPACK_IMPORTED_MODULE_1__/* .moveWriter */ .V3)({
        target,
        request: () => ports.globalDatabase.switchover(target, writer),
        writer: request.writer,
        deadlineMs: request.deadlineMs,
        onMilestone: request.onMilestone,
    }, ports);
    return target.region;
}


/***/ }),

/***/ 3:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ FailoverInProgressError),
/* harmony export */   W: () => (/* binding */ refuseDuringFailover)
/* harmony export */ });
/** A failover is going on, or nobody can say that none is. The message says what, and what to do. */
class FailoverInProgressError extends Error {
    name = 'FailoverInProgressError';
}
/**
 * Refuses while the writer is being moved, by a failover controller or by anybody else. The controllers do not ask for the lease: rescue goes first.
 *
 * An apply or a destruction is also refused when a region does not answer, the home region too. Terraform could not finish without it, half of a
 * plan would be applied, and with a region that is silent nobody can say whether the other one is about to be promoted. Nothing has to be applied for the database to
 * survive: that is the controller's work. A drill goes on, because its preflight looks at the same things and stops it with a verdict.
 *
 * @param regions all regions of the environment
 * @throws FailoverInProgressError
 */
async function refuseDuringFailover(kind, regions, { controllers, roles, logger }) {
    const [answers, records] = await Promise.all([
        roles.ask(),
        Promise.all(regions.map((region) => readRecord(region, controllers))),
    ]);
    for (const { region, episode } of records) {
        if (episode !== undefined && episode.stage !== 'closed')
            throw refusal(kind, describeEpisode(region, episode));
    }
    for (const { region, said } of answers) {
        if (said === 'no such database' || 'failure' in said || said.move === undefined)
            continue;
        const { status, from, to } = said.move;
        const way = from === undefined || to === undefined ? '' : ` from ${from} to ${to}`;
        throw refusal(kind, `${region} says that the writer is being moved${way} (${status})`);
    }
    const silent = [
        ...answers.flatMap(silenceOf),
        ...records.flatMap(({ silence }) => (silence === undefined ? [] : [silence])),
    ];
    if (silent.length === 0)
        return;
    if (kind !== 'drill') {
        throw new FailoverInProgressError(`nobody can say whether a failover is going on, because not everything answered: ${silent.join('; ')}. ${sentenceOf(kind)} needs ` +
            'both regions; wait until they answer, check the permissions of the role if they do, and run this again');
    }
    logger.warn(`nobody can say whether a failover is going on; the preflight decides: ${silent.join('; ')}`);
}
async function readRecord(region, controllers) {
    try {
        return { region, episode: (await controllers.of(region))?.episode, silence: undefined };
    }
    catch (error) {
        const message = error instanceof Error ? error.message || error.name : String(error);
        return {
            region,
            episode: undefined,
            silence: `the record of the failover controller in ${region} cannot be read (${message})`,
        };
    }
}
function silenceOf({ region, said }) {
    return said !== 'no such database' && 'failure' in said ? [`RDS in ${region} (${said.failure})`] : [];
}
function describeEpisode(region, { stage, lostRegion, targetRegion, steps }) {
    const since = steps[0]?.at;
    return (`the failover controller of ${region} has declared ${lostRegion} down${since === undefined ? '' : ` at ${since}`} ` +
        `and is moving the writer to ${targetRegion} (stage ${stage})`);
}
function refusal(kind, what) {
    return new FailoverInProgressError(`${what}. ${sentenceOf(kind)} would get in its way; wait until it is over, look at docs/failover.md if it does not end, and run this again`);
}
function sentenceOf(kind) {
    return { apply: 'An apply', drill: 'A drill', destroy: 'A destruction', switchover: 'A switchover' }[kind];
}


/***/ }),

/***/ 2172:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fp: () => (/* binding */ leaseHolder),
/* harmony export */   QQ: () => (/* binding */ isInterlockRefusal)
/* harmony export */ });
/* unused harmony export underInterlock */
/* harmony import */ var _ports_lease__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4282);
/* harmony import */ var _ports_lease_store__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7266);
/* harmony import */ var _environment_lease__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9282);
/* harmony import */ var _failover_guard__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3);





/**
 * Takes the lease → refuses when a failover is going on → does `work` → gives the lease back.
 *
 * @throws LeaseTakenError, LeaseUnreachableError, LeaseStoreRefusedError, FailoverInProgressError; whatever `work` throws
 */
function underInterlock(interlock, holder, waitMs, work) {
    return withLease(interlock.lease, holder, waitMs, async (held) => {
        await refuseDuringFailover(holder.kind, interlock.regions, interlock);
        return work(held);
    });
}
/** What is written into the lease for those who have to wait. */
function leaseHolder(kind, runUrl, now) {
    return { kind, run: runUrl ?? 'a run outside GitHub', since: now.toISOString() };
}
/** Whether an error of `underInterlock` says that the work was not begun. */
function isInterlockRefusal(error) {
    return [_ports_lease__WEBPACK_IMPORTED_MODULE_2__/* .LeaseTakenError */ .s, _environment_lease__WEBPACK_IMPORTED_MODULE_1__/* .LeaseUnreachableError */ .p, _ports_lease_store__WEBPACK_IMPORTED_MODULE_0__/* .LeaseStoreRefusedError */ ._, _failover_guard__WEBPACK_IMPORTED_MODULE_3__/* .FailoverInProgressError */ .D].some((refusal) => error instanceof refusal);
}


/***/ }),

/***/ 4170:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ withLease)
/* harmony export */ });
/**
 * Does `work` while holding the lease, and gives it back however that ends.
 *
 * @throws LeaseTakenError when somebody else holds it for longer than `waitMs`; whatever `work` throws
 */
async function withLease(lease, holder, waitMs, work) {
    const held = await lease.acquire(holder, waitMs);
    try {
        return await work(held);
    }
    finally {
        await held.release();
    }
}


/***/ }),

/***/ 169:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ isRotating)
/* harmony export */ });
/* harmony import */ var _ports_secret_versions__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(250);

/**
 * Whether a rotation is under way, or stuck: it has given the label AWSPENDING to another version than the current one. Afterwards both are on the same, or the
 * first is gone.
 *
 * @param versions the staging labels of every version that has one
 */
function isRotating(versions) {
    return [...versions.values()].some((labels) => labels.includes(_ports_secret_versions__WEBPACK_IMPORTED_MODULE_0__/* .PENDING */ .N) && !labels.includes(_ports_secret_versions__WEBPACK_IMPORTED_MODULE_0__/* .CURRENT */ .e));
}


/***/ })

};
