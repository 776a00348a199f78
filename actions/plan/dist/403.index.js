export const id = 403;
export const ids = [403];
export const modules = {

/***/ 7403:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  drift: () => (/* binding */ drift),
  watchdog: () => (/* binding */ watchdog)
});

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js
var dist_cjs = __webpack_require__(4305);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 11 modules
var core = __webpack_require__(3360);
// EXTERNAL MODULE: ./src/adapters/actions-job-summary.ts
var actions_job_summary = __webpack_require__(4392);
// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: ./src/environment/names.ts
var names = __webpack_require__(9681);
// EXTERNAL MODULE: ./src/environment/schema.ts
var schema = __webpack_require__(210);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
;// CONCATENATED MODULE: ./src/ports/lease.ts
class LeaseTakenError extends Error {
    name = 'LeaseTakenError';
}

;// CONCATENATED MODULE: ./src/ports/lease-store.ts
const FIRST_LEASE_RECORD = { version: 0, ownerId: '', holder: undefined };
/** The store answered, and it will not answer differently: a permission, the table, or what is in it. */
class LeaseStoreRefusedError extends Error {
    name = 'LeaseStoreRefusedError';
}

;// CONCATENATED MODULE: ./src/interlock/settings.ts
/** Who waits takes over a lease that has stood still for so long, by the waiter's own clock. */
const LEASE_MS = 120_000;
/** So much earlier its holder stops trusting it: for clocks that run at different speeds, and for what was begun before the look at it. */
const LEASE_MARGIN_MS = 30_000;
/** Five renewals fit into the time that a holder trusts the lease, so that a short outage of the table costs nothing. */
const RENEW_EVERY_MS = 15_000;
/** After a renewal that failed. */
const RETRY_RENEWAL_MS = 3_000;
/** How often a waiter looks. */
const LOOK_EVERY_MS = 5_000;
/** How often a waiter says that it is still waiting. */
const SAY_EVERY_MS = 60_000;
/** A table that has not answered for so long is not waited for: who waits for a lease would wait for the wrong thing. */
const STORE_PATIENCE_MS = 60_000;
/** So long an apply, a drill or a destruction waits for another one: the longest of them that is usual, and less than the life of its credentials. */
const LEASE_WAIT_MS = (/* unused pure expression or super */ null && (30 * 60_000));

;// CONCATENATED MODULE: ./src/interlock/held-lease.ts

/** Renews a lease in the background, from the write that took it until it is given back or taken away. */
class RenewedLease {
    record;
    renewedAt;
    ports;
    stop = new AbortController();
    renewing;
    released;
    isLost = false;
    constructor(record, renewedAt, ports) {
        this.record = record;
        this.renewedAt = renewedAt;
        this.ports = ports;
        this.renewing = this.keepRenewing();
    }
    /**
     * By the monotonic clock, which alone may say yes. The wall clock may only say no: the monotonic one stands still while a laptop sleeps, and
     * others have taken the lease by then.
     */
    isHeld() {
        if (this.isLost || this.released !== undefined)
            return false;
        const now = momentOf(this.ports.clock);
        const elapsedMs = Math.max(now.monotonicMs - this.renewedAt.monotonicMs, now.wallMs - this.renewedAt.wallMs);
        return elapsedMs < LEASE_MS - LEASE_MARGIN_MS;
    }
    release() {
        this.released ??= this.giveBack();
        return this.released;
    }
    async keepRenewing() {
        const { clock } = this.ports;
        let pauseMs = RENEW_EVERY_MS;
        do {
            await clock.sleep(pauseMs, this.stop.signal);
            if (this.stop.signal.aborted)
                return;
            pauseMs = (await this.renew()) ? RENEW_EVERY_MS : RETRY_RENEWAL_MS;
        } while (!this.isLost);
    }
    /** @returns whether it is known to be renewed */
    async renew() {
        const { store, clock, logger } = this.ports;
        const startedAt = momentOf(clock);
        const next = { ...this.record, version: this.record.version + 1 };
        try {
            if (await store.replace(next)) {
                this.record = next;
                this.renewedAt = startedAt;
                return true;
            }
            const current = await store.read();
            if (current.ownerId === this.record.ownerId) {
                // A write of ours that was thought lost has happened. What is there counts, but when that was is not known, so it renews nothing.
                this.record = current;
                return false;
            }
            this.isLost = true;
            logger.warn(`the lease was taken over by ${describeHolder(current.holder)}, because it was not renewed in time`);
        }
        catch (error) {
            logger.warn(`the lease could not be renewed: ${error instanceof Error ? error.message : String(error)}`);
        }
        return false;
    }
    async giveBack() {
        this.stop.abort();
        await this.renewing;
        if (!this.isLost)
            await handBack(this.record.ownerId, this.ports);
    }
}
/** Gives the lease back where the owner holds it, so that the next one need not wait. Never throws: a lease that is not given back runs out. */
async function handBack(ownerId, { store, logger }) {
    try {
        // The second time, because a renewal whose answer was lost may arrive between the read and the write.
        for (let attempt = 0; attempt < 2; attempt++) {
            const current = await store.read();
            if (current.ownerId !== ownerId)
                return;
            if (await store.replace({ version: current.version + 1, ownerId: '', holder: undefined }))
                return;
        }
    }
    catch (error) {
        logger.warn(`the lease could not be given back, and runs out in ${LEASE_MS / 1000} s: ` +
            (error instanceof Error ? error.message : String(error)));
    }
}
function momentOf(clock) {
    return { monotonicMs: clock.monotonicMs(), wallMs: clock.now().getTime() };
}
function describeHolder(holder) {
    return holder === undefined ? 'nobody' : `the ${holder.kind} of ${holder.run} (since ${holder.since})`;
}

;// CONCATENATED MODULE: ./src/interlock/environment-lease.ts




/** The table of the lease does not answer, so nobody can say who holds it. */
class LeaseUnreachableError extends Error {
    name = 'LeaseUnreachableError';
}
/**
 * The lease of an environment.
 *
 * No wall clock decides who holds it: who waits watches whether the version of the record stands still, by its own monotonic clock, and who
 * holds it trusts it for less than that, counted from before the write that renewed it. Only a write that is known to have happened gives the lease.
 *
 * @param environment its name, for messages
 */
function leaseOf(environment, ports) {
    return {
        acquire: (holder, waitMs) => new Acquisition(environment, holder, ports).within(waitMs),
        holder: async () => (await ports.store.read()).holder,
    };
}
class Acquisition {
    environment;
    holder;
    ports;
    ownerId;
    seen;
    constructor(environment, holder, ports) {
        this.environment = environment;
        this.holder = holder;
        this.ports = ports;
        this.ownerId = ports.newId();
    }
    /** @throws LeaseTakenError, LeaseUnreachableError, LeaseStoreRefusedError */
    async within(waitMs) {
        const { clock } = this.ports;
        const startedMs = clock.monotonicMs();
        let answeredMs = startedMs;
        let saidMs = -Infinity;
        let isUnsure = false;
        for (;;) {
            let record;
            let failure;
            try {
                const outcome = await this.tryOnce();
                if (outcome instanceof RenewedLease)
                    return outcome;
                record = outcome;
                answeredMs = clock.monotonicMs();
            }
            catch (error) {
                if (error instanceof LeaseStoreRefusedError)
                    throw error;
                failure = error;
                isUnsure = true;
            }
            const nowMs = clock.monotonicMs();
            const leftMs = startedMs + waitMs - nowMs;
            const isSilent = failure !== undefined && nowMs - answeredMs >= STORE_PATIENCE_MS;
            if (leftMs <= 0 || isSilent) {
                // What was written without an answer may have taken the lease, and nobody would hold it.
                if (isUnsure)
                    await handBack(this.ownerId, this.ports);
                throw failure === undefined ? this.taken(record, waitMs) : this.unreachable(failure);
            }
            if (nowMs - saidMs >= SAY_EVERY_MS) {
                this.say(record, failure, leftMs);
                saidMs = nowMs;
            }
            await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs));
        }
    }
    /** @returns the lease, or the record of who holds it */
    async tryOnce() {
        const { store, clock } = this.ports;
        for (;;) {
            const current = await store.read();
            const nowMs = clock.monotonicMs();
            if (current.version !== this.seen?.version)
                this.seen = { version: current.version, sinceMs: nowMs };
            // Ours: a write whose answer was lost. Written once more, it is known to have happened.
            const isFree = current.ownerId === '' || current.ownerId === this.ownerId;
            if (!isFree && nowMs - this.seen.sinceMs < LEASE_MS)
                return current;
            if (!isFree) {
                this.ports.logger.warn(`${describeHolder(current.holder)} has not renewed the lease of ${this.environment} for ${LEASE_MS / 1000} s; it is taken over`);
            }
            const startedAt = momentOf(clock);
            const next = { version: current.version + 1, ownerId: this.ownerId, holder: this.holder };
            if (await store.replace(next)) {
                this.ports.logger.info(`this run holds the lease of ${this.environment}`);
                return new RenewedLease(next, startedAt, this.ports);
            }
        }
    }
    say(record, failure, leftMs) {
        const what = record === undefined
            ? `the lease of ${this.environment} cannot be read: ${messageOf(failure)}`
            : `${this.environment} is being changed by ${describeHolder(record.holder)}`;
        this.ports.logger.info(`${what}; waiting for at most ${inWords(leftMs)} more`);
    }
    taken(record, waitMs) {
        return new LeaseTakenError(`${this.environment} is being changed by ${describeHolder(record?.holder)}, which has not ended within ${inWords(waitMs)}; ` +
            `wait until it has, and run this again. If it was killed, its lease runs out ${LEASE_MS / 1000} s later by itself`);
    }
    unreachable(cause) {
        return new LeaseUnreachableError(`the lease of ${this.environment} cannot be taken, because the lock table does not answer: ${messageOf(cause)}. ` +
            'Look at DynamoDB in the region of the state, and run this again', { cause });
    }
}
function messageOf(error) {
    return error instanceof Error ? error.message || error.name : String(error);
}
function inWords(ms) {
    return ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} minutes`;
}

;// CONCATENATED MODULE: ./src/adapters/dynamodb-refusal.ts

const REFUSALS = /^(?:AccessDenied|ResourceNotFound|Validation|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|MissingAuthenticationToken)/;
/** Whether DynamoDB will refuse this again, so that nobody need try; whatever else happens may pass. */
function isRefusalOfDynamoDb(error) {
    return error instanceof dist_cjs/* DynamoDBServiceException */.HNZ && REFUSALS.test(error.name);
}

;// CONCATENATED MODULE: ./src/adapters/dynamodb-environment-lease.ts






const count = schemas/* number */.aig().int().min(1);
/** What is shown to people in logs is one line of printable characters. */
const line = schemas/* string */.YjP()
    .min(1)
    .max(500)
    .regex(/^[\x20-\x7e]*$/);
const recordSchema = schemas/* strictObject */.rej({
    version: count,
    ownerId: schemas/* string */.YjP(),
    holder: schemas/* strictObject */.rej({ kind: schemas/* enum */.k5n(['apply', 'drill', 'destroy', 'switchover']), run: line, since: iso/* datetime */.w$() })
        .optional()
        .transform((holder) => holder ?? undefined),
});
/**
 * The lease as one item of Terraform's lock table: `LockID` is `lease/<environment>`, which no state has, because Terraform's begin with the
 * name of the bucket; `version` the number that every write compares and raises, and `lease` the rest as JSON.
 *
 * Needs dynamodb:GetItem and dynamodb:PutItem.
 */
function dynamoDbLeaseStore({ table: TableName, environment, client }) {
    const id = `lease/${environment}`;
    const where = `${id} in the lock table ${TableName}`;
    return {
        async read() {
            try {
                const { Item } = await client.send(new dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { LockID: { S: id } }, ConsistentRead: true }));
                return Item === undefined ? FIRST_LEASE_RECORD : parse(Item['lease']?.S, Item['version']?.N, where);
            }
            catch (error) {
                throw translate(error, `reading ${where}`);
            }
        },
        async replace(next) {
            const checked = recordSchema.safeParse(next);
            if (!checked.success) {
                throw new LeaseStoreRefusedError(`the holder of a lease cannot be written like this: ${checked.error.message}`);
            }
            try {
                await client.send(new dist_cjs/* PutItemCommand */.qnp({
                    TableName,
                    Item: {
                        LockID: { S: id },
                        version: { N: String(next.version) },
                        lease: { S: JSON.stringify(checked.data) },
                    },
                    ...(next.version === FIRST_LEASE_RECORD.version + 1
                        ? { ConditionExpression: 'attribute_not_exists(LockID)' }
                        : {
                            ConditionExpression: 'version = :replaced',
                            ExpressionAttributeValues: { ':replaced': { N: String(next.version - 1) } },
                        }),
                }));
                return true;
            }
            catch (error) {
                if (error instanceof dist_cjs/* ConditionalCheckFailedException */.jPo)
                    return false;
                throw translate(error, `writing ${where}`);
            }
        },
    };
}
/** The lease of an environment, in the lock table that its file names. */
function environmentLease({ environment, clientFor, clock, logger }) {
    const { name, state } = environment;
    const store = dynamoDbLeaseStore({ table: state.lockTable, environment: name, client: clientFor(state.region) });
    return leaseOf(name, { store, clock, logger, newId: external_node_crypto_.randomUUID });
}
/** Without limits the SDK would wait for a lost connection for longer than a lease lives. */
function leaseClient(region) {
    return new dist_cjs/* DynamoDBClient */.MGV({
        region,
        maxAttempts: 3,
        requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
    });
}
function parse(json, version, where) {
    let value;
    try {
        value = JSON.parse(json ?? '');
    }
    catch (cause) {
        throw new LeaseStoreRefusedError(`${where} is not a lease; look who wrote it, remove it, and run this again`, {
            cause,
        });
    }
    const parsed = recordSchema.safeParse(value);
    if (!parsed.success || String(parsed.data.version) !== version) {
        throw new LeaseStoreRefusedError(`${where} is damaged; when no apply, drill or destroy is running, remove it, and run this again`);
    }
    return parsed.data;
}
function translate(error, doing) {
    if (!isRefusalOfDynamoDb(error))
        return error;
    return new LeaseStoreRefusedError(`${doing} was refused: ${error.message || error.name}. The lock table and the permission for its lease come from terraform/bootstrap`, { cause: error });
}

;// CONCATENATED MODULE: ./src/ports/failover-record.ts
const FIRST_RECORD = {
    version: 0,
    leaseOwner: '',
    leaseToken: 0,
    armed: undefined,
    episode: undefined,
};
/** A rehearsal that ends later than so many ms from now is none: it would keep the controller from its work for too long. */
const LONGEST_REHEARSAL_MS = (/* unused pure expression or super */ null && (5 * 60_000));

;// CONCATENATED MODULE: ./src/adapters/dynamodb-failover-records.ts



/** The table holds something that this version of the controller did not write. */
class FailoverRecordError extends Error {
    name = 'FailoverRecordError';
}
const stage = schemas/* enum */.k5n(['declared', 'promoting', 'requested', 'promoted', 'closed']);
const when = iso/* datetime */.w$();
const absent = (type) => type.optional().transform((value) => value ?? undefined);
const dynamodb_failover_records_recordSchema = schemas/* strictObject */.rej({
    version: schemas/* number */.aig().int().min(0),
    leaseOwner: schemas/* string */.YjP(),
    leaseToken: schemas/* number */.aig().int().min(0),
    armed: absent(schemas/* strictObject */.rej({ writerArn: schemas/* string */.YjP().min(1), lagMs: schemas/* number */.aig().min(0), at: when })),
    episode: absent(schemas/* strictObject */.rej({
        id: schemas/* string */.YjP().min(1),
        lostRegion: schemas/* string */.YjP().min(1),
        targetRegion: schemas/* string */.YjP().min(1),
        stage,
        outcome: absent(schemas/* enum */.k5n(['failed-over', 'recovered', 'moved', 'failed', 'rehearsed'])),
        reasons: schemas/* array */.YOg(schemas/* string */.YjP()),
        armedAgeMs: absent(schemas/* number */.aig()),
        firstFailureAgeMs: absent(schemas/* number */.aig()),
        rehearsal: absent(schemas/* string */.YjP()),
        downForMs: schemas/* number */.aig().min(0),
        refusals: schemas/* array */.YOg(schemas/* string */.YjP()),
        attempts: schemas/* number */.aig().int().min(0),
        told: schemas/* array */.YOg(schemas/* string */.YjP()),
        steps: schemas/* array */.YOg(schemas/* strictObject */.rej({ stage, at: when })),
    })),
});
/**
 * The record as one item: `id` is `controller#<global cluster>`, `version` the number that every write compares and raises, and `record`
 * the rest as JSON, so that no field of it can be forgotten in a mapping. One item, because only within one item is a condition on the
 * lease also a condition on what it protects. `rehearses` says that who wrote it takes notice of rehearsals; it stands beside the record,
 * because a controller of an older version has to be able to read that.
 */
function dynamoDbFailoverRecords(options) {
    const { table: TableName, client } = options;
    const id = { S: recordId(options.globalClusterId) };
    return {
        async read() {
            const { Item } = await client.send(new dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { id }, ConsistentRead: true }));
            return Item === undefined ? FIRST_RECORD : parseFailoverRecord(Item['record']?.S, Item['version']?.N);
        },
        async replace(next) {
            const record = JSON.stringify(next);
            // Whoever reads it next is strict: something that only this writer knows would keep both controllers from acting.
            parseFailoverRecord(record, String(next.version));
            const isFirst = next.version === FIRST_RECORD.version + 1;
            try {
                await client.send(new dist_cjs/* PutItemCommand */.qnp({
                    TableName,
                    Item: {
                        id,
                        version: { N: String(next.version) },
                        record: { S: record },
                        rehearses: { BOOL: true },
                    },
                    ...(isFirst
                        ? { ConditionExpression: 'attribute_not_exists(id)' }
                        : {
                            ConditionExpression: 'version = :replaced',
                            ExpressionAttributeValues: { ':replaced': { N: String(next.version - 1) } },
                        }),
                }));
                return true;
            }
            catch (error) {
                if (error instanceof dist_cjs/* ConditionalCheckFailedException */.jPo)
                    return false;
                throw error;
            }
        },
    };
}
/** The key of the item. */
function recordId(globalClusterId) {
    return `controller#${globalClusterId}`;
}
/** The records of both controllers, read only. A table that does not exist belongs to no controller. */
function dynamoDbControllerRecords(options) {
    const known = new Map();
    return {
        async of(region) {
            const records = known.get(region) ?? dynamoDbFailoverRecords({ ...options, client: options.clientFor(region) });
            known.set(region, records);
            try {
                return await records.read();
            }
            catch (error) {
                if (error instanceof dist_cjs/* ResourceNotFoundException */.lBX)
                    return undefined;
                throw error;
            }
        },
    };
}
/**
 * @param json the record as it is stored
 * @param version the number that is stored beside it
 * @throws FailoverRecordError when it is not exactly what this version of the controller writes
 */
function parseFailoverRecord(json, version) {
    let value;
    try {
        value = JSON.parse(json ?? '');
    }
    catch (cause) {
        throw new FailoverRecordError('the record of the failover controller is not JSON', { cause });
    }
    const parsed = dynamodb_failover_records_recordSchema.safeParse(value);
    if (!parsed.success) {
        throw new FailoverRecordError(`the record of the failover controller is damaged: ${parsed.error.message}`);
    }
    if (String(parsed.data.version) !== version) {
        throw new FailoverRecordError('the record of the failover controller has two versions');
    }
    return parsed.data;
}

// EXTERNAL MODULE: ./src/adapters/rds-global-roles.ts
var rds_global_roles = __webpack_require__(6219);
;// CONCATENATED MODULE: ./src/adapters/aws-interlock.ts






/** The interlock of an environment, with AWS clients of its own. */
function awsInterlock({ environment, clock, logger }) {
    const { globalCluster: globalClusterId, failoverTable: table } = (0,names/* resourceNames */.Nr)(environment);
    return {
        regions: schema/* REGIONS */.i,
        lease: environmentLease({ environment, clientFor: leaseClient, clock, logger }),
        controllers: dynamoDbControllerRecords({
            table,
            globalClusterId,
            clientFor: (region) => new dist_cjs/* DynamoDBClient */.MGV({
                region,
                maxAttempts: 2,
                requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
            }),
        }),
        roles: (0,rds_global_roles/* rdsGlobalRoles */.m)({ globalClusterId, regions: schema/* REGIONS */.i, clientFor: rds_global_roles/* rolesClient */.n }),
        logger,
    };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/adapters/checkout-files.ts


/** Files below `root`. */
function checkoutFiles(root) {
    return {
        async read(path) {
            try {
                return await (0,promises_.readFile)((0,external_node_path_.join)(root, path), 'utf8');
            }
            catch (error) {
                if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
                    return undefined;
                throw error;
            }
        },
    };
}

;// CONCATENATED MODULE: ./src/ports/drill-state.ts
/** The store answered, and it will not answer differently: a permission, the table, or what would be written. */
class DrillStateRefusedError extends Error {
    name = 'DrillStateRefusedError';
}

;// CONCATENATED MODULE: ./src/adapters/dynamodb-drill-state.ts




/** Raised when the shape changes: a record of another format is for a person, never for a guess. */
const FORMAT_VERSION = 1;
const dynamodb_drill_state_count = schemas/* number */.aig().int().min(1);
const moment = iso/* datetime */.w$();
const ms = schemas/* number */.aig().min(0);
/** What is shown to people in logs is printable, and no line of its own. */
const dynamodb_drill_state_line = (most) => schemas/* string */.YjP()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);
const dynamodb_drill_state_name = dynamodb_drill_state_line(200);
const region = schemas/* string */.YjP().regex(/^[a-z0-9-]{1,40}$/);
const stateSchema = schemas/* strictObject */.rej({
    version: dynamodb_drill_state_count,
    drillId: dynamodb_drill_state_name,
    kind: schemas/* enum */.k5n(['switchover', 'failover', 'restore', 'detection', 'rotation']),
    writtenBy: dynamodb_drill_state_name,
    status: schemas/* enum */.k5n(['running', 'recovering', 'needs-human', 'ended', 'recovered', 'resolved']),
    startedAt: moment,
    run: dynamodb_drill_state_line(500),
    writerBefore: region,
    failBack: schemas/* boolean */.zMY(),
    move: schemas/* strictObject */.rej({ fromRegion: region, toRegion: region }).exactOptional(),
    faultIn: schemas/* array */.YOg(region).max(10),
    temporary: schemas/* array */.YOg(schemas/* strictObject */.rej({ kind: schemas/* enum */.k5n(['cluster', 'snapshot']), region, id: dynamodb_drill_state_name })).max(50),
    steps: schemas/* array */.YOg(schemas/* strictObject */.rej({ name: dynamodb_drill_state_line(300), at: moment })).max(500),
    limits: schemas/* strictObject */.rej({ moveMs: ms, redundancyMs: ms }),
    history: dynamodb_drill_state_line(1_000),
    recovery: schemas/* strictObject */.rej({ by: dynamodb_drill_state_line(500), at: moment, attempt: dynamodb_drill_state_count }).exactOptional(),
    needsHuman: schemas/* strictObject */.rej({ reason: dynamodb_drill_state_line(4_000), runbook: dynamodb_drill_state_name, at: moment }).exactOptional(),
    resolution: schemas/* strictObject */.rej({ by: dynamodb_drill_state_line(200), note: dynamodb_drill_state_line(2_000), at: moment }).exactOptional(),
    toldAt: moment.exactOptional(),
});
const itemSchema = schemas/* strictObject */.rej({ formatVersion: schemas/* literal */.euz(FORMAT_VERSION), state: stateSchema });
/**
 * The state of a drill as one item of Terraform's lock table, beside the lease and out of the drilled stack's reach: `LockID` is `drill/<environment>`, `version`
 * and `drillId` are what every write compares, and `drill` is the record as JSON.
 *
 * Needs dynamodb:GetItem and dynamodb:PutItem.
 */
function dynamoDbDrillState({ table: TableName, environment, client, }) {
    const id = { S: `drill/${environment}` };
    const where = `drill/${environment} in the lock table ${TableName}`;
    return {
        async read() {
            try {
                const { Item } = await client.send(new dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { LockID: id }, ConsistentRead: true }));
                return Item === undefined ? { kind: 'none' } : dynamodb_drill_state_parse(Item, where);
            }
            catch (error) {
                throw dynamodb_drill_state_translate(error, `reading ${where}`);
            }
        },
        async replace(before, next) {
            const checked = stateSchema.safeParse(next);
            if (!checked.success) {
                throw new DrillStateRefusedError(`the state of a drill cannot be written like this: ${checked.error.issues.map(describeIssue).join('; ')}`);
            }
            try {
                await client.send(new dist_cjs/* PutItemCommand */.qnp({
                    TableName,
                    Item: {
                        LockID: id,
                        version: { N: String(next.version) },
                        drillId: { S: next.drillId },
                        drill: { S: JSON.stringify({ formatVersion: FORMAT_VERSION, state: checked.data }) },
                    },
                    ...inThePlaceOf(before),
                }));
                return true;
            }
            catch (error) {
                if (error instanceof dist_cjs/* ConditionalCheckFailedException */.jPo)
                    return false;
                throw dynamodb_drill_state_translate(error, `writing ${where}`);
            }
        },
    };
}
function inThePlaceOf(before) {
    switch (before.kind) {
        case 'none':
            return { ConditionExpression: 'attribute_not_exists(LockID)' };
        case 'state':
            return {
                ConditionExpression: 'version = :version AND drillId = :drillId',
                ExpressionAttributeValues: {
                    ':version': { N: String(before.state.version) },
                    ':drillId': { S: before.state.drillId },
                },
            };
        case 'unreadable':
            return before.text === undefined
                ? { ConditionExpression: 'attribute_exists(LockID) AND attribute_not_exists(drill)' }
                : {
                    ConditionExpression: 'drill = :text',
                    ExpressionAttributeValues: { ':text': { S: before.text } },
                };
    }
}
function dynamodb_drill_state_parse(item, where) {
    const text = item['drill']?.S;
    const unreadable = (why) => ({ kind: 'unreadable', why: `${where} ${why}`, text });
    let value;
    try {
        value = JSON.parse(text ?? '');
    }
    catch {
        return unreadable('is not the state of a drill');
    }
    const parsed = itemSchema.safeParse(value);
    if (!parsed.success) {
        return unreadable(`was written by another version of this repository, or is damaged: ${parsed.error.issues.map(describeIssue).join('; ')}`);
    }
    const { state } = parsed.data;
    if (String(state.version) !== item['version']?.N || state.drillId !== item['drillId']?.S) {
        return unreadable('does not agree with itself on its version or its drill');
    }
    return { kind: 'state', state };
}
/** Which field, never its value: nobody knows what somebody else wrote there. */
function describeIssue({ path, code }) {
    return `${path.map(String).join('.') || 'the record'} (${code})`;
}
function dynamodb_drill_state_translate(error, doing) {
    if (!isRefusalOfDynamoDb(error))
        return error;
    return new DrillStateRefusedError(`${doing} was refused: ${error.message || error.name}. The lock table and the permission for the state of drills come from terraform/bootstrap`, { cause: error });
}

// EXTERNAL MODULE: ./node_modules/zod/v4/core/core.js
var core_core = __webpack_require__(8532);
;// CONCATENATED MODULE: ./src/adapters/dynamodb-terraform-lock.ts


/** The lock table holds something that Terraform did not write. */
class TerraformLockError extends Error {
    name = 'TerraformLockError';
}
/** What Terraform writes down: https://github.com/hashicorp/terraform/blob/main/internal/states/statemgr/locker.go */
const infoSchema = schemas/* object */.Ikc({
    ID: schemas/* string */.YjP().min(1),
    Operation: schemas/* string */.YjP(),
    Who: schemas/* string */.YjP(),
    Version: schemas/* string */.YjP(),
    Created: schemas/* string */.YjP().transform((text, context) => {
        const date = new Date(text);
        if (!Number.isNaN(date.getTime()))
            return date;
        context.addIssue({ code: 'custom', message: 'not a time' });
        return core_core/* NEVER */.tm;
    }),
});
/** Terraform's own items of its lock table, read only. Needs dynamodb:GetItem. */
function dynamoDbTerraformLocks(options) {
    const { table: TableName, state, client } = options;
    const item = async (id) => (await client.send(new dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { LockID: { S: id } }, ConsistentRead: true }))).Item;
    return {
        async read() {
            const info = (await item(state))?.['Info']?.S;
            // A lock is an item with Info; an item without it is none to Terraform either.
            if (info === undefined)
                return undefined;
            const parsed = infoSchema.safeParse(json(info));
            if (!parsed.success) {
                throw new TerraformLockError(`the item ${state} of ${TableName} is no lock of Terraform; look who wrote it`);
            }
            const { ID, Operation, Who, Version, Created } = parsed.data;
            return { id: ID, operation: Operation, who: Who, version: Version, created: Created };
        },
        async checksum() {
            return (await item(`${state}-md5`))?.['Digest']?.S;
        },
    };
}
function json(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./node_modules/@actions/exec/lib/exec.js + 5 modules
var exec = __webpack_require__(2876);
;// CONCATENATED MODULE: ./src/adapters/git-history.ts

/** Git does not tell the history of the checkout. */
class GitHistoryError extends Error {
    name = 'GitHistoryError';
}
/** Asks git about the checkout at `root`. */
function gitHistory(root) {
    const git = async (...argv) => {
        // In a container the checkout belongs to another user, and git refuses to read it; said for this call only.
        const { exitCode, stdout, stderr } = await (0,exec/* getExecOutput */.H)('git', ['-c', `safe.directory=${root}`, '-C', root, ...argv], {
            silent: true,
            ignoreReturnCode: true,
        });
        if (exitCode !== 0)
            throw new GitHistoryError(`git does not tell the history of ${root}: ${stderr.trim() || 'no answer'}`);
        return stdout;
    };
    const refuseShallow = async () => {
        // The oldest commit of a shallow checkout looks as if it had made every file, and those before it are not seen at all.
        if ((await git('rev-parse', '--is-shallow-repository')).trim() === 'false')
            return;
        throw new GitHistoryError('the checkout does not hold the whole history; give actions/checkout "fetch-depth: 0"');
    };
    return {
        async since(time) {
            await refuseShallow();
            const log = await git('log', '--first-parent', `--since=${time.toISOString()}`, '--format=%H %cI', 'HEAD', '--');
            const commits = log.split('\n').flatMap((line) => {
                const [, sha, at] = /^([0-9a-f]{40}) (\S+)$/.exec(line) ?? [];
                return sha === undefined || at === undefined ? [] : [{ sha, at: new Date(at) }];
            });
            return Promise.all(commits.map(async ({ sha, at }) => ({ sha, at, changedFiles: git_history_names(await git(...changesOf(sha))) })));
        },
        async lastChange(path) {
            await refuseShallow();
            const time = (await git('log', '-1', '--first-parent', '--format=%cI', 'HEAD', '--', path)).trim();
            return time === '' ? undefined : new Date(time);
        },
        async isChangedLocally(path) {
            return (await git('status', '--porcelain', '-z', '--untracked-files=all', '--ignored', '--', path)) !== '';
        },
    };
}
function changesOf(sha) {
    return [
        'diff-tree',
        '--root',
        '-r',
        '-z',
        '--name-only',
        '--no-commit-id',
        '--no-renames',
        '--diff-merges=first-parent',
        sha,
    ];
}
function git_history_names(output) {
    return output.split('\0').filter((name) => name !== '');
}

// EXTERNAL MODULE: ./src/adapters/github-client.ts
var github_client = __webpack_require__(5993);
// EXTERNAL MODULE: ./src/adapters/github-comments.ts
var github_comments = __webpack_require__(1488);
// EXTERNAL MODULE: ./src/adapters/github-failure.ts
var github_failure = __webpack_require__(8054);
// EXTERNAL MODULE: ./src/adapters/github-marker.ts
var github_marker = __webpack_require__(4236);
// EXTERNAL MODULE: ./src/adapters/github-pace.ts
var github_pace = __webpack_require__(5033);
// EXTERNAL MODULE: ./src/adapters/github-retry.ts
var github_retry = __webpack_require__(6174);
;// CONCATENATED MODULE: ./src/adapters/github-issues.ts








/** GitHub refuses longer ones. In characters. */
const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;
const issueSchema = schemas/* object */.Ikc({
    number: schemas/* number */.aig(),
    html_url: schemas/* string */.YjP(),
    title: schemas/* string */.YjP(),
    body: schemas/* string */.YjP().nullish(),
    state: schemas/* string */.YjP(),
    user: schemas/* object */.Ikc({ login: schemas/* string */.YjP() }).nullable(),
    pull_request: schemas/* unknown */.L5J().optional(),
});
const HINTS = {
    401: 'the token is not valid; give the action the github-token of this job',
    403: 'the token lacks a permission; the job needs "issues: write"',
    404: 'the repository does not exist, or the token may not see its issues; check GITHUB_REPOSITORY, and the job needs "issues: write"',
    410: 'the issues of this repository are turned off; turn them on in its settings, under "Features"',
    422: 'GitHub does not accept the issue; make the text shorter, and look whether its author is blocked',
};
/**
 * The issues of a repository, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
function githubIssues(options) {
    const octokit = (0,github_client/* connect */.Ng)(options);
    const repository = { owner: options.owner, repo: options.repo };
    const tools = (0,github_client/* toolsOf */.Fu)(options);
    const pace = new github_pace/* WritePace */.$(tools.clock);
    const login = (0,github_client/* onceKnown */.tH)(() => (0,github_client/* ownLogin */.C4)(octokit, tools.clock));
    const retry = (what, work) => (0,github_retry/* withRetries */.L)(what, HINTS, tools, work);
    /** Ours that end with `hidden`, the oldest first. All are read: nobody knows how long ago the last one was closed. */
    const find = async (hidden, state) => {
        const creator = await login();
        const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
            ...repository,
            state,
            creator,
            per_page: github_client/* PAGE */.KL,
        });
        return schemas/* array */.YOg(issueSchema)
            .parse(issues)
            .filter(({ body, user, pull_request: pull }) => pull === undefined && user?.login === creator && (body ?? '').trimEnd().endsWith(`\n${hidden}`))
            .sort((a, b) => a.number - b.number);
    };
    const create = async (title, body) => {
        await pace.next();
        const { data } = await octokit.rest.issues.create({ ...repository, title, body });
        return issueSchema.parse(data);
    };
    const update = async (number, change) => {
        await pace.next();
        const { data } = await octokit.rest.issues.update({ ...repository, issue_number: number, ...change });
        return issueSchema.parse(data);
    };
    /** Closes an issue with a comment, which is not written again when only the answer to it was lost. */
    const closeWith = async (issue, comment, reason) => {
        const what = `close issue #${issue.number}`;
        const comments = new github_comments/* GitHubComments */.g(octokit, options, issue.number, pace);
        let isFirst = true;
        await retry(what, async () => {
            const last = isFirst ? undefined : (await comments.by(await login())).at(-1);
            isFirst = false;
            if (last?.body.trimEnd() !== comment.trimEnd())
                await comments.create(comment);
        });
        return retry(what, () => update(issue.number, { state: 'closed', state_reason: reason }));
    };
    const keepOne = async (hidden, title, body) => {
        const found = await find(hidden, 'all');
        const open = found.find(({ state }) => state === 'open');
        if (open !== undefined) {
            const isSame = open.title === title && open.body === body;
            return kept(isSame ? open : await update(open.number, { title, body }), isSame ? 'unchanged' : 'updated');
        }
        const closed = found.at(-1);
        return closed === undefined
            ? kept(await create(title, body), 'opened')
            : kept(await update(closed.number, { title, body, state: 'open', state_reason: 'reopened' }), 'reopened');
    };
    return {
        async keepOpen(marker, text) {
            const hidden = (0,github_marker/* hiddenMarker */.z0)(marker);
            const { title, body } = checked({ title: text.title, body: (0,github_marker/* withMarker */.Pe)(text.body, hidden) });
            const what = `keep the issue "${title}" open`;
            const one = await retry(what, () => keepOne(hidden, title, body));
            // Another run may have opened one at the same moment. The oldest is kept by both.
            const [oldest, ...others] = await retry(what, () => find(hidden, 'open'));
            if (oldest === undefined)
                return one;
            for (const other of others)
                await closeWith(other, `This is the same as #${oldest.number}.`, 'not_planned');
            return oldest.number === one.number ? one : kept(oldest, 'unchanged');
        },
        async read(marker) {
            const hidden = (0,github_marker/* hiddenMarker */.z0)(marker);
            const found = await retry(`read the issue "${marker}"`, () => find(hidden, 'all'));
            const one = found.find(({ state }) => state === 'open') ?? found.at(-1);
            return one === undefined ? undefined : { title: one.title, body: one.body ?? '' };
        },
        async close(marker, comment) {
            const hidden = (0,github_marker/* hiddenMarker */.z0)(marker);
            const [oldest, ...others] = await retry(`look for the issue "${marker}"`, () => find(hidden, 'open'));
            if (oldest === undefined)
                return undefined;
            for (const other of others)
                await closeWith(other, `This is the same as #${oldest.number}.`, 'not_planned');
            return kept(await closeWith(oldest, comment, 'completed'), 'closed');
        },
        async open(text) {
            // Only this call knows the marker: what carries it was made by a try whose answer was lost.
            const hidden = (0,github_marker/* hiddenMarker */.z0)(`once:${(0,external_node_crypto_.randomUUID)()}`);
            const { title, body } = checked({ title: text.title, body: (0,github_marker/* withMarker */.Pe)(text.body, hidden) });
            let isFirst = true;
            return retry(`open the issue "${title}"`, async () => {
                const [made] = isFirst ? [] : await find(hidden, 'all');
                isFirst = false;
                return kept(made ?? (await create(title, body)), 'opened');
            });
        },
    };
}
function kept({ number, html_url: url }, outcome) {
    return { number, url, outcome };
}
/** @throws GitHubError when GitHub would refuse the text */
function checked(text) {
    for (const [name, length, longest] of [
        ['title', text.title.length, LONGEST_TITLE],
        ['body', text.body.length, LONGEST_BODY],
    ]) {
        if (length > longest) {
            throw new github_failure/* GitHubError */.y_(`the ${name} of the issue "${text.title.slice(0, 60)}" has ${length} characters, GitHub takes ${longest}; shorten it`);
        }
    }
    if (text.title.trim() === '')
        throw new github_failure/* GitHubError */.y_('the issue has no title; give it one');
    return text;
}

;// CONCATENATED MODULE: ./src/adapters/github-workflow-runs.ts




const time = iso/* datetime */.w$({ offset: true }).transform((text) => new Date(text));
const runSchema = schemas/* object */.Ikc({
    id: schemas/* number */.aig(),
    html_url: schemas/* string */.YjP(),
    event: schemas/* string */.YjP(),
    status: schemas/* string */.YjP().nullable(),
    conclusion: schemas/* string */.YjP().nullable(),
    created_at: time,
    head_sha: schemas/* string */.YjP(),
});
const jobSchema = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    status: schemas/* string */.YjP(),
    conclusion: schemas/* string */.YjP().nullable(),
    started_at: time.nullable(),
    completed_at: time.nullable(),
});
const github_workflow_runs_HINTS = {
    401: 'the token is not valid; give the action the github-token of this job',
    403: 'the token lacks a permission; the job needs "actions: read"',
    404: 'there is no such workflow on the default branch, or the token may not see it; the job needs "actions: read"',
    422: 'GitHub does not understand the question; is the file name of the workflow right?',
};
/**
 * The runs of a repository's workflows, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
function githubWorkflowRuns(options) {
    const octokit = (0,github_client/* connect */.Ng)(options);
    const repository = { owner: options.owner, repo: options.repo };
    const retry = (what, work) => (0,github_retry/* withRetries */.L)(what, github_workflow_runs_HINTS, (0,github_client/* toolsOf */.Fu)(options), work);
    return {
        list: (workflow, { event, since, limit = github_client/* PAGE */.KL }) => retry(`list the runs of ${workflow}`, async () => {
            const runs = [];
            const pages = octokit.paginate.iterator(octokit.rest.actions.listWorkflowRuns, {
                ...repository,
                workflow_id: workflow,
                per_page: Math.min(github_client/* PAGE */.KL, Math.max(1, limit)),
                ...(event === undefined ? {} : { event }),
                // GitHub counts in seconds.
                ...(since === undefined ? {} : { created: `>=${since.toISOString().replace(/\.\d+Z$/, 'Z')}` }),
            });
            for await (const { data } of pages) {
                runs.push(...schemas/* array */.YOg(runSchema).parse(data).map(runOf));
                if (runs.length >= limit)
                    break;
            }
            return runs
                .filter(({ createdAt }) => since === undefined || createdAt >= since)
                .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
                .slice(0, limit);
        }),
        find: (id) => retry(`look at run ${id}`, async () => {
            try {
                const { data } = await octokit.rest.actions.getWorkflowRun({ ...repository, run_id: id });
                return runOf(runSchema.parse(data));
            }
            catch (error) {
                // GitHub forgets a run after 400 days at most, and people delete them.
                if ((0,github_failure/* isGone */.ST)(error))
                    return undefined;
                throw error;
            }
        }),
        jobs: (id) => retry(`look at the jobs of run ${id}`, async () => {
            const jobs = await octokit.paginate(octokit.rest.actions.listJobsForWorkflowRun, {
                ...repository,
                run_id: id,
                per_page: github_client/* PAGE */.KL,
            });
            return schemas/* array */.YOg(jobSchema)
                .parse(jobs)
                .map((job) => ({
                name: job.name,
                status: job.status,
                conclusion: job.conclusion ?? undefined,
                startedAt: job.started_at ?? undefined,
                completedAt: job.completed_at ?? undefined,
            }));
        }),
    };
}
function runOf(run) {
    return {
        id: run.id,
        url: run.html_url,
        event: run.event,
        status: run.status ?? 'queued',
        conclusion: run.conclusion ?? undefined,
        createdAt: run.created_at,
        headSha: run.head_sha,
    };
}

;// CONCATENATED MODULE: ./src/adapters/github-workflow-states.ts




const github_workflow_states_HINTS = {
    401: 'the token is not valid; give the action the github-token of this job',
    403: 'the token lacks a permission; the job needs "actions: read"',
};
const workflowSchema = schemas/* object */.Ikc({ state: schemas/* string */.YjP() });
/** The states of workflows, through GitHub's API. @throws GitHubError (from its methods) when GitHub refuses or stays silent */
function githubWorkflowStates(options) {
    const octokit = (0,github_client/* connect */.Ng)(options);
    return {
        of: (workflow) => (0,github_retry/* withRetries */.L)(`see whether ${workflow} is enabled`, github_workflow_states_HINTS, (0,github_client/* toolsOf */.Fu)(options), async () => {
            try {
                const { data } = await octokit.rest.actions.getWorkflow({
                    owner: options.owner,
                    repo: options.repo,
                    workflow_id: workflow,
                });
                return workflowSchema.parse(data).state;
            }
            catch (error) {
                if ((0,github_failure/* isGone */.ST)(error))
                    return undefined;
                throw error;
            }
        }),
    };
}

// EXTERNAL MODULE: ./src/adapters/repository-files.ts
var repository_files = __webpack_require__(1616);
// EXTERNAL MODULE: ./src/adapters/system-clock.ts
var system_clock = __webpack_require__(9180);
// EXTERNAL MODULE: ./src/adapters/temporary-directory.ts
var temporary_directory = __webpack_require__(1537);
// EXTERNAL MODULE: ./src/environment/load-environments.ts + 7 modules
var load_environments = __webpack_require__(9769);
// EXTERNAL MODULE: ./src/environment/tfvars.ts
var tfvars = __webpack_require__(2185);
// EXTERNAL MODULE: ./src/plan/change-labels.ts
var change_labels = __webpack_require__(23);
// EXTERNAL MODULE: ./src/plan/live-writer.ts
var live_writer = __webpack_require__(6321);
// EXTERNAL MODULE: ./src/plan/make-plan.ts + 10 modules
var make_plan = __webpack_require__(2225);
// EXTERNAL MODULE: ./src/report/issue-texts.ts
var issue_texts = __webpack_require__(7056);
;// CONCATENATED MODULE: ./src/watch/finding.ts
/** A date for people, without a fraction of a second. */
function minute(date) {
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

;// CONCATENATED MODULE: ./src/watch/longest-job.ts
/** GitHub ends a job of its runners after six hours, in ms: what is older is nobody's work any more. */
const LONGEST_JOB_MS = 6 * 3_600_000;

;// CONCATENATED MODULE: ./src/watch/whose-run.ts

/** @returns the number in the address of a workflow run; `undefined` when it is none */
function runIdOf(url) {
    const [, id] = /\/actions\/runs\/(\d{1,15})(?:\/|$)/.exec(url ?? '') ?? [];
    return id === undefined ? undefined : Number(id);
}
/** Whether the run at an address is over. @throws what the port throws */
async function isAtWork(url, runs) {
    const id = runIdOf(url);
    const run = id === undefined ? undefined : await runs.find(id);
    if (run === undefined)
        return 'unknown';
    return run.status === 'completed' ? 'over' : 'going-on';
}
/** Whether the holder of a lease still works: one that was killed leaves its lease behind. @throws what the port throws */
async function holderAtWork(holder, runs, now) {
    const known = await isAtWork(holder.run, runs);
    if (known !== 'unknown')
        return known;
    return now.getTime() - Date.parse(holder.since) > LONGEST_JOB_MS ? 'over' : 'going-on';
}
/** The workflows whose jobs lock the state of Terraform. */
const LOCKING_WORKFLOWS = ['plan.yml', 'apply.yml', 'break-glass.yml', 'destroy.yml'];
/**
 * The jobs that were at work at a moment, of an environment where their names tell. A run may wait for its approval for days before its
 * job begins, so runs of a whole month before the moment are looked at.
 *
 * @throws what the port throws
 */
async function jobsAtWork(moment, environment, runs) {
    const since = new Date(moment.getTime() - 30 * 86_400_000);
    const found = [];
    for (const workflow of LOCKING_WORKFLOWS) {
        const candidates = (await runs.list(workflow, { since })).filter((run) => run.createdAt <= moment);
        // What was over before the moment cannot be told without a question for each; the newest ones are enough.
        for (const run of candidates.slice(0, 20)) {
            for (const job of await runs.jobs(run.id)) {
                if (wasAtWork(job, moment) && job.name.split(/\s+/).includes(environment))
                    found.push({ run, job });
            }
        }
    }
    return found;
}
function wasAtWork({ startedAt, completedAt, status }, moment) {
    if (startedAt === undefined || startedAt > moment)
        return false;
    return status !== 'completed' || (completedAt !== undefined && completedAt >= moment);
}

;// CONCATENATED MODULE: ./src/watch/in-flight.ts


/** What waits longer for its approval is forgotten rather than in flight, in ms; the watchdog tells of it. */
const IN_FLIGHT_MS = 24 * 3_600_000;
const APPLYING_WORKFLOWS = ['apply.yml', 'break-glass.yml'];
/**
 * What changes the environment at the moment, or is about to: while it does, what is there and what the configuration says differ for a good
 * reason.
 *
 * @returns a sentence; `undefined` when nothing does
 * @throws what the ports throw
 */
async function inFlight(environment, now, ports) {
    const holder = await ports.lease.holder();
    // A run that was killed leaves its lease behind, and is no reason to look away.
    if (holder !== undefined && (await holderAtWork(holder, ports.runs, now)) === 'going-on') {
        return `${holder.kind} has held the lease since ${minute(new Date(holder.since))} (${holder.run})`;
    }
    const since = new Date(now.getTime() - IN_FLIGHT_MS);
    for (const workflow of APPLYING_WORKFLOWS) {
        for (const run of await ports.runs.list(workflow, { since })) {
            if (run.status === 'completed')
                continue;
            const jobs = await ports.runs.jobs(run.id);
            const own = jobs.filter(({ name }) => name.split(/\s+/).includes(environment));
            // The jobs of the environments are known only once these have been selected.
            const isSelecting = jobs.every(({ name }) => name.startsWith('select '));
            if (isSelecting || own.some(({ status }) => status !== 'completed')) {
                return `a run of ${workflow} is ${run.status.replaceAll('_', ' ')} (${run.url})`;
            }
        }
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/watch/drift.ts






/** Nobody can say whether anything differs. */
class DriftError extends Error {
    name = 'DriftError';
}
/**
 * Looks whether what is there is what the configuration says, and keeps one issue about it. It only looks: no lock is taken, and a plan writes
 * no state. While something changes the environment nothing is judged, and after an error neither: the issue stays as it is.
 *
 * @throws TerraformError, PlanFormatError, DriftError, and what the ports throw; none of it is drift
 */
async function runDrift(request, ports) {
    const { environment } = request;
    const isInFlight = () => inFlight(environment.name, ports.clock.now(), ports);
    const before = await isInFlight();
    if (before !== undefined)
        return notJudged(environment.name, before, ports.logger);
    return ports.privateDirectory.use(async (files) => {
        const { terraform, logger } = ports;
        const writer = await (0,live_writer/* liveWriter */.o)(ports.roles);
        if (writer.state === 'moving')
            return notJudged(environment.name, 'the writer is moving', logger);
        if (writer.state === 'unknown') {
            throw new DriftError(`nobody can say why something differs while the writer is unknown: ${writer.reason}`);
        }
        await logger.group('terraform init', () => terraform.init((0,tfvars/* toBackendConfig */.S)(environment)));
        const planFile = files.path('drift.tfplan');
        const varFile = await files.write('environment.tfvars.json', JSON.stringify((0,tfvars/* toTfvars */.e)(environment)));
        await logger.group('terraform plan', () => terraform.plan({ varFile, planFile, lock: false }));
        const plan = await (0,make_plan/* readPlan */.m3)(planFile, environment, ports, (0,change_labels/* labelling */.Bw)(writer, environment.homeRegion));
        // Without a lock, an apply that began meanwhile may have been seen half-way.
        const meanwhile = await isInFlight();
        if (meanwhile !== undefined)
            return notJudged(environment.name, meanwhile, logger);
        return keepIssue(request, plan, writer, ports);
    });
}
function notJudged(environment, reason, logger) {
    logger.info(`not judged: ${reason}`);
    return {
        outcome: 'not-judged',
        reason,
        markdown: `Whether ${environment} is as its configuration says was not judged, because it is being changed.`,
    };
}
async function keepIssue({ environment, commit, runUrl }, plan, writer, { issues }) {
    const counts = drift_count(plan.summary);
    const marker = `drift:${environment.name}`;
    if (counts.drift + counts.real + counts.roleChange === 0) {
        const closed = (0,issue_texts/* renderDriftClosed */.k3)({ environment: environment.name, commit, runUrl });
        return { outcome: 'clean', counts, issue: await issues.close(marker, closed), markdown: closed };
    }
    // Without run and commit: the same difference makes the same text, so that nothing is edited, and nobody told, for nothing.
    const { title, body } = (0,issue_texts/* renderDriftIssue */.PE)(asPlanned(environment, plan, writer));
    const text = { title: plan.secrets.remove(title), body: plan.secrets.remove(body) };
    return { outcome: 'differs', counts, issue: await issues.keepOpen(marker, text), markdown: text.body };
}
/**
 * What only differs from the state, without a plan that does anything about it, opens no issue: providers tell of every attribute that AWS
 * filled in later, and nothing here could make such an issue close again.
 */
function drift_count({ changes, outputs, drift, omittedChanges }) {
    const ofLabel = (label) => changes.filter((change) => change.label === label).length;
    return {
        drift: ofLabel('drift'),
        real: ofLabel('real') + outputs.length + omittedChanges,
        roleChange: ofLabel('role change'),
        expected: ofLabel('expected after failover') + drift.filter(({ label }) => label !== 'drift').length,
        ignored: drift.filter(({ label }) => label === 'drift').length,
    };
}
function asPlanned(environment, plan, writer) {
    return {
        status: 'planned',
        environment: environment.name,
        homeRegion: environment.homeRegion,
        writer,
        summary: plan.summary,
        violations: [...plan.violations],
        drillGate: { drills: [], concerns: [], risky: [], blocks: false },
        terraformVersion: plan.terraformVersion,
        planDigest: '',
    };
}

// EXTERNAL MODULE: ./node_modules/croner/dist/croner.js
var croner = __webpack_require__(5814);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./src/watch/schedules.ts




/** GitHub begins schedules late when it is busy, and drops some; in ms. */
const SLACK_MS = 6 * 3_600_000;
const schedules_workflowSchema = schemas/* object */.Ikc({
    on: schemas/* object */.Ikc({ schedule: schemas/* array */.YOg(schemas/* object */.Ikc({ cron: schemas/* string */.YjP() })).min(1) }),
});
/**
 * Whether a workflow that runs by the clock has run when it was last due.
 *
 * @param workflow file name, for example `drill.yml`
 * @throws what the ports throw
 */
async function missedSchedule(workflow, now, ports) {
    const path = `.github/workflows/${workflow}`;
    const found = (sentence, whatToDo) => ({ id: 'schedule-missed', sentence, whatToDo });
    const text = await ports.checkout.read(path);
    if (text === undefined)
        return found(`${path} does not exist`, 'restore it; without it nothing runs by the clock');
    const crons = scheduleOf(text);
    if (crons.length === 0) {
        return found(`${path} has no schedule that can be read`, 'restore "on: schedule:" with a cron of five parts, in UTC');
    }
    const state = await ports.states.of(workflow);
    if (state !== 'active')
        return found(`GitHub does not run ${workflow}: ${wordsFor(state)}`, enable(workflow));
    const due = lastDue(crons, new Date(now.getTime() - SLACK_MS));
    const changed = await ports.history.lastChange(path);
    // A schedule that was not yet there could not be missed.
    if (due === undefined || changed === undefined || changed > due)
        return undefined;
    const [newest] = await ports.runs.list(workflow, { event: 'schedule', limit: 1 });
    if (newest !== undefined && newest.createdAt >= due)
        return undefined;
    const last = newest === undefined ? 'it has never run by its schedule' : `the last run was on ${minute(newest.createdAt)}`;
    return {
        ...found(`${workflow} was due on ${minute(due)} and did not run: ${last}`, `run it by hand ("gh workflow run ${workflow}") and see whether it runs the next time`),
        ...(newest === undefined ? {} : { link: newest.url }),
    };
}
function wordsFor(state) {
    switch (state) {
        case undefined:
            return 'it does not know the workflow; is it on the default branch?';
        case 'disabled_inactivity':
            return 'it was disabled, because nothing happened in the repository for 60 days';
        case 'disabled_manually':
            return 'somebody disabled it';
        default:
            return `its state is "${state}"`;
    }
}
function enable(workflow) {
    return `"gh workflow enable ${workflow}", then "gh workflow run ${workflow}"`;
}
/** The crons of a workflow file; empty when it has none, or one that cannot be read. */
function scheduleOf(text) {
    try {
        const { on } = schedules_workflowSchema.parse((0,dist/* parse */.qg)(text));
        return on.schedule.map(({ cron }) => new croner/* Cron */.l4(cron, { timezone: 'UTC', mode: '5-part' }));
    }
    catch {
        return [];
    }
}
function lastDue(crons, before) {
    const times = crons.flatMap((cron) => cron.previousRuns(1, before)).map((date) => date.getTime());
    return times.length === 0 ? undefined : new Date(Math.max(...times));
}

// EXTERNAL MODULE: ./src/plan/drill-gate.ts + 1 modules
var drill_gate = __webpack_require__(9778);
// EXTERNAL MODULE: ./src/records/drill-record.ts
var drill_record = __webpack_require__(533);
;// CONCATENATED MODULE: ./src/watch/drills.ts



/** The gate judges drills beside the risky changes of a plan; here there are none. */
const NO_PLAN = {
    terraformVersion: undefined,
    resourceChanges: [],
    resourceDrift: [],
    outputChanges: {},
    raw: undefined,
};
/**
 * Drills that are overdue, or did not pass, by the judgement of the gate: what is found here is what would stop the next risky change.
 *
 * @throws DrillRecordError, and what the store throws
 */
async function drillFindings(environment, now, store) {
    const drills = await (0,drill_record/* lastDrills */.p3)(store, environment.name);
    const { drill } = environment;
    const isConcern = (records, kind, maxAgeDays) => (0,drill_gate/* judgeDrills */.a)(records, { drill: { ...drill, requiredKinds: [kind], maxAgeDays } }, NO_PLAN, now).concerns.length > 0;
    return drill.requiredKinds.flatMap((kind) => {
        const last = drills.find((record) => record.kind === kind);
        const whatToDo = `run a ${kind} drill: "gh workflow run drill.yml -f environment=${environment.name} -f kind=${kind}"`;
        if (last === undefined)
            return [{ id: 'drill-overdue', sentence: `no ${kind} drill has ever run`, whatToDo }];
        const when = minute(new Date(last.finishedAt));
        const link = last.runUrl === undefined ? {} : { link: last.runUrl };
        return [
            ...(isConcern([last], kind, Number.POSITIVE_INFINITY)
                ? [
                    {
                        id: 'drill-failed',
                        sentence: `the last ${kind} drill, of ${when}, did not pass: ${last.verdict.replaceAll('-', ' ')}`,
                        whatToDo: `read its report and repair what it found; then ${whatToDo}`,
                        ...link,
                    },
                ]
                : []),
            ...(isConcern([{ ...last, verdict: 'passed' }], kind, drill.maxAgeDays)
                ? [
                    {
                        id: 'drill-overdue',
                        sentence: `the last ${kind} drill was on ${when}, more than ${drill.maxAgeDays} days ago`,
                        whatToDo,
                        ...link,
                    },
                ]
                : []),
        ];
    });
}

;// CONCATENATED MODULE: ./src/drill/recovery/standing.ts
/** Whether nothing is left to be done about a drill. */
function isClosed({ status }) {
    return status === 'ended' || status === 'recovered' || status === 'resolved';
}
/** Nothing but looking was done: no move, no fault, and no step beyond the preflight. */
function standing_isUntouched({ steps, move, faultIn, recovery }) {
    return (move === undefined &&
        faultIn.length === 0 &&
        recovery === undefined &&
        steps.every(({ name }) => name === 'preflight'));
}
/** "the failover drill of <run> (since …)", for messages. */
function standing_describeDrill({ kind, run, startedAt }) {
    return `the ${kind} drill of ${run} (since ${startedAt})`;
}
/** Where a person begins with a record that nobody can read. */
const UNREADABLE_RUNBOOK = 'docs/recovery.md#a-record-that-cannot-be-read';
/** Fails closed: what cannot be read needs a human. */
function standing_standingOf(stored) {
    if (stored.kind === 'none')
        return { kind: 'clear', sentence: 'no drill has been recorded yet' };
    if (stored.kind === 'unreadable')
        return { kind: 'needs-human', sentence: stored.why, runbook: UNREADABLE_RUNBOOK };
    const { state } = stored;
    const drill = standing_describeDrill(state);
    if (isClosed(state))
        return { kind: 'clear', sentence: `${drill} is ${state.status}` };
    if (state.status === 'needs-human') {
        const { reason = 'no reason was recorded', runbook = UNREADABLE_RUNBOOK } = state.needsHuman ?? {};
        return { kind: 'needs-human', sentence: `${drill} needs a human: ${reason}`, runbook };
    }
    return { kind: 'unfinished', sentence: `${drill} was broken off${brokenOffAt(state)}, or is still running` };
}
/** ` in "<its last step>"`, for messages. */
function brokenOffAt({ steps }) {
    const last = steps.at(-1);
    return last === undefined ? ' before its first step' : ` in "${last.name}"`;
}

;// CONCATENATED MODULE: ./src/drill/recovery/human-needed.ts
/**
 * The headings that a recovery sends people to. A person reads them at three in the morning, so each leads to the step itself;
 * test/drill/recovery/runbooks.test.ts looks that they are there.
 */
const human_needed_RUNBOOKS = {
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
class human_needed_HumanNeededError extends Error {
    runbook;
    name = 'HumanNeededError';
    /** @param runbook where to begin, one of {@link RUNBOOKS} */
    constructor(message, runbook, options) {
        super(message, options);
        this.runbook = runbook;
    }
}

;// CONCATENATED MODULE: ./src/drill/recovery/await-calm.ts



/** A move that AWS accepted a moment ago may not show yet: the roles have to stand still for so long, in ms. */
const await_calm_STILL_FOR_MS = 10_000;
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
async function await_calm_awaitCalm(regions, limitMs, ports, stillForMs = await_calm_STILL_FOR_MS) {
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
        return { unrest: `the roles cannot be read: ${reasonOf(error)}`, runbook: RUNBOOKS.moveStuck };
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
                unrest: `the record of the failover controller in ${region} cannot be read: ${reasonOf(error)}`,
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
    return { calm: { status, writer: currentWriter(status), episodes } };
}

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
async function fail_back_failBack(state, request, step, ports) {
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
                await switchOver({
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
            if (fail_back_isBreakOff(error))
                throw error;
            last = reasonOf(error);
            ports.logger.warn(`the writer was not failed back (${attempt} of ${TRIES}): ${last}`);
            await ports.clock.sleep(PAUSE_MS);
        }
    }
    throw new HumanNeededError(`the writer could not be failed back to ${state.writerBefore}: ${last}`, RUNBOOKS.failBack);
}
/** The region that was left has to be a replica before anybody thinks of going back. @throws HumanNeededError */
async function fail_back_requireRedundancy(calm, limitMs, ports) {
    for (const { region, isWriter } of calm.status.members) {
        if (isWriter)
            continue;
        try {
            await awaitRedundancy(region, limitMs, ports);
        }
        catch (cause) {
            throw new HumanNeededError(reasonOf(cause), RUNBOOKS.failBack, { cause });
        }
    }
}
/** @throws an error that says what stands against a switchover now */
async function requireSafe({ status, writer }, request, ports) {
    chooseTarget(status);
    if (writer.status !== 'available')
        throw new RangeError(`the status of the writer's cluster is ${writer.status}`);
    const lagMs = await ports.replicationLagMs();
    if (lagMs > request.maxLagMs) {
        throw new RangeError(`the other region is ${(lagMs / 1000).toFixed(1)} s behind, at most ${(request.maxLagMs / 1000).toFixed(1)} s are allowed`);
    }
}
/** The recovery itself is broken off: not a matter of this step. */
function fail_back_isBreakOff(error) {
    return [DrillStoppedError, DrillStateTakenError, DrillStateUnwritableError].some((kind) => error instanceof kind);
}

;// CONCATENATED MODULE: ./src/drill/recovery/verify-writer.ts




/** Names in front of the writer may be cached for so long and more, in ms. */
const LIMIT_MS = 120_000;
const verify_writer_POLL_MS = 500;
/**
 * Writes through the name that applications write through, until the writer takes it: the control plane's word is not enough.
 *
 * @throws HumanNeededError when no write reaches the writer in time, or another region takes it
 */
async function verify_writer_verifyWriter(writerName, ports) {
    const { clock } = ports;
    const startedMs = clock.monotonicMs();
    let last = { text: 'not tried yet', isForeign: false };
    while (clock.monotonicMs() - startedMs < LIMIT_MS) {
        try {
            const status = await ports.globalDatabase.describe();
            const instance = await writeOnce(writerName, ports);
            if (currentWriter(status).instances.some(({ id }) => id === instance))
                return;
            last = { text: `${instance} took it`, isForeign: isOfAnother(instance, status) };
        }
        catch (error) {
            last = { text: reasonOf(error), isForeign: false };
        }
        await clock.sleep(verify_writer_POLL_MS);
    }
    throw new HumanNeededError(`no write through ${writerName} reached the writer within ${LIMIT_MS / 1000} s; last try: ${last.text}`, last.isForeign ? RUNBOOKS.splitBrain : RUNBOOKS.moveStuck);
}
async function writeOnce(writerName, { credentials, sql, writeOnce: write }) {
    return write?.() ?? writeThrough({ ...(await credentials.read()), host: writerName }, sql);
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
async function settle_writer_settleWriter(state, request, step, note, ports) {
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

;// CONCATENATED MODULE: ./src/drill/recovery/tidy-up.ts



const tidy_up_TRIES = 5;
const tidy_up_PAUSE_MS = 3_000;
/** A rotation that Secrets Manager tries again has ended by then, in ms. */
const ROTATION_LIMIT_MS = (/* unused pure expression or super */ null && (10 * 60_000));
const ROTATION_POLL_MS = 5_000;
/**
 * Ends the fault, always and first: in the regions that are written down, and for a drill that causes one, in all others too, because ending
 * a fault that is not there is harmless.
 */
async function tidy_up_endFaults(state, { regions }, step, ports) {
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
async function tidy_up_endRehearsals(state, { regions }, step, ports) {
    if (state.kind !== 'detection')
        return;
    for (const region of regions) {
        await step(`switch the rehearsal off in ${region}`, () => persistently(() => ports.endRehearsal(region), ports, (why) => new HumanNeededError(`the rehearsal in ${region} could not be switched off: ${why}`, RUNBOOKS.controller)));
    }
}
/** Removes what the drill has named, in the reverse order, and goes on past what cannot be removed. */
async function tidy_up_removeTemporary(state, step, ports) {
    const left = [];
    for (const made of [...state.temporary].reverse()) {
        const what = `the ${made.kind} ${made.id} in ${made.region}`;
        try {
            await step(`remove ${what}`, () => ports.temporary.remove(made));
        }
        catch (error) {
            if (isBreakOff(error))
                throw error;
            left.push(`${what} was not removed: ${reasonOf(error)}`);
        }
    }
    if (left.length > 0)
        throw new HumanNeededError(left.join('; '), RUNBOOKS.leftovers);
}
/** A rotation that the drill began goes on without it; a password that is half changed must not be left unseen. */
async function tidy_up_settleRotations(state, step, ports) {
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
                last = `nobody can say whether a rotation is under way: ${reasonOf(error)}`;
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
            const why = reasonOf(error);
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
    const standing = standingOf(stored);
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
    ports.logger.warn(`${describeDrill(state)} was broken off in "${drill.brokenOffIn}"; it is recovered`);
    const writer = new StateWriter(stored, { ...state, writtenBy: ports.newId() }, ports);
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
                by: oneLine(request.by, 500),
                at: ports.clock.now().toISOString(),
                attempt: (state.recovery?.attempt ?? 0) + 1,
            },
        });
        const step = this.step.bind(this);
        if (!isUntouched(state)) {
            const isFaultOver = await this.attempt(RUNBOOKS.faultStays, () => endFaults(state, request, step, ports));
            await this.attempt(RUNBOOKS.faultStays, () => endRehearsals(state, request, step, ports));
            // While a fault may last there is nothing to wait for.
            if (isFaultOver) {
                await this.attempt(RUNBOOKS.failBack, () => settleWriter(state, request, step, this.note.bind(this), ports));
            }
        }
        await this.attempt(RUNBOOKS.leftovers, () => removeTemporary(state, step, ports));
        if (!isUntouched(state))
            await this.attempt(RUNBOOKS.rotation, () => settleRotations(state, step, ports));
        return this.close(drill);
    }
    /** Writes down what is about to be done, and does it. @throws DrillStoppedError and what the writer and `work` throw */
    async step(name, work) {
        const { clock, logger } = this.ports;
        this.requireMayGoOn(name);
        const begun = { name: oneLine(`recovery: ${name}`, 300), at: clock.now().toISOString() };
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
            const problem = cause instanceof HumanNeededError ? cause : new HumanNeededError(reasonOf(cause), runbook, { cause });
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
        const reason = oneLine(problems.map(({ message }) => message).join('; '), 4_000);
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
        return new DrillStoppedError(`the recovery was broken off at "${what}": ${interrupted.aborted ? `interrupted by ${String(interrupted.reason)}` : 'the lease of the environment is not held any more'}. The next one begins anew`);
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
                    throw new DrillStoppedError(`the switchover to ${target.region} was not begun: the recovery was broken off`);
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

;// CONCATENATED MODULE: ./src/drill/recovery/untold.ts




/** @returns the drill that somebody still has to tell of */
function untoldOf(stored) {
    if (stored.kind !== 'state' || !isUntold(stored.state))
        return undefined;
    const { state } = stored;
    return { drill: describeBreak(state), status: state.status, history: state.history };
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
        const writer = new StateWriter(stored, { ...stored.state, writtenBy: newId() }, ports);
        await writer.write({ toldAt: clock.now().toISOString() });
    }
    catch (error) {
        logger.warn(`that the drill was told of could not be noted, so it is told of again: ${reasonOf(error)}`);
    }
}
function isUntold(state) {
    return state.toldAt === undefined && (isClosed(state) || state.status === 'needs-human');
}

;// CONCATENATED MODULE: ./src/watch/left-drill.ts




/**
 * The last drill, when it waits for a person: no drill begins before somebody has acted.
 *
 * @throws what the port throws
 */
async function waitingDrill(environment, drillState) {
    const stored = await drillState.read();
    const standing = standing_standingOf(stored);
    if (standing.kind !== 'needs-human')
        return undefined;
    return {
        id: 'drill-needs-human',
        sentence: standing.sentence,
        whatToDo: `begin at ${standing.runbook}; when it is done, say so with "npm run dr -- resolved ${environment}". No drill begins before`,
        ...(stored.kind === 'state' ? linkTo(stored.state) : {}),
    };
}
/**
 * The last drill, when it was broken off or not told of, began longer ago than a drill can take, and nobody is at it. Whoever drills next mends either; until
 * then the writer may be away from home, and a proof is missing.
 *
 * @throws what the ports throw
 */
async function forgottenDrill(environment, now, ports) {
    const stored = await ports.drillState.read();
    if (stored.kind !== 'state' || now.getTime() - Date.parse(stored.state.startedAt) <= LONGEST_JOB_MS)
        return undefined;
    const found = brokenOff(environment, stored) ?? untold(environment, stored);
    if (found === undefined)
        return undefined;
    // A drill, and whoever recovers one, holds the lease until it was told of.
    const holder = await ports.lease.holder();
    if (holder?.kind === 'drill' && (await holderAtWork(holder, ports.runs, now)) === 'going-on')
        return undefined;
    return { ...found, ...linkTo(stored.state) };
}
function brokenOff(environment, stored) {
    if (standing_standingOf(stored).kind !== 'unfinished')
        return undefined;
    return {
        id: 'drill-broken-off',
        sentence: `${standing_describeDrill(stored.state)} was broken off${brokenOffAt(stored.state)}, and nobody has recovered it`,
        whatToDo: `end what it has left with "npm run dr -- recover ${environment}", or drill, which begins with that; docs/recovery.md says what is done`,
    };
}
function untold(environment, stored) {
    const found = untoldOf(stored);
    if (found === undefined)
        return undefined;
    return {
        id: 'drill-untold',
        sentence: `${standing_describeDrill(found.drill)} is over, and nothing says that it was told of: its evidence may be missing`,
        whatToDo: `tell of it with "npm run dr -- recover ${environment}", or drill, which begins with that`,
    };
}
function linkTo({ run }) {
    return runIdOf(run) === undefined ? {} : { link: run };
}

// EXTERNAL MODULE: ./src/environment/select-environments.ts
var select_environments = __webpack_require__(3768);
;// CONCATENATED MODULE: ./src/records/apply-record.ts

/**
 * How the apply of one commit went. `started`: it is going on, or was killed. `applied`, `nothing` (there was nothing to change), `stopped`
 * (not begun, for a reason) and `failed` (begun, and ended half-way) are ends.
 */
const applyRecordSchema = schemas/* strictObject */.rej({
    commit: schemas/* string */.YjP().regex(/^[0-9a-f]{40}$/),
    pullRequest: schemas/* number */.aig().int().positive().optional(),
    state: schemas/* enum */.k5n(['started', 'applied', 'nothing', 'stopped', 'failed']),
    /** Wall-clock time of this state. */
    at: iso/* datetime */.w$(),
    /** The workflow run. */
    runUrl: schemas/* string */.YjP().optional(),
    /** SHA-256 of the plan file that was applied. */
    planDigest: schemas/* string */.YjP().optional(),
    reason: schemas/* string */.YjP().max(2_000).optional(),
});
/** What is kept is not a record of an apply. */
class ApplyRecordError extends Error {
    name = 'ApplyRecordError';
}
/** Writes the record of a commit in the place of the one before it. */
async function rememberApply(store, environment, record) {
    await store.replace(keyOf(environment, record.commit), JSON.stringify(applyRecordSchema.parse(record)));
}
/** How the apply of a commit went; `undefined` when it was never begun. @throws ApplyRecordError */
async function applyOf(store, environment, commit) {
    const key = keyOf(environment, commit);
    const text = await store.read(key);
    if (text === undefined)
        return undefined;
    try {
        return applyRecordSchema.parse(JSON.parse(text));
    }
    catch (cause) {
        throw new ApplyRecordError(`${key} in the state bucket is not a record of an apply; remove it and run the job again`, {
            cause,
        });
    }
}
function keyOf(environment, commit) {
    return `applies/${environment}/${commit}.json`;
}

;// CONCATENATED MODULE: ./src/watch/merged-not-applied.ts





/**
 * The commits on the default branch that touch the environment and were never applied. A later commit that was applied covers all before
 * it, because what is applied is the whole configuration and not the change.
 */
async function mergedNotApplied(request, ports) {
    const { environment, now, days, graceMs } = request;
    const since = new Date(now.getTime() - days * 86_400_000);
    const findings = [];
    let runs;
    for (const commit of await ports.history.since(since)) {
        if (!touches(commit, request))
            continue;
        const record = await applyOf(ports.store, environment.name, commit.sha);
        if (record?.state === 'applied' || record?.state === 'nothing')
            break;
        if (now.getTime() - commit.at.getTime() < graceMs)
            continue;
        if (record === undefined) {
            runs ??= await ports.runs.list('apply.yml', { since });
            findings.push(neverBegun(commit, runs.find(({ headSha }) => headSha === commit.sha)));
        }
        else {
            const finding = await unfinished(commit, record, now, ports);
            if (finding !== undefined)
                findings.push(finding);
        }
    }
    return findings;
}
function touches({ changedFiles }, { environment, all }) {
    const present = new Set(all.map(({ file }) => file));
    // The file of an environment that is gone by now makes the selection stop, which is right for a change to come and not for one of the past.
    const files = changedFiles.filter((file) => !/^environments\/[^/]+\.ya?ml$/.test(file) || present.has(file));
    return (0,select_environments/* selectEnvironments */.f)(all, files, environment.target).some((row) => row.environment === environment.name);
}
function neverBegun(commit, run) {
    const merged = `commit ${commit.sha.slice(0, 12)} was merged on ${minute(commit.at)}, and its apply was never begun`;
    if (run === undefined) {
        return {
            id: 'merged-not-applied',
            sentence: `${merged}: GitHub knows of no run of apply.yml for it`,
            whatToDo: 'see whether apply.yml is enabled; a later push to the default branch that touches this environment applies it too',
        };
    }
    const isOver = run.status === 'completed';
    return {
        id: 'merged-not-applied',
        sentence: `${merged}: its run ${isOver ? `ended as "${run.conclusion ?? 'unknown'}"` : `is "${run.status}"`}`,
        whatToDo: isOver
            ? 'look at the run, then run its failed jobs again'
            : 'approve or reject it; nothing is applied before that',
        link: run.url,
    };
}
async function unfinished(commit, record, now, { runs }) {
    const { state, reason } = record;
    const what = `the apply of commit ${commit.sha.slice(0, 12)}`;
    const because = reason === undefined ? '' : `: ${reason}`;
    const run = record.runUrl === undefined ? {} : { link: record.runUrl };
    switch (state) {
        case 'applied':
        case 'nothing':
            return undefined;
        case 'stopped':
            return {
                id: 'merged-not-applied',
                sentence: `${what} was stopped on ${minute(new Date(record.at))}, before it changed anything${because}`,
                whatToDo: 'do what the run and the comment on the pull request say',
                ...run,
            };
        case 'failed':
            return {
                id: 'merged-not-applied',
                sentence: `${what} failed half-way on ${minute(new Date(record.at))}${because}`,
                whatToDo: 'the comment on the pull request says what was done and what a plan made at once would do; repair forward',
                ...run,
            };
        case 'started': {
            const isOld = now.getTime() - Date.parse(record.at) > LONGEST_JOB_MS;
            if (!isOld && (await isAtWork(record.runUrl, runs)) !== 'over')
                return undefined;
            return {
                id: 'merged-not-applied',
                sentence: `${what} was begun on ${minute(new Date(record.at))} and never ended: its run was killed`,
                whatToDo: `run "npm run doctor" for this environment: the state may still be locked; then run the apply again`,
                ...run,
            };
        }
    }
}

;// CONCATENATED MODULE: ./src/watch/stuck.ts



/** A lease that a killed run left behind. It is taken over by the next run, but says that something ended half-way. */
async function stuckLease(environment, now, ports) {
    const holder = await ports.lease.holder();
    if (holder === undefined || (await holderAtWork(holder, ports.runs, now)) === 'going-on')
        return undefined;
    return {
        id: 'lease-stuck',
        sentence: `the lease of ${environment} was taken for ${holder.kind} on ${minute(new Date(holder.since))} and not given back, but whoever took it (${holder.run}) is over`,
        whatToDo: `see how far it came; the next apply, drill or destroy takes the lease over by itself. "npm run doctor -- ${environment}" shows more`,
        ...(runIdOf(holder.run) === undefined ? {} : { link: holder.run }),
    };
}
/** A lock of Terraform that nobody holds any more: every plan and apply waits for it in vain. */
async function stuckLock(environment, now, ports) {
    const lock = await ports.locks.read();
    if (lock === undefined || now.getTime() - lock.created.getTime() <= LONGEST_JOB_MS)
        return undefined;
    const jobs = await jobsAtWork(lock.created, environment, ports.runs);
    if (jobs.some(({ job }) => job.status !== 'completed'))
        return undefined;
    return {
        id: 'lock-stuck',
        sentence: `the state of ${environment} has been locked since ${minute(lock.created)} by ${lock.who} (${lock.operation}), and no run is at work on it`,
        whatToDo: `"npm run doctor -- ${environment}" says what to look at first, and prints the command that unlocks it`,
        ...(jobs[0] === undefined ? {} : { link: jobs[0].run.url }),
    };
}

;// CONCATENATED MODULE: ./src/watch/watchdog.ts






/** So far back merges are looked at. */
const DAYS = 14;
/** So long a merge may wait for its approval and its turn, in ms. */
const GRACE_MS = 4 * 3_600_000;
/** What runs by the clock. The watchdog cannot see its own death; the drift workflow looks after it. */
const SCHEDULED = ['drill.yml', 'drift.yml'];
/**
 * Looks for what silently did not happen, and keeps one issue for the environment. What cannot be looked at is a finding too, and keeps
 * nothing else from being looked at.
 *
 * @throws what the issues throw: then nobody is told, and the job has to fail
 */
async function runWatchdog(request, ports) {
    const { environment } = request;
    const findings = await watchdog_look(request, ports);
    for (const { id, sentence } of findings)
        ports.logger.error(`${id}: ${sentence}`);
    const marker = `watchdog:${environment.name}`;
    if (findings.length === 0) {
        const closed = (0,issue_texts/* renderWatchdogClosed */.MI)();
        return { findings, issue: await ports.issues.close(marker, closed), markdown: closed };
    }
    // Without run and commit: the same findings make the same text, so that nothing is edited, and nobody told, for nothing.
    const { body } = (0,issue_texts/* renderWatchdogIssue */.NM)(findings);
    const text = { title: `The pipeline of ${environment.name} needs attention`, body };
    return { findings, issue: await ports.issues.keepOpen(marker, text), markdown: body };
}
async function watchdog_look(request, ports) {
    const { environment, days = DAYS, graceMs = GRACE_MS } = request;
    const { name } = environment;
    const now = ports.clock.now();
    const one = async (finding) => {
        const found = await finding;
        return found === undefined ? [] : [found];
    };
    const sources = [
        ['whether merges were applied', () => mergedNotApplied({ ...request, now, days, graceMs }, ports)],
        ['how the last drills went', () => drillFindings(environment, now, ports.store)],
        ['whether the last drill waits for a person', () => one(waitingDrill(name, ports.drillState))],
        ['whether the last drill was ended and told of', () => one(forgottenDrill(name, now, ports))],
        ...SCHEDULED.map((workflow) => [`whether ${workflow} ran`, () => one(missedSchedule(workflow, now, ports))]),
        ['who holds the lease', () => one(stuckLease(name, now, ports))],
        ["who holds Terraform's lock", () => one(stuckLock(name, now, ports))],
    ];
    const found = await Promise.all(sources.map(async ([what, ask]) => {
        try {
            return await ask();
        }
        catch (error) {
            return [cannotTell(what, error)];
        }
    }));
    return found.flat();
}
function cannotTell(what, error) {
    return {
        id: 'cannot-tell',
        sentence: `nobody can tell ${what}: ${error instanceof Error ? error.message : String(error)}`,
        whatToDo: 'this closes by itself once it can be looked at again; until then nothing is known of it',
    };
}

// EXTERNAL MODULE: ./actions/plan/src/services.ts + 35 modules
var services = __webpack_require__(5288);
;// CONCATENATED MODULE: ./actions/plan/src/modes/watch.ts





















/** Looks for drift, and whether the watchdog still looks. */
async function drift(inputs, context) {
    const { environment, services, github, checkout, common } = await watchPorts(inputs, context);
    await services.guard();
    const { commit, runUrl } = context;
    const result = await runDrift({ environment, commit, runUrl }, { ...common, terraform: services.terraform, privateDirectory: temporary_directory/* temporaryDirectory */.D, roles: services.roles });
    await actions_job_summary/* actionsJobSummary */.P.write(result.markdown);
    core/* setOutput */.uH('findings', result.outcome === 'differs' ? differences(result.counts) : 0);
    // The watchdog cannot see its own death.
    const ports = {
        checkout,
        history: gitHistory(context.workspace),
        runs: common.runs,
        states: githubWorkflowStates(github),
    };
    const dead = await missedSchedule('watchdog.yml', system_clock/* systemClock */.m.now(), ports);
    if (dead !== undefined)
        core/* setFailed */.C1(`${dead.sentence} ${dead.whatToDo}`);
}
/** Looks for what silently did not happen; finding anything fails the job. */
async function watchdog(inputs, context) {
    const { environment, all, services, github, checkout, common } = await watchPorts(inputs, context);
    await services.guardAccount();
    const { state } = environment;
    const client = new dist_cjs/* DynamoDBClient */.MGV({ region: state.region });
    const { findings, markdown } = await runWatchdog({ environment, all }, {
        ...common,
        history: gitHistory(context.workspace),
        checkout,
        store: services.records,
        drillState: dynamoDbDrillState({ table: state.lockTable, environment: environment.name, client }),
        locks: dynamoDbTerraformLocks({
            table: state.lockTable,
            state: `${state.bucket}/${(0,tfvars/* toBackendConfig */.S)(environment)['key'] ?? ''}`,
            client,
        }),
        states: githubWorkflowStates(github),
    });
    await actions_job_summary/* actionsJobSummary */.P.write(markdown);
    core/* setOutput */.uH('findings', findings.length);
    const [first] = findings;
    if (first !== undefined)
        core/* setFailed */.C1(`${findings.length} findings, first ${first.id}: ${first.sentence}`);
}
function differences(counts) {
    return counts.drift + counts.real + counts.roleChange;
}
async function watchPorts(inputs, { repository, workspace }) {
    const all = (0,load_environments/* loadEnvironments */.H2)(await (0,repository_files/* environmentFiles */.r)(workspace).readAll());
    const environment = (0,load_environments/* findEnvironment */.jY)(all, inputs.environment, inputs.target);
    const github = { token: inputs.token, ...repository, logger: actions_logger/* actionsLogger */.M };
    const { lease } = awsInterlock({ environment, clock: system_clock/* systemClock */.m, logger: actions_logger/* actionsLogger */.M });
    return {
        all,
        environment,
        services: (0,services/* servicesOf */.Y)(environment, inputs, workspace),
        github,
        checkout: checkoutFiles(workspace),
        common: {
            lease,
            runs: githubWorkflowRuns(github),
            issues: githubIssues(github),
            clock: system_clock/* systemClock */.m,
            logger: actions_logger/* actionsLogger */.M,
        },
    };
}


/***/ }),

/***/ 3768:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ selectEnvironments)
/* harmony export */ });
/* unused harmony export EnvironmentDeletedError */
/** A file whose change can change every environment. Tests and texts below terraform/ change none. */
const SHARED = /^(?:terraform\/(?!.*(?:\.md$|\.tftest\.hcl$|(?:^|\/)tests\/))|lambdas\/|actions\/[^/]+\/(?:action\.yml|dist\/)|\.github\/workflows\/(?:plan|apply|drill)\.yml$)/;
/** A change deletes the file of an environment, which would leave its resources without an owner. */
class EnvironmentDeletedError extends Error {
    name = 'EnvironmentDeletedError';
}
/**
 * Which environments a change touches.
 *
 * @param changedFiles paths from the repository's root; `undefined` when the change is not known, which means all
 * @throws EnvironmentDeletedError
 */
function selectEnvironments(all, changedFiles, target) {
    const existing = new Set(all.map(({ file }) => file));
    const deleted = changedFiles?.find((file) => /^environments\/[^/]+\.ya?ml$/.test(file) && !existing.has(file));
    if (deleted !== undefined) {
        throw new EnvironmentDeletedError(`${deleted} is deleted by this change, but its resources would live on without an owner: destroy the environment first, then delete the file`);
    }
    const touchesAll = changedFiles?.some((file) => SHARED.test(file)) ?? true;
    return all
        .filter(({ environment }) => environment.target === target)
        .filter(({ file }) => touchesAll || changedFiles?.includes(file) === true)
        .map(({ environment }) => ({
        environment: environment.name,
        region: environment.state.region,
        'plan-role': environment.roles?.plan ?? '',
        'apply-role': environment.roles?.apply ?? '',
        'drill-role': environment.roles?.drill ?? '',
    }));
}


/***/ })

};
