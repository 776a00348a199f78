export const id = 805;
export const ids = [805];
export const modules = {

/***/ 5288:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Y: () => (/* binding */ servicesOf)
});

// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./node_modules/@actions/exec/lib/exec.js + 5 modules
var exec = __webpack_require__(2876);
;// CONCATENATED MODULE: ./src/adapters/git-source-tree.ts






/** The checkout does not tell what it holds. */
class SourceTreeError extends Error {
    name = 'SourceTreeError';
}
/** Asks git, and the files, of the checkout at `root`. */
function gitSourceTree(root) {
    return {
        async tree() {
            // In a container the checkout belongs to another user, and git refuses to read it. It is the one that the workflow made, so that
            // is no reason to distrust it; said for this call only, no setting of the runner is changed.
            const safe = `safe.directory=${await realRoot(root)}`;
            const { exitCode, stdout, stderr } = await (0,exec/* getExecOutput */.H)('git', ['-c', safe, '-C', root, 'rev-parse', '--verify', '--end-of-options', 'HEAD^{tree}'], { silent: true, ignoreReturnCode: true });
            const tree = stdout.trim();
            if (exitCode !== 0 || !/^[0-9a-f]{40}$/.test(tree))
                throw new SourceTreeError(`git does not tell the tree of ${root}: ${stderr.trim() || tree || 'no answer'}; check out the commit before this step`);
            return tree;
        },
        async digestOf(path) {
            const file = await insideOf(root, path);
            const hash = (0,external_node_crypto_.createHash)('sha256');
            await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(file), hash);
            return hash.digest('hex');
        },
    };
}
/** The real path of a file. A pull request can make any of its files a link out of the checkout, for example to a secret of the runner. */
async function insideOf(root, path) {
    if ((0,external_node_path_.isAbsolute)(path))
        throw new SourceTreeError(`${path} must be a path inside the checkout`);
    const [base, file] = await Promise.all([
        realRoot(root),
        (0,promises_.realpath)((0,external_node_path_.join)(root, path)).catch((cause) => {
            throw new SourceTreeError(`${path} is not in the checkout`, { cause });
        }),
    ]);
    const inside = (0,external_node_path_.relative)(base, file);
    if (inside === '' || inside === '..' || inside.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(inside))
        throw new SourceTreeError(`${path} leads out of the checkout; replace the link by the file`);
    if (!(await (0,promises_.stat)(file)).isFile())
        throw new SourceTreeError(`${path} is no file`);
    return file;
}
async function realRoot(root) {
    return (0,promises_.realpath)(root).catch((cause) => {
        throw new SourceTreeError(`${root} is no checkout`, { cause });
    });
}

// EXTERNAL MODULE: ./src/adapters/rds-global-roles.ts
var rds_global_roles = __webpack_require__(6219);
;// CONCATENATED MODULE: ./src/adapters/redacted-logger.ts
/** A logger for warnings and errors of other programs, which may quote what is secret. */
function redactedLogger(logger, redact) {
    return {
        debug: (message, fields) => {
            logger.debug(message, fields);
        },
        info: (message, fields) => {
            logger.info(message, fields);
        },
        warn: (message, fields) => {
            logger.warn(redact(message), fields);
        },
        error: (message, fields) => {
            logger.error(redact(message), fields);
        },
        group: (title, work) => logger.group(title, work),
    };
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-s3/dist-cjs/index.js
var dist_cjs = __webpack_require__(3711);
;// CONCATENATED MODULE: ./src/adapters/s3-keys.ts

/**
 * All keys of a bucket that begin with `prefix`, in order, page by page.
 *
 * @param after only keys behind this one
 * @throws what the SDK throws
 */
async function listKeys(client, bucket, prefix, after) {
    const found = [];
    let token;
    do {
        const page = await client.send(new dist_cjs/* ListObjectsV2Command */.u6x({
            Bucket: bucket,
            Prefix: prefix,
            ...(after === undefined ? {} : { StartAfter: after }),
            ...(token === undefined ? {} : { ContinuationToken: token }),
        }));
        for (const { Key } of page.Contents ?? [])
            if (Key !== undefined)
                found.push(Key);
        token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
}

;// CONCATENATED MODULE: ./src/adapters/s3-object-store.ts


/** The object store cannot be used; the message names the bucket and the key. */
class ObjectStoreError extends Error {
    name = 'ObjectStoreError';
}
/**
 * Objects of a bucket. S3 reads and lists what was written before, since 2020, and with `If-None-Match: *` it writes only what is not
 * there yet. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * Needs s3:GetObject, s3:PutObject and s3:ListBucket: without the last, S3 says "forbidden" of an object that does not exist.
 */
function s3ObjectStore({ bucket, client }) {
    const failure = (doing, key, cause) => new ObjectStoreError(`${doing} ${key} in ${bucket} failed: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`, { cause });
    const put = (key, text, onlyIfNew) => client.send(new dist_cjs/* PutObjectCommand */.wKZ({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: key.endsWith('.ndjson') ? 'application/x-ndjson' : 'application/json',
        ...(onlyIfNew ? { IfNoneMatch: '*' } : {}),
    }));
    return {
        async create(key, text) {
            try {
                await put(key, text, true);
                return true;
            }
            catch (error) {
                // 412: it exists. 409: somebody else is creating it at this moment; whoever asks again is told 412 or succeeds.
                if (error instanceof dist_cjs/* S3ServiceException */.Hcp && error.$metadata.httpStatusCode === 412)
                    return false;
                throw failure('writing', key, error);
            }
        },
        async replace(key, text) {
            try {
                await put(key, text, false);
            }
            catch (error) {
                throw failure('writing', key, error);
            }
        },
        async read(key) {
            try {
                const { Body } = await client.send(new dist_cjs/* GetObjectCommand */.jLs({ Bucket: bucket, Key: key }));
                return await Body?.transformToString('utf8');
            }
            catch (error) {
                if (error instanceof dist_cjs/* NoSuchKey */._kG)
                    return undefined;
                throw failure('reading', key, error);
            }
        },
        async list(prefix, after) {
            try {
                return await listKeys(client, bucket, prefix, after);
            }
            catch (error) {
                throw failure('listing', prefix, error);
            }
        },
    };
}

// EXTERNAL MODULE: ./src/adapters/sha256.ts
var sha256 = __webpack_require__(2189);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-kms/dist-cjs/index.js
var client_kms_dist_cjs = __webpack_require__(2632);
// EXTERNAL MODULE: ./src/environment/tfvars.ts
var tfvars = __webpack_require__(2185);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
;// CONCATENATED MODULE: ./src/seal/seal.ts

const sha1 = schemas/* string */.YjP().regex(/^[0-9a-f]{40}$/);
const seal_sha256 = schemas/* string */.YjP().regex(/^[0-9a-f]{64}$/);
/** What a sealed plan is bound to. All of it is authenticated, none of it is secret. */
const sealSchema = schemas/* strictObject */.rej({
    repositoryId: schemas/* string */.YjP().regex(/^\d+$/),
    pullRequest: schemas/* number */.aig().int().positive(),
    environment: schemas/* string */.YjP(),
    /** Last commit of the branch, and the commit of the base that it was planned against. */
    head: sha1,
    base: sha1,
    /** Tree of the test merge: what the repository would hold after the merge. */
    tree: sha1,
    lockFileDigest: seal_sha256,
    terraformVersion: schemas/* string */.YjP(),
    /** Platform of the runner, for example `linux-x64`: providers differ between them. */
    platform: schemas/* string */.YjP(),
    /** `undefined` when nothing was ever applied. */
    state: schemas/* strictObject */.rej({ lineage: schemas/* string */.YjP(), serial: schemas/* number */.aig().int() }).optional(),
    /** Over the rules of disaster recovery that the plan was checked with. */
    policyDigest: seal_sha256,
    /** Over the plan file. */
    planDigest: seal_sha256,
    createdAt: iso/* datetime */.w$(),
    expiresAt: iso/* datetime */.w$(),
});
/** Where the sealed plan of a pull request's commit is kept; a plan that is made again takes the place of the one before. */
function planKey(environment, pullRequest, head) {
    return `plans/${environment}/${pullRequest}/${head}.sealed`;
}
/** The key that wraps the keys of sealed plans, as terraform/bootstrap names it; in the region of the state. */
function plansKeyAlias(environmentSuffix) {
    return `alias/kms-plans-${environmentSuffix}`;
}

;// CONCATENATED MODULE: ./src/ports/authenticated-cipher.ts
/** The ciphertext, its nonce, its tag or the bytes associated with it were changed, or the key is another one. */
class CiphertextRefusedError extends Error {
    name = 'CiphertextRefusedError';
}

;// CONCATENATED MODULE: ./src/ports/data-keys.ts
/** The wrapped key does not open with this key and context. */
class DataKeyRefusedError extends Error {
    name = 'DataKeyRefusedError';
}

;// CONCATENATED MODULE: ./src/seal/seal-errors.ts
/** A sealed plan that cannot be opened. Each kind says what to do; none of them is ever a reason to apply without a new plan. */
class SealedPlanError extends Error {
}
/** These bytes are something else, or were made by another version of the actions. */
class NotASealedPlanError extends SealedPlanError {
    name = 'NotASealedPlanError';
}
/** The end is missing. */
class CutOffSealedPlanError extends SealedPlanError {
    name = 'CutOffSealedPlanError';
}
/** Something was changed after it was made: somebody has tampered with it, or the storage has lost a bit. */
class ChangedSealedPlanError extends SealedPlanError {
    name = 'ChangedSealedPlanError';
}
/** The key of the environment does not open it. */
class OtherKeySealedPlanError extends SealedPlanError {
    name = 'OtherKeySealedPlanError';
}
/** It was made for another repository, pull request or environment. */
class ForeignSealedPlanError extends SealedPlanError {
    name = 'ForeignSealedPlanError';
}

;// CONCATENATED MODULE: ./src/seal/envelope-format.ts



/**
 * How a sealed plan is written:
 *
 *     magic (10) │ version (1) │ length of the header (4, big-endian) │ header, JSON │ nonce (12) │ ciphertext │ tag (16)
 *     └──────────────────── associated data, exactly as it stands ───────────────────┘
 *
 * The ciphertext is as long as the plan file, so a missing or an added byte moves the tag and is noticed.
 */
const MAGIC = Buffer.from('SEALEDPLAN', 'latin1');
const VERSION = 1;
const FIXED_LENGTH = MAGIC.length + 1 + 4;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
/** Ours have one or two thousand bytes. A length in front of hostile bytes must not decide how much is parsed. */
const LONGEST_HEADER = 64 * 1024;
const headerSchema = schemas/* strictObject */.rej({ seal: sealSchema, wrappedKey: schemas/* base64 */.K39().min(1) });
const PLAN_AGAIN = 'run the plan of the pull request again';
/** Magic, version, length and header. */
function writeHead({ seal, wrappedKey }) {
    const header = Buffer.from(JSON.stringify({ seal, wrappedKey: Buffer.from(wrappedKey).toString('base64') }), 'utf8');
    if (header.length > LONGEST_HEADER)
        throw new RangeError(`the header of a sealed plan has at most ${LONGEST_HEADER} bytes, this one ${header.length}`);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    return Buffer.concat([MAGIC, Buffer.of(VERSION), length, header]);
}
/** Takes an envelope apart. Nothing in the result is to be trusted before it was decrypted. @throws SealedPlanError */
function parseEnvelope(given) {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    const begin = bytes.subarray(0, MAGIC.length);
    if (!begin.equals(MAGIC.subarray(0, begin.length)))
        throw new NotASealedPlanError(`this is no sealed plan: it does not begin with ${MAGIC.toString()}; ${PLAN_AGAIN}`);
    if (bytes.length < FIXED_LENGTH)
        throw cutOff(bytes.length);
    const version = bytes.readUInt8(MAGIC.length);
    if (version !== VERSION)
        throw new NotASealedPlanError(`the sealed plan has the version ${version} and this action knows ${VERSION}; ${PLAN_AGAIN}, with the actions of the same commit`);
    const headerLength = bytes.readUInt32BE(MAGIC.length + 1);
    if (headerLength > LONGEST_HEADER)
        throw new ChangedSealedPlanError(`the header of the sealed plan claims ${headerLength} bytes; ${PLAN_AGAIN}`);
    const headLength = FIXED_LENGTH + headerLength;
    if (bytes.length < headLength + NONCE_LENGTH + TAG_LENGTH)
        throw cutOff(bytes.length);
    const { seal, wrappedKey } = parseHeader(bytes.subarray(FIXED_LENGTH, headLength));
    return {
        head: bytes.subarray(0, headLength),
        seal,
        wrappedKey: Buffer.from(wrappedKey, 'base64'),
        nonce: bytes.subarray(headLength, headLength + NONCE_LENGTH),
        ciphertext: bytes.subarray(headLength + NONCE_LENGTH, -TAG_LENGTH),
        tag: bytes.subarray(-TAG_LENGTH),
    };
}
function parseHeader(header) {
    try {
        return headerSchema.parse(JSON.parse(header.toString('utf8')));
    }
    catch (cause) {
        throw new ChangedSealedPlanError(`the header of the sealed plan cannot be read, so it was changed after it was made; ${PLAN_AGAIN}`, { cause });
    }
}
function cutOff(length) {
    return new CutOffSealedPlanError(`the sealed plan ends after ${length} bytes, which is too early; ${PLAN_AGAIN}`);
}

;// CONCATENATED MODULE: ./src/seal/key-context.ts
/**
 * What the data key of a plan is bound to. The policies of the roles know `environment`: a role of one environment can neither make nor
 * open keys for another (terraform/modules/pipeline_roles/policy_plans.tf).
 */
function keyContext({ repositoryId, pullRequest, environment }) {
    return { repository: repositoryId, pullRequest: String(pullRequest), environment };
}

;// CONCATENATED MODULE: ./src/seal/envelope.ts






const envelope_PLAN_AGAIN = 'run the plan of the pull request again';
/**
 * Encrypts a plan file under a key for this one use, and binds it to its seal: neither can be changed, nor put together with another.
 *
 * @throws RangeError when `seal.planDigest` is not that of the file; what the data keys throw
 */
async function sealPlan(planFile, seal, ports) {
    const checked = sealSchema.parse(seal);
    if (!ports.cipher.hasDigest(planFile, checked.planDigest))
        throw new RangeError(`the seal is for another plan file: ${checked.planDigest} is not its SHA-256`);
    const { key, wrapped } = await ports.keys.make(keyContext(checked));
    try {
        const head = writeHead({ seal: checked, wrappedKey: wrapped });
        const { nonce, ciphertext, tag } = ports.cipher.encrypt(key, planFile, head);
        return Buffer.concat([head, nonce, ciphertext, tag]);
    }
    finally {
        key.fill(0);
    }
}
/**
 * Opens a sealed plan. What comes back is what was sealed, bit by bit, by somebody who could make keys for `identity`; whether it is still
 * the plan to apply is the question of {@link checkSeal}.
 *
 * @throws SealedPlanError; what the data keys throw, except that they refuse the key
 */
async function openSealedPlan(bytes, identity, ports) {
    const { head, seal, wrappedKey, ...sealed } = parseEnvelope(bytes);
    refuseForeign(seal, identity);
    const key = await unwrap(wrappedKey, identity, ports.keys);
    try {
        const planFile = ports.cipher.decrypt(key, sealed, head);
        if (!ports.cipher.hasDigest(planFile, seal.planDigest))
            throw new ChangedSealedPlanError(`the plan file in the sealed plan is not the one with the digest ${seal.planDigest}; ${envelope_PLAN_AGAIN}`);
        return { seal, planFile };
    }
    catch (cause) {
        if (!(cause instanceof CiphertextRefusedError))
            throw cause;
        throw new ChangedSealedPlanError(`the sealed plan was changed after it was made; find out who can write to the state bucket, then ${envelope_PLAN_AGAIN}`, { cause });
    }
    finally {
        key.fill(0);
    }
}
/** Said before the key is asked for: what the key would answer names no field. The seal itself is authenticated only afterwards. */
function refuseForeign(seal, identity) {
    const fields = ['repositoryId', 'pullRequest', 'environment'];
    const differing = fields.filter((field) => seal[field] !== identity[field]);
    if (differing.length === 0)
        return;
    const list = differing.map((field) => `${field} is ${seal[field]} and should be ${identity[field]}`).join(', ');
    throw new ForeignSealedPlanError(`the sealed plan was made for something else: ${list}; find out who put it there, then ${envelope_PLAN_AGAIN}`);
}
async function unwrap(wrapped, identity, keys) {
    try {
        return await keys.open(wrapped, keyContext(identity));
    }
    catch (cause) {
        if (!(cause instanceof DataKeyRefusedError))
            throw cause;
        throw new OtherKeySealedPlanError(`the key of the environment does not open the sealed plan (${cause.message}): it was made with another key, or changed; ${envelope_PLAN_AGAIN}`, { cause });
    }
}

;// CONCATENATED MODULE: ./src/seal/sealed-plans.ts


function sealedPlanWriter(ports) {
    return {
        async put(planFile, seal) {
            await ports.store.put(planKey(seal.environment, seal.pullRequest, seal.head), await sealPlan(planFile, seal, ports));
        },
    };
}
function sealedPlanReader(ports) {
    return {
        async get(commit) {
            const bytes = await ports.store.get(planKey(commit.environment, commit.pullRequest, commit.head));
            return bytes === undefined ? undefined : openSealedPlan(bytes, commit, ports);
        },
    };
}

;// CONCATENATED MODULE: ./src/adapters/aes-256-gcm.ts


const ALGORITHM = 'aes-256-gcm';
const aes_256_gcm_NONCE_LENGTH = 12;
// Node accepts shorter tags when it is not told, down to 4 bytes, which can be guessed.
const TAG = { authTagLength: 16 };
/** AES-256-GCM and SHA-256 of node:crypto. */
const aes256Gcm = {
    encrypt(key, message, associated) {
        const nonce = (0,external_node_crypto_.randomBytes)(aes_256_gcm_NONCE_LENGTH);
        const cipher = (0,external_node_crypto_.createCipheriv)(ALGORITHM, key, nonce, TAG).setAAD(associated);
        const ciphertext = Buffer.concat([cipher.update(message), cipher.final()]);
        return { nonce, ciphertext, tag: cipher.getAuthTag() };
    },
    decrypt(key, { nonce, ciphertext, tag }, associated) {
        try {
            const decipher = (0,external_node_crypto_.createDecipheriv)(ALGORITHM, key, nonce, TAG).setAAD(associated).setAuthTag(tag);
            // Nothing leaves here before the tag has been compared, which final() does.
            return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
        }
        catch (cause) {
            throw new CiphertextRefusedError('the ciphertext does not open with this key', { cause });
        }
    },
    digest: (bytes) => aes_256_gcm_sha256(bytes).toString('hex'),
    hasDigest(bytes, digest) {
        const expected = Buffer.from(digest, 'hex');
        const actual = aes_256_gcm_sha256(bytes);
        return expected.length === actual.length && (0,external_node_crypto_.timingSafeEqual)(expected, actual);
    },
};
function aes_256_gcm_sha256(bytes) {
    return (0,external_node_crypto_.createHash)('sha256').update(bytes).digest();
}

;// CONCATENATED MODULE: ./src/adapters/kms-data-keys.ts


/** KMS gives no key; the message says which one was asked for and what to check. Never that the wrapped key is the wrong one. */
class KmsDataKeyError extends Error {
    name = 'KmsDataKeyError';
}
/** Makes data keys with kms:GenerateDataKey. */
function kmsDataKeyMaker({ keyId, client }) {
    return {
        async make(context) {
            const { Plaintext: key, CiphertextBlob: wrapped } = await client
                .send(new client_kms_dist_cjs/* GenerateDataKeyCommand */.OhQ({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: { ...context } }))
                .catch((error) => {
                throw failure('make a data key with', keyId, 'kms:GenerateDataKey', error);
            });
            if (key?.length !== 32 || wrapped === undefined)
                throw new KmsDataKeyError(`KMS answered without a data key of ${keyId}`);
            return { key, wrapped };
        },
    };
}
/**
 * Opens data keys with kms:Decrypt. The key is named although KMS could find it out from what is wrapped: without its name, a key of
 * somebody else's that lets us decrypt would open a plan of theirs.
 */
function kmsDataKeyOpener({ keyId, client }) {
    return {
        async open(wrapped, context) {
            const { Plaintext: key } = await client
                .send(new client_kms_dist_cjs/* DecryptCommand */.vIm({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: { ...context } }))
                .catch((error) => {
                if (error instanceof client_kms_dist_cjs/* InvalidCiphertextException */.x2j)
                    throw new DataKeyRefusedError(`${keyId} has wrapped no such key for this context`, { cause: error });
                if (error instanceof client_kms_dist_cjs/* IncorrectKeyException */.wjb)
                    throw new DataKeyRefusedError(`another key than ${keyId} has wrapped it`, { cause: error });
                throw failure('open a data key with', keyId, 'kms:Decrypt', error);
            });
            if (key?.length !== 32)
                throw new KmsDataKeyError(`KMS answered without a data key of ${keyId}`);
            return key;
        },
    };
}
function failure(doing, keyId, right, cause) {
    const message = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new KmsDataKeyError(`KMS did not ${doing} ${keyId}: ${message}${hint(right, cause)}`, { cause });
}
function hint(right, cause) {
    if (cause instanceof client_kms_dist_cjs/* NotFoundException */.X6z)
        return '; terraform/bootstrap makes it: apply that of this environment again';
    // The SDK has no class for it: it is an error of every service.
    if (cause instanceof Error && cause.name === 'AccessDeniedException')
        return `; the role of this job needs ${right} for this environment, which terraform/bootstrap gives it: apply that again`;
    if (cause instanceof Error && /^(?:Disabled|KMSInvalidState)Exception$/.test(cause.name))
        return '; enable the key again, or cancel its deletion';
    return '';
}

;// CONCATENATED MODULE: ./src/adapters/s3-plan-store.ts

/** The plan cannot be stored or fetched; the message names bucket and key. */
class PlanStoreError extends Error {
    name = 'PlanStoreError';
}
/** In bytes. A plan of fifty thousand changes has 30 MB; whoever finds a bigger one has found no plan. */
const LARGEST = 200 * 1024 * 1024;
/**
 * Sealed plans as objects of the state bucket. They are encrypted already, by a key that the plan role cannot open, so S3 encrypts them with
 * its own key: under the bucket's default, which is the key of the state, the plan role would need the right to encrypt with that one.
 *
 * Needs s3:PutObject to put; s3:GetObject and s3:ListBucket to get: without the last, S3 says "forbidden" of what does not exist.
 */
function s3PlanStore({ bucket, client, largest = LARGEST }) {
    const place = (key) => `${key} in ${bucket}`;
    return {
        async put(key, bytes) {
            if (bytes.length > largest)
                throw tooLarge(place(key), bytes.length, largest);
            try {
                await client.send(new dist_cjs/* PutObjectCommand */.wKZ({
                    Bucket: bucket,
                    Key: key,
                    Body: bytes,
                    ContentType: 'application/octet-stream',
                    ServerSideEncryption: 'AES256',
                }));
            }
            catch (cause) {
                throw s3_plan_store_failure(`the sealed plan cannot be put as ${place(key)}`, 's3:PutObject on plans/', cause);
            }
        },
        async get(key) {
            try {
                const { Body, ContentLength } = await client.send(new dist_cjs/* GetObjectCommand */.jLs({ Bucket: bucket, Key: key }));
                if (ContentLength === undefined || ContentLength > largest)
                    throw tooLarge(place(key), ContentLength, largest);
                return await Body?.transformToByteArray();
            }
            catch (cause) {
                if (cause instanceof dist_cjs/* NoSuchKey */._kG)
                    return undefined;
                if (cause instanceof PlanStoreError)
                    throw cause;
                throw s3_plan_store_failure(`the sealed plan ${place(key)} cannot be read`, 's3:GetObject on plans/', cause);
            }
        },
    };
}
function tooLarge(place, length, largest) {
    return new PlanStoreError(`${place} would have ${length ?? 'an unknown number of'} bytes, and a sealed plan has at most ${largest}; split the change`);
}
function s3_plan_store_failure(what, right, cause) {
    const message = cause instanceof Error ? cause.message || cause.name : String(cause);
    const hint = cause instanceof Error && cause.name === 'AccessDenied'
        ? `; the role of this job needs ${right} of this environment, which terraform/bootstrap gives it: apply that again`
        : '';
    return new PlanStoreError(`${what}: ${message}${hint}`, { cause });
}

;// CONCATENATED MODULE: ./src/adapters/s3-state-head.ts


/** The state cannot be read. The message never holds any of it: a state can hold secrets. */
class StateHeadError extends Error {
    name = 'StateHeadError';
}
/** https://developer.hashicorp.com/terraform/internals/json-format tells nothing of them, but every state since version 4 has both. */
const stateSchema = schemas/* object */.Ikc({ lineage: schemas/* string */.YjP().min(1), serial: schemas/* number */.aig().int().nonnegative() });
/** Lineage and serial of a state in S3; everything else of it is dropped at once. */
function s3StateHead({ bucket, key, client }) {
    const place = `the state ${key} in ${bucket}`;
    return {
        async read() {
            let text;
            try {
                const { Body } = await client.send(new dist_cjs/* GetObjectCommand */.jLs({ Bucket: bucket, Key: key }));
                text = await Body?.transformToString('utf8');
            }
            catch (cause) {
                if (cause instanceof dist_cjs/* NoSuchKey */._kG)
                    return undefined;
                const message = cause instanceof Error ? cause.message || cause.name : String(cause);
                throw new StateHeadError(`${place} cannot be read: ${message}; the role of this job needs s3:GetObject on it and s3:ListBucket`, { cause });
            }
            const state = stateSchema.safeParse(parseJson(text ?? ''));
            if (!state.success)
                throw new StateHeadError(`${place} is no state of Terraform; look at the object's versions before anything is applied`);
            return state.data;
        },
    };
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        // Not chained: the parser's message quotes the text.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/adapters/sealed-plans.ts









/** Clients that give up on a connection that leads nowhere, and leave a big plan its time. */
function stateRegionClients({ state, target }) {
    const settings = { region: state.region, requestHandler: { connectionTimeout: 5_000, requestTimeout: 120_000 } };
    return {
        // The emulator has no name for each bucket.
        s3: new dist_cjs/* S3Client */.YxF({ ...settings, forcePathStyle: target === 'sandbox' }),
        kms: new client_kms_dist_cjs/* KMSClient */.pgq(settings),
    };
}
/** The sealed plans of an environment, beside its state. */
function sealedPlans(environment, { s3, kms } = stateRegionClients(environment)) {
    const { bucket } = environment.state;
    const store = s3PlanStore({ bucket, client: s3 });
    const key = { keyId: plansKeyAlias(environment.environmentSuffix), client: kms };
    const { key: stateKey = '' } = (0,tfvars/* toBackendConfig */.S)(environment);
    return {
        writer: sealedPlanWriter({ store, keys: kmsDataKeyMaker(key), cipher: aes256Gcm }),
        reader: sealedPlanReader({ store, keys: kmsDataKeyOpener(key), cipher: aes256Gcm }),
        stateHead: s3StateHead({ bucket, key: stateKey, client: s3 }),
    };
}

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

;// CONCATENATED MODULE: ./src/adapters/terraform-directory.ts




/** Git could not say what it keeps. */
class CheckoutError extends Error {
    name = 'CheckoutError';
}
/** What only Terraform should make, and what changes where it takes plugins from; on some file systems in any case of letters. */
const PLANTED = ['.terraform/**', 'terraform.d/**', '.terraformrc', '.tofurc', 'terraform.rc'].map((pattern) => `:(icase,glob)**/${pattern}`);
const VARIABLES = [
    'TF_CLI_CONFIG_FILE',
    'TERRAFORM_CONFIG',
    'TOFU_CLI_CONFIG_FILE',
    'TF_PLUGIN_CACHE_DIR',
    'TF_REATTACH_PROVIDERS',
];
/** Where Terraform's own files of an environment lie; one directory for each, so that two never share a backend. */
function terraformPlace(workspace, environment) {
    return { directory: (0,external_node_path_.join)(workspace, 'terraform'), dataDirectory: (0,external_node_path_.join)(workspace, '.terraform', environment) };
}
/** The directory `terraform/` of a checkout. */
function terraformDirectory(workspace, environment) {
    const root = (0,external_node_path_.join)(workspace, 'terraform');
    return {
        async entries() {
            // A link here would lead everything below it elsewhere.
            if ((await (0,promises_.lstat)(root)).isSymbolicLink())
                return [{ path: '', kind: 'symlink' }];
            return walk(root, '');
        },
        async planted() {
            // A copy without git, as in the sandbox, was not checked out from anywhere.
            if (!(0,external_node_fs_.existsSync)((0,external_node_path_.join)(workspace, '.git')))
                return [];
            const { exitCode, stdout, stderr } = await (0,exec/* getExecOutput */.H)('git', 
            // In a container the checkout belongs to another user, and git refuses to read it.
            ['-c', `safe.directory=${await (0,promises_.realpath)(workspace)}`, '-C', workspace, 'ls-files', '-z', '--', ...PLANTED], { silent: true, ignoreReturnCode: true });
            if (exitCode !== 0)
                throw new CheckoutError(`git does not list the files of the checkout: ${stderr.trim()}`);
            return stdout.split('\0').filter((path) => path !== '');
        },
        async variables() {
            const inside = await (0,promises_.realpath)(workspace);
            const named = await Promise.all(VARIABLES.map(async (name) => {
                const value = environment[name] ?? '';
                if (value === '')
                    return [];
                // It is no path: whoever sets it replaces the providers.
                if (name === 'TF_REATTACH_PROVIDERS')
                    return [name];
                const path = await (0,promises_.realpath)((0,external_node_path_.resolve)(value)).catch(() => (0,external_node_path_.resolve)(value));
                const way = (0,external_node_path_.relative)(inside, path);
                return way === '..' || way.startsWith(`..${external_node_path_.sep}`) ? [] : [name];
            }));
            return named.flat();
        },
    };
}
async function walk(root, directory) {
    const entries = await (0,promises_.readdir)((0,external_node_path_.join)(root, directory), { withFileTypes: true });
    const found = await Promise.all(entries.map(async (entry) => {
        const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
        if (entry.isSymbolicLink())
            return [{ path, kind: 'symlink' }];
        if (entry.isDirectory()) {
            // Terraform's own; when it is committed, git says so.
            if (entry.name === '.terraform')
                return [];
            return [{ path, kind: 'directory' }, ...(await walk(root, path))];
        }
        if (!entry.isFile())
            return [{ path, kind: 'other' }];
        if (!entry.name.endsWith('.tf') && entry.name !== '.terraform.lock.hcl')
            return [{ path, kind: 'file' }];
        return [{ path, kind: 'file', text: await (0,promises_.readFile)((0,external_node_path_.join)(root, path), 'utf8') }];
    }));
    return found.flat();
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:readline"
var external_node_readline_ = __webpack_require__(481);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./src/ports/terraform.ts
/** A Terraform command that did not succeed; `output` is the tail of what it printed on standard error. */
class TerraformError extends Error {
    command;
    exitCode;
    output;
    name = 'TerraformError';
    constructor(command, exitCode, output, options) {
        super(`terraform ${command} failed${exitCode === undefined ? '' : ` with exit code ${exitCode}`}: ${output}`, options);
        this.command = command;
        this.exitCode = exitCode;
        this.output = output;
    }
}

;// CONCATENATED MODULE: ./src/adapters/terraform-arguments.ts
/** The arguments of each Terraform command, as lists: no shell ever sees them. */
function initArguments(backend) {
    return [
        'init',
        '-input=false',
        '-no-color',
        // Another environment may have been initialised in the same directory.
        '-reconfigure',
        // What was reviewed is what runs: an unlocked provider is an error, not an update.
        '-lockfile=readonly',
        ...Object.entries(backend).map(([key, value]) => `-backend-config=${key}=${value}`),
    ];
}
function planArguments(options) {
    return [
        'plan',
        '-input=false',
        // Events instead of text: the text shows values.
        '-json',
        '-detailed-exitcode',
        ...(options.lock === false ? ['-lock=false'] : ['-lock-timeout=5m']),
        ...(options.destroy === true ? ['-destroy'] : []),
        `-var-file=${options.varFile}`,
        `-out=${options.planFile}`,
    ];
}
function applyArguments(planFile) {
    return ['apply', '-input=false', '-json', '-lock-timeout=5m', planFile];
}
function showArguments(planFile) {
    return ['show', '-json', '-no-color', planFile];
}

;// CONCATENATED MODULE: ./src/adapters/terraform-environment.ts
/**
 * What must not reach Terraform, which runs the code of providers and of the pull request: the inputs of the action (one is a token),
 * the runner's own tokens and the files through which a step changes later steps; and what would change what is planned, or print values.
 */
const WITHHELD = /^(?:INPUT_|ACTIONS_|GITHUB_(?:ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)$|TF_CLI_ARGS|TF_LOG|TF_WORKSPACE$)/i;
/** The variables for a Terraform process. */
function childEnvironment(environment, dataDirectory) {
    return {
        ...Object.fromEntries(Object.entries(environment).filter(([name]) => !WITHHELD.test(name))),
        TF_DATA_DIR: dataDirectory,
        TF_IN_AUTOMATION: 'true',
        TF_INPUT: 'false',
    };
}

;// CONCATENATED MODULE: ./src/adapters/terraform-events.ts

/**
 * The machine-readable events of `terraform plan|apply -json`; https://developer.hashicorp.com/terraform/internals/machine-readable-ui.
 * They carry addresses, actions and reasons, but no values.
 */
const resource = schemas/* object */.Ikc({ addr: schemas/* string */.YjP() });
const timedHook = schemas/* object */.Ikc({ resource, action: schemas/* string */.YjP(), elapsed_seconds: schemas/* number */.aig() });
const eventSchema = schemas/* discriminatedUnion */.gMt('type', [
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('planned_change'), change: schemas/* object */.Ikc({ resource, action: schemas/* string */.YjP() }) }),
    schemas/* object */.Ikc({ type: schemas/* literal */.euz('apply_start'), hook: schemas/* object */.Ikc({ resource, action: schemas/* string */.YjP() }) }),
    schemas/* object */.Ikc({ type: schemas/* enum */.k5n(['apply_progress', 'apply_complete', 'apply_errored']), hook: timedHook }),
    schemas/* object */.Ikc({
        type: schemas/* literal */.euz('diagnostic'),
        diagnostic: schemas/* object */.Ikc({
            severity: schemas/* string */.YjP(),
            summary: schemas/* string */.YjP(),
            detail: schemas/* string */.YjP().default(''),
            address: schemas/* string */.YjP().optional(),
            range: schemas/* object */.Ikc({ filename: schemas/* string */.YjP(), start: schemas/* object */.Ikc({ line: schemas/* number */.aig() }) }).optional(),
        }),
    }),
]);
const OUTCOMES = { apply_progress: 'running', apply_complete: 'done', apply_errored: 'failed' };
/** Reads one line; lines of other kinds, which a newer Terraform may add, are `undefined`. */
function parseTerraformEvent(line) {
    let json;
    try {
        json = JSON.parse(line);
    }
    catch {
        return undefined;
    }
    const parsed = eventSchema.safeParse(json);
    if (!parsed.success)
        return undefined;
    const event = parsed.data;
    switch (event.type) {
        case 'planned_change':
            return resourceEvent(event.change, 'planned');
        case 'apply_start':
            return resourceEvent(event.hook, 'started');
        case 'apply_progress':
        case 'apply_complete':
        case 'apply_errored':
            return resourceEvent(event.hook, OUTCOMES[event.type], event.hook.elapsed_seconds);
        case 'diagnostic': {
            const { severity, summary, detail, address, range } = event.diagnostic;
            const where = address ?? (range === undefined ? '' : `${range.filename}:${range.start.line}`);
            const text = [where, summary, detail].filter((part) => part !== '').join(': ');
            return { kind: severity === 'error' ? 'error' : 'warning', text };
        }
    }
}
/** One line of the log about a resource; `undefined` for what is not worth one. */
function describeProgress({ address, action, outcome, seconds = 0 }) {
    switch (outcome) {
        case 'planned':
            return `${address}: to ${action}`;
        case 'started':
            return `${address}: ${action} started`;
        case 'running':
            return undefined;
        case 'done':
            return `${address}: ${action} done after ${seconds} s`;
        case 'failed':
            return `${address}: ${action} failed after ${seconds} s`;
    }
}
function resourceEvent({ resource: { addr }, action }, outcome, seconds) {
    return {
        kind: 'resource',
        progress: { address: addr, action, outcome, ...(seconds === undefined ? {} : { seconds }) },
    };
}

;// CONCATENATED MODULE: ./src/adapters/terraform-cli.ts








/** So much of standard error is kept for an error message, in characters. */
const ERROR_TAIL = 8_000;
const versionSchema = schemas/* object */.Ikc({ terraform_version: schemas/* string */.YjP() });
const outputsSchema = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ sensitive: schemas/* boolean */.zMY(), value: schemas/* unknown */.L5J() }));
/** Runs the Terraform program. Interrupts are passed on once and waited for, so that no state lock is left behind. */
function terraformCli(options) {
    const { logger } = options;
    const interruption = { signal: undefined };
    const start = (args) => {
        // Terraform ends `show` with success although it was interrupted; without this, an apply would begin after it was cancelled.
        const signal = interruption.signal ?? options.interruptedBy?.();
        if (signal !== undefined) {
            throw new TerraformError(args[0] ?? '', undefined, `not started: the run was interrupted by ${signal}`);
        }
        return (0,external_node_child_process_.spawn)(options.path, [`-chdir=${options.directory}`, ...args], {
            env: childEnvironment(options.environment, options.dataDirectory),
            stdio: ['ignore', 'pipe', 'pipe'],
            // A group of its own: Ctrl-C goes to the whole group of a terminal, and with the one passed on Terraform would get two interrupts,
            // at which it gives up without writing its state.
            detached: true,
        });
    };
    /** Runs to the end; lines of standard output go to `onLine`. @returns the exit code, one of `accepted` */
    const run = async (args, accepted, onLine) => {
        const command = args[0] ?? '';
        const child = start(args);
        const errors = [];
        let tail = '';
        child.stderr?.on('data', (chunk) => {
            tail = (tail + String(chunk)).slice(-ERROR_TAIL);
        });
        if (child.stdout !== null) {
            (0,external_node_readline_.createInterface)({ input: child.stdout }).on('line', (line) => {
                const event = parseTerraformEvent(line);
                if (event?.kind === 'error')
                    errors.push(event.text);
                onLine(line);
            });
        }
        const code = await ended(child, command, interruption);
        if (accepted.includes(code))
            return code;
        throw new TerraformError(command, code, errors.join('\n') || tail.trim() || 'no message');
    };
    const log = (progress) => {
        const text = describeProgress(progress);
        if (text !== undefined)
            logger.info(text);
    };
    /** Who listens to the resources logs what is worth it. */
    const listener = (onResource = log) => (line) => {
        const event = parseTerraformEvent(line);
        if (event?.kind === 'resource')
            onResource(event.progress);
        else if (event?.kind === 'warning')
            logger.warn(event.text);
    };
    return {
        async version() {
            const lines = [];
            await run(['version', '-json'], [0], (line) => lines.push(line));
            return terraform_cli_parseJson('version', lines, versionSchema).terraform_version;
        },
        async init(backend) {
            await run(initArguments(backend), [0], (line) => {
                logger.debug(line);
            });
        },
        async plan(plan) {
            return { hasChanges: (await run(planArguments(plan), [0, 2], listener())) === 2 };
        },
        showJson(planFile) {
            return stream(start(showArguments(planFile)), interruption);
        },
        async apply(planFile, onResource) {
            await run(applyArguments(planFile), [0], listener(onResource));
        },
        async outputs() {
            const lines = [];
            await run(['output', '-json', '-no-color'], [0], (line) => lines.push(line));
            const outputs = Object.entries(terraform_cli_parseJson('output', lines, outputsSchema));
            return Object.fromEntries(outputs.filter(([, { sensitive }]) => !sensitive).map(([name, { value }]) => [name, value]));
        },
    };
}
/** Waits for the end of a child while passing an interrupt on to it, once. */
async function ended(child, command, interruption) {
    const forward = (signal) => {
        // A second interrupt would make Terraform give up without releasing its lock.
        if (interruption.signal === undefined)
            child.kill(signal);
        interruption.signal ??= signal;
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    try {
        return await new Promise((resolve, reject) => {
            child.once('error', (cause) => {
                const hint = 'is Terraform installed, and is terraform-path right?';
                reject(new TerraformError(command, undefined, `${cause.message}; ${hint}`, { cause }));
            });
            child.once('close', (code, signal) => {
                if (signal === null)
                    resolve(code ?? -1);
                else
                    reject(new TerraformError(command, undefined, `ended by ${signal}`));
            });
        });
    }
    finally {
        process.off('SIGINT', forward);
        process.off('SIGTERM', forward);
    }
}
function stream(child, interruption) {
    const output = new external_node_stream_.PassThrough();
    let tail = '';
    child.stderr?.on('data', (chunk) => {
        tail = (tail + String(chunk)).slice(-ERROR_TAIL);
    });
    // Ended by hand, so that a failure after the last byte is still an error of the stream.
    child.stdout?.pipe(output, { end: false });
    // A reader that gives up would leave the child blocked on a full pipe, and the action waiting for it.
    output.once('close', () => {
        if (child.exitCode === null && child.signalCode === null)
            child.kill('SIGTERM');
    });
    ended(child, 'show', interruption).then((code) => {
        if (code === 0)
            output.end();
        else
            output.destroy(new TerraformError('show', code, tail.trim()));
    }, (error) => {
        output.destroy(error instanceof Error ? error : new Error(String(error)));
    });
    return output;
}
function terraform_cli_parseJson(command, lines, schema) {
    try {
        return schema.parse(JSON.parse(lines.join('\n')));
    }
    catch (cause) {
        throw new TerraformError(command, 0, 'its output is not what this version expects', { cause });
    }
}

// EXTERNAL MODULE: ./src/environment/names.ts
var names = __webpack_require__(9681);
// EXTERNAL MODULE: ./src/environment/schema.ts
var schema = __webpack_require__(210);
;// CONCATENATED MODULE: ./src/guard/account.ts
/** The credentials are of another account than the environment. */
class AccountGuardError extends Error {
    name = 'AccountGuardError';
}
/**
 * Nothing may be read or done in another account than the one that was reviewed. Asked first of all, of AWS and not of a setting.
 *
 * @throws AccountGuardError
 */
async function guardAccount(environment, identities) {
    const { name, account } = environment;
    let identity;
    try {
        identity = await identities.whoAmI();
    }
    catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new AccountGuardError(`AWS does not say whose credentials these are, so nothing is done in "${name}": ${reason}; does the workflow assume the role of environments/${name}.yaml?`, { cause });
    }
    if (identity.account !== account) {
        throw new AccountGuardError(`the credentials are of account ${identity.account} (${identity.arn}), but environments/${name}.yaml says account '${account}'; nothing was done. Correct the role or the file`);
    }
    return identity;
}

// EXTERNAL MODULE: ./src/plan/secrets.ts + 2 modules
var secrets = __webpack_require__(7712);
;// CONCATENATED MODULE: ./src/guard/allowed.ts
/** What a configuration may use. Everything else is refused, also what Terraform will only learn later. */
/** Local names of providers, and what they may stand for. */
const PROVIDER_SOURCES = {
    aws: ['hashicorp/aws', 'registry.terraform.io/hashicorp/aws'],
};
/** Full names, as in the lock file and in plans; OpenTofu's registry hands out the same provider. */
const PROVIDER_NAMES = [
    'registry.terraform.io/hashicorp/aws',
    'registry.opentofu.org/hashicorp/aws',
];
/** Part of the program itself. */
const BUILT_IN_PROVIDER = 'terraform.io/builtin/terraform';
const BLOCKS = new Set([
    'terraform',
    'provider',
    'variable',
    'locals',
    'output',
    'module',
    'resource',
    'data',
    'ephemeral',
    'action',
    'moved',
    'import',
    'removed',
    'check',
]);
const SETTINGS = new Set(['required_version', 'required_providers', 'backend']);
/**
 * Arguments of `provider "aws"`. Those that name files or profiles are missing: a profile may name a program (`credential_process`), and it is
 * run. So are those that send credentials to another address.
 */
const PROVIDER_ARGUMENTS = new Set([
    'alias',
    'region',
    'allowed_account_ids',
    'forbidden_account_ids',
    'default_tags',
    'ignore_tags',
    'max_retries',
    'retry_mode',
    'use_dualstack_endpoint',
    'use_fips_endpoint',
]);
/** Arguments of `backend "s3"`, for the same reason. */
const BACKEND_ARGUMENTS = new Set([
    'bucket',
    'key',
    'region',
    'dynamodb_table',
    'use_lockfile',
    'encrypt',
    'kms_key_id',
    'allowed_account_ids',
]);
/** `aws_…`; a type that belongs to no provider of the list belongs to one that is not on it. */
function isAllowedType(kind, type) {
    return /^aws_[a-z0-9_]+$/.test(type) || (kind === 'resource' && type === 'terraform_data');
}
/** Why a type is refused, in the words of whoever meets it. */
function whyRefused(kind, type) {
    const reason = REASONS.get(`${kind} ${type}`) ?? 'it is not of the provider hashicorp/aws, the only one that is allowed';
    return `${kind} ${JSON.stringify(type)} is not allowed: ${reason}`;
}
const REASONS = new Map([
    ['data external', 'it runs a program while planning, with the credentials of the job'],
    ['data http', 'it sends requests while planning'],
    ['data terraform_remote_state', 'it reads other states, by any backend'],
]);

;// CONCATENATED MODULE: ./src/guard/module-directory.ts
/** What the source of a module may look like: a directory beside or below, written out. */
function isLocalSource(source) {
    return /^\.\.?(?:\/[\w.-]+)+\/?$/.test(source);
}
/**
 * Where a module's source leads, seen from a directory of the configuration; both are relative to `terraform/`.
 *
 * @returns nothing when it leads out
 */
function directoryOfModule(from, source) {
    const parts = from === '' ? [] : from.split('/');
    for (const part of source.split('/')) {
        if (part === '' || part === '.')
            continue;
        if (part !== '..')
            parts.push(part);
        else if (parts.pop() === undefined)
            return undefined;
    }
    return parts.join('/');
}

;// CONCATENATED MODULE: ./src/guard/source-problem.ts
/** More than these are not listed: the first ones say what is going on. */
const MOST = 20;
/** The configuration could run something other than the AWS provider, so Terraform was not started. */
class SourceGuardError extends Error {
    problems;
    name = 'SourceGuardError';
    constructor(problems) {
        const listed = problems
            .slice(0, MOST)
            .map(({ file, line, sentence }) => `${file}${line === undefined ? '' : `:${line}`}: ${sentence}`);
        const more = problems.length > MOST ? [`and ${problems.length - MOST} more`] : [];
        super(`Terraform was not started, because planning runs what the configuration names (docs/security.md):\n${[...listed, ...more].join('\n')}`);
        this.problems = problems;
    }
}

;// CONCATENATED MODULE: ./src/guard/plan-sources.ts




/**
 * Judges what Terraform itself read: the member `configuration` of `terraform show -json`. {@link guardSources} has looked before Terraform
 * ran; this one shares no parser with it, and comes before anything is applied, also of a plan that was made elsewhere.
 *
 * @throws SourceGuardError
 */
function checkPlanSources(configuration) {
    const problems = (0,secrets/* isRecord */.u4)(configuration)
        ? [...providerProblems(configuration['provider_config']), ...moduleProblems(configuration['root_module'], '', '')]
        : [{ file: 'the plan', sentence: 'it does not say from which configuration it was made' }];
    if (problems.length > 0)
        throw new SourceGuardError(problems);
}
/** The same of a plan that was read. @throws SourceGuardError */
function guardPlan({ raw }) {
    checkPlanSources((0,secrets/* isRecord */.u4)(raw) ? raw['configuration'] : undefined);
}
function providerProblems(providers) {
    return members(providers).flatMap(([key, provider]) => {
        const file = `plan, provider ${key}`;
        if (!(0,secrets/* isRecord */.u4)(provider))
            return [{ file, sentence: 'its configuration is not understood' }];
        const name = provider['full_name'];
        if (name === BUILT_IN_PROVIDER)
            return [];
        if (typeof name !== 'string' || !PROVIDER_NAMES.includes(name)) {
            return [
                { file, sentence: `it is ${String(name)}; the only provider that is allowed is ${PROVIDER_NAMES[0] ?? ''}` },
            ];
        }
        return members(provider['expressions'])
            .filter(([argument]) => !PROVIDER_ARGUMENTS.has(argument))
            .map(([argument]) => ({ file, sentence: `"${argument}" is not allowed in a provider` }));
    });
}
function moduleProblems(module, address, directory) {
    const where = address === '' ? 'plan' : `plan, ${address}`;
    if (!(0,secrets/* isRecord */.u4)(module))
        return [{ file: where, sentence: 'its configuration is not understood' }];
    const resources = list(module['resources']).flatMap((resource) => resourceProblems(resource, where));
    const calls = members(module['module_calls']).flatMap(([name, call]) => {
        const inner = address === '' ? `module.${name}` : `${address}.module.${name}`;
        const file = `plan, ${inner}`;
        const source = (0,secrets/* isRecord */.u4)(call) ? call['source'] : undefined;
        const target = typeof source === 'string' && isLocalSource(source) ? directoryOfModule(directory, source) : undefined;
        if (!(0,secrets/* isRecord */.u4)(call) || target === undefined) {
            return [{ file, sentence: `it comes from ${JSON.stringify(source)}, which is no directory of this repository` }];
        }
        return moduleProblems(call['module'], inner, target);
    });
    return [...resources, ...calls];
}
function resourceProblems(resource, where) {
    if (!(0,secrets/* isRecord */.u4)(resource))
        return [{ file: where, sentence: 'a resource is not understood' }];
    const { address, mode, type } = resource;
    const file = `${where}, ${String(address)}`;
    const kind = mode === 'managed' ? 'resource' : String(mode);
    const problems = [];
    if (!isAllowedType(kind, String(type)))
        problems.push({ file, sentence: whyRefused(kind, String(type)) });
    if (list(resource['provisioners']).length > 0) {
        problems.push({ file, sentence: 'it has provisioners, which run programs with the credentials of the job' });
    }
    return problems;
}
function members(value) {
    return (0,secrets/* isRecord */.u4)(value) ? Object.entries(value) : [];
}
/** Anything that is there and no list counts as one, so that nothing is passed over. */
function list(value) {
    return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

;// CONCATENATED MODULE: ./src/guard/forbidden-blocks.ts


/** @param calls receives the module calls whose directories the caller has to check */
function* forbiddenBlocks(blocks, calls) {
    for (const block of blocks) {
        if (!BLOCKS.has(block.kind)) {
            yield { line: block.line, sentence: `blocks of kind "${block.kind}" are not allowed` };
            continue;
        }
        yield* provisioners(block);
        switch (block.kind) {
            case 'resource':
            case 'data':
            case 'ephemeral':
            case 'action':
                yield* typed(block);
                break;
            // A check may hold a data source of its own.
            case 'check':
                for (const inner of block.blocks)
                    if (inner.kind === 'data')
                        yield* typed(inner);
                break;
            case 'module':
                yield* moduleCall(block, calls);
                break;
            case 'provider':
                yield* provider(block);
                break;
            case 'terraform':
                yield* settings(block);
                break;
            default:
        }
    }
}
function* typed(block) {
    const [type = ''] = block.labels;
    if (!isAllowedType(block.kind, type))
        yield { line: block.line, sentence: whyRefused(block.kind, type) };
}
/** Anywhere below: they also stand in `removed`, where they run when something is destroyed. */
function* provisioners(block) {
    for (const inner of block.blocks) {
        if (inner.kind === 'provisioner' || inner.kind === 'connection') {
            const name = [inner.kind, ...inner.labels.map((label) => JSON.stringify(label))].join(' ');
            yield {
                line: inner.line,
                sentence: `${name} is not allowed: it runs programs or copies files with the credentials of the job`,
            };
        }
        yield* provisioners(inner);
    }
}
function* moduleCall(block, calls) {
    const name = block.labels[0] ?? '';
    const source = block.attributes.get('source');
    const line = source?.line ?? block.line;
    if (source?.value.kind !== 'text') {
        yield { line, sentence: `the source of module "${name}" must be a text that is written out` };
        return;
    }
    const { text } = source.value;
    if (!isLocalSource(text)) {
        yield {
            line,
            sentence: `module "${name}" comes from ${JSON.stringify(text)}; only directories of this repository are allowed, as ./ or ../ and a path`,
        };
        return;
    }
    calls.push({ line, name, source: text });
}
function* provider(block) {
    const name = block.labels[0] ?? '';
    if (!Object.hasOwn(PROVIDER_SOURCES, name)) {
        yield { line: block.line, sentence: `provider "${name}" is not allowed; the only one is hashicorp/aws` };
        return;
    }
    yield* arguments_(block, PROVIDER_ARGUMENTS, `provider "${name}"`);
}
function* arguments_(block, allowed, what) {
    const named = [...block.attributes].map(([name, { line }]) => ({ name, line }));
    for (const { name, line } of [...named, ...block.blocks.map(({ kind, line }) => ({ name: kind, line }))]) {
        if (!allowed.has(name)) {
            yield {
                line,
                sentence: `"${name}" is not allowed in ${what}: files, profiles and addresses of its choice can run programs and receive credentials`,
            };
        }
    }
}
function* settings(block) {
    for (const [name, { line }] of block.attributes) {
        if (name !== 'required_version')
            yield { line, sentence: `"${name}" is not allowed in a terraform block` };
    }
    for (const inner of block.blocks) {
        if (!SETTINGS.has(inner.kind) || inner.kind === 'required_version') {
            yield { line: inner.line, sentence: `"${inner.kind}" is not allowed in a terraform block` };
        }
        else if (inner.kind === 'backend') {
            if (inner.labels[0] !== 's3') {
                yield {
                    line: inner.line,
                    sentence: `backend "${inner.labels[0] ?? ''}" is not allowed; the state is kept in S3`,
                };
            }
            yield* arguments_(inner, BACKEND_ARGUMENTS, 'backend "s3"');
        }
        else {
            yield* requiredProviders(inner);
        }
    }
}
function* requiredProviders(block) {
    for (const inner of block.blocks)
        yield { line: inner.line, sentence: `"${inner.kind}" is no provider` };
    for (const [name, { line, value }] of block.attributes) {
        const source = providerSource(value);
        const allowed = Object.hasOwn(PROVIDER_SOURCES, name) ? (PROVIDER_SOURCES[name] ?? []) : [];
        if (source === undefined || !allowed.includes(source)) {
            yield {
                line,
                sentence: `provider "${name}" is ${source === undefined ? 'not written out' : `from ${JSON.stringify(source)}`}; the only one that is allowed is aws from "hashicorp/aws"`,
            };
        }
    }
}
function providerSource(value) {
    const source = value.kind === 'object' ? value.entries.get('source') : undefined;
    return source?.kind === 'text' ? source.text : undefined;
}

;// CONCATENATED MODULE: ./src/guard/hcl/tokens.ts
/**
 * The tokens of HCL, strictly: what HashiCorp's own scanner could take in another way is refused, never guessed, because a block that this
 * reader takes for a part of a text or a comment is a block that nobody checks.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
/** The text is no HCL, or a form of it that can be read in two ways. */
class HclSyntaxError extends Error {
    line;
    name = 'HclSyntaxError';
    constructor(line, message) {
        super(message);
        this.line = line;
    }
}
const LAYOUT = /[ \t]+|\/\*[^]*?\*\//y;
const NEWLINE = /(?:(?:#|\/\/)[^\n]*)?\n/y;
const LAST_COMMENT = /(?:#|\/\/)[^\n]*$/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const NUMBER = /\d+/y;
const HEREDOC = /<<-?([A-Za-z_][A-Za-z0-9_-]*)\n/y;
const MARK = /==|=>|!=|<=|>=|&&|\|\||\.\.\.|[()[\]{}.,:?=+\-*/%!<>~]/y;
const PLAIN = /[^"\\$%\n]+/y;
const ESCAPE = /\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
const SIGNS = /[$%]+\{?/y;
const PLAIN_OF_LINE = /[^$%\n]+/y;
/** @throws HclSyntaxError */
function tokens(text) {
    // Terraform takes both ends of a line as one.
    const cursor = { text: text.replaceAll('\r\n', '\n'), at: 0, line: 1 };
    const strange = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff\ufffd]/u.exec(cursor.text);
    if (strange !== null) {
        const line = cursor.text.slice(0, strange.index).split('\n').length;
        const code = strange[0].charCodeAt(0).toString(16).padStart(4, '0');
        throw new HclSyntaxError(line, `the character U+${code} has no place in a configuration`);
    }
    const found = [];
    expression(cursor, found, false);
    return found;
}
/** Reads to the end of the text, or to the brace that ends an interpolation. */
function expression(cursor, found, isInterpolation) {
    let depth = 0;
    for (;;) {
        if (take(cursor, LAYOUT) !== undefined || take(cursor, LAST_COMMENT) !== undefined)
            continue;
        const { line } = cursor;
        if (take(cursor, NEWLINE) !== undefined) {
            found.push({ kind: 'newline', text: undefined, line });
            continue;
        }
        if (cursor.at === cursor.text.length) {
            if (isInterpolation || depth > 0)
                throw new HclSyntaxError(line, 'the file ends inside braces');
            return;
        }
        const token = simple(cursor) ?? textual(cursor);
        if (token.text === '{' && token.kind === 'mark')
            depth++;
        if (token.text === '}' && token.kind === 'mark') {
            if (depth === 0 && isInterpolation)
                return;
            if (depth === 0)
                throw new HclSyntaxError(line, 'a brace is closed that was never opened');
            depth--;
        }
        found.push(token);
    }
}
function simple(cursor) {
    const { line } = cursor;
    const identifier = take(cursor, IDENTIFIER);
    if (identifier !== undefined)
        return { kind: 'identifier', text: identifier, line };
    const number = take(cursor, NUMBER);
    if (number !== undefined)
        return { kind: 'number', text: number, line };
    // Where a heredoc could begin, nothing else does.
    if (cursor.text.startsWith('<<', cursor.at) || cursor.text.startsWith('/*', cursor.at))
        return undefined;
    const mark = take(cursor, MARK);
    return mark === undefined ? undefined : { kind: 'mark', text: mark, line };
}
function textual(cursor) {
    const { line } = cursor;
    if (cursor.text[cursor.at] === '"') {
        cursor.at++;
        return { kind: 'text', text: quoted(cursor), line };
    }
    HEREDOC.lastIndex = cursor.at;
    const marker = HEREDOC.exec(cursor.text)?.[1];
    if (marker === undefined) {
        const character = cursor.text.slice(cursor.at, cursor.at + 2).trim();
        throw new HclSyntaxError(line, `${JSON.stringify(character)} is not understood here`);
    }
    take(cursor, HEREDOC);
    heredoc(cursor, marker);
    return { kind: 'text', text: undefined, line };
}
/** @returns what the text says, when nothing in it is computed or escaped */
function quoted(cursor) {
    const parts = [];
    let isLiteral = true;
    for (;;) {
        const plain = take(cursor, PLAIN);
        if (plain !== undefined) {
            parts.push(plain);
            continue;
        }
        if (cursor.text[cursor.at] === '"') {
            cursor.at++;
            return isLiteral ? parts.join('') : undefined;
        }
        if (take(cursor, ESCAPE) !== undefined) {
            isLiteral = false;
            continue;
        }
        const signs = take(cursor, SIGNS);
        if (signs === undefined)
            throw new HclSyntaxError(cursor.line, 'a text in quotes does not end, or has an unknown escape');
        parts.push(signs);
        if (interpolation(cursor, signs))
            isLiteral = false;
    }
}
/** @returns whether the signs are more than themselves */
function interpolation(cursor, signs) {
    if (!signs.endsWith('{'))
        return false;
    if (signs === '$${' || signs === '%%{')
        return true;
    if (signs !== '${' && signs !== '%{')
        throw new HclSyntaxError(cursor.line, `${signs} can be read in two ways`);
    expression(cursor, [], true);
    return true;
}
/** Reads to the line that is the marker; the end of that line is left. */
function heredoc(cursor, marker) {
    let isStartOfLine = true;
    for (;;) {
        const end = cursor.text.indexOf('\n', cursor.at);
        if (end === -1)
            throw new HclSyntaxError(cursor.line, `the text up to ${marker} does not end`);
        const rest = cursor.text.slice(cursor.at, end);
        if (isStartOfLine && rest.replace(/^[ \t]+|[ \t]+$/g, '') === marker) {
            cursor.at = end;
            return;
        }
        // HashiCorp's scanner trims more than blanks, and forgets what stood before on the line when that was computed.
        if (rest.trim() === marker)
            throw new HclSyntaxError(cursor.line, `${marker} can be taken for the end of the text here`);
        isStartOfLine = false;
        const signs = take(cursor, PLAIN_OF_LINE) === undefined ? take(cursor, SIGNS) : '';
        if (signs === undefined) {
            cursor.at++;
            cursor.line++;
            isStartOfLine = true;
        }
        else {
            interpolation(cursor, signs);
        }
    }
}
function take(cursor, pattern) {
    pattern.lastIndex = cursor.at;
    const found = pattern.exec(cursor.text)?.[0];
    if (found === undefined || found === '')
        return undefined;
    cursor.at += found.length;
    for (let at = found.indexOf('\n'); at !== -1; at = found.indexOf('\n', at + 1))
        cursor.line++;
    return found;
}

;// CONCATENATED MODULE: ./src/guard/hcl/blocks.ts

/** Reads the blocks of a file in Terraform's native syntax. @throws HclSyntaxError */
function readBlocks(text) {
    const reader = { tokens: tokens(text), at: 0 };
    const { attributes, blocks } = body(reader);
    const [attribute] = attributes.values();
    if (attribute !== undefined)
        throw new HclSyntaxError(attribute.line, 'there is an attribute outside of every block');
    if (reader.at < reader.tokens.length)
        throw unexpected(reader);
    return blocks;
}
/** Reads up to the brace that ends the body, or the end of the file. */
function body(reader) {
    const attributes = new Map();
    const blocks = [];
    for (;;) {
        while (reader.tokens[reader.at]?.kind === 'newline')
            reader.at++;
        const token = reader.tokens[reader.at];
        if (token === undefined || isMark(token, '}'))
            return { attributes, blocks };
        if (token.kind !== 'identifier' || token.text === undefined)
            throw unexpected(reader);
        reader.at++;
        if (isMark(reader.tokens[reader.at], '=')) {
            reader.at++;
            if (attributes.has(token.text))
                throw new HclSyntaxError(token.line, `${token.text} is set twice`);
            attributes.set(token.text, { line: token.line, value: toValue(expressionTokens(reader)) });
        }
        else {
            blocks.push(block(reader, token.text, token.line));
        }
        const next = reader.tokens[reader.at];
        if (next !== undefined && next.kind !== 'newline' && !isMark(next, '}'))
            throw unexpected(reader);
    }
}
function block(reader, kind, line) {
    const labels = [];
    for (;;) {
        const token = reader.tokens[reader.at];
        if (isMark(token, '{'))
            break;
        if ((token?.kind !== 'identifier' && token?.kind !== 'text') || token.text === undefined)
            throw unexpected(reader);
        labels.push(token.text);
        reader.at++;
    }
    reader.at++;
    const inside = body(reader);
    if (!isMark(reader.tokens[reader.at], '}'))
        throw unexpected(reader);
    reader.at++;
    return { kind, labels, line, ...inside };
}
/** An expression ends with its line, but not inside brackets. */
function expressionTokens(reader) {
    const open = [];
    const first = reader.at;
    for (;;) {
        const token = reader.tokens[reader.at];
        const text = token?.kind === 'mark' ? (token.text ?? '') : '';
        if (open.length === 0 && (token === undefined || token.kind === 'newline' || text === '}'))
            break;
        if (token === undefined)
            throw unexpected(reader);
        const closing = CLOSING.get(text);
        if (closing !== undefined)
            open.push(closing);
        else if (text === ')' || text === ']' || text === '}') {
            if (open.pop() !== text)
                throw unexpected(reader);
        }
        reader.at++;
    }
    if (reader.at === first)
        throw unexpected(reader);
    return reader.tokens.slice(first, reader.at);
}
const CLOSING = new Map([
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
]);
const OTHER = { kind: 'other' };
function toValue(expression) {
    const reader = { tokens: expression, at: 0 };
    const value = literal(reader);
    return reader.at === expression.length ? value : OTHER;
}
/** Reads one value that is written out. What follows it makes the whole an expression; the caller sees that it is left over. */
function literal(reader) {
    const token = reader.tokens[reader.at];
    if (token?.kind === 'text' && token.text !== undefined) {
        reader.at++;
        return { kind: 'text', text: token.text };
    }
    if (isMark(token, '['))
        return blocks_list(reader);
    if (isMark(token, '{'))
        return object(reader);
    return OTHER;
}
function blocks_list(reader) {
    const items = [];
    reader.at++;
    for (;;) {
        skipNewlines(reader);
        if (isMark(reader.tokens[reader.at], ']'))
            break;
        const before = reader.at;
        items.push(literal(reader));
        skipNewlines(reader);
        if (reader.at === before)
            return OTHER;
        if (isMark(reader.tokens[reader.at], ','))
            reader.at++;
        else if (!isMark(reader.tokens[reader.at], ']'))
            return OTHER;
    }
    reader.at++;
    return { kind: 'list', items };
}
function object(reader) {
    const entries = new Map();
    reader.at++;
    for (;;) {
        skipNewlines(reader);
        const key = reader.tokens[reader.at];
        if (isMark(key, '}'))
            break;
        if ((key?.kind !== 'identifier' && key?.kind !== 'text') || key.text === undefined || entries.has(key.text))
            return OTHER;
        const sign = reader.tokens[reader.at + 1];
        if (!isMark(sign, '=') && !isMark(sign, ':'))
            return OTHER;
        reader.at += 2;
        entries.set(key.text, objectValue(reader));
        const next = reader.tokens[reader.at];
        if (isMark(next, ',') || next?.kind === 'newline')
            reader.at++;
        else if (!isMark(next, '}'))
            return OTHER;
    }
    reader.at++;
    return { kind: 'object', entries };
}
/** A value inside an object; when it is computed, its tokens are passed over. */
function objectValue(reader) {
    const before = reader.at;
    const value = literal(reader);
    if (value.kind !== 'other' && endsValue(reader.tokens[reader.at]))
        return value;
    reader.at = before;
    let depth = 0;
    for (;;) {
        const token = reader.tokens[reader.at];
        if (token === undefined || (depth === 0 && endsValue(token)))
            return OTHER;
        if (token.kind === 'mark' && CLOSING.has(token.text ?? ''))
            depth++;
        if (isMark(token, ')') || isMark(token, ']') || isMark(token, '}'))
            depth--;
        reader.at++;
    }
}
function endsValue(token) {
    return token?.kind === 'newline' || isMark(token, ',') || isMark(token, '}');
}
function skipNewlines(reader) {
    while (reader.tokens[reader.at]?.kind === 'newline')
        reader.at++;
}
function isMark(token, text) {
    return token?.kind === 'mark' && token.text === text;
}
function unexpected(reader) {
    const token = reader.tokens[reader.at];
    const line = token?.line ?? reader.tokens.at(-1)?.line ?? 1;
    const what = token === undefined
        ? 'the end of the file'
        : (token.text ?? (token.kind === 'newline' ? 'the end of the line' : 'a computed text'));
    return new HclSyntaxError(line, `${what} is not understood here`);
}

;// CONCATENATED MODULE: ./src/guard/lock-file.ts

function lockedProviders(blocks) {
    return blocks
        .filter(({ kind }) => kind === 'provider')
        .map(({ labels, attributes, line }) => {
        const version = attributes.get('version')?.value;
        const hashes = attributes.get('hashes')?.value;
        return {
            name: labels[0] ?? '',
            version: version?.kind === 'text' ? version.text : undefined,
            hashes: hashes?.kind === 'list' ? hashes.items.flatMap((one) => (one.kind === 'text' ? [one.text] : [])) : [],
            line,
        };
    });
}
function* lockFileProblems(blocks) {
    for (const { kind, line } of blocks) {
        if (kind !== 'provider')
            yield { line, sentence: `"${kind}" does not belong into a lock file` };
    }
    const providers = lockedProviders(blocks);
    if (providers.length === 0) {
        yield { line: 1, sentence: 'no provider is locked; run terraform init and commit the file' };
    }
    for (const { name, version, hashes, line } of providers) {
        if (!PROVIDER_NAMES.includes(name)) {
            yield {
                line,
                sentence: `the lock file names ${JSON.stringify(name)}; the only provider that is allowed is ${PROVIDER_NAMES[0] ?? ''}`,
            };
        }
        if (version === undefined || !hashes.some((hash) => /^(?:h1|zh):/.test(hash))) {
            yield {
                line,
                sentence: `${name} is locked without a version or without hashes, so anything could take its place`,
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/guard/sources.ts






const DIRECTORY = 'terraform';
const LOCK_FILE = '.terraform.lock.hcl';
/**
 * Reads what `terraform init` and `terraform plan` would read, before either runs, because planning runs code: providers, data sources,
 * whatever a module brings along. Every `.tf` file below the directory is judged, whether it is used or not.
 *
 * @throws SourceGuardError that lists every file and line
 */
async function guardSources(sources) {
    const [entries, planted, variables] = await Promise.all([sources.entries(), sources.planted(), sources.variables()]);
    const problems = [
        ...planted.map((file) => ({
            file,
            sentence: 'it is committed, and Terraform would trust it as its own; remove it from the repository',
        })),
        ...variables.map((name) => ({
            file: `environment variable ${name}`,
            sentence: 'it could send Terraform to other plugins than those of the lock file; unset it, or let it name nothing of the checkout',
        })),
        ...sourceProblems(entries),
    ];
    if (problems.length > 0)
        throw new SourceGuardError(problems);
}
/** @returns everything that is wrong with the files of a configuration */
function sourceProblems(entries) {
    const directories = new Set(['', ...entries.filter(({ kind }) => kind === 'directory').map(({ path }) => path)]);
    const problems = entries.flatMap((entry) => entryProblems(entry, directories));
    if (!entries.some(({ path, kind }) => path === LOCK_FILE && kind === 'file')) {
        problems.push({
            file: `${DIRECTORY}/${LOCK_FILE}`,
            sentence: 'it is missing, so nothing says which provider was reviewed; run terraform init and commit it',
        });
    }
    return problems;
}
function entryProblems(entry, directories) {
    const { path, kind, text } = entry;
    const file = `${DIRECTORY}/${path}`;
    if (kind === 'symlink')
        return [{ file, sentence: 'it is a symbolic link, and may lead out of the repository; use a file or directory' }];
    if (kind === 'other')
        return [{ file, sentence: 'it is neither a file nor a directory' }];
    if (path === 'terraform.d')
        return [{ file, sentence: 'Terraform takes plugins from this directory; remove it' }];
    if (kind === 'directory')
        return [];
    const name = nameProblem(path);
    if (name !== undefined)
        return [{ file, sentence: name }];
    if (text === undefined)
        return [];
    let blocks;
    try {
        blocks = readBlocks(text);
    }
    catch (error) {
        if (!(error instanceof HclSyntaxError))
            throw error;
        return [{ file, line: error.line, sentence: error.message }];
    }
    if (baseName(path) === LOCK_FILE)
        return [...lockFileProblems(blocks)].map((problem) => ({ file, ...problem }));
    const calls = [];
    const problems = [...forbiddenBlocks(blocks, calls)].map((problem) => ({ file, ...problem }));
    for (const { line, name: called, source } of calls) {
        const directory = directoryOfModule(directoryOf(path), source);
        if (directory !== undefined && directories.has(directory))
            continue;
        const where = directory === undefined ? `lies outside of ${DIRECTORY}/` : 'does not exist, or is none of this repository';
        problems.push({ file, line, sentence: `the directory of module "${called}", ${JSON.stringify(source)}, ${where}` });
    }
    return problems;
}
/** Forms of configuration that Terraform or OpenTofu would read beside the `.tf` files, or instead of them. */
function nameProblem(path) {
    const name = baseName(path);
    if (/\.(?:tf|tofu)\.json$/.test(name))
        return 'configurations in JSON are not read by the rules of this repository; write HCL';
    if (name.endsWith('.tofu'))
        return 'OpenTofu would read it instead of the .tf file; write one configuration for both';
    if (/(?:^|_)override\.tf$/.test(name))
        return 'it would change other files behind the back of whoever reads them; change those';
    if (/^(?:terraform\.tfvars|.*\.auto\.tfvars)(?:\.json)?$/.test(name)) {
        return 'Terraform would take variables from it; what is planned comes from environments/';
    }
    if (/^\.(?:terraform|tofu)rc$|^terraform\.rc$/.test(name))
        return 'it could send Terraform to other plugins; remove it';
    return undefined;
}
function baseName(path) {
    return path.slice(path.lastIndexOf('/') + 1);
}
function directoryOf(path) {
    return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

// EXTERNAL MODULE: ./src/plan/invariants.ts + 20 modules
var invariants = __webpack_require__(1655);
// EXTERNAL MODULE: ./src/plan/live-writer.ts
var live_writer = __webpack_require__(6321);
// EXTERNAL MODULE: ./src/plan/redaction/redact-text.ts
var redact_text = __webpack_require__(9546);
// EXTERNAL MODULE: ./src/seal/circumstances.ts
var circumstances = __webpack_require__(1055);
;// CONCATENATED MODULE: ./src/seal/policy-digest.ts
/**
 * One digest over what decides whether a plan may be applied: the rules that the actions know, and every setting of the environment. Plan
 * and apply are different bundles of the same sources, so it is made of the rules' own words and not of the bundles' bytes; those are part
 * of the tree that the seal names, because the workflows run the actions of their own commit.
 *
 * @param digest SHA-256 of a text, as hexadecimal text
 */
function policyDigest(rules, environment, digest) {
    const judged = { rules: rules.map(({ id, sentence }) => ({ id, sentence })), environment };
    return digest(JSON.stringify(sorted(judged)));
}
/** The same value with its keys in order: the order in which somebody wrote them decides nothing. */
function sorted(value) {
    if (Array.isArray(value))
        return value.map(sorted);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, part]) => [key, sorted(part)]));
}

;// CONCATENATED MODULE: ./actions/plan/src/services.ts




















/** What belongs to one environment, with AWS clients of its own. Nothing is asked of AWS here. */
function servicesOf(environment, { terraformPath }, workspace) {
    const logger = redactedLogger(actions_logger/* actionsLogger */.M, redact_text/* redactText */.R);
    const terraform = terraformCli({
        ...terraformPlace(workspace, environment.name),
        path: terraformPath,
        environment: process.env,
        logger,
    });
    const clients = stateRegionClients(environment);
    const { writer: sealedPlanWriter, stateHead } = sealedPlans(environment, clients);
    const roles = (0,rds_global_roles/* rdsGlobalRoles */.m)({
        globalClusterId: (0,names/* resourceNames */.Nr)(environment).globalCluster,
        regions: schema/* REGIONS */.i,
        clientFor: rds_global_roles/* rolesClient */.n,
    });
    const account = async () => {
        await guardAccount(environment, stsCallerIdentity(environment.state.region));
    };
    return {
        guardAccount: account,
        async guard() {
            await Promise.all([account(), guardSources(terraformDirectory(workspace, process.env))]);
        },
        guardPlan: guardPlan,
        terraform,
        roles,
        writer: () => (0,live_writer/* liveWriter */.o)(roles),
        records: s3ObjectStore({ bucket: environment.state.bucket, client: clients.s3 }),
        sealedPlans: sealedPlanWriter,
        circumstances: (review) => (0,circumstances/* circumstances */.Xb)({ ...review, environment: environment.name }, {
            platform: `${process.platform}-${process.arch}`,
            policyDigest: policyDigest(invariants/* RULES */.y, environment, sha256/* sha256 */.s),
        }, { sourceTree: gitSourceTree(workspace), stateHead, terraform }),
    };
}


/***/ }),

/***/ 4392:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ actionsJobSummary)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3360);

/** The summary of the present job. */
const actionsJobSummary = {
    async write(markdown) {
        await _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .summary */ .z.addRaw(markdown, true).write();
    },
};


/***/ }),

/***/ 6219:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ rdsGlobalRoles),
/* harmony export */   n: () => (/* binding */ rolesClient)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_rds__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7202);

/** Needs rds:DescribeGlobalClusters, and nothing of a single cluster, so that it answers also while a region is lost. */
function rdsGlobalRoles({ globalClusterId, regions, clientFor }) {
    const command = new _aws_sdk_client_rds__WEBPACK_IMPORTED_MODULE_0__/* .DescribeGlobalClustersCommand */ .tMi({ GlobalClusterIdentifier: globalClusterId });
    const ask = async (region) => {
        try {
            const { GlobalClusters: found = [] } = await clientFor(region).send(command);
            const global = found.find(({ GlobalClusterIdentifier: id }) => id === globalClusterId);
            return { region, said: global === undefined ? 'no such database' : rolesOf(global) };
        }
        catch (error) {
            if (error instanceof _aws_sdk_client_rds__WEBPACK_IMPORTED_MODULE_0__/* .GlobalClusterNotFoundFault */ .vpV)
                return { region, said: 'no such database' };
            return { region, said: { failure: error instanceof Error ? error.message || error.name : String(error) } };
        }
    };
    return { ask: () => Promise.all(regions.map(ask)) };
}
/** A lost region swallows requests; without limits the SDK would wait for it. */
function rolesClient(region) {
    return new _aws_sdk_client_rds__WEBPACK_IMPORTED_MODULE_0__/* .RDSClient */ .rYe({ region, maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } });
}
function rolesOf({ GlobalClusterMembers: members = [], FailoverState: state }) {
    const [from, to] = [regionOf(state?.FromDbClusterArn), regionOf(state?.ToDbClusterArn)];
    return {
        members: members.map(({ DBClusterArn, IsWriter }) => ({
            region: regionOf(DBClusterArn) ?? 'unknown',
            isWriter: IsWriter === true,
        })),
        move: state?.Status === undefined
            ? undefined
            : {
                status: state.Status,
                ...(from === undefined ? {} : { from }),
                ...(to === undefined ? {} : { to }),
            },
    };
}
/** `arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod` → its region. */
function regionOf(arn) {
    return /^arn:[^:]+:rds:([a-z0-9-]+):/.exec(arn ?? '')?.[1];
}


/***/ }),

/***/ 2189:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ sha256)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

/** SHA-256 over bytes, or over the UTF-8 bytes of a text, as hexadecimal text. */
function sha256(content) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(content).digest('hex');
}


/***/ }),

/***/ 1537:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ temporaryDirectory)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_os__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);



/** A directory of mode 0700 among the temporary files; the runner's own where there is one, which it empties even after a kill. */
const temporaryDirectory = {
    async use(work) {
        const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(process.env['RUNNER_TEMP'] ?? (0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'dr-plan-'));
        try {
            return await work({
                path: (name) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, name),
                async write(name, content) {
                    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, name);
                    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(path, content, { mode: 0o600 });
                    return path;
                },
                read: (path) => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path),
            });
        }
        finally {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(directory, { recursive: true, force: true });
        }
    },
};


/***/ }),

/***/ 2185:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ toBackendConfig),
/* harmony export */   e: () => (/* binding */ toTfvars)
/* harmony export */ });
/* harmony import */ var _schema__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(210);

/** The variables of terraform/variables.tf, ready for a `.tfvars.json` file. No secret is among them. */
function toTfvars(environment) {
    const { database, dns, objectives, regions } = environment;
    return {
        environment: environment.name,
        environment_suffix: environment.environmentSuffix,
        account_id: environment.account,
        home_region: environment.homeRegion,
        dns: {
            hosted_zone_id: dns.hostedZoneId,
            zone_name: dns.zoneName,
            writer_name: dns.writerName,
            reader_name: dns.readerName,
        },
        database: {
            engine_version: database.engineVersion,
            name: database.name,
            master_username: database.masterUsername,
            instance_class: database.instanceClass,
            readers_per_region: database.readersPerRegion,
            backup_retention_days: database.backupRetentionDays,
            backup_window: database.backupWindow,
            maintenance_window: database.maintenanceWindow,
        },
        regions: Object.fromEntries(_schema__WEBPACK_IMPORTED_MODULE_0__/* .REGIONS */ .i.map((region) => [
            region,
            {
                vpc_id: regions[region].vpcId,
                vpc_cidr: regions[region].vpcCidr,
                availability_zones: regions[region].availabilityZones,
                private_subnet_ids: regions[region].privateSubnetIds,
                application_cidrs: regions[region].applicationCidrs,
                egress_cidrs: regions[region].egressCidrs,
            },
        ])),
        objectives: {
            rpo_seconds: objectives.rpoSeconds,
            rto_seconds: objectives.rtoSeconds,
            detection_seconds: objectives.detectionSeconds,
            replication_lag_seconds: objectives.replicationLagSeconds,
        },
        health_check_failure_threshold: environment.healthChecks.failureThreshold,
        secrets: {
            rotation_days: environment.secrets.rotationDays,
            application_role: environment.secrets.applicationRole,
        },
        exports: {
            glacier_after_days: environment.exports.glacierAfterDays,
            expire_after_days: environment.exports.expireAfterDays,
        },
        log_retention_days: environment.logs.retentionDays,
        failover: {
            mode: environment.failover.mode,
            interval_ms: environment.failover.detector.intervalMs,
            timeout_ms: environment.failover.detector.timeoutMs,
            failure_threshold: environment.failover.detector.failureThreshold,
            in_region_grace_seconds: environment.failover.inRegionGraceSeconds,
        },
        notification_emails: environment.notifications.emails,
    };
}
/**
 * The arguments of `terraform init -backend-config` (T4).
 *
 * `encrypt` is left out on purpose. Without a key of its own the backend takes it for AES256, a key of S3, and asks for that with each state it
 * writes; what a request asks for goes before the default of the bucket. Without it the default applies: SSE-KMS with the key that
 * terraform/bootstrap made for states.
 */
function toBackendConfig({ name, state }) {
    return {
        bucket: state.bucket,
        key: `${name}/terraform.tfstate`,
        region: state.region,
        dynamodb_table: state.lockTable,
    };
}


/***/ }),

/***/ 23:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bw: () => (/* binding */ labelling)
/* harmony export */ });
/* unused harmony exports labelChange, labelDrift */
/* harmony import */ var _plan_stream_comparable_changes__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9200);
/* harmony import */ var _role_attributes__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6589);
/* harmony import */ var _secrets__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7712);



/** Says of every change of a plan why it is there. */
function labelling(writer, homeRegion) {
    return (plan) => {
        const drifts = new Map();
        for (const drift of plan.resourceDrift) {
            const known = drifts.get(drift.address);
            if (known === undefined)
                drifts.set(drift.address, [drift]);
            else
                known.push(drift);
        }
        return {
            labelOf: (change) => labelChange(change, drifts.get(change.address) ?? [], writer, homeRegion),
            driftLabelOf: (drift) => labelDrift(drift, writer, homeRegion),
        };
    };
}
/**
 * Why a change is there.
 *
 * - `role change`: the roles are swapped, and it would set back an attribute that the swap has changed. Whatever else the change holds, this is what
 *   a reviewer has to know.
 * - `drift`: it does nothing but put back what was changed outside Terraform.
 * - `real`: all else. When in doubt it is real, because that is read with more care.
 *
 * @param drift what differs from Terraform's state; only entries of the same address count
 */
function labelChange(change, drift, writer, homeRegion) {
    const own = drift.find((entry) => entry.address === change.address && entry.deposed === change.deposed);
    switch (change.action) {
        case 'update':
        case 'replace': {
            const attributes = attributesInQuestion(change);
            if (isSwapped(writer, homeRegion) && attributes.some((attribute) => undoesRole(change, attribute))) {
                return 'role change';
            }
            const putsBack = own !== undefined && attributes.length > 0 && attributes.every((name) => isPutBack(change, own, name));
            return putsBack ? 'drift' : 'real';
        }
        case 'create':
            return own?.action === 'delete' && isRebuilt(change, own) ? 'drift' : 'real';
        case 'no-op':
        case 'read':
        case 'delete':
        case 'forget':
            return 'real';
    }
}
/** Why something differs from Terraform's state without being among the changes. */
function labelDrift(drift, writer, homeRegion) {
    if (drift.action !== 'update' || !isSwapped(writer, homeRegion))
        return 'drift';
    const attributes = differing(drift);
    const roles = attributes.filter((name) => (0,_role_attributes__WEBPACK_IMPORTED_MODULE_1__/* .isRoleAttribute */ .D)(drift.type, name));
    // What was empty when the state was written is filled by other resources of the same apply, as the roles of a cluster: nobody changed it.
    const others = attributes.filter((name) => !roles.includes(name) && !isNothing(valueOf(drift.before, name)));
    return roles.length > 0 && others.length === 0 ? 'expected after failover' : 'drift';
}
/** An unknown writer is not taken for one that is away: that would turn real changes into ones that nobody reads. */
function isSwapped(writer, homeRegion) {
    return writer.state === 'moving' || (writer.state === 'known' && writer.region !== homeRegion);
}
/** A replacement makes every computed attribute unknown; what counts is what is known, and what forces it. */
function attributesInQuestion(change) {
    if (change.action !== 'replace')
        return differing(change);
    const forcing = change.replacePaths.map(([attribute]) => String(attribute));
    const known = differing(change).filter((attribute) => !isUnknown(change, attribute));
    return [...new Set([...known, ...forcing])];
}
/** What is only known after the apply sets nothing back. */
function undoesRole(change, attribute) {
    return (0,_role_attributes__WEBPACK_IMPORTED_MODULE_1__/* .isRoleAttribute */ .D)(change.type, attribute) && !isUnknown(change, attribute);
}
/** Whether the change gives an attribute the value that it had before somebody changed it. */
function isPutBack(change, drift, attribute) {
    return (!isUnknown(change, attribute) &&
        !isSame(valueOf(drift.before, attribute), valueOf(drift.after, attribute)) &&
        isSame(valueOf(drift.before, attribute), valueOf(change.after, attribute)));
}
/** Whether something that is gone would be made again as it was, as far as that is known. */
function isRebuilt(change, drift) {
    const known = (0,_secrets__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(change.after) ? Object.keys(change.after) : [];
    return known
        .filter((name) => !isUnknown(change, name))
        .every((name) => isSame(valueOf(drift.before, name), valueOf(change.after, name)));
}
/** The attributes that differ, or of which that is not known. An attribute is compared whole: a set has no order to go into. */
function differing(change) {
    const names = new Set([change.before, change.after, change.afterUnknown].flatMap((of) => ((0,_secrets__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(of) ? Object.keys(of) : [])));
    return [...names].filter((name) => isUnknown(change, name) || !isSame(valueOf(change.before, name), valueOf(change.after, name)));
}
function valueOf(of, attribute) {
    return (0,_secrets__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(of) ? (of[attribute] ?? null) : null;
}
function isUnknown({ afterUnknown }, attribute) {
    return (0,_secrets__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(afterUnknown) && holdsTrue(afterUnknown[attribute]);
}
/** A provider writes nothing in several ways, and another way after a refresh than after an apply. */
function isSame(one, other) {
    return (isNothing(one) && isNothing(other)) || (0,_plan_stream_comparable_changes__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(one) === (0,_plan_stream_comparable_changes__WEBPACK_IMPORTED_MODULE_0__/* .canonical */ .$N)(other);
}
function isNothing(value) {
    return (value === null ||
        value === '' ||
        (Array.isArray(value) ? value.length === 0 : (0,_secrets__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(value) && Object.keys(value).length === 0));
}
/** Terraform marks what is unknown with `true`, and leaves empty shells of the rest. */
function holdsTrue(mark) {
    if (mark === true)
        return true;
    if (Array.isArray(mark))
        return mark.some(holdsTrue);
    return (0,_secrets__WEBPACK_IMPORTED_MODULE_2__/* .isRecord */ .u4)(mark) && Object.values(mark).some(holdsTrue);
}


/***/ }),

/***/ 9778:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  a: () => (/* binding */ judgeDrills)
});

;// CONCATENATED MODULE: ./src/plan/risk.ts
/**
 * What a change of, even in place, can take a failover away without anything looking broken: only a drill shows it. By type of resource; a
 * trailing `_` stands for all types that begin like this.
 */
const RISKY_TYPES = {
    aws_rds_: 'the database itself: members, versions, parameters and classes decide whether a target can be promoted',
    aws_db_parameter_group: 'settings of the servers, which have to be the same in both regions',
    aws_db_subnet_group: 'the network that the database lives in',
    aws_kms_key: 'a policy that is too narrow is noticed by the region that has to start from it',
    aws_kms_replica_key: 'as a key',
    aws_route53_: 'where clients go after a failover',
    aws_security_group: 'who reaches the database, and over which path the controllers see each other',
    aws_security_group_rule: 'as a security group',
    aws_vpc_: 'peering, endpoints and rules of the networks of the database',
    aws_route: 'the way between the regions',
    aws_route_table: 'as a route',
    aws_network_acl: 'as a security group',
};
/** Modules of terraform/ in which everything is part of a failover, whatever its type. */
const RISKY_MODULES = [
    {
        prefix: 'module.failover_',
        reason: 'the controllers that notice the loss of a region and promote the other one, and their records',
    },
    { prefix: 'module.health_', reason: 'what Route 53 and the controllers ask whether a region can be written' },
    { prefix: 'module.routing', reason: 'where clients go after a failover' },
];
/**
 * The addresses of changes that a fresh drill has to stand behind: whatever takes something away, and updates of what a failover needs.
 *
 * Creating is not risky. A first build has nothing that could be drilled, and one that broke off half-way has to be finished without a drill; what
 * is new beside a database that works takes nothing from it. Imports and moves alone change nothing.
 */
function riskyChanges(plan) {
    return plan.resourceChanges.filter(isRisky).map(({ address }) => address);
}
function isRisky(change) {
    if (change.mode !== 'managed')
        return false;
    switch (change.action) {
        case 'delete':
        case 'replace':
        case 'forget':
            return true;
        case 'update':
            return isPartOfFailover(change);
        case 'no-op':
        case 'create':
        case 'read':
            return false;
    }
}
function isPartOfFailover({ address, type }) {
    return (RISKY_MODULES.some(({ prefix }) => address.startsWith(prefix)) ||
        Object.keys(RISKY_TYPES).some((risky) => (risky.endsWith('_') ? type.startsWith(risky) : type === risky)));
}

;// CONCATENATED MODULE: ./src/plan/drill-gate.ts

const DAY_MS = 86_400_000;
/**
 * Whether a plan may be applied, judged by the last drills: a risky change of a database whose failover nobody has seen work lately may be the one
 * that it does not survive.
 *
 * @param drills the last of each kind that has ever run
 */
function judgeDrills(drills, { drill: { maxAgeDays, requiredKinds, blockRiskyChanges } }, plan, now) {
    const last = drills.map((record) => lastDrill(record, now));
    const concerns = requiredKinds.flatMap((kind) => concernsAbout(kind, last, maxAgeDays));
    const risky = [...riskyChanges(plan)];
    return { drills: last, concerns, risky, blocks: blockRiskyChanges && concerns.length > 0 && risky.length > 0 };
}
function lastDrill({ kind, verdict, finishedAt, rpoSeconds, rtoSeconds, runUrl }, now) {
    // The clock of the runner that drilled may be ahead of this one.
    const ageDays = Math.max(0, (now.getTime() - Date.parse(finishedAt)) / DAY_MS);
    return {
        kind,
        verdict,
        ageDays,
        ...(rpoSeconds === undefined ? {} : { rpoSeconds }),
        ...(rtoSeconds === undefined ? {} : { rtoSeconds }),
        ...(runUrl === undefined ? {} : { runUrl }),
    };
}
function concernsAbout(kind, drills, maxAgeDays) {
    const drill = drills.find((candidate) => candidate.kind === kind);
    if (drill === undefined)
        return [`no ${kind} drill has ever run`];
    const concerns = [];
    if (drill.verdict !== 'passed') {
        concerns.push(`the last ${kind} drill ${drill.verdict === 'not-run' ? 'did not run' : `is ${drill.verdict}`}`);
    }
    if (drill.ageDays > maxAgeDays) {
        const age = Math.floor(drill.ageDays);
        concerns.push(`the last ${kind} drill is ${age} ${age === 1 ? 'day' : 'days'} old, more than ${maxAgeDays}`);
    }
    return concerns;
}


/***/ }),

/***/ 1655:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  y: () => (/* binding */ RULES),
  m: () => (/* binding */ checkInvariants)
});

// EXTERNAL MODULE: ./src/plan/secrets.ts + 2 modules
var secrets = __webpack_require__(7712);
;// CONCATENATED MODULE: ./src/plan/invariants/values.ts

const UNKNOWN = { isKnown: false };
/** Reads a planned value and its mark of being unknown along the same path; what is not set is known to be null. */
function read(after, unknown, path) {
    if (unknown === true)
        return UNKNOWN;
    const [step, ...rest] = path;
    if (step === undefined)
        return { isKnown: true, value: after ?? null };
    return read(child(after, step), child(unknown, step), rest);
}
function child(of, step) {
    if (typeof step === 'number')
        return asList(of)[step];
    return (0,secrets/* isRecord */.u4)(of) ? of[step] : undefined;
}
function asText(value) {
    return typeof value === 'string' ? value : undefined;
}
function asNumber(value) {
    return typeof value === 'number' ? value : undefined;
}
function asList(value) {
    return Array.isArray(value) ? value : [];
}
function asTexts(value) {
    return typeof value === 'string' ? [value] : asList(value).filter((item) => typeof item === 'string');
}

;// CONCATENATED MODULE: ./src/plan/invariants/clusters.ts

// Both clusters, as they will be after the apply.
/** The cluster of a region, or undefined when it is missing, which {@link membersOfTheGlobalDatabase} says. */
function clusterOf(stack, region) {
    return stack.ours('aws_rds_cluster', region)[0];
}
function* membersOfTheGlobalDatabase(stack) {
    const [global, second] = stack.ours('aws_rds_global_cluster');
    if (second !== undefined)
        yield { address: second.address, sentence: 'a second global database; an environment has exactly one' };
    for (const region of stack.regions) {
        const cluster = clusterOf(stack, region);
        if (cluster === undefined) {
            yield {
                address: stack.expected('regional_database', region),
                sentence: `${region} would have no cluster: nothing could take over; keep one cluster in each region`,
            };
        }
        else if (!joins(stack, cluster, global)) {
            yield {
                address: cluster.address,
                sentence: `the cluster of ${region} would not belong to the global database; give it global_cluster_identifier`,
            };
        }
    }
}
function joins(stack, cluster, global) {
    const id = stack.known(cluster, 'global_cluster_identifier');
    // Empty while a failed cluster is away: whether it comes back is not for Terraform to say, which ignores the attribute.
    if (id === '' && cluster.change.action !== 'create')
        return true;
    if (id !== undefined)
        return id !== null && id === stack.known(global ?? cluster, 'global_cluster_identifier');
    return global !== undefined && stack.origins(cluster, 'global_cluster_identifier').has(global.configAddress);
}
function* secondaryComesAfterTheWriter(stack) {
    for (const cluster of otherClusters(stack)) {
        // Once it exists, the order in which it was made is past.
        if (cluster.change.action !== 'create')
            continue;
        const home = stack.ours('aws_rds_cluster_instance', stack.environment.homeRegion)[0];
        if (home !== undefined && !stack.origins(cluster, 'global_cluster_identifier').has(home.configAddress)) {
            yield {
                address: cluster.address,
                sentence: 'it would not wait for the instances of the first cluster, and RDS refuses a secondary before the writer serves; take the id from joined_global_cluster_id of the first cluster',
            };
        }
    }
}
/** User, password and database come from the first cluster; RDS refuses them on a secondary. */
function* nothingOfItsOwnOnTheSecondary(stack) {
    for (const cluster of otherClusters(stack)) {
        if (cluster.change.action !== 'create')
            continue;
        for (const attribute of ['master_username', 'database_name', 'master_password_wo_version', 'master_password']) {
            const value = stack.known(cluster, attribute);
            if (value !== undefined && value !== null) {
                yield {
                    address: cluster.address,
                    sentence: `${attribute} is given for a secondary cluster, which RDS refuses; leave it null here`,
                };
            }
        }
    }
}
function* sourceRegion(stack) {
    const { homeRegion } = stack.environment;
    for (const cluster of otherClusters(stack)) {
        const region = stack.known(cluster, 'source_region');
        if (region !== undefined && region !== homeRegion) {
            yield {
                address: cluster.address,
                sentence: `source_region is ${JSON.stringify(region)}: an encrypted secondary can only be made with the constant ${homeRegion}, and changing it later replaces the cluster`,
            };
        }
    }
}
function otherClusters(stack) {
    return stack.regions
        .filter((region) => region !== stack.environment.homeRegion)
        .flatMap((region) => clusterOf(stack, region) ?? []);
}
function* encryptedClusters(stack) {
    for (const type of ['aws_rds_global_cluster', 'aws_rds_cluster']) {
        for (const cluster of stack.ours(type)) {
            const encrypted = stack.read(cluster, 'storage_encrypted');
            const isOff = encrypted.isKnown ? encrypted.value !== true : !stack.isGiven(cluster, 'storage_encrypted');
            if (isOff)
                yield { address: cluster.address, sentence: 'its storage would not be encrypted; set storage_encrypted' };
            if (type === 'aws_rds_cluster' && !stack.isGiven(cluster, 'kms_key_id')) {
                yield {
                    address: cluster.address,
                    sentence: 'it would be encrypted with a key of AWS, whose use we cannot grant or watch; give kms_key_id of its own region',
                };
            }
        }
    }
}
function* pointInTimeRecovery(stack) {
    for (const cluster of stack.ours('aws_rds_cluster')) {
        const reading = stack.read(cluster, 'backup_retention_period');
        const days = reading.isKnown ? asNumber(reading.value) : undefined;
        if (reading.isKnown && (days === undefined || days < 1)) {
            yield {
                address: cluster.address,
                sentence: 'backups would be kept for 0 days, which turns point-in-time recovery off; keep at least one day',
            };
        }
        else if (!reading.isKnown && !stack.isGiven(cluster, 'backup_retention_period')) {
            yield { address: cluster.address, sentence: 'how long backups are kept is not given; give the number of days' };
        }
    }
}
function* destroyableClusters(stack) {
    const wanted = {
        aws_rds_global_cluster: { deletion_protection: false, force_destroy: true },
        aws_rds_cluster: { deletion_protection: false, skip_final_snapshot: true, delete_automated_backups: true },
    };
    for (const [type, attributes] of Object.entries(wanted)) {
        for (const cluster of stack.ours(type)) {
            for (const [attribute, value] of Object.entries(attributes)) {
                const found = stack.known(cluster, attribute);
                // RDS reads "not given" as false.
                if (found !== undefined && (found ?? false) !== value) {
                    yield {
                        address: cluster.address,
                        sentence: `${attribute} would be ${JSON.stringify(found)}, and a destroy would need steps by hand or leave something behind; set it to ${String(value)}`,
                    };
                }
            }
        }
    }
}
function* clusterLogs(stack) {
    for (const region of stack.regions) {
        const cluster = clusterOf(stack, region);
        if (cluster === undefined)
            continue;
        const exported = stack.known(cluster, 'enabled_cloudwatch_logs_exports');
        if (exported !== undefined && !asTexts(exported).includes('postgresql')) {
            yield {
                address: cluster.address,
                sentence: 'its log would stay inside the lost region; export "postgresql" to CloudWatch',
            };
        }
        const id = asText(stack.known(cluster, 'cluster_identifier'));
        const name = `/aws/rds/cluster/${id ?? ''}/postgresql`;
        const groups = stack.ours('aws_cloudwatch_log_group', region);
        const group = groups.find((candidate) => stack.known(candidate, 'name') === name);
        if (id !== undefined && group === undefined && groups.every((other) => stack.read(other, 'name').isKnown)) {
            yield {
                address: cluster.address,
                sentence: `nobody makes the log group ${name}: RDS would, without retention, and it would outlive a destroy`,
            };
        }
    }
}
function* exportRoles(stack) {
    for (const region of stack.regions) {
        const exists = stack
            .ours('aws_rds_cluster_role_association', region)
            .some((association) => ['s3Export', undefined].includes(asText(stack.known(association, 'feature_name'))));
        if (!exists) {
            yield {
                address: stack.expected('regional_database', region),
                sentence: `the cluster of ${region} could not write exports to S3; both clusters need the role for s3Export, because either can be the writer`,
            };
        }
    }
}
/** The parameters of a group as one line each, for comparisons. */
function parametersOf(stack, group) {
    const reading = stack.read(group, 'parameter');
    if (!reading.isKnown)
        return undefined;
    return asList(reading.value)
        .map((_parameter, index) => {
        const [name, value] = ['name', 'value'].map((key) => stack.known(group, 'parameter', index, key));
        return `${asText(name) ?? '?'} = ${asText(value) ?? '?'}`;
    })
        .sort((a, b) => a.localeCompare(b, 'en'));
}
function* clusterParameters(stack) {
    for (const region of stack.regions) {
        const cluster = clusterOf(stack, region);
        if (cluster === undefined)
            continue;
        const group = stack.ours('aws_rds_cluster_parameter_group', region)[0];
        if (group === undefined || !stack.isGiven(cluster, 'db_cluster_parameter_group_name')) {
            yield {
                address: cluster.address,
                sentence: 'it has no parameter group of ours, so that neither TLS is forced nor statements are counted',
            };
        }
        if (group === undefined)
            continue;
        const parameters = parametersOf(stack, group);
        if (parameters === undefined)
            continue;
        if (!parameters.includes('rds.force_ssl = 1')) {
            yield { address: group.address, sentence: 'connections without TLS would be accepted; set rds.force_ssl to 1' };
        }
        if (!parameters.some((line) => /^shared_preload_libraries = .*\bpg_stat_statements\b/.test(line))) {
            yield {
                address: group.address,
                sentence: 'pg_stat_statements would not be loaded; it belongs into shared_preload_libraries',
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/alarms.ts


// Aurora publishes how far a region is behind only in the region that follows, in milliseconds. Roles swap: each region needs its own.
const COMPOSITE = 'aws_cloudwatch_composite_alarm';
const LAG_METRICS = ['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag'];
function alarms(stack, region) {
    return stack.ours('aws_cloudwatch_metric_alarm', region);
}
/** Whether the dimensions name the cluster of the region; yes while they are unknown. */
function isOfCluster(stack, alarm, region) {
    const cluster = clusterOf(stack, region);
    const wanted = cluster === undefined ? undefined : stack.known(cluster, 'cluster_identifier');
    const found = stack.known(alarm, 'dimensions', 'DBClusterIdentifier');
    return wanted === undefined || found === undefined || wanted === found;
}
function isLagAlarm(stack, alarm) {
    return LAG_METRICS.includes(asText(stack.known(alarm, 'metric_name')) ?? '');
}
function* lagAlarms(stack) {
    for (const region of stack.regions) {
        const own = alarms(stack, region).filter((alarm) => isLagAlarm(stack, alarm));
        for (const alarm of own.filter((one) => !isOfCluster(stack, one, region))) {
            yield {
                address: alarm.address,
                sentence: `it watches ${JSON.stringify(stack.known(alarm, 'dimensions'))}, which has no data in ${region}; the dimension is DBClusterIdentifier with the cluster of the same region`,
            };
        }
        if (!own.some((alarm) => stack.known(alarm, 'metric_name') === 'AuroraGlobalDBRPOLag' && isOfCluster(stack, alarm, region))) {
            yield {
                address: stack.expected('replication', region),
                sentence: `no alarm on AuroraGlobalDBRPOLag for ${region}: while that region follows, nobody would be told how far it is behind`,
            };
        }
    }
}
function* lagInMilliseconds(stack) {
    const limit = stack.environment.objectives.replicationLagSeconds * 1_000;
    for (const alarm of alarms(stack).filter((one) => isLagAlarm(stack, one))) {
        const threshold = asNumber(stack.known(alarm, 'threshold'));
        if (threshold === undefined || (threshold >= 1_000 && threshold <= limit))
            continue;
        yield {
            address: alarm.address,
            sentence: `its threshold is ${threshold} ms; Aurora reports lag in milliseconds, so ${limit / 1_000} s are ${limit}`,
        };
    }
}
/** A lag alarm without data says INSUFFICIENT_DATA, and a composite alarm tells the cause that is wrong from the one that is right. */
function* silenceIsNoticed(stack) {
    for (const region of stack.regions) {
        const lag = alarms(stack, region).filter((alarm) => stack.known(alarm, 'metric_name') === 'AuroraGlobalDBRPOLag');
        const rules = stack.ours(COMPOSITE, region).map((alarm) => stack.read(alarm, 'alarm_rule'));
        const listensTo = (alarm) => rules.some((rule) => !rule.isKnown ||
            (asText(rule.value) ?? '').includes(`INSUFFICIENT_DATA("${asText(stack.known(alarm, 'alarm_name')) ?? ''}")`));
        if (!lag.some(listensTo)) {
            yield {
                address: stack.expected('replication', region),
                sentence: `no alarm would notice that ${region} neither writes nor says how far it is behind; a composite alarm has to ask for INSUFFICIENT_DATA of the lag alarm`,
            };
        }
        for (const alarm of lag) {
            const missing = stack.known(alarm, 'treat_missing_data');
            if (missing !== undefined && missing !== 'missing') {
                yield {
                    address: alarm.address,
                    sentence: `it treats missing data as ${JSON.stringify(missing)} and never says that it has none, so that nobody notices; set treat_missing_data to missing`,
                };
            }
        }
    }
}
function* alarmsTellSomebody(stack) {
    const rules = stack.ours(COMPOSITE).map((alarm) => asText(stack.known(alarm, 'alarm_rule')) ?? '');
    for (const alarm of [...alarms(stack), ...stack.ours(COMPOSITE)]) {
        const name = asText(stack.known(alarm, 'alarm_name')) ?? '';
        // A state that only another alarm looks at tells nobody itself.
        if (!isLagAlarm(stack, alarm) && rules.some((rule) => rule.includes(`"${name}"`)))
            continue;
        const actions = stack.known(alarm, 'alarm_actions');
        const hasNone = actions !== undefined && asList(actions).length === 0;
        if (hasNone || stack.known(alarm, 'actions_enabled') === false) {
            yield {
                address: alarm.address,
                sentence: 'it would tell nobody; give it the topic of its region in alarm_actions',
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/attributes.ts
/**
 * A rule about one attribute of all our resources of a type: where its value is known before apply, it has to be one of those wanted.
 *
 * @param why what would happen otherwise, and what to do; said after the value that was found
 */
function attributeIs(type, attribute, wanted, why) {
    return function* (stack) {
        for (const resource of stack.ours(type)) {
            const value = stack.known(resource, attribute);
            if (value === undefined || wanted.some((allowed) => allowed === value))
                continue;
            yield { address: resource.address, sentence: `${attribute} is ${JSON.stringify(value)}: ${why}` };
        }
    };
}
/** Several rules under one id. */
function both(...checks) {
    return function* (stack) {
        for (const check of checks)
            yield* check(stack);
    };
}

;// CONCATENATED MODULE: ./src/plan/invariants/conventions.ts


// T1, T2, T5: what holds for every resource.
const REQUIRED_TAGS = { Environment: 'production', 'DR-Tier': 'critical' };
function* tags(stack) {
    for (const resource of stack.allOurs) {
        const { after } = resource.change;
        // Types without tags do not have the attribute at all.
        if (!(0,secrets/* isRecord */.u4)(after) || !('tags_all' in after || !stack.read(resource, 'tags_all').isKnown))
            continue;
        const found = stack.known(resource, 'tags_all');
        if (found === undefined)
            continue;
        const missing = Object.entries(REQUIRED_TAGS).filter(([name, value]) => !(0,secrets/* isRecord */.u4)(found) || ![value, undefined].includes(asText(stack.known(resource, 'tags_all', name) ?? '')));
        if (missing.length > 0) {
            yield {
                address: resource.address,
                sentence: `it would lack ${missing.map(([name, value]) => `${name}=${value}`).join(' and ')}; leave them in default_tags of both providers`,
            };
        }
    }
}
/** The attributes that name a resource. */
const NAMES = [
    'alarm_name',
    'bucket',
    'cluster_identifier',
    'dashboard_name',
    'function_name',
    'global_cluster_identifier',
    'identifier',
    'name',
];
/** Types whose attribute of that name names something else, or that are named by what they belong to. */
const NAMED_BY_OTHERS = new Set(['aws_cloudwatch_log_group', 'aws_route53_record']);
const NAMING_TYPES = {
    bucket: ['aws_s3_bucket'],
    cluster_identifier: ['aws_rds_cluster'],
    function_name: ['aws_lambda_function'],
    global_cluster_identifier: ['aws_rds_global_cluster'],
};
function* names(stack) {
    const { environmentSuffix } = stack.environment;
    const pattern = new RegExp(`^(?:alias/)?[a-z][a-z0-9]*(?:-[a-z0-9]+)+-${environmentSuffix}$`);
    for (const resource of stack.allOurs.filter(({ type }) => !NAMED_BY_OTHERS.has(type))) {
        for (const attribute of NAMES) {
            if (NAMING_TYPES[attribute]?.includes(resource.type) === false)
                continue;
            const name = asText(stack.known(resource, attribute));
            if (name === undefined || pattern.test(name))
                continue;
            yield {
                address: resource.address,
                sentence: `${attribute} is ${JSON.stringify(name)}; names are {resource-type}-{purpose}-${environmentSuffix}, so that environments never meet`,
            };
        }
    }
}
function* providers(stack) {
    if (stack.regions.length === 0)
        return;
    // Only those that our resources use: a provider of somebody else's resources may well lead to another account.
    const used = new Set(stack.allOurs.map((resource) => stack.configured(resource)?.provider_config_key));
    for (const [key, { expressions }] of Object.entries(stack.providers)) {
        if (!used.has(key))
            continue;
        const address = `provider["${key}"]`;
        if (expressions['allowed_account_ids'] === undefined) {
            yield {
                address,
                sentence: 'with the wrong credentials it would change another account; set allowed_account_ids',
            };
        }
        if (expressions['default_tags'] === undefined) {
            yield { address, sentence: 'its resources would lack the required tags; give it default_tags' };
        }
    }
}

// EXTERNAL MODULE: ./src/plan/invariants/configuration.ts
var configuration = __webpack_require__(8675);
;// CONCATENATED MODULE: ./src/plan/invariants/credentials.ts


// K1 to K5: passwords stay in Secrets Manager.
/** Arguments that would put a password into plan and state, with what takes their place. */
const PLAIN = {
    aws_rds_cluster: { master_password: 'master_password_wo' },
    aws_rds_cluster_instance: { master_password: 'master_password_wo' },
    aws_secretsmanager_secret_version: { secret_string: 'secret_string_wo', secret_binary: 'secret_string_wo' },
    aws_lambda_function: {},
};
function* nothingInState(stack) {
    for (const [type, attributes] of Object.entries(PLAIN)) {
        for (const resource of stack.ours(type)) {
            for (const [attribute, instead] of Object.entries(attributes)) {
                const expression = stack.configured(resource)?.expressions[attribute];
                const isNull = expression !== undefined && (0,configuration/* references */.Ft)(expression).length === 0 && stack.known(resource, attribute) === null;
                if (expression !== undefined && !isNull) {
                    yield {
                        address: resource.address,
                        sentence: `${attribute} would stand in plan and state for everybody to read; use ${instead}`,
                    };
                }
            }
        }
    }
    for (const resource of stack.allOurs.filter(({ type }) => type === 'random_password' || type === 'random_string')) {
        yield {
            address: resource.address,
            sentence: 'what it makes stands in the state for everybody to read; make passwords with the ephemeral aws_secretsmanager_random_password',
        };
    }
}
function* passwordFromItsSecret(stack) {
    for (const cluster of stack.ours('aws_rds_cluster')) {
        if (cluster.region !== stack.environment.homeRegion)
            continue;
        if (stack.known(cluster, 'manage_master_user_password') === true) {
            yield {
                address: cluster.address,
                sentence: 'RDS cannot manage the password of a global database; leave manage_master_user_password out',
            };
            continue;
        }
        const from = [...stack.origins(cluster, 'master_password_wo')];
        if (!from.some((origin) => origin.includes('ephemeral.aws_secretsmanager_secret_version.'))) {
            yield {
                address: cluster.address,
                sentence: 'its password does not come from the secret that was stored: after an apply that broke off the two differ; read it back from the secret',
            };
        }
    }
}
function* aSecretInEachRegion(stack) {
    const secrets = stack.ours('aws_secretsmanager_secret');
    for (const region of stack.regions) {
        if (secrets.some((secret) => secret.region === region))
            continue;
        yield {
            address: stack.expected('credentials', region),
            sentence: `${region} would have no secret of its own, and no password while the other region is lost`,
        };
    }
    for (const secret of secrets) {
        const window = stack.known(secret, 'recovery_window_in_days');
        if (window !== undefined && window !== 0) {
            yield {
                address: secret.address,
                sentence: `after a destroy its name stays taken for ${asNumber(window) ?? 30} days, and the next apply fails; set recovery_window_in_days to 0`,
            };
        }
        if (!stack.isGiven(secret, 'kms_key_id'))
            yield {
                address: secret.address,
                sentence: 'it would be encrypted with a key of AWS; give kms_key_id of its own region',
            };
        if (isReplicated(stack, secret)) {
            yield {
                address: secret.address,
                sentence: 'a replica cannot be rotated and depends on its source; keep a secret of its own in each region instead',
            };
        }
    }
}
function isReplicated(stack, secret) {
    return stack.configured(secret)?.expressions['replica'] !== undefined;
}
/** A regional endpoint leads to a read-only cluster after a failover. */
function* hostFollowsTheWriter(stack) {
    for (const call of stack.calls('credentials')) {
        const from = [...stack.originsOfArgument(call, 'host')];
        if (from.some((origin) => origin.includes('.aws_rds_global_cluster.')))
            continue;
        yield {
            address: call.address,
            sentence: 'the host in the secrets does not follow the writer: after a failover every client would connect to a read-only or lost cluster; use the endpoint of the global database',
        };
    }
}
function* rotated(stack) {
    const rotations = stack.ours('aws_secretsmanager_secret_rotation');
    for (const secret of stack.ours('aws_secretsmanager_secret')) {
        const rotation = rotations.find((candidate) => isOf(stack, candidate, secret));
        if (rotation === undefined) {
            yield { address: secret.address, sentence: 'its password would never change by itself; give it a rotation' };
        }
        else if (!stack.isGiven(rotation, 'rotation_lambda_arn')) {
            yield { address: rotation.address, sentence: 'no function would change the password; give rotation_lambda_arn' };
        }
    }
}
/** Whether the part of a secret belongs to it; a rotation may name it through a version, so that there is something to rotate. */
function isOf(stack, part, secret) {
    const id = stack.known(part, 'secret_id');
    if (id !== undefined)
        return id === stack.known(secret, 'id') || id === stack.known(secret, 'arn');
    const from = [...stack.origins(part, 'secret_id')];
    const versions = from.flatMap((origin) => stack.instancesOf(origin)).filter(({ type }) => type.endsWith('_version'));
    return from.includes(secret.configAddress) || versions.some((version) => isOf(stack, version, secret));
}

// EXTERNAL MODULE: ./src/environment/schema.ts
var schema = __webpack_require__(210);
;// CONCATENATED MODULE: ./src/plan/invariants/stack.ts



/** The modules of this repository, by the end of their source. What others add beside them is not judged by our requirements. */
const OUR_MODULES = [
    'credentials',
    'dashboard',
    'drill_probe',
    'encryption',
    'exports',
    'failover_controller',
    'failover_table',
    'function',
    'global_database',
    'health',
    'notifications',
    'pipeline_roles',
    'regional_database',
    'replication',
    'rotation',
    'routing',
];
/** A plan with the means to ask where its values come from. */
class PlannedStack {
    plan;
    environment;
    configuration;
    resources;
    planned;
    /** Managed resources of all types in our modules. */
    allOurs;
    constructor(plan, environment) {
        this.plan = plan;
        this.environment = environment;
        this.configuration = (0,configuration/* parseConfiguration */.MA)(plan.raw);
        this.resources = (0,configuration/* resourcesByAddress */.ps)(this.configuration.root_module);
        this.planned = plan.resourceChanges
            .filter(({ action }) => action !== 'delete' && action !== 'forget')
            .map((change) => this.toPlanned(change));
        this.allOurs = this.planned.filter(({ change, configAddress }) => change.mode === 'managed' && this.isOurs(configAddress));
    }
    /** The regions that our stack spans; none when the plan is not one of our stack, so that no rule misses anything in it. */
    get regions() {
        return this.ours('aws_rds_global_cluster').length > 0 ? schema/* REGIONS */.i : [];
    }
    /** Managed resources of one type, in our modules. */
    ours(type, region) {
        return this.allOurs.filter((resource) => resource.type === type && (region === undefined || resource.region === region));
    }
    /** Managed resources of one type, also those that others added. */
    all(type) {
        return this.planned.filter((resource) => resource.type === type && resource.change.mode === 'managed');
    }
    /** All instances of a resource or data source that the configuration names so. */
    instancesOf(configAddress) {
        return this.planned.filter((resource) => resource.configAddress === configAddress);
    }
    read(resource, ...path) {
        return read(resource.change.after, resource.change.afterUnknown, path);
    }
    /** The value, or undefined where it is only known after apply. Null where it is not set. */
    known(resource, ...path) {
        const reading = this.read(resource, ...path);
        return reading.isKnown ? reading.value : undefined;
    }
    /** Whether the configuration gives the attribute a value, or the plan knows one. */
    isGiven(resource, attribute) {
        const value = this.known(resource, attribute);
        if (value !== undefined)
            return value !== null && value !== '';
        return this.configured(resource)?.expressions[attribute] !== undefined;
    }
    configured({ configAddress }) {
        return this.resources.get(configAddress);
    }
    /** Where the value of an attribute, or of all of them, comes from; see {@link origins}. */
    origins(resource, attribute) {
        const [path] = (0,configuration/* splitAddress */.lS)(resource.configAddress);
        const configured = this.configured(resource);
        const found = (0,configuration/* origins */.kt)(this.configuration, path, configured?.expressions[attribute]);
        const loops = [...found].length === 0 ? configured?.for_each_expression : undefined;
        return loops === undefined ? found : (0,configuration/* origins */.kt)(this.configuration, path, loops);
    }
    /** Where an argument of a call of one of our modules comes from. */
    originsOfArgument(call, argument) {
        return (0,configuration/* origins */.kt)(this.configuration, [], this.configuration.root_module.module_calls[call.name]?.expressions[argument]);
    }
    /** The calls of one of our modules in the root. */
    calls(module) {
        return Object.entries(this.configuration.root_module.module_calls)
            .filter(([, { source }]) => ourModule(source) === module)
            .map(([name]) => ({
            name,
            address: `module.${name}`,
            region: this.planned.find(({ configAddress }) => configAddress.startsWith(`module.${name}.`))?.region,
        }));
    }
    /** The address of what a region should have: of the module that is there, or else of the one that should be. */
    expected(module, region) {
        const call = this.calls(module).find((candidate) => candidate.region === region);
        const folder = module === 'regional_database' ? 'database' : module;
        return call?.address ?? `module.${folder}_${region.replaceAll('-', '_')}`;
    }
    get providers() {
        return this.configuration.provider_config;
    }
    /** Whether the address, without instance keys, lies in one of our modules. */
    isOurs(configAddress) {
        const [[call]] = (0,configuration/* splitAddress */.lS)(configAddress);
        const source = call === undefined ? undefined : this.configuration.root_module.module_calls[call]?.source;
        return source !== undefined && ourModule(source) !== undefined;
    }
    toPlanned(change) {
        const configAddress = withoutKeys(change.address);
        const resource = { configAddress, address: change.address, type: change.type, change };
        const provider = this.providers[this.configured(resource)?.provider_config_key ?? ''];
        const region = constant(provider?.expressions['region']);
        return {
            ...resource,
            key: /\[[^\]]*\]$/.exec(change.address)?.[0] ?? '',
            region: schema/* REGIONS */.i.find((candidate) => candidate === region),
        };
    }
}
function withoutKeys(address) {
    return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}
function ourModule(source) {
    return OUR_MODULES.find((module) => source === `./modules/${module}`);
}
function constant(expression) {
    return typeof expression === 'object' && expression !== null && 'constant_value' in expression
        ? expression.constant_value
        : undefined;
}

;// CONCATENATED MODULE: ./src/plan/invariants/policy.ts



/**
 * The statements of a policy attribute: from its JSON, or, while that is only known after apply, from the policy documents that it comes from.
 * Undefined when neither is there.
 */
function statements(stack, resource, attribute) {
    const value = stack.known(resource, attribute);
    if (value !== undefined)
        return fromJson(value);
    return fromOrigins(stack, resource, attribute, new Set());
}
function fromOrigins(stack, resource, attribute, visited) {
    const documents = [...stack.origins(resource, attribute)]
        .filter((origin) => /(?:^|\.)data\.aws_iam_policy_document\./.test(origin) && !visited.has(origin))
        .flatMap((origin) => {
        visited.add(origin);
        const instances = stack.instancesOf(origin);
        // With the same keys on both sides, each belongs to its own.
        const own = instances.filter(({ key }) => key === resource.key);
        return own.length > 0 ? own : instances;
    });
    if (documents.length === 0)
        return undefined;
    return documents.flatMap((document) => [
        ...asList(stack.known(document, 'statement')).map(fromDocument),
        ...(fromOrigins(stack, document, 'source_policy_documents', visited) ?? []),
    ]);
}
function fromDocument(statement) {
    const at = (key) => ((0,secrets/* isRecord */.u4)(statement) ? statement[key] : undefined);
    return {
        sid: asText(at('sid')) ?? '',
        isAllow: at('effect') !== 'Deny',
        actions: asTexts(at('actions')),
        principals: asList(at('principals')).flatMap((principal) => (0,secrets/* isRecord */.u4)(principal)
            ? asTexts(principal['identifiers']).map((id) => principalName(asText(principal['type']) ?? '', id))
            : []),
        resources: asTexts(at('resources')),
        conditions: asList(at('condition')).flatMap((condition) => (0,secrets/* isRecord */.u4)(condition)
            ? [
                {
                    test: asText(condition['test']) ?? '',
                    variable: asText(condition['variable']) ?? '',
                    values: asTexts(condition['values']),
                },
            ]
            : []),
    };
}
function fromJson(value) {
    const text = asText(value);
    if (text === undefined)
        return value === null ? [] : undefined;
    let document;
    try {
        document = JSON.parse(text);
    }
    catch {
        return undefined;
    }
    const list = (0,secrets/* isRecord */.u4)(document) ? document['Statement'] : undefined;
    return (Array.isArray(list) ? asList(list) : [list]).filter(secrets/* isRecord */.u4).map((statement) => ({
        sid: asText(statement['Sid']) ?? '',
        isAllow: statement['Effect'] === 'Allow',
        actions: asTexts(statement['Action']),
        principals: principalsFromJson(statement['Principal']),
        resources: asTexts(statement['Resource']),
        conditions: Object.entries((0,secrets/* isRecord */.u4)(statement['Condition']) ? statement['Condition'] : {}).flatMap(([test, variables]) => Object.entries((0,secrets/* isRecord */.u4)(variables) ? variables : {}).map(([variable, values]) => ({
            test,
            variable,
            values: asTexts(values),
        }))),
    }));
}
function principalsFromJson(principal) {
    if (principal === '*')
        return ['*'];
    if (!(0,secrets/* isRecord */.u4)(principal))
        return [];
    return Object.entries(principal).flatMap(([type, ids]) => asTexts(ids).map((id) => principalName(type, id)));
}
function principalName(type, id) {
    return id === '*' ? '*' : `${type}:${id}`;
}
/** Whether the statement allows the action to the principal, wildcards in the statement's actions included. */
function allows(statement, principal, action) {
    return statement.isAllow && statement.principals.includes(principal) && covers(statement, action);
}
function covers(statement, action) {
    return statement.actions.some((pattern) => matches(pattern, action));
}
function matches(pattern, action) {
    return pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1)));
}
/** Whether a condition on the variable is there, with one of the values where any are asked for. */
function hasCondition(statement, variable, ...values) {
    return statement.conditions.some((condition) => condition.variable.toLowerCase() === variable.toLowerCase() &&
        (values.length === 0 || condition.values.some((value) => values.includes(value))));
}
/** Whether calls over plain HTTP are refused to everybody. */
function refusesPlainHttp(all) {
    return all.some((statement) => !statement.isAllow &&
        statement.principals.includes('*') &&
        hasCondition(statement, 'aws:SecureTransport', 'false'));
}

;// CONCATENATED MODULE: ./src/plan/invariants/exports.ts


// E1 to E4: both buckets for exports. After the loss of a region the copy is all there is, so it is judged like the first.
function buckets(stack) {
    const modules = stack.calls('exports').map(({ address }) => address);
    return stack
        .ours('aws_s3_bucket')
        .filter(({ configAddress }) => modules.some((module) => configAddress.startsWith(`${module}.`)));
}
/** The part of a bucket that Terraform keeps in a resource of its own. */
function partOf(stack, bucket, type) {
    const name = stack.known(bucket, 'bucket');
    return stack.ours(type).find((part) => {
        const named = stack.known(part, 'bucket');
        return named === undefined ? stack.origins(part, 'bucket').has(bucket.configAddress) : named === name;
    });
}
/** A rule about a part that each bucket needs: `problem` tells what is wrong with the part, where there is one. */
function* eachPart(stack, type, missing, problem) {
    for (const bucket of buckets(stack)) {
        const part = partOf(stack, bucket, type);
        const sentence = part === undefined ? missing : problem(part);
        if (sentence !== undefined)
            yield { address: (part ?? bucket).address, sentence };
    }
}
function* versioned(stack) {
    const sentence = 'an export that is overwritten or deleted would be gone, and nothing would be copied; set versioning to Enabled';
    yield* eachPart(stack, 'aws_s3_bucket_versioning', sentence, (part) => {
        const status = stack.known(part, 'versioning_configuration', 0, 'status');
        return status === undefined || status === 'Enabled' ? undefined : sentence;
    });
}
function* copied(stack) {
    const { homeRegion } = stack.environment;
    for (const bucket of buckets(stack).filter(({ region }) => region === homeRegion)) {
        const replication = partOf(stack, bucket, 'aws_s3_bucket_replication_configuration');
        if (replication === undefined) {
            yield {
                address: bucket.address,
                sentence: 'exports would be lost with the region; replicate the bucket to the other one',
            };
            continue;
        }
        const at = (...path) => stack.known(replication, 'rule', 0, ...path);
        const { address } = replication;
        if (at('status') !== undefined && at('status') !== 'Enabled') {
            yield { address, sentence: 'the rule that copies exports would be switched off; set status to Enabled' };
        }
        const selected = at('source_selection_criteria', 0, 'sse_kms_encrypted_objects', 0, 'status');
        if (selected !== undefined && selected !== 'Enabled') {
            yield {
                address,
                sentence: 'S3 leaves objects that are encrypted with KMS out, and all of ours are; enable sse_kms_encrypted_objects',
            };
        }
        const key = stack.read(replication, 'rule', 0, 'destination', 0, 'encryption_configuration', 0, 'replica_kms_key_id');
        if (key.isKnown && (key.value === null || key.value === '')) {
            yield {
                address,
                sentence: 'without a key of the other region nothing encrypted is copied; give replica_kms_key_id',
            };
        }
    }
}
/** What the role that copies has to be able to do, or S3 leaves encrypted objects out and says so nowhere else. */
function* copyingRoleUsesBothKeys(stack) {
    for (const policy of stack
        .ours('aws_iam_role_policy')
        .filter(({ configAddress }) => configAddress.endsWith('.replication'))) {
        const allowed = statements(stack, policy, 'policy')?.filter(({ isAllow }) => isAllow);
        if (allowed === undefined)
            continue;
        for (const action of ['kms:Decrypt', 'kms:Encrypt', 's3:ReplicateObject', 's3:GetObjectVersionForReplication']) {
            if (!allowed.some((statement) => covers(statement, action))) {
                yield {
                    address: policy.address,
                    sentence: `the role that copies exports may not ${action}, and S3 would leave them out in silence`,
                };
            }
        }
    }
}
function* failedCopiesAreNoticed(stack) {
    for (const call of stack.calls('exports')) {
        const isWatched = stack
            .ours('aws_cloudwatch_metric_alarm')
            .some((alarm) => stack.known(alarm, 'metric_name') === 'OperationsFailedReplication');
        if (!isWatched)
            yield {
                address: call.address,
                sentence: 'no alarm tells of exports that could not be copied, and S3 does not try again',
            };
    }
}
function* movedToGlacier(stack) {
    const limit = 30;
    yield* eachPart(stack, 'aws_s3_bucket_lifecycle_configuration', 'old exports would stay in the expensive storage class for ever; lifecycle rules are not copied, so each bucket needs its own', (part) => {
        const rules = stack.read(part, 'rule');
        if (!rules.isKnown)
            return undefined;
        const days = asList(rules.value).flatMap((_rule, rule) => stack.known(part, 'rule', rule, 'status') === 'Enabled'
            ? asList(stack.known(part, 'rule', rule, 'transition')).flatMap((_transition, index) => stack.known(part, 'rule', rule, 'transition', index, 'storage_class') === 'GLACIER'
                ? [asNumber(stack.known(part, 'rule', rule, 'transition', index, 'days')) ?? 0]
                : [])
            : []);
        if (days.length === 0)
            return 'no rule moves old exports to Glacier; add a transition';
        return Math.min(...days) > limit
            ? `exports would move to Glacier after ${Math.min(...days)} days; ${limit} is the most`
            : undefined;
    });
}
function* onlyOverTls(stack) {
    const missing = 'exports could be read and written over plain HTTP; refuse everything with aws:SecureTransport false';
    yield* eachPart(stack, 'aws_s3_bucket_policy', missing, (part) => {
        const written = statements(stack, part, 'policy');
        return written === undefined || refusesPlainHttp(written) ? undefined : missing;
    });
}
function* encryptedExports(stack) {
    const missing = 'exports would not be encrypted with our key; set aws:kms and kms_master_key_id';
    yield* eachPart(stack, 'aws_s3_bucket_server_side_encryption_configuration', missing, (part) => {
        const byDefault = ['rule', 0, 'apply_server_side_encryption_by_default', 0];
        const algorithm = asText(stack.known(part, ...byDefault, 'sse_algorithm'));
        const key = stack.read(part, ...byDefault, 'kms_master_key_id');
        const hasKey = !key.isKnown || (key.value !== null && key.value !== '');
        return algorithm?.startsWith('aws:kms') !== false && hasKey ? undefined : missing;
    });
}
function* exports_closed(stack) {
    const missing = 'a policy or an object could make exports public; switch all four public access blocks on';
    const blocks = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
    yield* eachPart(stack, 'aws_s3_bucket_public_access_block', missing, (part) => {
        const off = blocks.filter((block) => {
            const value = stack.known(part, block);
            return value !== undefined && value !== true;
        });
        return off.length === 0 ? undefined : `${missing} (${off.join(', ')})`;
    });
}
function* emptiedByDestroy(stack) {
    for (const bucket of stack.ours('aws_s3_bucket')) {
        const force = stack.known(bucket, 'force_destroy');
        if (force !== undefined && force !== true) {
            yield {
                address: bucket.address,
                sentence: 'a destroy would stop at the first export and its versions; set force_destroy',
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/functions.ts

// T6, T7: Lambda functions and logs.
/** The oldest runtime that AWS still lets anybody create: 18 and 20 are past their end. */
const OLDEST_NODE = 22;
function* runtimes(stack) {
    for (const lambda of stack.ours('aws_lambda_function')) {
        const runtime = asText(stack.known(lambda, 'runtime'));
        const version = Number(/^nodejs(\d+)\.x$/.exec(runtime ?? '')?.[1] ?? 0);
        if (runtime !== undefined && version < OLDEST_NODE) {
            yield {
                address: lambda.address,
                sentence: `AWS refuses to create functions with ${runtime}; use nodejs${OLDEST_NODE}.x`,
            };
        }
    }
}
function* functionsInTheNetwork(stack) {
    for (const lambda of stack.ours('aws_lambda_function')) {
        const network = stack.read(lambda, 'vpc_config', 0, 'subnet_ids');
        if (network.isKnown && asList(network.value).length === 0) {
            yield {
                address: lambda.address,
                sentence: 'outside the VPC it cannot reach the database, which has no public address; give it vpc_config',
            };
        }
    }
}
function* logsAreKept(stack) {
    const groups = stack.ours('aws_cloudwatch_log_group');
    for (const group of groups) {
        const days = stack.read(group, 'retention_in_days');
        if (days.isKnown && (asNumber(days.value) ?? 0) === 0) {
            yield {
                address: group.address,
                sentence: 'its logs would be kept, and paid for, for ever; set retention_in_days',
            };
        }
        if (!stack.isGiven(group, 'kms_key_id')) {
            yield { address: group.address, sentence: 'logs can quote statements, and with them data; give kms_key_id' };
        }
    }
    for (const lambda of stack.ours('aws_lambda_function')) {
        const name = asText(stack.known(lambda, 'function_name'));
        const used = asText(stack.known(lambda, 'logging_config', 0, 'log_group')) ?? `/aws/lambda/${name ?? ''}`;
        const exists = groups.some((group) => group.region === lambda.region && [used, undefined].includes(asText(stack.known(group, 'name'))));
        if (name !== undefined && !exists) {
            yield {
                address: lambda.address,
                sentence: `nobody makes the log group ${used}: Lambda would, without retention, and it would outlive a destroy`,
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/health-checks.ts


// The checks of Route 53: what they ask, how often, and what each decides.
const ENDPOINT_TYPES = ['HTTP', 'HTTP_STR_MATCH', 'HTTPS', 'HTTPS_STR_MATCH', 'TCP'];
/** Those that ask an endpoint themselves. */
function endpointChecks(stack) {
    return checks(stack).filter((check) => ENDPOINT_TYPES.includes(asText(stack.known(check, 'type')) ?? ''));
}
function checks(stack) {
    return stack.ours('aws_route53_health_check');
}
/** The region that a check is about: from its key, the alarm that it reads, or the host that it asks. */
function regionOf(stack, check) {
    return [check.key, ...['cloudwatch_alarm_region', 'fqdn'].map((name) => asText(stack.known(check, name)) ?? '')]
        .map((text) => schema/* REGIONS */.i.find((region) => text.includes(region)))
        .find((region) => region !== undefined);
}
/** Which question an endpoint check asks: the last part of its path. */
function questionOf(stack, check) {
    return /\/([^/?]*)(?:\?.*)?$/.exec(asText(stack.known(check, 'resource_path')) ?? '')?.[1];
}
/**
 * The checks that a calculated check joins. Before they exist they are told by their place in the configuration, with all their
 * instances, because the keys are not in a plan; of those, the ones of the same region.
 */
function children(stack, check) {
    const ids = stack.known(check, 'child_healthchecks');
    if (ids !== undefined) {
        return asTexts(ids).flatMap((id) => checks(stack).filter((other) => stack.known(other, 'id') === id));
    }
    const from = stack.origins(check, 'child_healthchecks');
    const region = regionOf(stack, check);
    return checks(stack).filter((other) => from.has(other.configAddress) && (region === undefined || [undefined, region].includes(regionOf(stack, other))));
}
/** The check that a record follows, with everything that it is calculated from. */
function followed(stack, record) {
    const id = stack.known(record, 'health_check_id');
    const from = stack.origins(record, 'health_check_id');
    const found = id === undefined
        ? checks(stack).filter(({ configAddress, key }) => from.has(configAddress) && (key === record.key || key === ''))
        : checks(stack).filter((check) => id !== null && stack.known(check, 'id') === id);
    return found.flatMap((check) => [check, ...children(stack, check)]);
}
function asksForRole(stack, check, question) {
    return endpointChecks(stack).includes(check) && questionOf(stack, check) === question;
}
/** Whether the check reads an alarm on replication lag. */
function isLagCheck(stack, check) {
    const alarm = alarmOf(stack, check);
    return alarm !== undefined && /Lag$/.test(asText(stack.known(alarm, 'metric_name')) ?? '');
}
function alarmOf(stack, check) {
    const name = asText(stack.known(check, 'cloudwatch_alarm_name'));
    return name === undefined
        ? undefined
        : stack.ours('aws_cloudwatch_metric_alarm').find((alarm) => stack.known(alarm, 'alarm_name') === name);
}
function* overTls(stack) {
    for (const check of endpointChecks(stack)) {
        const type = asText(stack.known(check, 'type'));
        if (type !== 'HTTPS' && type !== 'HTTPS_STR_MATCH') {
            yield {
                address: check.address,
                sentence: `it asks over ${type ?? '?'}, which proves no database behind it; ask with HTTPS`,
            };
        }
        else if (stack.known(check, 'enable_sni') === false) {
            yield {
                address: check.address,
                sentence: 'without SNI the endpoint cannot tell for whom the question is, and refuses it: the region would look dead; set enable_sni',
            };
        }
    }
}
function* quickEnough(stack) {
    const limit = stack.environment.objectives.detectionSeconds;
    for (const check of endpointChecks(stack)) {
        const interval = asNumber(stack.known(check, 'request_interval'));
        const threshold = asNumber(stack.known(check, 'failure_threshold'));
        if (interval === undefined || threshold === undefined)
            continue;
        if (interval * threshold > Math.max(limit, 10 * stack.environment.healthChecks.failureThreshold)) {
            yield {
                address: check.address,
                sentence: `${threshold} failures, ${interval} s apart, take ${interval * threshold} s; a failure has to be detected within ${limit} s: ask every 10 s, at most three times`,
            };
        }
    }
}
function* asked(stack) {
    for (const check of endpointChecks(stack)) {
        const question = questionOf(stack, check);
        if (question !== undefined && question !== 'writer' && question !== 'replica') {
            yield {
                address: check.address,
                sentence: `it asks for ${JSON.stringify(stack.known(check, 'resource_path'))}, which tells nothing of the role; ask /writer or /replica, so that DNS never leads writers to a read-only cluster`,
            };
        }
    }
    for (const region of stack.regions) {
        const questions = endpointChecks(stack)
            .filter((check) => regionOf(stack, check) === region)
            .map((check) => questionOf(stack, check));
        for (const question of ['writer', 'replica']) {
            if (questions.includes(question))
                continue;
            yield {
                address: `module.routing.aws_route53_health_check.endpoint["${region}-${question}"]`,
                sentence: `nobody asks ${region} for /${question}; each region needs a check for each of its two roles`,
            };
        }
    }
}
function* switchedOn(stack) {
    for (const check of checks(stack)) {
        if (stack.known(check, 'disabled') === true) {
            yield { address: check.address, sentence: 'a disabled check counts as healthy for ever; remove disabled' };
        }
        if (stack.known(check, 'invert_healthcheck') === true) {
            yield {
                address: check.address,
                sentence: 'an inverted check is unhealthy exactly while all is well, and fails over at the first apply; remove invert_healthcheck',
            };
        }
    }
}
function* metricChecks(stack) {
    for (const region of stack.regions) {
        const metric = checks(stack).filter((check) => stack.known(check, 'type') === 'CLOUDWATCH_METRIC');
        if (!metric.some((check) => regionOf(stack, check) === region)) {
            yield {
                address: stack.expected('routing', region),
                sentence: `${region} has no check on a CloudWatch metric; both kinds are needed, because each can fail in its own way`,
            };
        }
    }
    for (const check of checks(stack).filter((one) => stack.known(one, 'type') === 'CLOUDWATCH_METRIC')) {
        const status = stack.known(check, 'insufficient_data_health_status');
        // Lag has no data in the region that writes, which is not behind.
        const wanted = isLagCheck(stack, check) ? 'Healthy' : 'LastKnownStatus';
        if (status !== undefined && status !== wanted) {
            yield {
                address: check.address,
                sentence: `without data it would count as ${JSON.stringify(status)}: that takes a region out of service, or keeps it in, for no reason that anybody measured; use ${wanted}`,
            };
        }
        const triggers = stack.read(check, 'triggers');
        const hasTriggers = triggers.isKnown ? triggers.value !== null : stack.isGiven(check, 'triggers');
        if (!hasTriggers) {
            yield {
                address: check.address,
                sentence: 'Route 53 keeps the old copy of the alarm when that changes; bind triggers to its definition',
            };
        }
        const [alarm, region] = [alarmOf(stack, check), asText(stack.known(check, 'cloudwatch_alarm_region'))];
        if (alarm?.region !== undefined && region !== undefined && alarm.region !== region) {
            yield {
                address: check.address,
                sentence: `it looks for its alarm in ${region}, and the alarm is in ${alarm.region}`,
            };
        }
    }
}
function* allChildrenCount(stack) {
    for (const check of checks(stack).filter((one) => stack.known(one, 'type') === 'CALCULATED')) {
        const ids = stack.known(check, 'child_healthchecks');
        const count = ids === undefined ? stack.origins(check, 'child_healthchecks').size : asTexts(ids).length;
        const needed = asNumber(stack.known(check, 'child_health_threshold'));
        if (needed !== undefined && needed < count) {
            yield {
                address: check.address,
                sentence: `it is healthy with ${needed} of ${count} checks: one opinion alone would keep a dead region in service; require all`,
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/health-endpoint.ts


// H5: the public endpoint that Route 53 asks. Public means that everybody else has to be kept out.
function* parts(stack, type) {
    for (const api of stack.ours('aws_api_gateway_rest_api')) {
        const module = api.configAddress.replace(/\.[^.]+\.[^.]+$/, '');
        yield { api, own: stack.ours(type).filter(({ configAddress }) => configAddress.startsWith(`${module}.`)) };
    }
}
function* onlyCheckers(stack) {
    for (const { api, own } of parts(stack, 'aws_api_gateway_rest_api_policy')) {
        const policy = own[0];
        const written = policy === undefined ? [] : statements(stack, policy, 'policy');
        const keepsOthersOut = written?.some((statement) => !statement.isAllow &&
            statement.principals.includes('*') &&
            covers(statement, 'execute-api:Invoke') &&
            statement.conditions.some(({ test }) => test === 'NotIpAddress') &&
            hasCondition(statement, 'aws:SourceIp'));
        if (keepsOthersOut === false) {
            yield {
                address: policy?.address ?? api.address,
                sentence: 'anybody on the internet could call it; refuse execute-api:Invoke to every address (NotIpAddress on aws:SourceIp) that is not one of Route 53’s checkers',
            };
        }
        for (const everybody of written?.filter(isOpenToAll) ?? []) {
            yield {
                address: policy?.address ?? api.address,
                sentence: `the range ${everybody.conditions.flatMap(({ values }) => values).join(', ')} lets the whole internet in; list Route 53’s checkers only`,
            };
        }
    }
}
function isOpenToAll(statement) {
    return statement.conditions.some(({ values }) => values.some((value) => value === '0.0.0.0/0' || value === '::/0'));
}
function* throttled(stack) {
    for (const { api, own } of parts(stack, 'aws_api_gateway_method_settings')) {
        const limits = own.map((settings) => ({
            settings,
            rate: stack.read(settings, 'settings', 0, 'throttling_rate_limit'),
        }));
        const open = limits.find(({ rate }) => rate.isKnown && (asNumber(rate.value) ?? -1) < 0);
        if (limits.length > 0 && open === undefined)
            continue;
        yield {
            address: open?.settings.address ?? api.address,
            sentence: 'a flood of questions would reach the database; set throttling_rate_limit and throttling_burst_limit',
        };
    }
}
/** The writer's name of Aurora would answer for the other region too. */
function* asksItsOwnCluster(stack) {
    for (const call of stack.calls('health')) {
        const from = [...stack.originsOfArgument(call, 'database')];
        const clusters = stack.ours('aws_rds_cluster').filter(({ configAddress }) => from.includes(configAddress));
        const isForeign = clusters.some(({ region }) => region !== undefined && region !== call.region);
        const isGlobal = from.some((origin) => origin.includes('.aws_rds_global_cluster.'));
        if ((isForeign || isGlobal) && call.region !== undefined) {
            yield {
                address: call.address,
                sentence: `the health function of ${call.region} would ask another cluster than its own, and report the other region's role; give it the endpoint of its own region`,
            };
        }
    }
}
function* answersInTime(stack) {
    for (const { own } of parts(stack, 'aws_api_gateway_integration')) {
        for (const integration of own) {
            const timeout = asNumber(stack.known(integration, 'timeout_milliseconds'));
            if (timeout !== undefined && timeout > 2_000) {
                yield {
                    address: integration.address,
                    sentence: `it may take ${timeout} ms, and Route 53 waits for 2000: give up before, so that the answer is ours`,
                };
            }
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/instances.ts



// The instances of both clusters, and what has to be the same in both regions.
function* enoughReaders(stack) {
    const wanted = Math.max(3, 1 + stack.environment.database.readersPerRegion);
    for (const region of stack.regions) {
        const count = stack.ours('aws_rds_cluster_instance', region).length;
        if (count < wanted) {
            yield {
                address: stack.expected('regional_database', region),
                sentence: `${region} would have ${count} instances instead of ${wanted}; a writer and two readers are the least`,
            };
        }
    }
}
function* zones(stack) {
    for (const region of stack.regions) {
        const instances = stack.ours('aws_rds_cluster_instance', region);
        const names = instances.map((instance) => asText(stack.known(instance, 'availability_zone')));
        if (instances.length < 3 || names.some((name) => name === undefined))
            continue;
        if (new Set(names).size < 3) {
            yield {
                address: stack.expected('regional_database', region),
                sentence: `the instances of ${region} would share ${new Set(names).size} availability zones; spread them over three`,
            };
        }
    }
}
function* promotionTiers(stack) {
    for (const region of stack.regions) {
        const instances = stack.ours('aws_rds_cluster_instance', region);
        const tiers = instances.flatMap((instance) => asNumber(stack.known(instance, 'promotion_tier')) ?? []);
        if (instances.length < 2 || tiers.length < instances.length)
            continue;
        const first = Math.min(...tiers);
        if (tiers.filter((tier) => tier === first).length > 1) {
            yield {
                address: stack.expected('regional_database', region),
                sentence: `several instances of ${region} would be first in line after a failure (promotion_tier ${first}); give each a tier of its own`,
            };
        }
    }
}
function* observedInstances(stack) {
    for (const instance of stack.ours('aws_rds_cluster_instance')) {
        const interval = stack.known(instance, 'monitoring_interval');
        if (interval === 0 || interval === null) {
            yield {
                address: instance.address,
                sentence: 'Enhanced Monitoring would be off; set monitoring_interval to 60 seconds or less',
            };
        }
        const insights = stack.known(instance, 'performance_insights_enabled');
        if (insights === false || insights === null || !stack.isGiven(instance, 'performance_insights_enabled')) {
            yield {
                address: instance.address,
                sentence: 'Performance Insights would be off; what slows a region down would stay unknown',
            };
        }
    }
}
/** Whichever region writes has to behave like the other one did, and a managed failover needs the same version. */
function* parity(stack) {
    const [first, second] = schema/* REGIONS */.i;
    const [a, b] = [clusterOf(stack, first), clusterOf(stack, second)];
    if (stack.regions.length === 0 || a === undefined || b === undefined)
        return;
    yield* differences('cluster', b, (attribute) => [stack.known(a, attribute), stack.known(b, attribute)], [
        'engine',
        'engine_version',
        'port',
        'backup_retention_period',
    ]);
    const classes = [first, second].map((region) => distinct(stack, region, 'instance_class'));
    if (classes.every((list) => list !== undefined) && classes[0] !== classes[1]) {
        yield {
            address: stack.expected('regional_database', second),
            sentence: `the instances would be ${classes[1] ?? ''} here and ${classes[0] ?? ''} in ${first}: a smaller region cannot carry the load after a failover; use one class`,
        };
    }
    for (const type of ['aws_rds_cluster_parameter_group', 'aws_db_parameter_group']) {
        const [here, there] = [stack.ours(type, first)[0], stack.ours(type, second)[0]];
        if (here === undefined || there === undefined)
            continue;
        const [left, right] = [parametersOf(stack, here), parametersOf(stack, there)];
        if (left === undefined || right === undefined || left.join() === right.join())
            continue;
        const different = [...left, ...right].filter((line) => left.includes(line) !== right.includes(line));
        yield {
            address: there.address,
            sentence: `its parameters differ from those of ${first} (${different.join('; ')}): after a failover the database would behave differently; keep them equal`,
        };
    }
}
function* differences(what, { address }, values, attributes) {
    for (const attribute of attributes) {
        const [here, there] = values(attribute);
        if (here === undefined || there === undefined || here === there)
            continue;
        yield {
            address,
            sentence: `${attribute} of the ${what} would be ${JSON.stringify(there)} here and ${JSON.stringify(here)} in the other region; keep them equal`,
        };
    }
}
/** The different values of an attribute in a region, in order; undefined while one of them is unknown. */
function distinct(stack, region, attribute) {
    const values = stack.ours('aws_rds_cluster_instance', region).map((one) => asText(stack.known(one, attribute)));
    return values.some((value) => value === undefined) ? undefined : [...new Set(values)].sort().join(', ');
}

;// CONCATENATED MODULE: ./src/plan/invariants/keys.ts


// T9: each key can be used by the services that need it, and by nobody else.
const KEY_ATTRIBUTES = ['kms_key_id', 'kms_master_key_id', 'performance_insights_kms_key_id'];
function* keysOfTheirOwnRegion(stack) {
    for (const resource of stack.allOurs) {
        for (const attribute of KEY_ATTRIBUTES) {
            const foreign = keysOf(stack, resource, attribute).find(({ region }) => region !== resource.region);
            const arn = asText(stack.known(resource, attribute));
            const isForeignArn = arn?.startsWith('arn:aws:kms:') === true && !arn.includes(`:${resource.region ?? ''}:`);
            if (resource.region === undefined || (foreign === undefined && !isForeignArn))
                continue;
            yield {
                address: resource.address,
                sentence: `${attribute} would be ${foreign?.address ?? arn ?? ''}, a key of the other region: losing that region would take this one with it; use a key of ${resource.region}`,
            };
        }
    }
}
function keysOf(stack, resource, attribute) {
    const id = stack.known(resource, attribute);
    if (id === null)
        return [];
    const keys = stack.ours('aws_kms_key');
    if (id !== undefined)
        return keys.filter((key) => [stack.known(key, 'arn'), stack.known(key, 'id')].includes(id));
    const from = stack.origins(resource, attribute);
    return keys.filter(({ configAddress }) => from.has(configAddress));
}
/** Which services must be able to use the key of what, and how a policy says so. */
const USERS = [
    {
        type: 'aws_sns_topic',
        attribute: 'kms_master_key_id',
        services: () => ['events.rds.amazonaws.com', 'cloudwatch.amazonaws.com'],
        lets: (statement, service) => namesService(statement, service) && covers(statement, 'kms:Decrypt'),
    },
    {
        type: 'aws_sqs_queue',
        attribute: 'kms_master_key_id',
        services: () => ['sns.amazonaws.com'],
        lets: (statement, service) => namesService(statement, service) && covers(statement, 'kms:Decrypt'),
    },
    {
        type: 'aws_cloudwatch_log_group',
        attribute: 'kms_key_id',
        services: (region) => [`logs.${region}.amazonaws.com`],
        lets: (statement, service) => namesService(statement, service) && covers(statement, 'kms:Encrypt'),
    },
    {
        type: 'aws_rds_cluster',
        attribute: 'kms_key_id',
        services: (region) => [`rds.${region}.amazonaws.com`],
        lets: (statement, service) => hasCondition(statement, 'kms:ViaService', service) && covers(statement, 'kms:Decrypt'),
    },
    {
        type: 'aws_secretsmanager_secret',
        attribute: 'kms_key_id',
        services: (region) => [`secretsmanager.${region}.amazonaws.com`],
        lets: (statement, service) => hasCondition(statement, 'kms:ViaService', service) && covers(statement, 'kms:Decrypt'),
    },
];
function namesService(statement, service) {
    return statement.isAllow && statement.principals.includes(`Service:${service}`);
}
function* servicesMayUseTheirKey(stack) {
    const said = new Set();
    for (const { type, attribute, services, lets } of USERS) {
        for (const user of stack.ours(type)) {
            for (const key of keysOf(stack, user, attribute)) {
                const written = statements(stack, key, 'policy');
                for (const service of services(key.region ?? '')) {
                    const id = `${key.address} ${service}`;
                    if (written === undefined || said.has(id) || written.some((statement) => lets(statement, service)))
                        continue;
                    said.add(id);
                    yield {
                        address: key.address,
                        sentence: `its policy does not let ${service} use it, which ${user.address} needs; without it the service fails, mostly in silence`,
                    };
                }
            }
        }
    }
}
function* keysOpenToNobodyElse(stack) {
    for (const key of stack.ours('aws_kms_key')) {
        const open = statements(stack, key, 'policy')?.find((statement) => statement.isAllow &&
            statement.principals.includes('*') &&
            !['kms:CallerAccount', 'aws:PrincipalAccount', 'aws:SourceAccount'].some((name) => hasCondition(statement, name)));
        if (open !== undefined) {
            yield {
                address: key.address,
                sentence: `the statement ${open.sid} lets every account of AWS use the key; add a condition on kms:CallerAccount`,
            };
        }
        const rotation = stack.known(key, 'enable_key_rotation');
        if (rotation !== undefined && rotation !== true) {
            yield { address: key.address, sentence: 'its material would never change; set enable_key_rotation' };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/messages.ts



// N1 to N3: an event that happens reaches somebody, or is kept until it does.
/** What has to be heard of, for each kind of source. The category of global databases is written with a hyphen. */
const CRITICAL = {
    'db-cluster': ['failover', 'failure', 'global-failover', 'notification'],
    'db-instance': ['availability', 'backup', 'failover', 'failure', 'read replica', 'recovery'],
    'db-cluster-snapshot': ['backup'],
};
function* topicsInBothRegions(stack) {
    for (const region of stack.regions) {
        if (stack.ours('aws_sns_topic', region).length === 0) {
            yield {
                address: stack.expected('notifications', region),
                sentence: `${region} would have no topic, and stay silent when the other region is lost`,
            };
        }
    }
    for (const type of ['aws_sns_topic', 'aws_sqs_queue']) {
        for (const resource of stack.ours(type)) {
            if (!stack.isGiven(resource, 'kms_master_key_id')) {
                yield {
                    address: resource.address,
                    sentence: 'messages would not be encrypted with our key; give kms_master_key_id',
                };
            }
            else if (stack.known(resource, 'kms_master_key_id') === 'alias/aws/sns') {
                yield {
                    address: resource.address,
                    sentence: 'no service may publish with the key of AWS, so every event would be lost; use our messaging key',
                };
            }
        }
    }
}
function* criticalEvents(stack) {
    for (const region of stack.regions) {
        const subscriptions = stack.ours('aws_db_event_subscription', region);
        for (const [source, wanted] of Object.entries(CRITICAL)) {
            const own = subscriptions.filter((one) => stack.known(one, 'source_type') === source);
            const unread = own.some((one) => !stack.read(one, 'event_categories').isKnown);
            const heard = own
                .filter((one) => stack.known(one, 'enabled') !== false)
                .flatMap((one) => asTexts(stack.known(one, 'event_categories')));
            const missing = wanted.filter((category) => !heard.includes(category));
            if (missing.length === 0 || unread)
                continue;
            yield {
                address: own[0]?.address ?? stack.expected('notifications', region),
                sentence: `nobody in ${region} is told of ${missing.map((category) => `"${category}"`).join(', ')} of ${source}; subscribe the topic to it`,
            };
        }
    }
    for (const subscription of stack.ours('aws_db_event_subscription')) {
        if (asTexts(stack.known(subscription, 'event_categories')).includes('global failover')) {
            yield {
                address: subscription.address,
                sentence: 'RDS knows no category "global failover" and refuses it at apply; it is written "global-failover"',
            };
        }
    }
}
function* threeTries(stack) {
    for (const topic of stack.ours('aws_sns_topic')) {
        const queue = stack
            .ours('aws_sns_topic_subscription', topic.region)
            .find((subscription) => stack.known(subscription, 'protocol') === 'sqs');
        if (queue === undefined) {
            yield {
                address: topic.address,
                sentence: 'it has no queue, so what nobody reads at once is lost; subscribe one',
            };
            continue;
        }
        if (!stack.isGiven(queue, 'redrive_policy')) {
            yield {
                address: queue.address,
                sentence: 'a message that cannot be delivered would be dropped; give the subscription a dead-letter queue (redrive_policy)',
            };
        }
    }
    for (const queue of consumedQueues(stack)) {
        const policy = stack.read(queue, 'redrive_policy');
        const count = policy.isKnown ? receiveCount(policy.value) : undefined;
        if (policy.isKnown ? count === undefined : !stack.isGiven(queue, 'redrive_policy')) {
            yield {
                address: queue.address,
                sentence: 'a message that nobody can handle would come back for ever; give it a dead-letter queue',
            };
        }
        else if (count !== undefined && count !== 3) {
            yield {
                address: queue.address,
                sentence: `a message would be tried ${count} times before it is set aside; maxReceiveCount has to be 3`,
            };
        }
    }
}
/** Queues that a topic delivers to. */
function consumedQueues(stack) {
    return stack.ours('aws_sqs_queue').filter((queue) => stack.ours('aws_sns_topic_subscription', queue.region).some((subscription) => {
        const endpoint = stack.known(subscription, 'endpoint');
        return endpoint === undefined
            ? stack.origins(subscription, 'endpoint').has(queue.configAddress)
            : endpoint === stack.known(queue, 'arn');
    }));
}
function receiveCount(policy) {
    let document;
    try {
        document = JSON.parse(asText(policy) ?? '{}');
    }
    catch {
        return undefined;
    }
    return (0,secrets/* isRecord */.u4)(document) && document['deadLetterTargetArn'] !== undefined
        ? asNumber(document['maxReceiveCount'])
        : undefined;
}
function* deadLettersAreSeen(stack) {
    for (const region of stack.regions) {
        const isWatched = stack
            .ours('aws_cloudwatch_metric_alarm', region)
            .some((alarm) => stack.known(alarm, 'metric_name') === 'ApproximateNumberOfMessagesVisible');
        if (!isWatched) {
            yield {
                address: stack.expected('notifications', region),
                sentence: `nobody in ${region} is told that a message could not be delivered or handled; add the alarm on the dead-letter queues`,
            };
        }
    }
}
/** Whoever may not publish is refused in silence. */
function* publishersMayPublish(stack) {
    for (const topic of stack.ours('aws_sns_topic')) {
        const policy = stack.ours('aws_sns_topic_policy', topic.region)[0];
        const written = policy === undefined ? [] : statements(stack, policy, 'policy');
        for (const service of ['events.rds.amazonaws.com', 'cloudwatch.amazonaws.com']) {
            if (written?.some((statement) => allows(statement, `Service:${service}`, 'sns:Publish')) === false) {
                yield {
                    address: (policy ?? topic).address,
                    sentence: `${service} may not publish to the topic, and its messages would be lost in silence; allow sns:Publish`,
                };
            }
        }
    }
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
;// CONCATENATED MODULE: ./src/plan/invariants/network.ts



// T8: who may connect to the database. Also rules that others attached to our security groups are judged: they open our database.
function* databaseAccess(stack) {
    const groups = stack.ours('aws_security_group').filter((group) => isDatabaseGroup(stack, group));
    const allowed = [
        ...schema/* REGIONS */.i.flatMap((region) => stack.environment.regions[region].applicationCidrs),
        ...privateCidrs(stack),
    ];
    for (const [type, isInbound] of [
        ['aws_vpc_security_group_ingress_rule', () => true],
        ['aws_security_group_rule', (rule) => stack.known(rule, 'type') !== 'egress'],
    ]) {
        for (const rule of stack.all(type)) {
            if (!isInbound(rule) || !belongsTo(stack, rule, groups))
                continue;
            const cidrs = [
                asText(stack.known(rule, 'cidr_ipv4')),
                asText(stack.known(rule, 'cidr_ipv6')),
                ...texts(stack.known(rule, 'cidr_blocks')),
                ...texts(stack.known(rule, 'ipv6_cidr_blocks')),
            ].filter((cidr) => cidr !== undefined);
            const foreign = cidrs.filter((cidr) => !allowed.includes(cidr));
            if (foreign.length > 0)
                yield { address: rule.address, sentence: network_open(foreign) };
        }
    }
    for (const group of groups) {
        const inline = asList(stack.known(group, 'ingress')).flatMap((_rule, index) => [
            ...texts(stack.known(group, 'ingress', index, 'cidr_blocks')),
            ...texts(stack.known(group, 'ingress', index, 'ipv6_cidr_blocks')),
        ]);
        const foreign = inline.filter((cidr) => !allowed.includes(cidr));
        if (foreign.length > 0)
            yield { address: group.address, sentence: network_open(foreign) };
    }
}
function network_open(cidrs) {
    return `${cidrs.join(', ')} could connect to the database, and is neither among applicationCidrs of the environment nor one of its private subnets; remove it, or add the network there`;
}
function texts(value) {
    return asList(value).filter((item) => typeof item === 'string');
}
function isDatabaseGroup(stack, group) {
    return stack.calls('regional_database').some(({ address }) => group.configAddress.startsWith(`${address}.`));
}
function belongsTo(stack, rule, groups) {
    const id = stack.known(rule, 'security_group_id');
    if (id !== undefined)
        return groups.some((group) => stack.known(group, 'id') === id);
    const from = stack.origins(rule, 'security_group_id');
    return groups.some((group) => from.has(group.configAddress));
}
const priorStateSchema = schemas/* object */.Ikc({
    prior_state: schemas/* object */.Ikc({
        values: schemas/* object */.Ikc({
            root_module: schemas/* object */.Ikc({
                resources: schemas/* array */.YOg(schemas/* object */.Ikc({
                    type: schemas/* string */.YjP(),
                    values: schemas/* object */.Ikc({ id: schemas/* string */.YjP().optional(), cidr_block: schemas/* string */.YjP().optional() }),
                })),
            }),
        }),
    }),
});
/** The ranges of the private subnets that the environment names, as the plan has read them: our functions live there. */
function privateCidrs({ plan, environment }) {
    const ids = schema/* REGIONS */.i.flatMap((region) => environment.regions[region].privateSubnetIds);
    const parsed = priorStateSchema.safeParse(plan.raw);
    if (!parsed.success)
        return [];
    return parsed.data.prior_state.values.root_module.resources.flatMap(({ type, values: { id, cidr_block: cidr } }) => type === 'aws_subnet' && id !== undefined && cidr !== undefined && ids.includes(id) ? [cidr] : []);
}

;// CONCATENATED MODULE: ./src/plan/invariants/permissions.ts

// T8, T9: what our roles may do.
/** Calls that know no resources, or only read what there is. */
const WITHOUT_RESOURCES = /^(?:[a-z0-9-]+:(?:Describe|List)[A-Za-z]*\*?|ec2:(?:Create|Delete)NetworkInterface|ec2:(?:Assign|Unassign)PrivateIpAddresses|cloudwatch:(?:PutMetricData|GetMetricData|GetMetricStatistics)|secretsmanager:GetRandomPassword|xray:Put[A-Za-z]+|sts:GetCallerIdentity)$/;
function* leastPrivilege(stack) {
    for (const type of ['aws_iam_role_policy', 'aws_iam_policy']) {
        for (const policy of stack.ours(type)) {
            for (const statement of statements(stack, policy, 'policy') ?? []) {
                if (!statement.isAllow)
                    continue;
                const wild = statement.actions.filter((action) => /^(?:\*|[a-z0-9-]+:\*)$/.test(action));
                const free = statement.resources.includes('*')
                    ? statement.actions.filter((action) => !wild.includes(action) && !WITHOUT_RESOURCES.test(action))
                    : [];
                if (wild.length > 0) {
                    yield {
                        address: policy.address,
                        sentence: `${statement.sid} allows ${wild.join(', ')}; name the calls that are needed`,
                    };
                }
                if (free.length > 0) {
                    yield {
                        address: policy.address,
                        sentence: `${statement.sid} allows ${free.join(', ')} on every resource; name the ones that are meant`,
                    };
                }
            }
        }
    }
}
function* noLateLogGroups(stack) {
    for (const policy of stack.ours('aws_iam_role_policy')) {
        const statement = statements(stack, policy, 'policy')?.find((one) => one.isAllow && covers(one, 'logs:CreateLogGroup'));
        if (statement !== undefined) {
            yield {
                address: policy.address,
                sentence: 'with logs:CreateLogGroup a late invocation brings the log group back after a destroy; allow streams and events only',
            };
        }
    }
}
function* trustedByNobodyElse(stack) {
    for (const role of stack.ours('aws_iam_role')) {
        const open = statements(stack, role, 'assume_role_policy')?.some((statement) => statement.isAllow && statement.principals.includes('*'));
        if (open === true)
            yield { address: role.address, sentence: 'anybody could assume it; name the service that needs it' };
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants/unfinished.ts
/**
 * Whether a plan only starts anew what was never finished: Terraform was interrupted while it made the thing, so it is tainted and has to be
 * replaced. Nothing can have come to depend on it while its region has no database instance. Without this, a first apply that was cancelled
 * could never be finished, because the rules would defend its ruins. Somebody can taint by hand what is in use; then there are instances.
 */
function isUnfinished(change, { resourceChanges }) {
    if (!isTainted(change))
        return false;
    const region = /us[-_](?:east|west)[-_]\d/.exec(change.address)?.[0].replaceAll('_', '-');
    return !resourceChanges.some(({ type, action, address }) => type === 'aws_rds_cluster_instance' &&
        action !== 'create' &&
        (region === undefined || address.replaceAll('_', '-').includes(region)));
}
/**
 * The same of a database instance: its creation was interrupted while its region, or the global database, was still being built. An instance holds no
 * data; the rule that it would break keeps a region that works working.
 */
function isUnfinishedInstance(instance, siblings, { resourceChanges }) {
    if (!isTainted(instance))
        return false;
    return (siblings.every((sibling) => sibling.action === 'create' || isTainted(sibling)) ||
        siblings.some(({ action }) => action === 'create') ||
        resourceChanges.some(({ type, action }) => type === 'aws_rds_cluster' && action === 'create'));
}
function isTainted({ action, reason }) {
    return action === 'replace' && reason === 'replace_because_tainted';
}
/** What to do about a tainted thing that the rules defend. */
function hintForTainted({ reason, address }) {
    return reason === 'replace_because_tainted'
        ? `; it is tainted: when it is whole in AWS, "terraform untaint '${address}'" keeps it`
        : '';
}

;// CONCATENATED MODULE: ./src/plan/invariants/plan-changes.ts




// What a plan must not do, whatever the result would look like. These rules also judge what others added beside our stack.
/** Losing one of these loses data, or the means to read it. */
const IRREPLACEABLE = {
    aws_rds_global_cluster: 'the global database and its endpoint',
    aws_rds_cluster: 'a cluster with all its data and backups',
    aws_kms_key: 'the key, and with it everything that was encrypted with it',
    aws_db_subnet_group: 'the network of a cluster, which replaces the cluster',
    aws_secretsmanager_secret: 'the only copy of the database password',
};
/** Without one of these, a failure is noticed later, by fewer people, or not at all. */
const WATCHES = {
    aws_cloudwatch_composite_alarm: 'alarm',
    aws_cloudwatch_metric_alarm: 'alarm',
    aws_db_event_subscription: 'subscription to database events',
    aws_route53_health_check: 'health check',
    aws_sns_topic: 'topic',
    aws_sqs_queue: 'queue',
};
function* irreplaceable({ plan }) {
    for (const change of plan.resourceChanges) {
        const { action, address, type } = change;
        const loss = IRREPLACEABLE[type];
        if (loss !== undefined && isDestructive(action) && !isUnfinished(change, plan)) {
            yield { address, sentence: `this plan would ${action} it: that loses ${loss}${hintForTainted(change)}` };
        }
    }
}
function* membership({ plan }) {
    for (const change of plan.resourceChanges) {
        if (change.type !== 'aws_rds_cluster' || change.action !== 'update')
            continue;
        for (const attribute of ['global_cluster_identifier', 'replication_source_identifier']) {
            if (changes(change, attribute)) {
                yield {
                    address: change.address,
                    sentence: `${attribute} would change, which takes the cluster out of the global database; it has to be in ignore_changes of both clusters`,
                };
            }
        }
    }
}
function* retention({ plan }) {
    for (const change of plan.resourceChanges) {
        if (change.type !== 'aws_rds_cluster' || change.action !== 'update')
            continue;
        const [before, after] = [
            number(change.before, 'backup_retention_period'),
            number(change.after, 'backup_retention_period'),
        ];
        if (isUnknown(change, 'backup_retention_period')) {
            yield {
                address: change.address,
                sentence: 'how long backups are kept would only be known after the apply; give the number of days',
            };
        }
        else if (before !== undefined && after !== undefined && after < before) {
            yield {
                address: change.address,
                sentence: `backups would be kept for ${after} instead of ${before} days; older points in time are lost at once`,
            };
        }
    }
}
function* readers({ plan, environment: { database } }) {
    const instances = plan.resourceChanges.filter(({ type }) => type === 'aws_rds_cluster_instance');
    for (const instance of instances.filter(({ action }) => isDestructive(action))) {
        const { address, action } = instance;
        const siblings = instances.filter((other) => withoutIndex(other.address) === withoutIndex(address));
        if (isUnfinishedInstance(instance, siblings, plan))
            continue;
        const left = siblings.filter((other) => other.action !== 'delete' && other.action !== 'forget').length;
        // What is created or replaced does not serve while the plan is applied.
        const untouched = siblings.filter((other) => other.action === 'no-op' || other.action === 'update').length;
        if (untouched < 2) {
            yield {
                address,
                sentence: `this plan would ${action} it and leave ${untouched} running instances of its region untouched; keep two, and change one at a time${hintForTainted(instance)}`,
            };
        }
        else if (left < 1 + database.readersPerRegion || left < 3) {
            yield {
                address,
                sentence: `only ${left} instances would be left in its region; a writer and two readers are the least`,
            };
        }
    }
}
function* oneRegionAtATime({ plan }) {
    const destructive = plan.resourceChanges.filter((change) => isDestructive(change.action) && !isUnfinished(change, plan));
    const inRegion = (region) => destructive.find((change) => regionsOf(change).includes(region));
    const [east, west] = [inRegion('us-east-1'), inRegion('us-west-2')];
    if (east !== undefined && west !== undefined) {
        yield {
            address: west.address,
            sentence: `this plan removes or replaces something in both regions at once (also ${east.address}); change one region, drill, then the other`,
        };
    }
}
/** Only ours: what watches somebody else's resources is theirs. A replacement watches again, and subscriptions have no other way. */
function* watches(stack) {
    for (const { action, address, type } of stack.plan.resourceChanges) {
        const watch = WATCHES[type];
        const isRemoved = action === 'delete' || action === 'forget';
        if (watch !== undefined && isRemoved && stack.isOurs(withoutKeys(address))) {
            yield { address, sentence: `this plan would ${action} the ${watch}: what it watches would fail unseen; keep it` };
        }
    }
}
function* memberVersions({ plan }) {
    for (const change of plan.resourceChanges) {
        const isMember = change.type === 'aws_rds_cluster' || change.type === 'aws_rds_cluster_instance';
        if (!isMember || change.action !== 'update' || !changes(change, 'engine_version'))
            continue;
        // Aurora changes the version by itself while the global database is upgraded; then it is unknown until the apply.
        if (isUnknown(change, 'engine_version'))
            continue;
        yield {
            address: change.address,
            sentence: 'engine_version of a member would change on its own; with two versions neither switchover nor failover works. Upgrade the global database, and keep engine_version in ignore_changes here',
        };
    }
}
function isDestructive(action) {
    return action === 'delete' || action === 'replace' || action === 'forget';
}
/** The text that tells the region of a change: its address, and its ARN where the address does not. */
function regionsOf({ address, before }) {
    const arn = (0,secrets/* isRecord */.u4)(before) ? asText(before['arn']) : undefined;
    return `${address.replaceAll('_', '-')} ${arn ?? ''}`;
}
function isUnknown({ afterUnknown }, attribute) {
    return (0,secrets/* isRecord */.u4)(afterUnknown) && afterUnknown[attribute] === true;
}
function changes(change, attribute) {
    const value = (of) => ((0,secrets/* isRecord */.u4)(of) ? (of[attribute] ?? null) : null);
    return isUnknown(change, attribute) || value(change.before) !== value(change.after);
}
function number(of, attribute) {
    return (0,secrets/* isRecord */.u4)(of) ? asNumber(of[attribute]) : undefined;
}
function withoutIndex(address) {
    return address.replace(/\[[^\]]*\]$/, '');
}

;// CONCATENATED MODULE: ./src/plan/invariants/records.ts


// The names that applications use: they follow the role, and only that.
/** Seconds: a client may keep the old answer for so long, and the objective for recovery is made of little else that we control. */
const LONGEST_TTL = 10;
function named(stack, name) {
    return stack
        .ours('aws_route53_record')
        .filter((record) => stack.known(record, 'name') === stack.environment.dns[name]);
}
function* failoverPairs(stack) {
    if (stack.regions.length === 0)
        return;
    for (const name of ['writerName', 'readerName']) {
        const records = named(stack, name);
        const unread = stack.ours('aws_route53_record').some((record) => !stack.read(record, 'name').isKnown);
        const orders = records.map((record) => asText(stack.known(record, 'failover_routing_policy', 0, 'type')));
        if (unread || [...orders].sort().join() === 'PRIMARY,SECONDARY')
            continue;
        yield {
            address: records[0]?.configAddress ?? 'module.routing.aws_route53_record',
            sentence: `${stack.environment.dns[name]} would have the records ${orders.map((order) => order ?? 'without failover').join(', ') || 'none'}; it needs exactly one PRIMARY and one SECONDARY, one for each region`,
        };
    }
}
function* shortLived(stack) {
    for (const record of [...named(stack, 'writerName'), ...named(stack, 'readerName')]) {
        const ttl = asNumber(stack.known(record, 'ttl'));
        if (ttl !== undefined && ttl > LONGEST_TTL) {
            yield {
                address: record.address,
                sentence: `clients may keep the old answer for ${ttl} s after a failover; use a ttl of at most ${LONGEST_TTL} s`,
            };
        }
    }
}
function* recordsFollowARole(stack) {
    const wanted = { writerName: 'writer', readerName: 'replica' };
    for (const name of ['writerName', 'readerName']) {
        for (const record of named(stack, name)) {
            if (!stack.isGiven(record, 'health_check_id')) {
                yield {
                    address: record.address,
                    sentence: 'it has no health check, so it never moves to the other region; give health_check_id',
                };
            }
            else if (!followed(stack, record).some((check) => asksForRole(stack, check, wanted[name]))) {
                yield {
                    address: record.address,
                    sentence: `the check that it follows does not ask for /${wanted[name]}: the name would move by liveness and not by role, and lead to a cluster that refuses the work`,
                };
            }
        }
    }
}
function* lagNeverFailsTheWriter(stack) {
    for (const record of named(stack, 'writerName')) {
        const lag = followed(stack, record).find((check) => isLagCheck(stack, check));
        if (lag !== undefined) {
            yield {
                address: record.address,
                sentence: `replication lag (${lag.address}) would take the writer out of service, just when the other region is the worse place; lag belongs to readers only`,
            };
        }
    }
}
function* lagGatesReaders(stack) {
    for (const record of named(stack, 'readerName')) {
        if (!stack.isGiven(record, 'health_check_id'))
            continue;
        if (!followed(stack, record).some((check) => isLagCheck(stack, check))) {
            yield {
                address: record.address,
                sentence: 'readers would be sent to a region that is far behind; its check has to include replication lag',
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/invariants.ts

















/**
 * All rules. DR0xx judge what a plan does, the others what there will be afterwards: DR1xx databases, DR2xx health and routing, DR3xx exports,
 * DR4xx credentials, DR5xx messages, DR6xx everything. An id is never given to another rule. What is only known after apply breaks no rule.
 */
const RULES = [
    rule('DR001', ['P1', 'K1', 'T9'], 'Clusters, keys, database networks and secrets are never deleted, replaced or forgotten', irreplaceable),
    rule('DR002', ['P1', 'S1'], 'No plan changes what a swap of the roles changes: membership of the global database and the source of replication', membership),
    rule('DR003', ['P4', 'S5'], 'Backups are never kept for fewer days than before', retention),
    rule('DR004', ['P3', 'S4'], 'Every region keeps a writer and two readers, and two of them untouched while a plan is applied', readers),
    rule('DR005', ['S1'], 'One plan removes or replaces things in one region only', oneRegionAtATime),
    rule('DR006', ['O4', 'H1', 'N3'], 'Alarms, health checks, topics, queues and subscriptions are not removed', watches),
    rule('DR007', ['S1'], 'The engine version of a member changes through the global database only', memberVersions),
    rule('DR101', ['P1', 'S1'], 'There is one global database with a cluster in each region', membersOfTheGlobalDatabase),
    rule('DR102', ['P2', 'S3'], 'Storage is encrypted with a key of ours', encryptedClusters),
    rule('DR103', ['P3', 'S4', 'O6'], 'Each region has a writer and at least two readers', enoughReaders),
    rule('DR104', ['P3', 'S4'], 'The instances of a region are spread over three availability zones', zones),
    rule('DR105', ['P6'], 'One instance of each region is first in line after a failure', promotionTiers),
    rule('DR106', ['P4', 'S5'], 'Backups allow point-in-time recovery', pointInTimeRecovery),
    rule('DR107', ['P5'], 'TLS is forced and pg_stat_statements is loaded, in both regions', clusterParameters),
    rule('DR108', ['S1', 'S4'], 'Both regions have the same engine version, instance class, port, retention and parameters', parity),
    rule('DR109', ['T8'], 'No instance has a public address', attributeIs('aws_rds_cluster_instance', 'publicly_accessible', [false, null], 'a database has no public address; set it to false')),
    rule('DR110', ['S1'], 'No instance upgrades itself', attributeIs('aws_rds_cluster_instance', 'auto_minor_version_upgrade', [false], 'one region would upgrade itself, and with two versions neither switchover nor failover works; set it to false')),
    rule('DR111', ['T6'], 'Instances have Enhanced Monitoring and Performance Insights', observedInstances),
    rule('DR112', ['S1'], 'The secondary brings no user, password or database of its own', nothingOfItsOwnOnTheSecondary),
    rule('DR113', ['S2'], 'The secondary is made with the constant source region', sourceRegion),
    rule('DR114', ['T3'], 'Clusters can be destroyed with no manual step', destroyableClusters),
    rule('DR115', ['T6', 'T3'], 'The log of each cluster goes to a log group that Terraform made', clusterLogs),
    rule('DR116', ['T8'], 'Only the application subnets of the environment may connect to the database', databaseAccess),
    rule('DR117', ['E1'], 'Both clusters can write exports to S3', exportRoles),
    rule('DR118', ['S1'], 'The secondary is made after the instances of the first cluster', secondaryComesAfterTheWriter),
    rule('DR201', ['H1', 'H3'], 'Endpoint checks ask over HTTPS, with SNI', overTls),
    rule('DR202', ['O3'], 'A failure is detected within 30 seconds', quickEnough),
    rule('DR203', ['H1', 'H4', 'H5'], 'Each region is asked for both of its roles, and for nothing less', asked),
    rule('DR204', ['H1'], 'No health check is disabled or inverted', switchedOn),
    rule('DR205', ['H3'], 'Each region has a check on a CloudWatch metric, which keeps its last status without data', metricChecks),
    rule('DR206', ['H1', 'H3'], 'A calculated check requires all of its children', allChildrenCount),
    rule('DR207', ['H4'], 'Each name has one PRIMARY and one SECONDARY record', failoverPairs),
    rule('DR208', ['O2'], 'Records live for at most 10 seconds', shortLived),
    rule('DR209', ['H4', 'H6'], 'Every record follows a check of its role', recordsFollowARole),
    rule('DR210', ['H2', 'H4'], 'Replication lag never takes the writer out of service', lagNeverFailsTheWriter),
    rule('DR211', ['H2'], 'Replication lag takes readers out of service', lagGatesReaders),
    rule('DR212', ['H5', 'T8'], 'Only the checkers of Route 53 may call the health endpoint', onlyCheckers),
    rule('DR213', ['H5'], 'The health endpoint is throttled', throttled),
    rule('DR214', ['H5'], 'The health function asks the cluster of its own region', asksItsOwnCluster),
    rule('DR215', ['H5'], 'The health endpoint gives up before Route 53 does', answersInTime),
    rule('DR216', ['O4', 'S2'], 'Each region has an alarm on its own replication lag', lagAlarms),
    rule('DR217', ['O4'], 'Thresholds of lag are in milliseconds and within the objective', lagInMilliseconds),
    rule('DR218', ['O4', 'S2'], 'Each region has an alarm that fires when it neither writes nor tells its lag', silenceIsNoticed),
    rule('DR219', ['O4', 'N3'], 'Every alarm tells somebody', alarmsTellSomebody),
    rule('DR301', ['E1'], 'Both buckets for exports keep versions', versioned),
    rule('DR302', ['E2'], 'Exports are copied to the other region, encrypted ones too', copied),
    rule('DR303', ['E2'], 'The role that copies exports may use the keys of both regions', copyingRoleUsesBothKeys),
    rule('DR304', ['E2'], 'An alarm tells of exports that could not be copied', failedCopiesAreNoticed),
    rule('DR305', ['E3'], 'Exports move to Glacier after at most 30 days, in both buckets', movedToGlacier),
    rule('DR306', ['E4'], 'Exports are reached over TLS only', onlyOverTls),
    rule('DR307', ['E4'], 'Exports are encrypted with a key of ours', encryptedExports),
    rule('DR308', ['E4'], 'Exports can never become public', exports_closed),
    rule('DR309', ['T3'], 'Buckets are emptied by a destroy', emptiedByDestroy),
    rule('DR401', ['K5'], 'No password reaches plan or state', nothingInState),
    rule('DR402', ['K1'], 'The password of the cluster is the one that its secret holds', passwordFromItsSecret),
    rule('DR403', ['K1', 'K3', 'T3'], 'Each region has a secret of its own, which a destroy removes at once', aSecretInEachRegion),
    rule('DR404', ['K1', 'H4'], 'The host in the secrets follows the writer', hostFollowsTheWriter),
    rule('DR405', ['K2'], 'Every secret is rotated by a function', rotated),
    rule('DR501', ['N1'], 'Each region has a topic; topics and queues are encrypted with a key of ours', topicsInBothRegions),
    rule('DR502', ['N3'], 'Each region hears of failover, failure, backup and replication trouble', criticalEvents),
    rule('DR503', ['N2'], 'Messages are tried three times and then set aside', threeTries),
    rule('DR504', ['N2'], 'An alarm tells of messages that were set aside, in each region', deadLettersAreSeen),
    rule('DR505', ['N1', 'N3'], 'RDS and CloudWatch may publish to the topics', publishersMayPublish),
    rule('DR601', ['T5'], 'Every resource carries Environment=production and DR-Tier=critical', tags),
    rule('DR602', ['T2'], 'Names are {resource-type}-{purpose}-{environmentSuffix}', names),
    rule('DR603', ['T1', 'T5'], 'The provider of each region is bound to the account and tags everything', providers),
    rule('DR604', ['T9', 'S3', 'P2'], 'Everything is encrypted with a key of its own region', keysOfTheirOwnRegion),
    rule('DR605', ['T9', 'N1'], 'The services that need a key may use it', servicesMayUseTheirKey),
    rule('DR606', ['T9'], 'Keys are open to nobody else, and rotate', keysOpenToNobodyElse),
    rule('DR607', ['T7'], 'Functions run on a Node.js that AWS still supports', runtimes),
    rule('DR608', ['K2', 'H5', 'T8'], 'Functions run in the VPC', functionsInTheNetwork),
    rule('DR609', ['T6', 'T3'], 'Log groups are made by Terraform, with retention and a key', logsAreKept),
    rule('DR610', ['T8'], 'Roles may do what is named, on what is named', leastPrivilege),
    rule('DR611', ['T3'], 'No function can make log groups', noLateLogGroups),
    rule('DR612', ['T8'], 'No role can be assumed by everybody', trustedByNobodyElse),
];
/**
 * Checks a plan against the rules that keep the database recoverable. They block a pull request and an apply; destroying an environment
 * is a mode of its own.
 */
function checkInvariants(plan, environment) {
    const stack = new PlannedStack(plan, environment);
    return RULES.flatMap(({ id, check }) => [...check(stack)].map((finding) => ({ id, ...finding })));
}
function rule(id, requirements, sentence, check) {
    return { id, requirements, sentence, check };
}


/***/ }),

/***/ 8675:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ft: () => (/* binding */ references),
/* harmony export */   MA: () => (/* binding */ parseConfiguration),
/* harmony export */   kt: () => (/* binding */ origins),
/* harmony export */   lS: () => (/* binding */ splitAddress),
/* harmony export */   ps: () => (/* binding */ resourcesByAddress)
/* harmony export */ });
/* unused harmony export moduleAt */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2857);
/* harmony import */ var _secrets__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7712);


/**
 * The part of a plan that says how values are made. Of a new resource hardly an id is known before it is applied, but the references
 * tell where each one will come from: https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
const expressions = zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J()).default({});
const resourceSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    address: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    provider_config_key: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().default(''),
    expressions,
    for_each_expression: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
    depends_on: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()).default([]),
});
const outputSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    expression: zod__WEBPACK_IMPORTED_MODULE_1__/* .unknown */ .L5J().optional(),
    depends_on: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()).default([]),
});
const EMPTY = { resources: [], outputs: {}, module_calls: {} };
const moduleSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .lazy */ .RZV(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    resources: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(resourceSchema).default([]),
    outputs: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), outputSchema).default({}),
    module_calls: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ source: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), expressions, module: moduleSchema.default(EMPTY) }))
        .default({}),
}));
const configurationSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    provider_config: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ alias: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(), expressions })).default({}),
    root_module: moduleSchema.default(EMPTY),
});
/** The configuration in a plan document; an empty one where there is none, or where a newer Terraform writes another form. */
function parseConfiguration(raw) {
    const parsed = configurationSchema.safeParse((0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(raw) ? raw['configuration'] : undefined);
    return parsed.success ? parsed.data : { provider_config: {}, root_module: EMPTY };
}
/** Splits an address without instance keys into its modules and the rest: `module.a.module.b.aws_x.y` → [[a, b], aws_x.y]. */
function splitAddress(address) {
    const modules = [];
    let rest = address;
    for (let found; (found = /^module\.([^.]+)\.(.*)$/.exec(rest)) !== null; rest = found[2] ?? '')
        modules.push(found[1] ?? '');
    return [modules, rest];
}
/** All resources and data sources by their full address without instance keys. */
function resourcesByAddress(module, prefix = '') {
    return new Map([
        ...module.resources.map((resource) => [`${prefix}${resource.address}`, resource]),
        ...Object.entries(module.module_calls).flatMap(([name, call]) => [
            ...resourcesByAddress(call.module, `${prefix}module.${name}.`),
        ]),
    ]);
}
function moduleAt(configuration, path) {
    return path.reduce((module, name) => module?.module_calls[name]?.module, configuration.root_module);
}
/**
 * Where the values of an expression come from: addresses of resources without instance keys, data sources and ephemeral resources
 * among them, and `var.<name>` for variables of the root. Values are followed through variables and outputs of modules. Locals cannot be
 * followed, because a plan does not hold their expressions; they are named `local.<name>`.
 */
function origins(configuration, path, expression) {
    const found = new Set();
    const visited = new Set();
    const follow = (modules, reference) => {
        const key = `${modules.join('.')} ${reference}`;
        if (visited.has(key))
            return;
        visited.add(key);
        const [head = '', name = '', output = ''] = reference.split(/[.[]/);
        if (head === 'var') {
            const call = modules.at(-1);
            if (call === undefined)
                found.add(`var.${name}`);
            else {
                const parent = modules.slice(0, -1);
                const argument = moduleAt(configuration, parent)?.module_calls[call]?.expressions[name];
                for (const source of references(argument))
                    follow(parent, source);
            }
        }
        else if (head === 'module') {
            // A reference to an output is followed by one to its module as a whole, which says nothing more.
            const inner = [...modules, name];
            const declared = moduleAt(configuration, inner)?.outputs[output];
            for (const source of references(declared?.expression))
                follow(inner, source);
            for (const source of declared?.depends_on ?? [])
                follow(inner, source);
        }
        else if (!['each', 'count', 'path', 'self', 'terraform'].includes(head)) {
            found.add([...modules.map((module) => `module.${module}`), withoutAttribute(reference)].join('.'));
        }
    };
    for (const reference of references(expression))
        follow(path, reference);
    return found;
}
/** All references of an expression, of a block or of a list of blocks. */
function references(expression) {
    if (Array.isArray(expression))
        return expression.flatMap(references);
    if (!(0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(expression))
        return [];
    const own = expression['references'];
    if (Array.isArray(own))
        return own.filter((item) => typeof item === 'string');
    return Object.values(expression).flatMap(references);
}
function withoutAttribute(reference) {
    const parts = reference.replace(/\[[^\]]*\]/g, '').split('.');
    return parts.slice(0, ['data', 'ephemeral'].includes(parts[0] ?? '') ? 3 : 2).join('.');
}


/***/ }),

/***/ 6321:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ liveWriter)
/* harmony export */ });
/* unused harmony export writerOf */
/**
 * Which region writes now. Never throws, because a plan has to be made while a region is lost: what cannot be known is `unknown`.
 *
 * One region is enough for a yes; that there is no database has to be said by all of them. Two that name different writers are cut off from
 * each other, and then neither is believed.
 */
async function liveWriter(roles) {
    return writerOf(await roles.ask());
}
/** What the answers of the regions come to. */
function writerOf(answers) {
    const known = [];
    const silent = [];
    for (const { region, said } of answers) {
        if (said === 'no such database')
            continue;
        if ('failure' in said)
            silent.push(`${region} does not answer: ${said.failure}`);
        else
            known.push({ region, said });
    }
    const move = known.find(({ said }) => said.move !== undefined)?.said.move;
    if (move !== undefined) {
        return {
            state: 'moving',
            ...(move.from === undefined ? {} : { from: move.from }),
            ...(move.to === undefined ? {} : { to: move.to }),
        };
    }
    const withMembers = known.filter(({ said }) => said.members.length > 0);
    if (withMembers.length === 0) {
        return silent.length === 0 ? { state: 'none' } : { state: 'unknown', reason: silent.join('; ') };
    }
    const writers = withMembers.map(({ region, said }) => ({
        region,
        names: said.members.filter(({ isWriter }) => isWriter).map((member) => member.region),
    }));
    const all = new Set(writers.flatMap(({ names }) => names));
    const [writer] = all;
    if (writer !== undefined && all.size === 1)
        return { state: 'known', region: writer };
    const views = writers.map(({ region, names }) => `${region} names ${names.length === 0 ? 'no writer' : names.join(' and ')}`);
    return { state: 'unknown', reason: `the writer is not clear: ${views.join('; ')}` };
}


/***/ }),

/***/ 2225:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  YW: () => (/* binding */ initialise),
  ph: () => (/* binding */ planInitialised),
  m3: () => (/* binding */ readPlan)
});

// UNUSED EXPORTS: makePlan

// EXTERNAL MODULE: ./src/environment/tfvars.ts
var tfvars = __webpack_require__(2185);
// EXTERNAL MODULE: ./src/plan/invariants.ts + 20 modules
var invariants = __webpack_require__(1655);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core = __webpack_require__(8532);
;// CONCATENATED MODULE: ./src/plan/plan-json.ts

/** What we read of `terraform show -json`; https://developer.hashicorp.com/terraform/internals/json-format */
/** The output is not a plan that this version understands. */
class PlanFormatError extends Error {
    name = 'PlanFormatError';
}
// Each is kept once, not for each of a hundred thousand changes.
const KNOWN_ACTIONS = new Map([
    ['no-op', 'no-op'],
    ['create', 'create'],
    ['read', 'read'],
    ['update', 'update'],
    ['delete', 'delete'],
    ['forget', 'forget'],
    ['delete,create', 'replace'],
    ['create,delete', 'replace'],
    // A replacement that leaves the old object alone.
    ['create,forget', 'replace'],
].map(([joined, action]) => [joined, { action, actions: joined.split(',') }]));
/** What Terraform's own words, joined by commas, say is done; `undefined` when this version does not know them. */
function actionOf(words) {
    return KNOWN_ACTIONS.get(words);
}
const actionsSchema = schemas/* array */.YOg(schemas/* string */.YjP()).transform((actions, context) => {
    const known = KNOWN_ACTIONS.get(actions.join());
    if (known !== undefined)
        return known;
    context.addIssue({ code: 'custom', message: `unknown actions ${JSON.stringify(actions)}` });
    return core/* NEVER */.tm;
});
// What is sensitive or unknown throughout is left out of the output altogether.
const changeSchema = schemas/* object */.Ikc({
    actions: actionsSchema,
    before: schemas/* unknown */.L5J().optional(),
    after: schemas/* unknown */.L5J().optional(),
    after_unknown: schemas/* unknown */.L5J().optional(),
    before_sensitive: schemas/* unknown */.L5J().optional(),
    after_sensitive: schemas/* unknown */.L5J().optional(),
    replace_paths: schemas/* array */.YOg(schemas/* array */.YOg(schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]))).optional(),
    // Without an id when it is only known after apply, or when an identity takes its place.
    importing: schemas/* object */.Ikc({ id: schemas/* string */.YjP().optional() }).optional(),
});
const resourceSchema = schemas/* object */.Ikc({
    address: schemas/* string */.YjP(),
    previous_address: schemas/* string */.YjP().optional(),
    mode: schemas/* enum */.k5n(['managed', 'data']),
    type: schemas/* string */.YjP(),
    deposed: schemas/* string */.YjP().optional(),
    change: changeSchema,
    action_reason: schemas/* string */.YjP().optional(),
});
const formatVersionSchema = schemas/* string */.YjP().regex(/^1\./, { error: 'only format 1.x is understood' });
const planSchema = schemas/* object */.Ikc({
    format_version: formatVersionSchema,
    terraform_version: schemas/* string */.YjP().optional(),
    resource_changes: schemas/* array */.YOg(resourceSchema).default([]),
    resource_drift: schemas/* array */.YOg(resourceSchema).default([]),
    output_changes: schemas/* record */.g1P(schemas/* string */.YjP(), changeSchema).default({}),
});
/**
 * Parses the output of `terraform show -json`.
 *
 * @throws PlanFormatError that quotes no value
 */
function parsePlanJson(text) {
    let raw;
    try {
        raw = JSON.parse(text);
    }
    catch {
        // Not chained: the parser's message quotes the text, which may be secret.
        throw new PlanFormatError('the output of terraform show -json is not JSON; is something else writing to standard output?');
    }
    const parsed = checked(planSchema, raw, '');
    const { resource_changes: resources, resource_drift: drift, output_changes: outputs } = parsed;
    return {
        terraformVersion: parsed.terraform_version,
        resourceChanges: resources.map(toResourceChange),
        resourceDrift: drift.map(toResourceChange),
        outputChanges: Object.fromEntries(Object.entries(outputs).map(([name, change]) => [name, toValueChange(change)])),
        raw,
    };
}
/** @throws PlanFormatError when it is a version that this one does not understand */
function checkFormatVersion(version) {
    checked(formatVersionSchema, version, 'format_version');
}
/**
 * One item of `resource_changes` or `resource_drift`.
 *
 * @param where in the plan, for the message
 * @throws PlanFormatError that quotes no value
 */
function parseResourceChange(raw, where) {
    return toResourceChange(checked(resourceSchema, raw, where));
}
/** One value of `output_changes`. @throws PlanFormatError that quotes no value */
function parseValueChange(raw, where) {
    return toValueChange(checked(changeSchema, raw, where));
}
function checked(schema, raw, where) {
    const parsed = schema.safeParse(raw);
    if (parsed.success)
        return parsed.data;
    const problems = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
        const place = [...(where === '' ? [] : [where]), ...path].join('.');
        return `${place}: ${message}`;
    });
    throw new PlanFormatError(`the plan has a form that this version does not understand: ${problems.join('; ')}`);
}
function toResourceChange(resource) {
    const { change } = resource;
    // Written out, because there may be a hundred thousand of them.
    return {
        address: resource.address,
        previousAddress: resource.previous_address,
        mode: resource.mode,
        type: resource.type,
        reason: resource.action_reason,
        deposed: resource.deposed,
        action: change.actions.action,
        actions: change.actions.actions,
        before: change.before,
        after: change.after,
        afterUnknown: change.after_unknown,
        beforeSensitive: change.before_sensitive,
        afterSensitive: change.after_sensitive,
        replacePaths: change.replace_paths ?? NONE,
        isImport: change.importing !== undefined,
        importId: change.importing?.id,
    };
}
const NONE = [];
function toValueChange(change) {
    return {
        action: change.actions.action,
        actions: change.actions.actions,
        before: change.before,
        after: change.after,
        afterUnknown: change.after_unknown,
        beforeSensitive: change.before_sensitive,
        afterSensitive: change.after_sensitive,
        replacePaths: change.replace_paths ?? NONE,
        isImport: change.importing !== undefined,
        importId: change.importing?.id,
    };
}

// EXTERNAL MODULE: ./src/plan/secrets.ts + 2 modules
var secrets = __webpack_require__(7712);
;// CONCATENATED MODULE: ./src/plan/plan-stream/change-outline.ts

/** The name of a thing as Terraform writes nearly all; bounded, so that no text takes long. */
const PLAIN = String.raw `[^"\\\x00-\x1f\x7f-\xff]{0,500}`;
const UNUSED = String.raw `"(?!")${PLAIN}(?:\\["\\]${PLAIN}){0,50}"`;
const TEXT = UNUSED.replace(/^"(.*)"$/, '"($1)"');
/** The order in which Terraform writes what stands before the values. */
const BEGINNING = new RegExp(String.raw `^\{"address":${TEXT},(?:"previous_address":${TEXT},)?(?:"module_address":${UNUSED},)?` +
    String.raw `"mode":"(managed|data)","type":${TEXT},(?:"name":${UNUSED},)?(?:"index":(?:${UNUSED}|\d{1,15}),)?` +
    String.raw `(?:"provider_name":${UNUSED},)?(?:"deposed":${TEXT},)?"change":\{"actions":\[([a-z",-]{2,50})\],`);
/** After the values, nothing but the reason follows. */
const END = /\}(?:,"action_reason":"([a-z_]{1,80})")?\}$/;
const LONGEST_END = 120;
const REASON = '"action_reason":';
/**
 * Reads an item of `resource_changes` without decoding its values, which is most of the work of a huge plan: it must be written exactly as
 * Terraform writes it, and nothing in it may be marked. In doubt the answer is no, and the item is decoded and checked as a whole.
 *
 * @param bytes an item, one character for each byte; what is in it beyond its beginning is neither decoded nor checked
 * @returns texts that are parts of it: see {@link copyOfOutline}
 */
function outlineOfPlain(bytes) {
    const found = BEGINNING.exec(bytes);
    if (found === null)
        return undefined;
    const [, address, previousAddress, mode, type, deposed, words = ''] = found;
    const known = actionOf(words.replaceAll('"', ''));
    if (address === undefined || type === undefined || known === undefined)
        return undefined;
    const rest = plainMarks(bytes);
    if (rest === undefined)
        return undefined;
    const [end, reason] = END.exec(rest.slice(-LONGEST_END)) ?? [];
    if (end === undefined || (reason === undefined && rest.includes(REASON)))
        return undefined;
    return {
        address: textOf(address),
        previousAddress: previousAddress === undefined ? undefined : textOf(previousAddress),
        mode: mode === 'data' ? 'data' : 'managed',
        type: textOf(type),
        deposed: deposed === undefined ? undefined : textOf(deposed),
        action: known.action,
        actions: known.actions,
        reason,
        isImport: false,
        importId: undefined,
    };
}
const BEFORE = '"before';
const AFTER = '"after';
/** The names of marks, without what stands before. A class of characters at its beginning makes the engine search twice as quickly. */
const ANY_MARKS = /[_"]sensitive":/;
const MARKED_OR_IMPORTED = /true|"importing":/;
/**
 * The marks and what follows them, when nothing is marked or imported. In a text, the quotes of such a name would be escaped; where an attribute has it,
 * `true` may be found that is no mark, and never the other way round: the marks come after the first of these names.
 */
function plainMarks(bytes) {
    const first = bytes.search(ANY_MARKS);
    if (first === -1 || !bytes.endsWith(BEFORE, first))
        return undefined;
    const rest = bytes.slice(first + 1);
    const second = rest.search(ANY_MARKS);
    if (second === -1 || !rest.endsWith(AFTER, second))
        return undefined;
    const isPlain = !ANY_MARKS.test(rest.slice(second + 1)) && !MARKED_OR_IMPORTED.test(rest);
    return isPlain ? rest : undefined;
}
function textOf(part) {
    return part.includes('\\') ? String(JSON.parse(`"${part}"`)) : part;
}
/** An outline as it may be kept: its texts are parts of the item. */
function copyOfOutline(outline) {
    const { address, previousAddress, type, deposed, reason } = outline;
    return {
        ...outline,
        address: copyOf(address),
        previousAddress: previousAddress === undefined ? undefined : copyOf(previousAddress),
        type: copyOf(type),
        deposed: deposed === undefined ? undefined : copyOf(deposed),
        reason: reason === undefined ? undefined : copyOf(reason),
    };
}
/** A part of a text keeps the whole text in memory. */
function copyOf(part) {
    return Buffer.from(part, 'latin1').toString('latin1');
}

// EXTERNAL MODULE: ./src/plan/plan-stream/comparable-changes.ts
var comparable_changes = __webpack_require__(9200);
;// CONCATENATED MODULE: ./src/plan/plan-stream/json-scanner.ts
/** The text is not JSON. No message quotes it: it may be secret. */
class JsonScanError extends Error {
    name = 'JsonScanError';
}
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
/** In bytes. */
const SHORT_TEXT = 20;
/** With this bit, [ is { and ] is }. */
const BRACKET_BIT = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
/** Stands in a path for an item of a list. */
const ITEM = '[]';
/** V8 has no longer string. */
const LONGEST_VALUE = 500_000_000;
/**
 * Reads JSON from chunks of bytes and hands over the values that are asked for, each as a text of one character for each byte (latin1), which costs
 * nothing where a value lies in one chunk: see {@link parseBytes}. It never holds more than one of them, and looks at each byte about once: what is not
 * asked for is neither decoded nor checked.
 */
class JsonScanner {
    decide;
    take;
    path = [];
    isList = [];
    /** What happens to the items of the list that was entered last: the same to all of them. */
    ofItems;
    expected = 'value';
    /** What is being read across chunks. */
    inside = 'nothing';
    depth = 0;
    isInString = false;
    /** Of the next chunk: a backslash was the last byte of the one before. */
    toIgnore = 0;
    isKey = false;
    isTaken = false;
    pieces = [];
    piecesLength = 0;
    /** The chunk, one character for each byte: in it, the engine finds the next quote twice as quickly as a loop over the bytes. */
    text = '';
    /** @param decide asked for each member of what was entered, and for the items of a list together; the path is only valid during the call */
    constructor(decide, take) {
        this.decide = decide;
        this.take = take;
    }
    write(chunk) {
        let index = 0;
        this.text = chunk.toString('latin1');
        while (index < chunk.length) {
            index = this.inside === 'nothing' ? this.step(chunk, index) : this.pass(chunk, index);
        }
    }
    end() {
        this.text = '';
        if (this.inside === 'scalar')
            this.finish(0, 0);
        if (this.expected !== 'end')
            throw new JsonScanError('it ends too early');
    }
    /** Looks at one byte between values. @returns the index of the next one */
    step(chunk, index) {
        const byte = chunk[index] ?? 0;
        if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))
            return index + 1;
        switch (this.expected) {
            case 'value':
                return this.begin(chunk, index, byte);
            case 'first':
                if ((byte | BRACKET_BIT) === CLOSE)
                    return this.leave(index);
                if (this.isList.at(-1) === true) {
                    this.expected = 'value';
                    return index;
                }
                this.expected = 'key';
                return index;
            case 'key':
                if (byte !== QUOTE)
                    throw new JsonScanError('a name is missing');
                this.isKey = true;
                this.isTaken = true;
                return this.read('structure', 0, true, chunk, index);
            case 'colon':
                if (byte !== COLON)
                    throw new JsonScanError('a colon is missing');
                this.expected = 'value';
                return index + 1;
            case 'next':
                if ((byte | BRACKET_BIT) === CLOSE)
                    return this.leave(index);
                if (byte !== COMMA)
                    throw new JsonScanError('a comma is missing');
                this.expected = this.isList.at(-1) === true ? 'value' : 'key';
                return index + 1;
            case 'end':
                throw new JsonScanError('something comes after its end');
        }
    }
    begin(chunk, index, byte) {
        const isContainer = (byte | BRACKET_BIT) === OPEN;
        const decision = this.decision();
        if (this.isList.length === 0 && !isContainer)
            throw new JsonScanError('it does not begin with a bracket');
        if (decision === 'enter' && isContainer) {
            this.isList.push(byte === OPEN_LIST);
            this.path.push(ITEM);
            this.expected = 'first';
            this.ofItems = undefined;
            return index + 1;
        }
        this.isTaken = decision === 'take';
        if (isContainer)
            return this.read('structure', 1, false, chunk, index);
        if (byte === QUOTE)
            return this.read('structure', 0, true, chunk, index);
        // Anything else is a number or a word; its bytes are only looked at by whoever takes it.
        return this.read('scalar', 0, false, chunk, index);
    }
    decision() {
        if (this.isList.length === 0)
            return 'enter';
        if (this.isList.at(-1) !== true)
            return this.decide(this.path);
        return (this.ofItems ??= this.decide(this.path));
    }
    leave(index) {
        this.ofItems = undefined;
        this.isList.pop();
        this.path.pop();
        this.expected = this.isList.length === 0 ? 'end' : 'next';
        return index + 1;
    }
    read(inside, depth, isInString, chunk, index) {
        this.inside = inside;
        this.depth = depth;
        this.isInString = isInString;
        return this.pass(chunk, index + 1, index);
    }
    /** Goes on to the end of the value, or of the chunk. @returns the index behind it */
    pass(chunk, from, start = from) {
        const end = this.inside === 'scalar' ? scalarEnd(chunk, from) : this.structureEnd(chunk, from);
        if (end !== undefined)
            return this.finish(start, end);
        if (this.isTaken) {
            this.piecesLength += chunk.length - start;
            if (this.piecesLength > LONGEST_VALUE)
                throw new JsonScanError('one value in it is too long');
            this.pieces.push(this.text.slice(start));
        }
        return chunk.length;
    }
    structureEnd(chunk, from) {
        const { length } = chunk;
        let index = from + this.toIgnore;
        const { text } = this;
        let { depth, isInString } = this;
        this.toIgnore = 0;
        while (index < length) {
            if (isInString) {
                // Most texts are names and short values, which a loop passes before a search has begun.
                const near = Math.min(length, index + SHORT_TEXT);
                let byte = chunk[index];
                while (index < near && byte !== QUOTE && byte !== BACKSLASH)
                    byte = chunk[++index];
                if (index < near && byte === QUOTE) {
                    index += 1;
                    isInString = false;
                    if (depth === 0)
                        return index;
                    continue;
                }
                const quote = text.indexOf('"', index);
                const end = quote === -1 ? length : quote;
                const isEscaped = backslashesBefore(chunk, index, end) % 2 === 1;
                index = end + 1;
                if (quote === -1) {
                    this.toIgnore = isEscaped ? 1 : 0;
                    break;
                }
                if (isEscaped)
                    continue;
                isInString = false;
                if (depth === 0)
                    return index;
            }
            else {
                const byte = chunk[index] ?? 0;
                index += 1;
                if (byte === QUOTE)
                    isInString = true;
                // Commas, colons and numbers come before all brackets.
                else if (byte >= OPEN_LIST) {
                    const bracket = byte | BRACKET_BIT;
                    if (bracket === OPEN)
                        depth += 1;
                    else if (bracket === CLOSE) {
                        depth -= 1;
                        if (depth === 0)
                            return index;
                    }
                }
            }
        }
        this.depth = depth;
        this.isInString = isInString;
        return undefined;
    }
    finish(start, end) {
        this.inside = 'nothing';
        if (this.isTaken) {
            let value = this.text.slice(start, end);
            if (this.pieces.length > 0) {
                value = this.pieces.join('') + value;
                this.pieces.length = 0;
                this.piecesLength = 0;
            }
            if (this.isKey) {
                this.isKey = false;
                this.path[this.path.length - 1] = keyOf(value);
                this.expected = 'colon';
                return end;
            }
            this.take(this.path, value);
        }
        this.expected = 'next';
        return end;
    }
}
function backslashesBefore(chunk, from, end) {
    let index = end;
    while (index > from && chunk[index - 1] === BACKSLASH)
        index -= 1;
    return end - index;
}
function scalarEnd(chunk, from) {
    for (let index = from; index < chunk.length; index += 1) {
        const byte = chunk[index] ?? 0;
        if (byte === COMMA || byte <= 0x20 || (byte | BRACKET_BIT) === CLOSE)
            return index;
    }
    return undefined;
}
function keyOf(bytes) {
    const key = parseBytes(bytes);
    return String(key);
}
/**
 * Parses what a scanner handed over.
 *
 * @throws SyntaxError whose message quotes the text
 */
function parseBytes(bytes) {
    // Of ASCII alone, the bytes are the text.
    return JSON.parse(Buffer.byteLength(bytes) === bytes.length ? bytes : Buffer.from(bytes, 'latin1').toString('utf8'));
}

;// CONCATENATED MODULE: ./src/plan/plan-stream/weight.ts
/** The order in which changes are told: what destroys comes first. */
const WEIGHTIEST_FIRST = [
    'delete',
    'replace',
    'forget',
    'update',
    'create',
    'read',
    'no-op',
];
/** Of each action at least so many are told, however many weightier ones there are: none of them may go unseen. */
const OF_EACH = 50;
function isMove(change) {
    return change.previousAddress !== undefined && change.previousAddress !== change.address;
}
/** Whether a change belongs into a summary. */
function doesSomething(change) {
    return change.mode === 'managed' && (change.action !== 'no-op' || change.isImport || isMove(change));
}
/** Addresses in the order of their code units, as Terraform sorts them: an alphabet's order would take longer than the comment itself. */
function byWeight(a, b) {
    const heavier = WEIGHTIEST_FIRST.indexOf(a.action) - WEIGHTIEST_FIRST.indexOf(b.action);
    if (heavier !== 0)
        return heavier;
    return a.address === b.address ? 0 : a.address < b.address ? -1 : 1;
}
/** At most `limit` changes: some of each action, and then the weightiest. */
function theWeightiest(changes, limit) {
    if (changes.length <= limit)
        return changes;
    const groups = WEIGHTIEST_FIRST.map((action) => changes.filter((change) => change.action === action));
    let left = limit - groups.reduce((sum, { length }) => sum + Math.min(length, OF_EACH), 0);
    return groups.flatMap((group) => {
        const more = Math.max(0, Math.min(group.length - OF_EACH, left));
        left -= more;
        return group.slice(0, OF_EACH + more);
    });
}
/** Counts what a plan does. */
class Tally {
    total = 0;
    counts = { create: 0, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 0 };
    static of(changes) {
        const tally = new Tally();
        for (const change of changes)
            tally.add(change);
        return tally;
    }
    /** @param change one that does something */
    add(change) {
        this.total += 1;
        if (change.isImport)
            this.counts.import += 1;
        if (isMove(change))
            this.counts.move += 1;
        if (change.action !== 'no-op' && change.action !== 'read')
            this.counts[change.action] += 1;
    }
}

;// CONCATENATED MODULE: ./src/plan/plan-stream/kept-changes.ts


/** So many changes of the types that no rule judges are kept, the others are counted. */
const MOST_CHANGES = 2_000;
/** So many bytes of values are kept with them. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Of a plan that is told in part only; still many times what the texts hold of it, and each that is kept costs a copy. */
const MOST_BYTES_OF_HUGE = 2 * 1024 * 1024;
const LIGHTEST_FIRST = [...WEIGHTIEST_FIRST].reverse();
/** The changes of one action, in the order of the plan. */
class Group {
    told = [];
    /** Those of them whose values are kept. */
    withValues = [];
}
/**
 * What is kept of the changes of a plan of any size: all of AWS, because the rules judge them, and of the rest those that are told, the weightiest with
 * their values. Of what destroys, or is part of a module, at least the outline stays.
 */
class KeptChanges {
    decode;
    judged = [];
    outlines = [];
    groups = new Map(WEIGHTIEST_FIRST.map((action) => [action, new Group()]));
    lightestFirst = [...this.groups.values()].reverse();
    count = 0;
    bytes = 0;
    mostBytes = MOST_BYTES;
    index = 0;
    /** @param decode reads a change that was added without its values */
    constructor(decode) {
        this.decode = decode;
    }
    /** @param bytes length of its JSON */
    add(change, bytes) {
        if (change.type.startsWith('aws_')) {
            // Of what does not change, both sides are the same, and twice in memory.
            const values = change.action === 'no-op' ? { ...change, before: change.after } : change;
            this.index += 1;
            this.judged.push({ outline: change, bytes, index: this.index, values });
        }
        else if (doesSomething(change)) {
            const kept = this.push(change, bytes);
            kept.values = change;
            this.makeRoom(kept);
        }
    }
    /**
     * @param outline of a change that no rule judges
     * @param bytes its JSON, one character for each byte
     * @param where in the plan, for the message when it cannot be read
     */
    addUndecoded(outline, bytes, where) {
        if (!doesSomething(outline))
            return;
        if (this.count === MOST_CHANGES && this.isNextToGo(outline.action)) {
            this.index += 1;
            if (staysAsOutline(outline))
                this.outlines.push({
                    outline: copyOfOutline(outline),
                    bytes: bytes.length,
                    index: this.index,
                    values: undefined,
                });
            return;
        }
        const kept = this.push(copyOfOutline(outline), bytes.length);
        // Most of the changes of a huge plan have no room, and need no copy.
        if (this.makeRoom(kept))
            kept.values = { bytes: copyOf(bytes), where };
    }
    /** In the order of the plan. */
    all() {
        return [...this.judged, ...this.outlines, ...this.lightestFirst.flatMap(({ told }) => told)]
            .sort((a, b) => a.index - b.index)
            .map(({ outline, values }) => {
            if (values === undefined)
                return asChange(outline);
            return 'where' in values ? new UndecodedChange(outline, () => this.decode(values.bytes, values.where)) : values;
        });
    }
    push(outline, bytes) {
        this.index += 1;
        const kept = { outline, bytes, index: this.index, values: undefined };
        const group = this.groups.get(outline.action);
        group?.told.push(kept);
        group?.withValues.push(kept);
        this.count += 1;
        this.bytes += bytes;
        return kept;
    }
    /** Whether one more change of this action is the next one to be dropped. */
    isNextToGo(action) {
        const first = LIGHTEST_FIRST.find((each) => each === action || (this.groups.get(each)?.told.length ?? 0) > OF_EACH);
        return first === action && (this.groups.get(action)?.told.length ?? 0) >= OF_EACH;
    }
    /** @returns whether there is room for the values of `newest` */
    makeRoom(newest) {
        let hasRoom = true;
        while (this.count > MOST_CHANGES) {
            this.mostBytes = MOST_BYTES_OF_HUGE;
            const dropped = this.dropChange();
            if (dropped === undefined)
                break;
            hasRoom &&= dropped !== newest;
        }
        while (this.bytes > this.mostBytes) {
            const dropped = this.dropValues();
            if (dropped === undefined)
                break;
            hasRoom &&= dropped !== newest;
        }
        return hasRoom;
    }
    /** Drops the last one of the least weighty kind. @returns `undefined` when there is none that can be dropped */
    dropChange() {
        const group = this.lightestFirst.find(({ told }) => told.length > OF_EACH);
        const dropped = group?.told.pop();
        if (group === undefined || dropped === undefined)
            return undefined;
        this.count -= 1;
        if (group.withValues.at(-1) === dropped)
            this.dropLastValues(group);
        if (staysAsOutline(dropped.outline))
            this.outlines.push(dropped);
        return dropped;
    }
    /** Drops the values of the last one of the least weighty kind. @returns `undefined` when there are none that can be dropped */
    dropValues() {
        const group = this.lightestFirst.find(({ withValues }) => withValues.length > OF_EACH) ??
            this.lightestFirst.find(({ withValues }) => withValues.length > 1);
        return group === undefined ? undefined : this.dropLastValues(group);
    }
    dropLastValues(group) {
        const dropped = group.withValues.pop();
        if (dropped === undefined)
            return undefined;
        this.bytes -= dropped.bytes;
        dropped.values = undefined;
        dropped.outline = withoutValues(dropped.outline);
        return dropped;
    }
}
/** Whether the outline of a change stays that is not told. */
function staysAsOutline({ action, address }) {
    const isDestructive = action === 'delete' || action === 'replace' || action === 'forget';
    return isDestructive || (action === 'update' && address.startsWith('module.'));
}
/** An outline may be the whole change. */
function withoutValues(outline) {
    const { address, previousAddress, mode, type, deposed, action, actions, reason, isImport, importId } = outline;
    return { address, previousAddress, mode, type, deposed, action, actions, reason, isImport, importId };
}
function asChange(outline) {
    const { address, previousAddress, mode, type, deposed, action, actions, reason, isImport, importId } = outline;
    // Written out, because there may be tens of thousands of them.
    return {
        address,
        previousAddress,
        mode,
        type,
        deposed,
        action,
        actions,
        reason,
        isImport,
        importId,
        isOutline: true,
        before: undefined,
        after: undefined,
        afterUnknown: undefined,
        beforeSensitive: undefined,
        afterSensitive: undefined,
        replacePaths: [],
    };
}
/**
 * The values are decoded when the first of them is asked for: of most changes of a large plan, none is. A class, because an object with getters of its own
 * takes V8 many times as long to make.
 */
class UndecodedChange {
    decode;
    address;
    previousAddress;
    mode;
    type;
    deposed;
    action;
    actions;
    reason;
    isImport;
    importId;
    decoded;
    constructor(outline, decode) {
        this.decode = decode;
        this.address = outline.address;
        this.previousAddress = outline.previousAddress;
        this.mode = outline.mode;
        this.type = outline.type;
        this.deposed = outline.deposed;
        this.action = outline.action;
        this.actions = outline.actions;
        this.reason = outline.reason;
        this.isImport = outline.isImport;
        this.importId = outline.importId;
    }
    get before() {
        return this.values().before;
    }
    get after() {
        return this.values().after;
    }
    get afterUnknown() {
        return this.values().afterUnknown;
    }
    get beforeSensitive() {
        return this.values().beforeSensitive;
    }
    get afterSensitive() {
        return this.values().afterSensitive;
    }
    get replacePaths() {
        return this.values().replacePaths;
    }
    values() {
        return (this.decoded ??= this.decode());
    }
}

;// CONCATENATED MODULE: ./src/plan/plan-stream/read-plan-stream.ts







async function readPlanStream(chunks, digest) {
    const reader = new PlanReader(digest);
    const scanner = new JsonScanner(decide, (path, value) => {
        reader.take(path, value);
    });
    const scan = (work) => {
        try {
            work();
            return undefined;
        }
        catch (error) {
            return error instanceof JsonScanError ? notJson(error.message) : error;
        }
    };
    let failure;
    // When Terraform fails, its own error says more than what is wrong with its output: read on until it comes.
    for await (const chunk of chunks) {
        failure ??= scan(() => {
            scanner.write(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
        });
    }
    failure ??= scan(() => {
        scanner.end();
    });
    if (failure !== undefined)
        throw failure instanceof Error ? failure : new PlanFormatError('the plan cannot be read');
    return reader.finish();
}
function notJson(reason) {
    return new PlanFormatError(`the output of terraform show -json is not JSON: ${reason}; is something else writing to standard output?`);
}
/** Which parts of a plan are read; see https://developer.hashicorp.com/terraform/internals/json-format */
function decide(path) {
    const [root, ...inside] = path;
    switch (root) {
        case 'format_version':
        case 'terraform_version':
            return 'take';
        case 'variables':
        case 'output_changes':
        case 'resource_changes':
        case 'resource_drift':
        case 'deferred_changes':
            return inside.length === 0 ? 'enter' : 'take';
        case 'planned_values':
        case 'prior_state':
            return decideInState(inside);
        case 'configuration':
            return decideInConfiguration(inside);
        case undefined:
        default:
            return 'skip';
    }
}
function decideInState(inside) {
    const [parent, key] = inside.slice(-2);
    if (inside.length === 0)
        return 'enter';
    if (inside.length > 1 && parent === 'outputs')
        return 'take';
    if (inside.length > 1 && parent === 'resources')
        return 'take';
    const name = inside.length === 1 ? parent : key;
    return name === ITEM || ['values', 'root_module', 'child_modules', 'resources', 'outputs'].includes(name ?? '')
        ? 'enter'
        : 'skip';
}
function decideInConfiguration(inside) {
    if (inside.length === 0)
        return 'enter';
    if (inside[0] !== 'root_module')
        return 'take';
    if (inside.length === 1)
        return 'enter';
    return inside[1] === 'resources' && inside.length === 2 ? 'enter' : 'take';
}
const SENSITIVE = '"sensitive":';
const SENSITIVE_VALUES = '"sensitive_values":';
/** What the name of a mark begins with. The engine finds it twice as quickly as a text that begins with a quote, which is everywhere. */
const EITHER_NAME = /"sensitive[_"]/;
/** Stands in every name of a mark. */
const read_plan_stream_ANY_MARKS = 'ensitive';
const TRUE = 'true';
/** The type "aws_subnet", without its more frequent characters. */
const SUBNET = '_subnet"';
/** So many bytes of root resources in the configuration are kept, beside those of AWS. */
const MOST_CONFIGURED = 8 * 1024 * 1024;
class PlanReader {
    digest;
    formatVersion;
    terraformVersion;
    variables = {};
    configuration = {};
    rootModule = {};
    configuredResources = [];
    configuredBytes = 0;
    subnets = [];
    changes = new KeptChanges(parseChange);
    drift = new KeptChanges(parseChange);
    outputs = {};
    tally = new Tally();
    collector = new secrets/* SecretCollector */.IB();
    comparable = new Map();
    positions = { resource_changes: 0, resource_drift: 0 };
    constructor(digest) {
        this.digest = digest;
    }
    take(path, value) {
        const [root, name = ''] = path;
        switch (root) {
            case 'format_version':
                this.formatVersion = parse(value);
                checkFormatVersion(this.formatVersion);
                break;
            case 'terraform_version':
                this.terraformVersion = parse(value);
                break;
            case 'variables':
                this.variables[name] = parse(value);
                break;
            case 'resource_changes':
            case 'resource_drift':
                this.takeChange(root, value);
                break;
            case 'output_changes':
                this.takeOutput(name, value);
                break;
            case 'planned_values':
            case 'prior_state':
                this.takeFromState(path, value);
                break;
            case 'configuration':
                this.takeConfiguration(path, value);
                break;
            case undefined:
            default:
                this.collector.addMarkedIn(parse(value));
        }
    }
    finish() {
        checkFormatVersion(this.formatVersion);
        const { resources, ...rootModule } = this.rootModule;
        const configuration = {
            ...this.configuration,
            root_module: {
                ...rootModule,
                ...(this.configuredResources.length > 0 ? { resources: this.configuredResources } : { resources }),
            },
        };
        this.collector.addMarkedIn(configuration);
        this.collector.addVariables(this.variables, configuration);
        return {
            plan: {
                terraformVersion: typeof this.terraformVersion === 'string' ? this.terraformVersion : undefined,
                resourceChanges: this.changes.all(),
                resourceDrift: this.drift.all(),
                outputChanges: this.outputs,
                tally: this.tally,
                raw: { configuration, prior_state: { values: { root_module: { resources: this.subnets } } } },
            },
            secrets: this.collector.secrets(),
            ...(this.digest === undefined ? {} : { comparable: this.comparable }),
        };
    }
    takeChange(list, value) {
        const where = `${list}.${this.positions[list]}`;
        this.positions[list] += 1;
        const outline = this.digest === undefined ? outlineOfPlain(value) : undefined;
        if (outline?.type.startsWith('aws_') === false) {
            (list === 'resource_drift' ? this.drift : this.changes).addUndecoded(outline, value, where);
            if (list === 'resource_changes' && doesSomething(outline))
                this.tally.add(outline);
            return;
        }
        const raw = parse(value);
        const change = parseResourceChange(raw, where);
        this.collectFrom(change, raw, value);
        if (list === 'resource_drift') {
            this.drift.add(change, value.length);
            return;
        }
        this.changes.add(change, value.length);
        if (doesSomething(change))
            this.tally.add(change);
        const comparable = this.digest === undefined ? undefined : (0,comparable_changes/* comparableResource */.bV)(change, this.digest);
        if (comparable !== undefined)
            this.comparable.set(...comparable);
    }
    takeOutput(name, value) {
        const raw = parse(value);
        const change = parseValueChange(raw, `output_changes.${name}`);
        this.collectFrom(change, raw, value);
        this.outputs[name] = change;
        const comparable = this.digest === undefined ? undefined : (0,comparable_changes/* comparableOutput */.wx)(name, change, this.digest);
        if (comparable !== undefined)
            this.comparable.set(...comparable);
    }
    collectFrom(change, raw, value) {
        this.collector.addMarked(change.before, change.beforeSensitive);
        this.collector.addMarked(change.after, change.afterSensitive);
        if (value.includes(SENSITIVE))
            this.collector.addMarkedIn(raw);
    }
    /** A resource or an output of a state. Most hold no mark, and need not be decoded to see that. */
    takeFromState(path, value) {
        const isOfRoot = path[0] === 'prior_state' && path.length === 5;
        const isSubnet = isOfRoot && value.includes(SUBNET);
        if (!isSubnet && !mayHoldMark(value))
            return;
        const raw = parse(value);
        if ((0,secrets/* isRecord */.u4)(raw) && isMarkedOnce(value))
            this.collector.addMarked(raw['values'], raw['sensitive_values']);
        else
            this.collector.addMarkedIn(raw);
        if (isSubnet && (0,secrets/* isRecord */.u4)(raw) && raw['type'] === 'aws_subnet')
            this.subnets.push(raw);
    }
    takeConfiguration(path, value) {
        const [, key = '', inner = ''] = path;
        if (path.length === 2)
            this.configuration[key] = parse(value);
        else if (path.length === 3)
            this.rootModule[inner] = parse(value);
        else {
            const resource = parse(value);
            const isAws = (0,secrets/* isRecord */.u4)(resource) && String(resource['type']).startsWith('aws_');
            if (!isAws)
                this.configuredBytes += value.length;
            if (isAws || this.configuredBytes <= MOST_CONFIGURED)
                this.configuredResources.push(resource);
        }
    }
}
/** A key cannot be forged by a value: in a string, its quotes would be escaped. In doubt the answer is yes. */
function mayHoldMark(value) {
    const first = value.search(EITHER_NAME);
    return first !== -1 && (value.includes(SENSITIVE, first) || value.includes(TRUE, first));
}
/** Whether the only marks are those beside its values. */
function isMarkedOnce(value) {
    const marks = value.indexOf(read_plan_stream_ANY_MARKS);
    return (marks !== -1 &&
        value.startsWith(SENSITIVE_VALUES, marks - SENSITIVE_VALUES.indexOf(read_plan_stream_ANY_MARKS)) &&
        !value.includes(read_plan_stream_ANY_MARKS, marks + 1));
}
function parseChange(value, where) {
    return parseResourceChange(parse(value), where);
}
function parse(value) {
    try {
        return parseBytes(value);
    }
    catch {
        // Not chained: the parser's message quotes the text, which may be secret.
        throw notJson('a part of it cannot be read');
    }
}

// EXTERNAL MODULE: ./src/plan/redaction/shapes.ts
var shapes = __webpack_require__(487);
;// CONCATENATED MODULE: ./src/plan/redaction/value-redaction.ts


const HIDDEN = '(sensitive)';
/** So much of a long text is looked at: more than is ever shown, because what is hidden makes room. */
const LOOKED_AT = 4_096;
/** A secret at the end of what is looked at would be cut, and not known any more. */
const MARGIN = 512;
/** What encodings of encodings make of one character, about. */
const GROWTH = 8;
const LONGEST_DOCUMENT = 256 * 1024;
/** So many parts of one value are looked at; the rest is not shown. */
const MOST_PARTS = 1_000;
/** Turns values into values that may be shown; what is not known to be harmless is hidden. It comes before all escaping. */
class ValueRedaction {
    secrets;
    name;
    isAllHidden;
    lookedAt;
    /** @param name of the whole, as of an output; a telltale one hides everything in it */
    constructor(secrets, name) {
        this.secrets = secrets;
        this.name = name;
        this.isAllHidden = (0,shapes/* isTelltale */.O7)(name);
        this.lookedAt = Math.max(LOOKED_AT, MARGIN + secrets.longest * GROWTH);
    }
    /** @param isSensitive by a mark of Terraform, against which nothing helps */
    redact(path, value, isSensitive) {
        if (isSensitive)
            return HIDDEN;
        const isHidden = this.isAllHidden || path.some((key) => (0,shapes/* isTelltale */.O7)(String(key)));
        const name = path.findLast((key) => typeof key === 'string') ?? this.name;
        return this.mask(value, isHidden, name, { left: MOST_PARTS });
    }
    /** A path as text; keys of maps are values too. */
    path(path) {
        return path
            .map((key, index) => {
            if (typeof key === 'number')
                return `[${key}]`;
            return index === 0 ? this.key(key) : `.${this.key(key)}`;
        })
            .join('');
    }
    mask(value, isHidden, name, budget) {
        budget.left -= 1;
        if (Array.isArray(value))
            return value.slice(0, Math.max(0, budget.left)).map((item) => this.mask(item, isHidden, name, budget));
        if ((0,secrets/* isRecord */.u4)(value))
            return Object.fromEntries(Object.entries(value)
                .slice(0, Math.max(0, budget.left))
                .map(([key, item]) => [this.key(key), this.mask(item, isHidden || (0,shapes/* isTelltale */.O7)(key), key, budget)]));
        if (typeof value === 'string')
            return this.text(value, isHidden, name);
        if (typeof value === 'number')
            return isHidden || this.secrets.isIn(String(value)) ? HIDDEN : value;
        return value;
    }
    text(value, isHidden, name) {
        if (value === '')
            return value;
        if (isHidden && !(0,shapes/* isHarmless */.EW)(value))
            return HIDDEN;
        const start = value.slice(0, this.lookedAt);
        if (this.secrets.isIn(start))
            return HIDDEN;
        const document = value.length > LONGEST_DOCUMENT ? undefined : (0,secrets/* parseDocument */.Tp)(value);
        if (document !== undefined) {
            const masked = JSON.stringify(this.mask(document, false, name, { left: MOST_PARTS }));
            // The author's spaces stay where nothing was hidden.
            return masked === JSON.stringify(document) ? value : masked;
        }
        if ((0,shapes/* isDigest */.Bc)(name, value))
            return value;
        const redacted = (0,shapes/* withoutLooks */.r3)(start);
        return start.length === value.length || redacted === start ? redacted : redacted.slice(0, -MARGIN);
    }
    key(key) {
        return this.secrets.isIn(key) ? HIDDEN : (0,shapes/* withoutLooks */.r3)(key.slice(0, this.lookedAt));
    }
}
/** An address whose instance keys, which are values, are fit to be shown. The rest of it stands in the configuration. */
function redactAddress(address, secrets) {
    return address.replace(/\["((?:[^"\\]|\\.)*)"\]/g, (all, key) => secrets.isIn(key) ? `["${HIDDEN}"]` : (0,shapes/* withoutLooks */.r3)(all));
}

;// CONCATENATED MODULE: ./src/plan/attribute-diff.ts


const UNKNOWN = '(known after apply)';
const attribute_diff_LONGEST_VALUE = 200;
/** So many attributes of one change are listed; a map of a million entries must not become a million lines. */
const MOST_ATTRIBUTES = 1_000;
/**
 * The attributes in which a change differs, in the order of their paths.
 *
 * @param name of the whole value, as of an output; a telltale one hides all of it
 */
function diffAttributes(change, secrets, name = '') {
    const changes = [];
    const redaction = new ValueRedaction(secrets, name);
    const show = (path, value, isSensitive) => shown(redaction.redact(path, value, isSensitive), value);
    let unlisted = 0;
    const found = ({ path, before, after, isUnknown, beforeSensitive, afterSensitive }) => {
        if (changes.length === MOST_ATTRIBUTES) {
            unlisted += 1;
            return;
        }
        const attribute = {
            path: redaction.path(path),
            forcesReplacement: change.replacePaths.some((forcing) => forcing.every((key, index) => path[index] === key)),
        };
        if (before !== undefined && before !== null)
            attribute.before = show(path, before, beforeSensitive);
        if (isUnknown)
            attribute.after = UNKNOWN;
        else if (after !== undefined && after !== null)
            attribute.after = show(path, after, afterSensitive);
        changes.push(attribute);
    };
    compare([], change.before, change.after, change.afterUnknown, change.beforeSensitive, change.afterSensitive, found);
    if (unlisted > 0) {
        const note = `(${unlisted} more attributes are not listed)`;
        changes.push({ path: '…', after: note, forcesReplacement: false });
    }
    return changes;
}
function shown(redacted, value) {
    if (redacted === HIDDEN)
        return HIDDEN;
    const text = JSON.stringify(redacted);
    const length = typeof value === 'string' ? value.length : text.length - 2;
    return text.length > attribute_diff_LONGEST_VALUE ? `${text.slice(0, attribute_diff_LONGEST_VALUE)}… (${length} characters)` : text;
}
/** @param path changes while its parts are gone through: whoever keeps it copies it */
function compare(path, before, after, unknown, beforeSensitive, afterSensitive, found) {
    const keys = unionOf(unionOf(keysOf(before), keysOf(after)), keysOf(unknown));
    // A mark on the whole hides its parts, their number and their names as well.
    if (keys.length > 0 && unknown !== true && beforeSensitive !== true && afterSensitive !== true) {
        for (const key of keys) {
            path.push(key);
            compare(path, child(before, key), child(after, key), child(unknown, key), child(beforeSensitive, key), child(afterSensitive, key), found);
            path.pop();
        }
        return;
    }
    const isUnknown = unknown === true;
    // Empty lists, maps and blocks where there was nothing are Terraform's way of saying nothing.
    if (!isUnknown && isNothing(before) && isNothing(after))
        return;
    if (!isUnknown && isSame(before ?? null, after ?? null))
        return;
    found({
        path,
        before,
        after,
        isUnknown,
        beforeSensitive: beforeSensitive === true,
        afterSensitive: afterSensitive === true,
    });
}
const NO_KEYS = [];
function unionOf(one, other) {
    if (other.length === 0)
        return one;
    return one.length === 0 ? other : [...new Set([...one, ...other])];
}
function isContainer(value) {
    return typeof value === 'object' && value !== null;
}
function isSame(one, other) {
    return one === other || ((isContainer(one) || isContainer(other)) && JSON.stringify(one) === JSON.stringify(other));
}
function isNothing(value) {
    return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
function keysOf(value) {
    if (Array.isArray(value))
        return [...value.keys()];
    return (0,secrets/* isRecord */.u4)(value) ? Object.keys(value) : NO_KEYS;
}
function child(value, key) {
    // A mark or an "unknown" that covers the whole covers each part.
    if (value === true)
        return true;
    if (Array.isArray(value))
        return value[Number(key)];
    return (0,secrets/* isRecord */.u4)(value) ? value[key] : undefined;
}

// EXTERNAL MODULE: ./src/plan/invariants/configuration.ts
var configuration = __webpack_require__(8675);
// EXTERNAL MODULE: ./src/plan/role-attributes.ts
var role_attributes = __webpack_require__(6589);
;// CONCATENATED MODULE: ./src/plan/drift-noise.ts




const ofBucket = (type) => ({ type, link: 'bucket', by: 'id' });
/** Attributes that show what other resources made. */
const OWNERS = {
    aws_api_gateway_rest_api: { policy: [{ type: 'aws_api_gateway_rest_api_policy', link: 'rest_api_id', by: 'id' }] },
    aws_iam_role: {
        inline_policy: [{ type: 'aws_iam_role_policy', link: 'role', by: 'id' }],
        managed_policy_arns: [{ type: 'aws_iam_role_policy_attachment', link: 'role', by: 'id' }],
    },
    aws_rds_cluster: {
        cluster_members: [{ type: 'aws_rds_cluster_instance', link: 'cluster_identifier', by: 'id' }],
        iam_roles: [{ type: 'aws_rds_cluster_role_association', link: 'db_cluster_identifier', by: 'id' }],
    },
    aws_rds_global_cluster: {
        global_cluster_members: [{ type: 'aws_rds_cluster', link: 'global_cluster_identifier', by: 'id' }],
    },
    aws_s3_bucket: {
        grant: [ofBucket('aws_s3_bucket_acl')],
        lifecycle_rule: [ofBucket('aws_s3_bucket_lifecycle_configuration')],
        policy: [ofBucket('aws_s3_bucket_policy')],
        replication_configuration: [ofBucket('aws_s3_bucket_replication_configuration')],
        server_side_encryption_configuration: [ofBucket('aws_s3_bucket_server_side_encryption_configuration')],
        versioning: [ofBucket('aws_s3_bucket_versioning')],
    },
    aws_secretsmanager_secret: { policy: [{ type: 'aws_secretsmanager_secret_policy', link: 'secret_arn', by: 'arn' }] },
    aws_secretsmanager_secret_version: {
        version_stages: [
            {
                type: 'aws_secretsmanager_secret_rotation',
                link: 'secret_id',
                by: 'secret_id',
                also: ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'],
                overrules: true,
            },
        ],
    },
    aws_security_group: {
        ingress: [{ type: 'aws_vpc_security_group_ingress_rule', link: 'security_group_id', by: 'id' }],
        egress: [{ type: 'aws_vpc_security_group_egress_rule', link: 'security_group_id', by: 'id' }],
    },
    aws_sns_topic: { policy: [{ type: 'aws_sns_topic_policy', link: 'arn', by: 'arn' }] },
    aws_sqs_queue: { policy: [{ type: 'aws_sqs_queue_policy', link: 'queue_url', by: 'id' }] },
};
const OWNER_TYPES = new Set(Object.values(OWNERS).flatMap((attributes) => Object.values(attributes).flatMap((owners) => owners.map(({ type }) => type))));
/** What may open something to others is never taken for a default of AWS. */
const GIVES_ACCESS = /polic|acl|grant|rule|permission|principal|ingress|egress|cidr|role|user|public|website|cors/;
/**
 * Tells differences from the state that nobody caused: an apply writes each resource into the state as it was made, and what AWS computes, or what other
 * resources of the same apply fill in, comes later. Dozens of them would hide the one that somebody caused. An entry is noise only when all that
 * differs in it is, attribute by attribute:
 *
 * - nothing, written in another way;
 * - made by other resources of the plan, whose own drift is told with them: each text and number of it is among their values, so that
 *   a rule that somebody added by hand is not;
 * - empty in the state, not set by the configuration, and not of a kind that gives access.
 */
function driftNoise({ resourceChanges, raw, }) {
    let known;
    return (drift) => {
        if (drift.action !== 'update' || drift.deposed !== undefined || drift.isOutline === true)
            return false;
        const { before, after } = drift;
        if (!(0,secrets/* isRecord */.u4)(before) || !(0,secrets/* isRecord */.u4)(after))
            return false;
        known ??= surroundings(resourceChanges, raw);
        const around = known;
        return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((name) => {
            if (drift_noise_isSame(before[name], after[name]))
                return true;
            const isUnset = isLeftAlone(drift, name, around);
            return (isOwned(drift.type, name, before, after, around, isUnset) || (isUnset && isFilled(drift.type, name, before)));
        });
    };
}
function surroundings(resourceChanges, raw) {
    const owners = new Map();
    for (const { type, mode, before } of resourceChanges) {
        if (mode !== 'managed' || !OWNER_TYPES.has(type) || !(0,secrets/* isRecord */.u4)(before))
            continue;
        const same = owners.get(type);
        if (same === undefined)
            owners.set(type, [before]);
        else
            same.push(before);
    }
    const configured = new Map([...(0,configuration/* resourcesByAddress */.ps)((0,configuration/* parseConfiguration */.MA)(raw).root_module)].map(([address, { expressions }]) => [address, new Set(Object.keys(expressions))]));
    return { owners, configured };
}
/** Whether the configuration does not set an attribute. False also of a resource whose configuration is not known. */
function isLeftAlone({ address }, name, { configured }) {
    return configured.get(withoutKeys(address))?.has(name) === false;
}
function isOwned(type, name, before, after, { owners }, isUnset) {
    const possible = (OWNERS[type]?.[name] ?? []).filter(({ overrules }) => isUnset || overrules === true);
    const found = possible.flatMap(({ type: owner, link, by, also = [] }) => {
        const own = (owners.get(owner) ?? []).filter((values) => values[link] !== undefined && values[link] === after[by]);
        return own.length === 0 ? [] : [...own, also];
    });
    if (found.length === 0)
        return false;
    const explained = new Set([...found.flatMap(leaves), ...leaves(before[name])]);
    return leaves(after[name]).every((leaf) => explained.has(leaf));
}
function isFilled(type, name, before) {
    return (drift_noise_isNothing(before[name]) &&
        OWNERS[type]?.[name] === undefined &&
        !(0,role_attributes/* isRoleAttribute */.D)(type, name) &&
        !GIVES_ACCESS.test(name));
}
/** All texts and numbers in a value, those of a policy in it as well. */
function leaves(value) {
    if (typeof value === 'number')
        return [String(value)];
    if (typeof value === 'string') {
        const inside = parsed(value);
        return inside === undefined ? (value === '' ? [] : [value]) : leaves(inside);
    }
    if (Array.isArray(value))
        return value.flatMap(leaves);
    return (0,secrets/* isRecord */.u4)(value) ? Object.values(value).flatMap(leaves) : [];
}
function parsed(text) {
    if (!/^\s*[{[]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Equal, or nothing in the state and one of the ways in which providers write nothing now. */
function drift_noise_isSame(before, after) {
    if (drift_noise_isNothing(before))
        return drift_noise_isNothing(after) || after === 0 || after === false;
    if (Array.isArray(before) && Array.isArray(after)) {
        return before.length === after.length && before.every((item, index) => drift_noise_isSame(item, after[index]));
    }
    if ((0,secrets/* isRecord */.u4)(before) && (0,secrets/* isRecord */.u4)(after)) {
        return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((key) => drift_noise_isSame(before[key], after[key]));
    }
    return (0,comparable_changes/* canonical */.$N)(before) === (0,comparable_changes/* canonical */.$N)(after);
}
function drift_noise_isNothing(value) {
    return (value === undefined ||
        value === null ||
        value === '' ||
        (Array.isArray(value) ? value.length === 0 : (0,secrets/* isRecord */.u4)(value) && Object.keys(value).length === 0));
}
/** `module.a["x"].aws_b.c[0]` → `module.a.aws_b.c`; a key may hold anything, in quotes. */
function withoutKeys(address) {
    return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}

;// CONCATENATED MODULE: ./src/plan/summarize.ts




const UNLABELLED = { labelOf: () => 'real', driftLabelOf: () => 'drift' };
/** So many changes are told in detail; more would be read by nobody, and fill memories. */
const DETAILED = 2_000;
/** So many characters of attributes are told in all, then only addresses and actions: as many as all the parts of a comment hold. */
const LONGEST_DETAILS = 325_000;
/** When no more is left than this, or so many changes did not fit, the others are not even tried. */
const SHORTEST_DETAILS = 4_000;
const MOST_TRIES = 100;
/** Summarises a plan; every value passes the redaction on the way. */
function summarizePlan(plan, secrets, labels = UNLABELLED) {
    const doing = plan.resourceChanges.filter(doesSomething);
    const { counts, total } = plan.tally ?? Tally.of(doing);
    const told = theWeightiest(doing, DETAILED);
    const limit = new DetailLimit();
    const changes = [...told].sort(byWeight).map((change) => limit.cut(summarizeChange(change, secrets, labels, limit)));
    const outputs = Object.entries(plan.outputChanges)
        .filter(([, change]) => change.action !== 'no-op')
        .map(([name, change]) => limit.cut(summarizeOutput(name, change, secrets, limit)));
    const changed = new Set(doing.map(({ address }) => address));
    const isNoise = driftNoise(plan);
    const drift = plan.resourceDrift
        .filter((entry) => entry.mode === 'managed' && !changed.has(entry.address))
        // What a swap of the roles explains is told, as that.
        .filter((entry) => labels.driftLabelOf(entry) !== 'drift' || !isNoise(entry))
        .flatMap((entry) => summarizeDrift(entry, secrets, labels))
        .map((entry) => limit.cut(entry));
    return {
        counts,
        changes,
        omittedChanges: total - changes.length,
        outputs,
        drift,
        isEmpty: total === 0 && outputs.length === 0,
    };
}
const UNTOLD = [{ path: '…', after: '(its attributes are not listed)', forcesReplacement: false }];
/** Keeps the summary of a plan of huge values small enough to be handed on: what comes late loses its attributes, not its place. */
class DetailLimit {
    left = LONGEST_DETAILS;
    /** How often something did not fit. */
    tries = 0;
    /** The attributes of a change, unless no more are told: to redact them is most of the work. */
    attributesOf(change, secrets, name) {
        if (this.left >= SHORTEST_DETAILS && this.tries < MOST_TRIES)
            return [...diffAttributes(change, secrets, name)];
        return UNTOLD;
    }
    cut(entry) {
        const { attributes } = entry;
        if (attributes === UNTOLD)
            return entry;
        const length = attributes.reduce((sum, { path, before = '', after = '' }) => sum + path.length + before.length + after.length + 60, 0);
        if (length > this.left) {
            this.tries += 1;
            const note = `(${attributes.length} attributes are not listed)`;
            return { ...entry, attributes: [{ path: '…', after: note, forcesReplacement: false }] };
        }
        this.left -= length;
        return entry;
    }
}
function summarizeChange(change, secrets, labels, limit) {
    return {
        address: redactAddress(change.address, secrets),
        action: change.action,
        label: labels.labelOf(change),
        isImport: change.isImport,
        ...(isMove(change) && change.previousAddress !== undefined
            ? { movedFrom: redactAddress(change.previousAddress, secrets) }
            : {}),
        ...(change.deposed === undefined ? {} : { deposed: change.deposed }),
        ...(change.reason === undefined ? {} : { reason: change.reason.replaceAll('_', ' ') }),
        attributes: change.isOutline === true ? UNTOLD : limit.attributesOf(change, secrets),
    };
}
function summarizeOutput(name, change, secrets, limit) {
    return { name, action: change.action, attributes: limit.attributesOf(change, secrets, name) };
}
function summarizeDrift(drift, secrets, labels) {
    // Terraform also notes here what only moved.
    if (drift.action !== 'update' && drift.action !== 'delete')
        return [];
    const attributes = drift.isOutline === true ? UNTOLD : [...diffAttributes(drift, secrets)];
    if (drift.action === 'update' && attributes.length === 0)
        return [];
    return [
        {
            address: redactAddress(drift.address, secrets),
            action: drift.action,
            label: labels.driftLabelOf(drift),
            attributes,
        },
    ];
}

;// CONCATENATED MODULE: ./src/plan/make-plan.ts





async function makePlan(environment, files, ports, labelling) {
    await initialise(environment, ports);
    return planInitialised(environment, files, ports, labelling);
}
/**
 * Gets Terraform its providers and its backend.
 *
 * @throws TerraformError
 */
async function initialise(environment, { terraform, logger }) {
    await logger.group('terraform init', () => terraform.init((0,tfvars/* toBackendConfig */.S)(environment)));
}
/**
 * plan → show → summarise → check, in a working directory that is initialised.
 *
 * @throws TerraformError, PlanFormatError
 */
async function planInitialised(environment, files, ports, labelling) {
    const { terraform, logger } = ports;
    const planFile = files.path('plan.tfplan');
    const varFile = await files.write('environment.tfvars.json', JSON.stringify((0,tfvars/* toTfvars */.e)(environment)));
    const { hasChanges } = await logger.group('terraform plan', () => terraform.plan({ varFile, planFile }));
    return { ...(await readPlan(planFile, environment, ports, labelling)), hasChanges };
}
async function readPlan(planFile, environment, ports, labelling) {
    const stream = ports.terraform.showJson(planFile);
    const { plan, secrets, ...comparable } = await readPlanStream(stream, ports.digest);
    return {
        ...comparable,
        planFile,
        summary: summarizePlan(plan, secrets, labelling?.(plan)),
        violations: (0,invariants/* checkInvariants */.m)(plan, environment).map((violation) => redactViolation(violation, secrets)),
        terraformVersion: plan.terraformVersion ?? 'unknown',
        plan,
        secrets,
    };
}
/** A rule quotes what it found. */
function redactViolation({ id, address, sentence }, secrets) {
    return { id, address: redactAddress(address, secrets), sentence: secrets.remove(sentence) };
}


/***/ }),

/***/ 9200:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ canonical),
/* harmony export */   bV: () => (/* binding */ comparableResource),
/* harmony export */   wx: () => (/* binding */ comparableOutput)
/* harmony export */ });
/* harmony import */ var _secrets__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7712);

/** Attributes that change on their own while nobody does anything; in them, two plans of the same configuration differ. */
const VOLATILE = new Set(['latest_restorable_time', 'last_modified', 'last_modified_date', 'last_accessed_date']);
/** What of a resource's change another plan is compared with, or `undefined` when it does nothing. */
function comparableResource(change, digest) {
    if (change.mode !== 'managed')
        return undefined;
    const isMove = change.previousAddress !== undefined && change.previousAddress !== change.address;
    if (change.action === 'no-op' && !change.isImport && !isMove)
        return undefined;
    const key = change.deposed === undefined ? change.address : `${change.address} (deposed ${change.deposed})`;
    return [
        key,
        {
            action: change.action,
            digest: digest(essence(change, isMove ? change.previousAddress : undefined)),
            ...(change.action === 'create' || (change.action === 'replace' && change.reason === 'replace_because_tainted')
                ? { makes: digest(creation(change)) }
                : {}),
        },
    ];
}
function comparableOutput(name, change, digest) {
    if (change.action === 'no-op')
        return undefined;
    return [`output.${name}`, { action: change.action, digest: digest(essence(change)) }];
}
/** What a creation makes, whatever was there before. */
function creation(change) {
    return [steady(change.after), canonical(change.afterUnknown), canonical(change.afterSensitive)].join('\n');
}
function essence(change, movedFrom) {
    const [before, after] = change.action === 'update' ? changed(change.before, change.after) : [steady(change.before), steady(change.after)];
    return [
        canonical(change.actions),
        canonical(change.importId),
        before,
        after,
        canonical(change.afterUnknown),
        canonical(change.beforeSensitive),
        canonical(change.afterSensitive),
        canonical(change.replacePaths),
        canonical(movedFrom),
    ].join('\n');
}
/** What an update leaves alone nobody reviews, and it may differ each time that it is read. The identity stays: it says what is updated. */
function changed(before, after) {
    if (!(0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(before) || !(0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(after))
        return [canonical(before), canonical(after)];
    const parts = [[], []];
    for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
        if (VOLATILE.has(key))
            continue;
        const texts = [canonical(before[key]), canonical(after[key])];
        if (texts[0] === texts[1] && key !== 'id' && key !== 'arn')
            continue;
        const name = JSON.stringify(key);
        parts[0].push(`${name}:${texts[0]}`);
        parts[1].push(`${name}:${texts[1]}`);
    }
    return [parts[0].join(), parts[1].join()];
}
function steady(value) {
    if (!(0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(value))
        return canonical(value);
    return canonical(Object.keys(value).some((key) => VOLATILE.has(key))
        ? Object.fromEntries(Object.entries(value).filter(([key]) => !VOLATILE.has(key)))
        : value);
}
/** JSON whose keys stand in the order of their code units, whoever wrote them. */
function canonical(value) {
    // Terraform writes them so, and then the engine's own way is the quickest.
    if (isInOrder(value))
        return JSON.stringify(value ?? null);
    if (Array.isArray(value))
        return `[${value.map(canonical).join()}]`;
    if (!(0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(value))
        return JSON.stringify(value ?? null);
    return `{${Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
        .join()}}`;
}
function isInOrder(value) {
    if (Array.isArray(value))
        return value.every(isInOrder);
    if (!(0,_secrets__WEBPACK_IMPORTED_MODULE_0__/* .isRecord */ .u4)(value))
        return true;
    let last = '';
    for (const key in value) {
        if (key < last || value[key] === undefined || !isInOrder(value[key]))
            return false;
        last = key;
    }
    return true;
}


/***/ }),

/***/ 5659:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I6: () => (/* binding */ alphabet),
/* harmony export */   Q_: () => (/* binding */ longestRun),
/* harmony export */   ny: () => (/* binding */ LETTERS_AND_DIGITS)
/* harmony export */ });
/** @param characters all of them ASCII */
function alphabet(characters) {
    const members = new Uint8Array(128);
    for (const character of characters)
        members[character.charCodeAt(0)] = 1;
    return members;
}
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Length of the longest run of an alphabet in a text. A look at each character tells most texts, for a fraction of what a regular expression takes. */
function longestRun(text, members) {
    let longest = 0;
    let start = 0;
    for (let index = 0; index < text.length; index += 1) {
        if (members[text.charCodeAt(index)] === 1)
            continue;
        if (index - start > longest)
            longest = index - start;
        start = index + 1;
    }
    return Math.max(longest, text.length - start);
}


/***/ }),

/***/ 9546:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ redactText)
/* harmony export */ });
/* harmony import */ var _shapes__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(487);

/**
 * A text that nobody marked, such as an error of Terraform, without what is known to be secret and without what looks so. For texts that are
 * shown to people; it may take away too much.
 *
 * @param known for example what the process was given; what the plan marks, where there is one
 */
function redactText(text, known) {
    const withoutKnown = known === undefined ? text : known.remove(text);
    return (0,_shapes__WEBPACK_IMPORTED_MODULE_0__/* .withoutLooks */ .r3)(withoutKnown);
}


/***/ }),

/***/ 8651:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ Remembered)
/* harmony export */ });
/** So many characters are remembered, and of each text at most so many: a plan of hostile ones must not fill the memory. */
const MOST_CHARACTERS = 1_000_000;
const LONGEST = 2_000;
/** Answers about texts that come again and again: the names, tags and zones of a plan stand in every resource. */
class Remembered {
    answers = new Map();
    left = MOST_CHARACTERS;
    get(text) {
        return this.answers.get(text);
    }
    /** @returns the answer */
    set(text, answer) {
        // Something for the entry itself.
        const cost = text.length + 50;
        if (text.length <= LONGEST && cost <= this.left) {
            this.left -= cost;
            this.answers.set(text, answer);
        }
        return answer;
    }
}


/***/ }),

/***/ 487:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ isDigest),
/* harmony export */   EW: () => (/* binding */ isHarmless),
/* harmony export */   O7: () => (/* binding */ isTelltale),
/* harmony export */   r3: () => (/* binding */ withoutLooks)
/* harmony export */ });
/* harmony import */ var _longest_run__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5659);
/* harmony import */ var _remembered__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8651);


// What is secret by its shape or its name, although nobody marked it.
/** Names of attributes, keys and outputs whose values are hidden even if nobody marked them. */
const TELLTALE = /pass(?:word|wd|phrase|code)|^pass$|pwd|secret|token|private|credential|api_?key|access_?key|client_?key|encryption_?key|signing_?key|shared_?key|auth(?!or(?!iz))|cert.*key|signature|user_data|connection_?string|^dsn$|webhook/i;
/** Names that speak about a secret, and are none. */
const ABOUT = /_(?:arns?|name|enabled|type|length|days|hours|minutes|seconds|count|version|required|class)$/i;
/** What no secret looks like: booleans, ARNs, ids of AWS, addresses and ranges of networks. */
const HARMLESS = /^(?:true|false|arn:aws[\w-]*:[\w:/.*@+=,-]+|[a-z]{1,12}-[0-9a-f]{8}(?:[0-9a-f]{9})?|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?)$/;
/** Names of digests. A SHA-256 in base64 is as random as a key, and tells what changes in a function. */
const DIGEST = /(?:hash|sha\d*|digest|checksum|fingerprint|thumbprint|etag|md5)$/i;
const MASK = '(sensitive)';
const telltales = new _remembered__WEBPACK_IMPORTED_MODULE_0__/* .Remembered */ .d();
const looked = new _remembered__WEBPACK_IMPORTED_MODULE_0__/* .Remembered */ .d();
/** Whether the value of an attribute of this name is hidden, whatever it is. */
function isTelltale(name) {
    const known = telltales.get(name);
    if (known !== undefined)
        return known;
    const snake = camelToSnake(name.slice(0, 1_000));
    return telltales.set(name, TELLTALE.test(snake) && !ABOUT.test(snake));
}
/** Whether a value may be shown under a name that tells of secrets. */
function isHarmless(value) {
    return typeof value === 'boolean' || value === null || (typeof value === 'string' && HARMLESS.test(value));
}
/** MD5 to SHA-512 in base64. */
const BASE64_DIGEST = /^(?:[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{86}==)$/;
/** Whether a value is a digest by its form, which hardly any has, and by its name. */
function isDigest(name, value) {
    return BASE64_DIGEST.test(value) && DIGEST.test(name);
}
function camelToSnake(name) {
    return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_');
}
const WORD = '(?:pass(?:word|wd|phrase)|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|account[_-]?key|signature)';
/** A name in front of its separator; bounded, so that no text takes long. */
const NAMED = `(${WORD}[\\w.-]{0,40}`;
/** What stands after a port is no password. */
const SCHEME = '([a-z][a-z0-9+.-]{1,30}:\\/\\/[^\\s:/@"\']{0,200}:)(?!\\d{1,5}\\/)';
/** Each shape with what takes its place. */
const SHAPES = [
    [
        /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
        MASK,
    ],
    // Keys of AWS; AROA and AIDA are ids, not keys.
    [/(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/g, MASK],
    [/(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,})/g, MASK],
    [/(?<![A-Za-z0-9])xox[a-z]-[\w-]{8,}/g, MASK],
    [/hooks\.slack\.com\/(?:services|workflows)\/[\w/-]+/g, `hooks.slack.com/${MASK}`],
    [/(?<![A-Za-z0-9])(?:(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[\w-]{20,}|AIza[\w-]{30,})/g, MASK],
    [/(?<![A-Za-z0-9])eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*){0,3}/g, MASK],
    // A password may hold an @ or a / that should have been encoded: everything up to the last @ before a host.
    [new RegExp(`${SCHEME}[^\\s"']{1,500}@(?=[\\w.\\[-]+)`, 'gi'), `$1${MASK}@`],
    [
        /\b((?:proxy-)?authorization\\*["']?\s*[:=]\s*\\*["']?)(?:(?:bearer|basic|digest|token)\s+)?[^\s"'\\,;]+/gi,
        `$1${MASK}`,
    ],
    [/\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{12,}/gi, `$1 ${MASK}`],
    // "name": "value", the same in a JSON text inside of a JSON text, and name=value.
    [new RegExp(`${NAMED}["']?\\s*(?:=>|[=:])\\s*)"(?:[^"\\\\]|\\\\.)*(?:"|$)`, 'gi'), `$1"${MASK}"`],
    [new RegExp(`${NAMED}\\\\+"\\s*:\\s*)(\\\\+")[\\s\\S]*?(?:\\\\+"|$)`, 'gi'), `$1$2${MASK}$2`],
    [new RegExp(`${NAMED}["']?\\s*(?:=>|[=:])\\s*)'[^']*(?:'|$)`, 'gi'), `$1'${MASK}'`],
];
/**
 * name=value without quotes. A dot ends the name: an address in front of a message is no name. A colon without a space must follow the word itself:
 * secretsmanager:GetSecretValue is an action, and the parts of an ARN are no names.
 */
const BARE = new RegExp(`(?<!arn:aws[\\w:/.-]{0,100})(${WORD}(?:[\\w-]{0,40}(?:\\s*=>?|\\s*:\\s|\\\\*["']\\s*(?:=>|[=:]))\\s*|:))` +
    `(?!\\(sensitive\\)|\\(redacted\\)|\\\\*["'])([^\\s"',;&<>(){}]+)`, 'gi');
/** What none of the shapes is without. Most texts are told by one look to hold nothing. */
const HINT = /PRIVATE KEY|A[KSBC][IC]A[A-Z0-9]{16}|gh[pousr]_|github_pat_|glpat-|npm_|xox|hooks\.slack|[srp]k_|sk-|AIza|eyJ|:\/\/|authorization|bearer|basic|pass|pwd|secret|token|credential|key|signature/i;
/** The text with everything in it replaced that has the shape of a secret. */
function withoutShapes(text) {
    if (!HINT.test(text))
        return text;
    return SHAPES.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), text).replace(BARE, (all, name, value) => isHarmless(value) || ABOUT.test(/^[\w-]*/.exec(name)?.[0] ?? '') ? all : `${name}${MASK}`);
}
/** The text without anything that looks like a secret. */
function withoutLooks(text) {
    return looked.get(text) ?? looked.set(text, withoutRandomness(withoutShapes(text)));
}
/** Of the regular expression below. */
const SHORTEST_KEY = 24;
const KEY_ALPHABET = (0,_longest_run__WEBPACK_IMPORTED_MODULE_1__/* .alphabet */ .I6)(`${_longest_run__WEBPACK_IMPORTED_MODULE_1__/* .LETTERS_AND_DIGITS */ .ny}+/=_-`);
/** Letters and digits in such disorder that nobody made them up: keys rather than names. */
function withoutRandomness(text) {
    if ((0,_longest_run__WEBPACK_IMPORTED_MODULE_1__/* .longestRun */ .Q_)(text, KEY_ALPHABET) < SHORTEST_KEY)
        return text;
    return text.replace(/[A-Za-z0-9+/=_-]{24,}/g, (run) => (isRandom(run) ? MASK : run));
}
/**
 * Lower-case hexadecimal digits alone are commits, digests and ids. In names, the words are long; in random characters, digits and cases change
 * nearly everywhere.
 */
function isRandom(run) {
    if (!/\d/.test(run) || !/[a-z]/.test(run) || !/[A-Z]/.test(run))
        return false;
    const words = run.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
    return words.join('').length / words.length < LONGEST_RANDOM_WORD;
}
/** Mean length. Of 32 random characters it is 2.0, of names about 5. */
const LONGEST_RANDOM_WORD = 3.2;


/***/ }),

/***/ 6589:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ isRoleAttribute)
/* harmony export */ });
/**
 * What a swap of the roles changes by itself. Aurora sets these; Terraform only reads them, or is told to leave them alone (ignore_changes in
 * terraform/modules/regional_database). Not among them is engine_version: Aurora may change it after a failover, but two versions forbid the
 * next move, so that nobody is to expect it.
 */
const ROLE_ATTRIBUTES = {
    aws_rds_cluster: [
        // Set on whichever cluster follows. Removing it promotes the cluster out of the global database.
        'replication_source_identifier',
        // Empty between the loss of a cluster and its return. Removing it takes the cluster out of the global database.
        'global_cluster_identifier',
        // Which instance of the cluster writes, in the one that has been promoted.
        'cluster_members',
        // A cluster that was rebuilt after a failover may come back with others.
        'endpoint',
        'reader_endpoint',
    ],
    aws_rds_global_cluster: [
        // Lists the clusters with `is_writer` and with the readers of the writer.
        'global_cluster_members',
        // Names the cluster that it was made of, which need not be the writer any more.
        'source_db_cluster_identifier',
        'endpoint',
    ],
    // The instance is the writer of its cluster, and of a follower there is none.
    aws_rds_cluster_instance: ['writer'],
};
/** Whether a swap of the roles changes this attribute of a resource, without anybody having asked for it. */
function isRoleAttribute(type, attribute) {
    return ROLE_ATTRIBUTES[type]?.includes(attribute) ?? false;
}


/***/ }),

/***/ 7712:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  IB: () => (/* binding */ SecretCollector),
  u4: () => (/* binding */ isRecord),
  Tp: () => (/* binding */ parseDocument)
});

// UNUSED EXPORTS: Secrets, collectSecrets

// EXTERNAL MODULE: ./src/plan/redaction/longest-run.ts
var longest_run = __webpack_require__(5659);
;// CONCATENATED MODULE: ./src/plan/redaction/decodings.ts

/**
 * What a text may stand for: the text itself, and what comes out of it when JSON escapes, percent encoding, HTML entities, base64 (at any alignment,
 * also base64url) or hexadecimal digits are taken away, in any order. Decoding the text, instead of encoding each secret, costs the same for one
 * secret as for fifty thousand, and finds them inside of longer encoded texts too.
 *
 * @param shortest of what is looked for: shorter runs are not decoded
 */
function* readings(text, shortest) {
    const seen = new Set([text]);
    let layer = [text];
    yield text;
    for (let depth = 0; depth < DEEPEST && layer.length > 0; depth += 1) {
        const next = [];
        for (const reading of layer) {
            for (const { decoded, isText } of decode(reading, shortest)) {
                if (seen.has(decoded) || seen.size > MOST_READINGS)
                    continue;
                seen.add(decoded);
                yield decoded;
                if (isText)
                    next.push(decoded);
            }
        }
        layer = next;
    }
}
/** Whether a text has any reading besides itself. One look tells most texts. */
function mayBeEncoded(text, { part, whole }) {
    if (ESCAPES.test(text) || (0,longest_run/* longestRun */.Q_)(text, BASE64_ALPHABET) * 3 >= part * 4)
        return true;
    // As a whole, with padding and spaces around it; hexadecimal digits are of the same alphabet.
    return text.length * 3 >= whole * 4 && WHOLE_BASE64.test(text);
}
const ESCAPES = /[\\%+&]/;
const WHOLE_BASE64 = /^\s*[A-Za-z0-9+/_-]+={0,2}\s*$/;
const DEEPEST = 3;
/** A text of escapes of escapes must not keep us busy for ever. */
const MOST_READINGS = 100;
function* decode(text, shortest) {
    if (text.includes('\\'))
        yield { decoded: withoutEscapes(text), isText: true };
    if (text.includes('%'))
        yield { decoded: withoutPercents(text), isText: true };
    if (text.includes('+'))
        yield { decoded: withoutPercents(text.replaceAll('+', ' ')), isText: true };
    if (text.includes('&'))
        yield { decoded: withoutEntities(text), isText: true };
    yield* withoutBase64(text, shortest);
    yield* withoutHex(text, shortest);
}
const ESCAPED = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
function withoutEscapes(text) {
    return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, code, character) => code === undefined
        ? (ESCAPED[character ?? ''] ?? character ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)));
}
function withoutPercents(text) {
    return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
function withoutEntities(text) {
    return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,6}));/g, (all, decimal, hex, name) => {
        if (name !== undefined)
            return ENTITIES[name] ?? all;
        const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
        return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    });
}
const BASE64_ALPHABET = (0,longest_run/* alphabet */.I6)(`${longest_run/* LETTERS_AND_DIGITS */.ny}+/_-\r\n`);
const HEX_ALPHABET = (0,longest_run/* alphabet */.I6)('0123456789abcdefABCDEF');
/** Runs may be broken into lines. */
const BASE64 = /[A-Za-z0-9+/_-]{4,}(?:\r?\n[A-Za-z0-9+/_-]+)*/g;
function* withoutBase64(text, { part, whole }) {
    // Base64 takes four characters for three.
    if (text.length * 3 >= whole * 4 && WHOLE_BASE64.test(text)) {
        yield { decoded: Buffer.from(text, 'base64').toString('utf8'), isText: false };
    }
    if ((0,longest_run/* longestRun */.Q_)(text, BASE64_ALPHABET) * 3 < part * 4)
        return;
    const runs = (text.match(BASE64) ?? []).filter(({ length }) => length * 3 >= part * 4);
    if (runs.length === 0)
        return;
    const joinedLines = runs.map((run) => (run.includes('\n') ? run.replace(/\s/g, '') : run));
    for (const offset of [0, 1, 2, 3]) {
        yield* joined(joinedLines.map((run) => Buffer.from(run.slice(offset), 'base64').toString('utf8')));
    }
}
function* withoutHex(text, { part, whole }) {
    if (text.length >= whole * 2 && /^\s*[0-9a-fA-F]+\s*$/.test(text)) {
        yield { decoded: Buffer.from(text.trim(), 'hex').toString('utf8'), isText: false };
    }
    if ((0,longest_run/* longestRun */.Q_)(text, HEX_ALPHABET) < part * 2)
        return;
    const runs = (text.match(/(?:[0-9a-fA-F]{2}){6,}/g) ?? []).filter(({ length }) => length >= part * 2);
    if (runs.length === 0)
        return;
    yield* joined(runs.map((run) => Buffer.from(run, 'hex').toString('utf8')));
}
/** A secret that is the whole of one piece must be found as a whole, so a single piece stands alone. */
function* joined(pieces) {
    const texts = pieces.filter((piece) => /^[\x20-\x7e\s\u00a0-\ufffc]*$/u.test(piece));
    yield { decoded: pieces.join('\u0000'), isText: false };
    if (texts.length > 0)
        yield { decoded: texts.join('\u0000'), isText: true };
}

// EXTERNAL MODULE: ./src/plan/redaction/remembered.ts
var remembered = __webpack_require__(8651);
;// CONCATENATED MODULE: ./src/plan/redaction/known-values.ts


/** A value of this length or more is removed also where it is part of a longer text. */
const PART_LENGTH = 6;
/** A short secret is removed from a free text only where it is a word of at least this length: a digit is everywhere. */
const WORD_LENGTH = 4;
const REDACTED = '(redacted)';
/** Values that are known to be secret, and where they stand, in the clear or encoded. */
class KnownValues {
    whole;
    /** Values by their first characters: one look-up for each place in a text, however many there are. */
    parts;
    longest;
    shortest;
    /** Where no part can begin: nearly everywhere. Most places in a text are told by this, without a look-up. */
    beginnings = new Uint8Array(1 << 16);
    remembered = new remembered/* Remembered */.d();
    constructor(values) {
        this.whole = new Set([...values].filter((value) => value !== ''));
        const parts = new Map();
        for (const value of this.whole) {
            if (value.length < PART_LENGTH)
                continue;
            const start = value.slice(0, PART_LENGTH);
            const same = parts.get(start);
            if (same === undefined)
                parts.set(start, [value]);
            else
                same.push(value);
        }
        // The longest first, so that no rest of one stays.
        for (const same of parts.values())
            same.sort((a, b) => b.length - a.length);
        this.parts = parts;
        let shortestPart = Infinity;
        for (const same of parts.values())
            for (const part of same) {
                this.beginnings[beginningAt(part, 0)] = 1;
                shortestPart = Math.min(shortestPart, part.length);
            }
        const shortestWhole = [...this.whole].reduce((shortest, { length }) => Math.min(shortest, length), Infinity);
        this.shortest = { part: shortestPart, whole: shortestWhole };
        this.longest = [...this.whole].reduce((longest, { length }) => Math.max(longest, length), 0);
    }
    /** Whether `text` is, or holds, one of them, however encoded. */
    isIn(text) {
        // What encodes a text is never shorter than it.
        if (text.length < this.shortest.whole)
            return false;
        const known = this.remembered.get(text);
        if (known !== undefined)
            return known;
        return this.remembered.set(text, this.isRead(text) || (mayBeEncoded(text, this.shortest) && this.isEncodedIn(text)));
    }
    /** The text without them: each one where it stands in the clear, else the word, the line or at last everything that holds one encoded. */
    remove(text) {
        if (this.whole.size === 0)
            return text;
        const clear = this.withoutWords(this.withoutParts(text));
        if (!this.isIn(clear))
            return clear;
        const lines = clear.split('\n').map((line) => {
            if (!this.isIn(line))
                return line;
            const words = line.replace(/[^\s]+/g, (word) => (this.isIn(word) ? REDACTED : word));
            return this.isIn(words) ? REDACTED : words;
        });
        const rest = lines.join('\n');
        return this.isIn(rest) ? REDACTED : rest;
    }
    isEncodedIn(text) {
        for (const reading of readings(text, this.shortest))
            if (this.isRead(reading))
                return true;
        return false;
    }
    isRead(reading) {
        // Encoders may leave a line break or padding behind.
        return this.whole.has(reading) || this.holdsPart(reading) || this.whole.has(reading.trim());
    }
    holdsPart(text) {
        for (let index = 0; index + PART_LENGTH <= text.length; index += 1) {
            if (this.partAt(text, index) !== undefined)
                return true;
        }
        return false;
    }
    partAt(text, index) {
        if (this.beginnings[beginningAt(text, index)] === 0)
            return undefined;
        const candidates = this.parts.get(text.slice(index, index + PART_LENGTH));
        return candidates?.find((part) => text.startsWith(part, index));
    }
    withoutParts(text) {
        if (this.parts.size === 0)
            return text;
        const kept = [];
        let from = 0;
        for (let index = 0; index + PART_LENGTH <= text.length;) {
            const part = this.partAt(text, index);
            if (part === undefined) {
                index += 1;
            }
            else {
                kept.push(text.slice(from, index), REDACTED);
                index += part.length;
                from = index;
            }
        }
        kept.push(text.slice(from));
        return kept.join('');
    }
    withoutWords(text) {
        return text.replace(/[^\s"'`=,;:()[\]{}<>|]+/g, (word) => word.length >= WORD_LENGTH && this.whole.has(word) ? REDACTED : word);
    }
}
/** A number for the four characters from a place on. */
function beginningAt(text, index) {
    return ((text.charCodeAt(index) ^
        (text.charCodeAt(index + 1) << 3) ^
        (text.charCodeAt(index + 2) << 6) ^
        (text.charCodeAt(index + 3) << 9)) &
        0xffff);
}

// EXTERNAL MODULE: ./src/plan/redaction/shapes.ts
var shapes = __webpack_require__(487);
;// CONCATENATED MODULE: ./src/plan/secrets.ts


/**
 * Finds every value that any mark in a plan declares sensitive. Marks alone do not protect: a sensitive variable that reaches
 * an unmarked attribute stands there in the clear. So the values are collected, and removed wherever else they stand.
 */
class Secrets {
    known;
    constructor(values) {
        this.known = new KnownValues(values);
    }
    /** Length of the longest one. */
    get longest() {
        return this.known.longest;
    }
    /** Whether `text` is, or holds, something secret, in the clear or encoded. */
    isIn(text) {
        return this.known.isIn(text);
    }
    /** The text with everything secret in it replaced; the last line of defence of a rendered comment. */
    remove(text) {
        return this.known.remove(text);
    }
}
/** Collects the sensitive values of a whole plan document. */
function collectSecrets(plan) {
    const collector = new SecretCollector();
    collector.addMarkedIn(plan);
    collector.addVariables(at(plan, ['variables']), at(plan, ['configuration']));
    return collector.secrets();
}
/** Pairs of keys in which the second one marks what is sensitive in the first. */
const MARKS = [
    ['before', 'before_sensitive'],
    ['after', 'after_sensitive'],
    ['values', 'sensitive_values'],
];
/** Collects sensitive values part by part, for a plan that is never in memory as a whole. */
class SecretCollector {
    found = new Set();
    /** Everything that a mark anywhere in a part of a plan covers. */
    addMarkedIn(node) {
        if (Array.isArray(node)) {
            for (const item of node)
                this.addMarkedIn(item);
            return;
        }
        if (!isRecord(node))
            return;
        for (const [value, mark] of MARKS)
            if (mark in node)
                this.addMarked(node[value], node[mark]);
        if (node['sensitive'] === true) {
            if ('value' in node)
                this.addAll(node['value']);
            // Of a variable; its expressions may hold the value of an output.
            if ('default' in node)
                this.addAll(node['default']);
        }
        for (const child of Object.values(node))
            this.addMarkedIn(child);
    }
    /** The values of variables that the configuration declares sensitive. */
    addVariables(variables, configuration) {
        const declared = at(configuration, ['root_module', 'variables']);
        if (!isRecord(declared))
            return;
        for (const [name, variable] of Object.entries(declared)) {
            if (isRecord(variable) && variable['sensitive'] === true)
                this.addAll(at(variables, [name, 'value']));
        }
    }
    addMarked(value, mark) {
        if (mark === true)
            this.addAll(value);
        else if (Array.isArray(mark) && Array.isArray(value))
            for (const [index, item] of mark.entries())
                this.addMarked(value[index], item);
        else if (isRecord(mark) && isRecord(value))
            for (const [key, item] of Object.entries(mark))
                this.addMarked(value[key], item);
    }
    secrets() {
        return new Secrets(this.found);
    }
    addAll(value) {
        if (typeof value === 'string')
            this.addText(value);
        // A flag is not secret, and hiding each of its kind would hide half of the plan.
        else if (typeof value === 'number')
            this.found.add(String(value));
        else if (Array.isArray(value))
            for (const item of value)
                this.addAll(item);
        else if (isRecord(value))
            for (const item of Object.values(value))
                this.addAll(item);
    }
    addText(text) {
        if (text === 'true' || text === 'false')
            return;
        this.found.add(text);
        const trimmed = text.trim();
        if (trimmed !== '')
            this.found.add(trimmed);
        // A secret with line breaks appears line by line in a diff.
        if (text.includes('\n'))
            for (const line of text.split('\n'))
                if (line.trim().length >= PART_LENGTH)
                    this.found.add(line.trim());
        const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:([^\s]+)@[^@]*$/i.exec(text) ?? [];
        if (password !== undefined)
            this.found.add(password);
        this.addFields(text);
    }
    /** Passwords in a sensitive JSON text, such as the value of a secret of Secrets Manager, are secret on their own too. */
    addFields(text) {
        const document = parseDocument(text);
        const visit = (node) => {
            if (Array.isArray(node))
                for (const item of node)
                    visit(item);
            else if (isRecord(node))
                for (const [key, item] of Object.entries(node)) {
                    if ((0,shapes/* isTelltale */.O7)(key))
                        this.addAll(item);
                    else
                        visit(item);
                }
        };
        visit(document);
    }
}
/** The object or list that a text holds as JSON, or `undefined`. */
function parseDocument(text) {
    if (!/^\s*[[{]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function at(node, path) {
    return path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), node);
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 533:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p3: () => (/* binding */ lastDrills)
/* harmony export */ });
/* unused harmony exports DrillRecordError, rememberDrill */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4377);
/* harmony import */ var _drill_kinds__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9934);


/** The last drill of a kind, as the pipeline remembers it; the full report is elsewhere. */
const drillRecordSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    kind: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(_drill_kinds__WEBPACK_IMPORTED_MODULE_1__/* .DRILL_KINDS */ .u),
    verdict: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['passed', 'failed', 'inconclusive', 'not-run']),
    finishedAt: zod__WEBPACK_IMPORTED_MODULE_2__/* .datetime */ .w$(),
    /** In seconds; absent when not measured. */
    rpoSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nonnegative().optional(),
    rtoSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nonnegative().optional(),
    detectionSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nonnegative().optional(),
    /** The workflow run. */
    runUrl: zod__WEBPACK_IMPORTED_MODULE_0__/* .url */ .OZ5({ protocol: /^https?$/ }).optional(),
});
/** What is kept is not a record of a drill. */
class DrillRecordError extends Error {
    name = 'DrillRecordError';
}
/** Remembers a drill in the place of the one before it. */
async function rememberDrill(store, environment, record) {
    await store.replace(keyOf(environment, record.kind), JSON.stringify(drillRecordSchema.parse(record)));
}
/** The last drill of each kind that has ever run. @throws DrillRecordError */
async function lastDrills(store, environment) {
    const records = [];
    for (const kind of _drill_kinds__WEBPACK_IMPORTED_MODULE_1__/* .DRILL_KINDS */ .u) {
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
        return drillRecordSchema.extend({ kind: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(kind) }).parse(JSON.parse(text));
    }
    catch (cause) {
        throw new DrillRecordError(`${key} in the state bucket is not a record of a drill; remove it and drill again`, {
            cause,
        });
    }
}


/***/ }),

/***/ 191:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N5: () => (/* binding */ driftPieces),
/* harmony export */   TI: () => (/* binding */ isDestructive),
/* harmony export */   Xk: () => (/* binding */ outputPieces),
/* harmony export */   aG: () => (/* binding */ wordOf),
/* harmony export */   gS: () => (/* binding */ changePieces),
/* harmony export */   uA: () => (/* binding */ summaryPieces),
/* harmony export */   x8: () => (/* binding */ signed),
/* harmony export */   zL: () => (/* binding */ LABEL_MEANING)
/* harmony export */ });
/* harmony import */ var _code_block__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9173);
/* harmony import */ var _inline__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8837);
/* harmony import */ var _markdown_table__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9132);
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(776);




/** So much of one resource's diff is shown, in characters: one must not displace all others. */
const LONGEST_DIFF = 10_000;
/** Longest line of a diff, in characters. */
const LONGEST_LINE = 500;
const SIGN = {
    create: '+ ',
    update: '~ ',
    replace: '-/+ ',
    delete: '- ',
    forget: '× ',
    read: '<= ',
    'no-op': '',
};
const WORD = {
    create: 'create',
    update: 'change',
    replace: 'replace',
    delete: 'destroy',
    forget: 'forget',
    read: 'read',
    'no-op': 'no change',
};
/** What each label besides `real` means, for the reader of a diff. */
const LABEL_MEANING = {
    drift: 'somebody changed the resource outside of Terraform',
    'expected after failover': 'a swap of the roles explains what differs',
    'role change': 'applying it would undo a swap of the roles',
};
/** Whether a change takes something away. */
function isDestructive({ action }) {
    return action === 'delete' || action === 'replace' || action === 'forget';
}
/** `~ aws_sns_topic.a`, and what is done. */
function signed(action, name) {
    return `${SIGN[action]}${name}`;
}
/** What is done to a resource, in words. */
function wordOf({ action, isImport, movedFrom }) {
    if (action !== 'no-op')
        return WORD[action];
    return isImport ? 'import' : movedFrom === undefined ? WORD[action] : 'move';
}
/** Everything that a plan does and finds, one piece for each resource and output; destructive changes first. */
function summaryPieces(summary) {
    return [
        ...summary.changes.map((change) => piece(() => renderChange(change))),
        ...group('**Outputs**', summary.outputs, renderOutput),
        ...group('**What differs from Terraform’s state**', summary.drift, renderDrift),
        ...(summary.omittedChanges === 0
            ? []
            : [
                {
                    text: () => `… and ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(summary.omittedChanges, 'more change')}, counted above and too many to be handed over; the log of the plan job names all of them.`,
                    changes: summary.omittedChanges,
                },
            ]),
    ];
}
/** Pieces for a list of drift, as the issue shows it. */
function driftPieces(drift) {
    return drift.map((each) => piece(() => renderDrift(each)));
}
/** Pieces for a list of changes. */
function changePieces(changes) {
    return changes.map((change) => piece(() => renderChange(change)));
}
/** Pieces for a list of outputs. */
function outputPieces(outputs) {
    return outputs.map((output) => piece(() => renderOutput(output)));
}
function piece(text) {
    return { text, changes: 1 };
}
/** The title stands in the first piece, so that it never ends a part alone. */
function group(title, items, render) {
    return items.map((item, index) => piece(() => (index === 0 ? `${title}\n\n${render(item)}` : render(item))));
}
function renderChange(change) {
    const title = signed(change.action, change.address);
    const notes = [
        ...(change.isImport && change.action !== 'no-op' ? [['import', '']] : []),
        ...(change.movedFrom === undefined ? [] : [['moved from', change.movedFrom]]),
        ...(change.deposed === undefined
            ? []
            : [['deposed object, left behind by a failed replacement:', change.deposed]]),
        ...(change.reason === undefined ? [] : [[change.reason, '']]),
    ];
    return fold(title, wordOf(change), change.label, notes, change.attributes);
}
function renderOutput({ name, action, attributes }) {
    return fold(signed(action, `output ${name}`), WORD[action], 'real', [], attributes);
}
function renderDrift({ address, action, label, attributes }) {
    const word = action === 'delete' ? 'is gone' : 'was changed';
    return fold(signed(action, address), word, label, [], attributes);
}
function fold(title, word, label, notes, attributes) {
    if (attributes.length === 0) {
        const said = notes.map(([note, name]) => (name === '' ? (0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .sentence */ .em)(note) : `${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .sentence */ .em)(note)} ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(name)}`));
        const mark = label === 'real' ? '' : `, **${label}**`;
        return `- ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(title)}: ${word}${mark}${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
    }
    const said = notes.map(([note, name]) => {
        const text = (0,_markdown_table__WEBPACK_IMPORTED_MODULE_1__/* .htmlText */ .js)((0,_visible__WEBPACK_IMPORTED_MODULE_2__/* .cut */ .Jj)(note, _inline__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST_SENTENCE */ .Hy));
        return name === '' ? text : `${text} ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .htmlCode */ .h8)(name)}`;
    });
    const mark = label === 'real' ? '' : `, <b>${label}</b>`;
    const summary = `${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .htmlCode */ .h8)(title)}: ${word}${mark}${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
    return `<details><summary>${summary}</summary>\n\n${(0,_code_block__WEBPACK_IMPORTED_MODULE_3__/* .codeBlock */ .D)(diff(attributes), 'diff')}\n\n</details>`;
}
function diff(attributes) {
    const shown = [];
    let length = 0;
    let left = 0;
    for (const attribute of attributes) {
        // Once the first one did not fit, the others are only counted.
        const lines = left > 0 ? [] : diffLines(attribute);
        length += lines.reduce((sum, line) => sum + line.length + 1, 0);
        if (left > 0 || length > LONGEST_DIFF)
            left += 1;
        else
            shown.push(...lines);
    }
    return [...shown, ...(left === 0 ? [] : [`# … and ${(0,_inline__WEBPACK_IMPORTED_MODULE_0__/* .count */ .U9)(left, 'more attribute')}`])].join('\n');
}
function diffLines({ path, before, after, forcesReplacement }) {
    const name = line(path === '' ? 'value' : path);
    const force = forcesReplacement ? '   # forces replacement' : '';
    return [
        ...(before === undefined ? [] : [`- ${name} = ${line(before)}${force}`]),
        ...(after === undefined ? [] : [`+ ${name} = ${line(after)}${before === undefined ? force : ''}`]),
    ];
}
/** One line, whatever is in it: a second one could pass for a line of the diff. */
function line(text) {
    return (0,_visible__WEBPACK_IMPORTED_MODULE_2__/* .visibleLine */ .P8)((0,_visible__WEBPACK_IMPORTED_MODULE_2__/* .cut */ .Jj)(text, LONGEST_LINE));
}


/***/ }),

/***/ 9173:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ codeBlock)
/* harmony export */ });
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(776);

/**
 * Text in a fence that the text cannot close: longer than any run of backticks in it. What nobody would see is shown as codes, so that a
 * comment reads as what it is.
 */
function codeBlock(text, language) {
    const shown = (0,_visible__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text);
    let longest = 2;
    for (const [run] of shown.matchAll(/`{3,}/g))
        longest = Math.max(longest, run.length);
    const fence = '`'.repeat(longest + 1);
    return `${fence}${language}\n${shown}\n${fence}`;
}


/***/ }),

/***/ 8837:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $e: () => (/* binding */ linkInto),
/* harmony export */   B6: () => (/* binding */ LONGEST_NAME),
/* harmony export */   Hy: () => (/* binding */ LONGEST_SENTENCE),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   Vc: () => (/* binding */ minute),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   h8: () => (/* binding */ htmlCode),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   qr: () => (/* binding */ footer)
/* harmony export */ });
/* harmony import */ var _markdown_table__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9132);
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(776);


/** Longest name (address, region, rule …) and longest sentence of others that is shown whole; in characters. */
const LONGEST_NAME = 300;
const LONGEST_SENTENCE = 1_000;
/** A name in a code span, for example an address; GitHub looks for mentions and links in none. */
function code(text) {
    const name = (0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .visibleLine */ .P8)((0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(text, LONGEST_NAME)).trim();
    // In a table a pipe ends the cell even inside of a code span, and backticks end the span.
    return name === '' || /[`|]/.test(name) ? `<code>${(0,_markdown_table__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(name)}</code>` : `\`${name}\``;
}
/** A name inside an HTML element on a line of its own, as a summary is. */
function htmlCode(text) {
    return `<code>${(0,_markdown_table__WEBPACK_IMPORTED_MODULE_0__/* .htmlCodeText */ .GF)((0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(text, LONGEST_NAME))}</code>`;
}
/** Words of others, not longer than they can be read. */
function sentence(text) {
    return (0,_markdown_table__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)((0,_visible__WEBPACK_IMPORTED_MODULE_1__/* .cut */ .Jj)(text, LONGEST_SENTENCE));
}
/** A link, if the address is one of the web; otherwise its text alone. */
function link(text, address) {
    const target = webAddress(address);
    return target === undefined ? sentence(text) : `[${sentence(text)}](${target})`;
}
/**
 * The same for an address that a job of a pull request handed over: it leads only into the repository that `run` is in, so that a comment of ours
 * cannot be made to send its reader elsewhere.
 */
function linkInto(run, text, address) {
    const repository = /^https?:\/\/[^/]+\/[^/]+\/[^/]+\//.exec(run ?? '')?.[0];
    // Compared as it will be followed: `/../` leads out of the repository.
    const isInside = repository !== undefined && webAddress(address)?.startsWith(repository) === true;
    return isInside ? link(text, address) : sentence(text);
}
/** The last line of a text: commit and run. */
function footer({ commit, runUrl }) {
    const parts = [
        ...(commit === undefined ? [] : [`commit ${code(commit.slice(0, 12))}`]),
        ...(runUrl === undefined ? [] : [link('run', runUrl)]),
    ];
    return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
}
/** `1 resource`, `3 resources`. */
function count(number, noun, plural = `${noun}s`) {
    return `${number} ${number === 1 ? noun : plural}`;
}
/** A time as `2026-01-04 09:23 UTC`; what is no time is shown as it is. */
function minute(time) {
    const date = new Date(time);
    return Number.isNaN(date.getTime()) ? sentence(time) : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
function webAddress(address) {
    if (address === undefined || address.length > 2_000 || !URL.canParse(address))
        return undefined;
    const url = new URL(address);
    if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '')
        return undefined;
    return url.href.replace(/[()<>[\]\\|`$\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}


/***/ }),

/***/ 9132:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GF: () => (/* binding */ htmlCodeText),
/* harmony export */   PP: () => (/* binding */ tableHead),
/* harmony export */   jD: () => (/* binding */ tableRow),
/* harmony export */   js: () => (/* binding */ htmlText),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
/* unused harmony export table */
/* harmony import */ var _visible__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(776);

/** A Markdown table; cells are made harmless here, so callers pass plain text. */
function table(header, rows) {
    return [tableHead(header), ...rows.map((cells) => tableRow(cells.map(plainText)))].join('\n');
}
/** The first two lines of a table. */
function tableHead(header) {
    return `${tableRow(header.map(plainText))}\n|${header.map(() => ' --- ').join('|')}|`;
}
/** A line of a table, of Markdown that is harmless already. */
function tableRow(cells) {
    return `| ${cells.join(' | ')} |`;
}
/** Shows nothing, and keeps GitHub from seeing what is before and what is behind it as one. */
const SEPARATOR = '\u200b';
/**
 * What GitHub makes something of after Markdown is read, wherever it stands in a text: mentions and e-mail addresses (`@`), issues (`#12`,
 * `owner/repository#12`), `GH-12` and advisories, commits (seven hexadecimal digits or more), addresses (`://`, `www.`) and emoji (`:name:`).
 */
const READ_BY_GITHUB = String.raw `[@#]|:(?=//|[\w+-]+:)|www(?=\.)|(?:gh|ghsa|cve)-(?=\w)|[0-9a-f]{7,}`;
const IN_HTML = new RegExp(String.raw `[&<>"'$]|${READ_BY_GITHUB}`, 'gi');
const IN_MARKDOWN = new RegExp(String.raw `[&<>|$\`\\*_[\]~]|${READ_BY_GITHUB}`, 'gi');
/** Text for inside an HTML element on a line of its own, where Markdown is not read: no line break, tag, mention or link. */
function htmlText(text) {
    return inOneLine(text).replace(IN_HTML, (found) => {
        if (found === '$')
            return DOLLAR;
        return /^[&<>"']$/.test(found) ? entity(found) : separated(found);
    });
}
/** Text for inside a code element, where GitHub looks for no mention and no link, so that a name can be copied as it is. */
function htmlCodeText(text) {
    return inOneLine(text).replace(/[&<>"'$]/g, (found) => (found === '$' ? DOLLAR : entity(found)));
}
/** Text that cannot break out of its place in Markdown, call anybody or lead anywhere: no line break, table cell, markup, mention, link or HTML. */
function plainText(text) {
    return inOneLine(text)
        .replace(IN_MARKDOWN, (found) => {
        if (found === '$')
            return DOLLAR;
        if (/^[&<>|`]$/.test(found))
            return entity(found);
        if (found === '#')
            return `\\${separated(found)}`;
        return /^[\\*_[\]~]$/.test(found) ? `\\${found}` : separated(found);
    })
        .replace(/^[-+=](?=[-+=\s]|$)/, '\\$&')
        .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}
/** A dollar sign begins mathematics, escaped or not; this is GitHub's own way to write one. */
const DOLLAR = '<span>$</span>';
function inOneLine(text) {
    return (0,_visible__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(text.replace(/[\r\n\t ]+/g, ' ').replace(/^ | $/g, ''));
}
function entity(character) {
    return `&#${character.charCodeAt(0)};`;
}
function separated(found) {
    // A part of a commit's name may be the name of another commit, so no part is long enough to be one.
    return /^[0-9a-f]{7,}$/i.test(found) ? found.replace(/.{6}(?!$)/g, `$&${SEPARATOR}`) : `${found}${SEPARATOR}`;
}


/***/ }),

/***/ 9356:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FY: () => (/* binding */ paragraph),
/* harmony export */   Sp: () => (/* binding */ onePart),
/* harmony export */   W$: () => (/* binding */ COMMENT_LIMIT),
/* harmony export */   v8: () => (/* binding */ layOut),
/* harmony export */   y9: () => (/* binding */ plainSection)
/* harmony export */ });
/** GitHub takes 65,536 characters; room is left for the hidden marker. A character that JavaScript counts twice counts twice here too. */
const COMMENT_LIMIT = 65_000;
const GAP = '\n\n';
/** A section of one text. */
function paragraph(text) {
    return plainSection([{ text: () => text, changes: 0 }]);
}
/** A section without a frame. */
function plainSection(pieces) {
    return { open: '', reopen: '', close: '', between: GAP, pieces };
}
/** A text of one part, within the limit of a comment or an issue. */
function onePart(head, sections, foot) {
    const [text = ''] = layOut(sections, {
        limit: COMMENT_LIMIT,
        measure: (part) => part.length,
        parts: 1,
        head: () => head,
        foot,
        omitted: (changes) => `… and ${changes} more; the log of the run names all of them.`,
    });
    return text;
}
/**
 * Lays sections out on as few parts as they need, in order. A piece is never divided, and a section that goes on in the next part is closed in
 * the one before. What finds no room on the last part is counted.
 */
function layOut(sections, paper) {
    const { measure } = paper;
    const most = Number.MAX_SAFE_INTEGER;
    // Room for whatever a part may have to say besides; so nothing has to be taken back later.
    const reserved = [paper.head(paper.parts, paper.parts), paper.foot, paper.omitted(most)]
        .map((text) => measure(text) + GAP.length)
        .reduce((sum, length) => sum + length, 0);
    const capacity = paper.limit - reserved;
    const parts = [new Part()];
    let part = parts[0] ?? new Part();
    let isFull = false;
    let omitted = 0;
    for (const section of sections) {
        let isOpen = false;
        let begun = false;
        for (const piece of section.pieces) {
            if (isFull) {
                omitted += piece.changes;
                continue;
            }
            const text = piece.text();
            const frame = begun ? section.reopen : section.open;
            const framed = measure(text) + measure(frame) + measure(section.close) + GAP.length;
            if (framed > capacity) {
                // It alone is left out, and never in silence: it must not displace what comes after it.
                omitted += Math.max(1, piece.changes);
                continue;
            }
            let cost = isOpen ? measure(text) + measure(section.between) : framed;
            if (part.length + cost > capacity) {
                if (isOpen)
                    part.end(section.close);
                isOpen = false;
                cost = framed;
                if (parts.length === paper.parts) {
                    isFull = true;
                    omitted += piece.changes;
                    continue;
                }
                part = new Part();
                parts.push(part);
            }
            if (isOpen)
                part.add(section.between + text, cost);
            else
                part.begin(frame + text, cost);
            isOpen = true;
            begun = true;
        }
        if (isOpen)
            part.end(section.close);
    }
    return parts.map((each, index) => [
        paper.head(index + 1, parts.length),
        each.text(),
        ...(index === parts.length - 1 ? [isFull || omitted > 0 ? paper.omitted(omitted) : '', paper.foot] : []),
    ]
        .filter((text) => text !== '')
        .join(GAP));
}
class Part {
    texts = [];
    length = 0;
    begin(text, cost) {
        this.add((this.texts.length === 0 ? '' : GAP) + text, cost);
    }
    add(text, cost) {
        this.texts.push(text);
        this.length += cost;
    }
    /** What ends a section is paid for when it begins. */
    end(text) {
        this.texts.push(text);
    }
    text() {
        return this.texts.join('');
    }
}


/***/ }),

/***/ 776:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   P8: () => (/* binding */ visibleLine),
/* harmony export */   RK: () => (/* binding */ visible)
/* harmony export */ });
/** Control and format characters, those that turn the direction of writing, and all that show nothing: each can make a text read as another one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?<=\p{M}{4})\p{M}/gu;
/** Most texts are plain ASCII, or cut by ourselves, and looked at no further. */
const NOT_PLAIN = /[^\n\x20-\x7e…]/;
/**
 * The text with every character that nobody would see shown as its code, so that it reads as what it is; line breaks stay. Of marks that are
 * piled on one letter the fifth and all further ones are shown as codes too: they would cover the lines above.
 */
function visible(text) {
    if (!NOT_PLAIN.test(text))
        return text;
    return text
        .replace(/\r\n?/g, '\n')
        .replace(INVISIBLE, (character) => (character === '\n' ? character : codeOf(character)));
}
/** The same in one line: line breaks are shown as codes too. */
function visibleLine(text) {
    return visible(text).replaceAll('\n', String.raw `\u000a`);
}
function codeOf(character) {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
/**
 * At most so many characters of a text; then how many it has. It is never cut inside of a character.
 */
function cut(text, longest) {
    if (text.length <= longest)
        return text;
    const code = text.charCodeAt(longest - 1);
    const end = code >= 0xd800 && code <= 0xdbff ? longest - 1 : longest;
    return `${text.slice(0, end)}… (${text.length.toLocaleString('en')} characters)`;
}


/***/ }),

/***/ 1055:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xb: () => (/* binding */ circumstances),
/* harmony export */   sZ: () => (/* binding */ newSeal)
/* harmony export */ });
/* unused harmony export LOCK_FILE */
/** The lock file of the providers, in the checkout. */
const LOCK_FILE = 'terraform/.terraform.lock.hcl';
/** What a plan depends on beside the commit that it is of. Read before the plan is made: what changes meanwhile then makes it stale. */
async function circumstances(commit, known, ports) {
    const [tree, lockFileDigest, terraformVersion, state] = await Promise.all([
        ports.sourceTree.tree(),
        ports.sourceTree.digestOf(LOCK_FILE),
        ports.terraform.version(),
        ports.stateHead.read(),
    ]);
    const { repositoryId, pullRequest, environment, head, base } = commit;
    return {
        ...{ repositoryId, pullRequest, environment, head, base },
        ...{ platform: known.platform, policyDigest: known.policyDigest },
        ...{ tree, lockFileDigest, terraformVersion },
        ...(state === undefined ? {} : { state: { lineage: state.lineage, serial: state.serial } }),
    };
}
/** The seal of a plan file that was made now. */
function newSeal(made, planDigest, now, validForHours) {
    const expiresAt = new Date(now.getTime() + validForHours * 3_600_000);
    return { ...made, planDigest, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
}


/***/ })

};
