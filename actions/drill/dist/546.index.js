export const id = 546;
export const ids = [546];
export const modules = {

/***/ 2911:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  rX: () => (/* binding */ otherRegion),
  oD: () => (/* binding */ s3Client),
  Yj: () => (/* binding */ servicesOf)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 10 modules
var core = __webpack_require__(7264);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-cloudwatch/dist-cjs/index.js
var dist_cjs = __webpack_require__(4085);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-dynamodb/dist-cjs/index.js
var client_dynamodb_dist_cjs = __webpack_require__(4305);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-rds/dist-cjs/index.js
var client_rds_dist_cjs = __webpack_require__(7202);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-s3/dist-cjs/index.js
var client_s3_dist_cjs = __webpack_require__(3711);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-secrets-manager/dist-cjs/index.js
var client_secrets_manager_dist_cjs = __webpack_require__(2994);
// EXTERNAL MODULE: ./src/adapters/action-inputs.ts
var action_inputs = __webpack_require__(6512);
// EXTERNAL MODULE: ./src/adapters/actions-logger.ts
var actions_logger = __webpack_require__(4632);
// EXTERNAL MODULE: ./src/environment/names.ts
var environment_names = __webpack_require__(9681);
// EXTERNAL MODULE: ./src/environment/schema.ts
var schema = __webpack_require__(210);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(7597);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./src/interlock/environment-lease.ts + 1 modules
var environment_lease = __webpack_require__(9282);
// EXTERNAL MODULE: ./src/ports/lease-store.ts
var lease_store = __webpack_require__(7266);
;// CONCATENATED MODULE: ./src/adapters/dynamodb-refusal.ts

const REFUSALS = /^(?:AccessDenied|ResourceNotFound|Validation|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|MissingAuthenticationToken)/;
/** Whether DynamoDB will refuse this again, so that nobody need try; whatever else happens may pass. */
function isRefusalOfDynamoDb(error) {
    return error instanceof client_dynamodb_dist_cjs/* DynamoDBServiceException */.HNZ && REFUSALS.test(error.name);
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
                const { Item } = await client.send(new client_dynamodb_dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { LockID: { S: id } }, ConsistentRead: true }));
                return Item === undefined ? lease_store/* FIRST_LEASE_RECORD */.c : parse(Item['lease']?.S, Item['version']?.N, where);
            }
            catch (error) {
                throw translate(error, `reading ${where}`);
            }
        },
        async replace(next) {
            const checked = recordSchema.safeParse(next);
            if (!checked.success) {
                throw new lease_store/* LeaseStoreRefusedError */._(`the holder of a lease cannot be written like this: ${checked.error.message}`);
            }
            try {
                await client.send(new client_dynamodb_dist_cjs/* PutItemCommand */.qnp({
                    TableName,
                    Item: {
                        LockID: { S: id },
                        version: { N: String(next.version) },
                        lease: { S: JSON.stringify(checked.data) },
                    },
                    ...(next.version === lease_store/* FIRST_LEASE_RECORD */.c.version + 1
                        ? { ConditionExpression: 'attribute_not_exists(LockID)' }
                        : {
                            ConditionExpression: 'version = :replaced',
                            ExpressionAttributeValues: { ':replaced': { N: String(next.version - 1) } },
                        }),
                }));
                return true;
            }
            catch (error) {
                if (error instanceof client_dynamodb_dist_cjs/* ConditionalCheckFailedException */.jPo)
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
    return (0,environment_lease/* leaseOf */.m)(name, { store, clock, logger, newId: external_node_crypto_.randomUUID });
}
/** Without limits the SDK would wait for a lost connection for longer than a lease lives. */
function leaseClient(region) {
    return new client_dynamodb_dist_cjs/* DynamoDBClient */.MGV({
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
        throw new lease_store/* LeaseStoreRefusedError */._(`${where} is not a lease; look who wrote it, remove it, and run this again`, {
            cause,
        });
    }
    const parsed = recordSchema.safeParse(value);
    if (!parsed.success || String(parsed.data.version) !== version) {
        throw new lease_store/* LeaseStoreRefusedError */._(`${where} is damaged; when no apply, drill or destroy is running, remove it, and run this again`);
    }
    return parsed.data;
}
function translate(error, doing) {
    if (!isRefusalOfDynamoDb(error))
        return error;
    return new lease_store/* LeaseStoreRefusedError */._(`${doing} was refused: ${error.message || error.name}. The lock table and the permission for its lease come from terraform/bootstrap`, { cause: error });
}

// EXTERNAL MODULE: ./src/ports/failover-record.ts
var failover_record = __webpack_require__(9747);
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
            const { Item } = await client.send(new client_dynamodb_dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { id }, ConsistentRead: true }));
            return Item === undefined ? failover_record/* FIRST_RECORD */.H : parseFailoverRecord(Item['record']?.S, Item['version']?.N);
        },
        async replace(next) {
            const record = JSON.stringify(next);
            // Whoever reads it next is strict: something that only this writer knows would keep both controllers from acting.
            parseFailoverRecord(record, String(next.version));
            const isFirst = next.version === failover_record/* FIRST_RECORD */.H.version + 1;
            try {
                await client.send(new client_dynamodb_dist_cjs/* PutItemCommand */.qnp({
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
                if (error instanceof client_dynamodb_dist_cjs/* ConditionalCheckFailedException */.jPo)
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
                if (error instanceof client_dynamodb_dist_cjs/* ResourceNotFoundException */.lBX)
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

;// CONCATENATED MODULE: ./src/adapters/rds-global-roles.ts

/** Needs rds:DescribeGlobalClusters, and nothing of a single cluster, so that it answers also while a region is lost. */
function rdsGlobalRoles({ globalClusterId, regions, clientFor }) {
    const command = new client_rds_dist_cjs/* DescribeGlobalClustersCommand */.tMi({ GlobalClusterIdentifier: globalClusterId });
    const ask = async (region) => {
        try {
            const { GlobalClusters: found = [] } = await clientFor(region).send(command);
            const global = found.find(({ GlobalClusterIdentifier: id }) => id === globalClusterId);
            return { region, said: global === undefined ? 'no such database' : rolesOf(global) };
        }
        catch (error) {
            if (error instanceof client_rds_dist_cjs/* GlobalClusterNotFoundFault */.vpV)
                return { region, said: 'no such database' };
            return { region, said: { failure: error instanceof Error ? error.message || error.name : String(error) } };
        }
    };
    return { ask: () => Promise.all(regions.map(ask)) };
}
/** A lost region swallows requests; without limits the SDK would wait for it. */
function rolesClient(region) {
    return new client_rds_dist_cjs/* RDSClient */.rYe({ region, maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } });
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

;// CONCATENATED MODULE: ./src/adapters/aws-interlock.ts






/** The interlock of an environment, with AWS clients of its own. */
function awsInterlock({ environment, clock, logger }) {
    const { globalCluster: globalClusterId, failoverTable: table } = (0,environment_names/* resourceNames */.Nr)(environment);
    return {
        regions: schema/* REGIONS */.i,
        lease: environmentLease({ environment, clientFor: leaseClient, clock, logger }),
        controllers: dynamoDbControllerRecords({
            table,
            globalClusterId,
            clientFor: (region) => new client_dynamodb_dist_cjs/* DynamoDBClient */.MGV({
                region,
                maxAttempts: 2,
                requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
            }),
        }),
        roles: rdsGlobalRoles({ globalClusterId, regions: schema/* REGIONS */.i, clientFor: rolesClient }),
        logger,
    };
}

;// CONCATENATED MODULE: ./src/adapters/cloudwatch-alarms.ts

/**
 * The alarms of an environment, metric and composite, told by their names. Where one suffix ends another one (`prod` and `pre-prod`), the shorter one's
 * environment sees the alarms of both: one alarm too many stops a drill, one too few would not.
 *
 * Needs cloudwatch:DescribeAlarms, which composite alarms demand for all alarms.
 */
function cloudWatchAlarms({ environmentSuffix, regions, clientFor }) {
    const firingIn = async (region) => {
        const pages = (0,dist_cjs/* paginateDescribeAlarms */.hNb)({ client: clientFor(region) }, { AlarmNamePrefix: 'alarm-', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], StateValue: 'ALARM' });
        const found = [];
        for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
            for (const { AlarmName: name, StateReason: reason } of [...MetricAlarms, ...CompositeAlarms]) {
                if (name?.endsWith(`-${environmentSuffix}`) === true)
                    found.push({ region, name, reason });
            }
        }
        return found;
    };
    return { firing: async () => (await Promise.all(regions.map(firingIn))).flat() };
}

// EXTERNAL MODULE: ./src/ports/drill-state.ts
var drill_state = __webpack_require__(4593);
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
                const { Item } = await client.send(new client_dynamodb_dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: { LockID: id }, ConsistentRead: true }));
                return Item === undefined ? { kind: 'none' } : dynamodb_drill_state_parse(Item, where);
            }
            catch (error) {
                throw dynamodb_drill_state_translate(error, `reading ${where}`);
            }
        },
        async replace(before, next) {
            const checked = stateSchema.safeParse(next);
            if (!checked.success) {
                throw new drill_state/* DrillStateRefusedError */.j(`the state of a drill cannot be written like this: ${checked.error.issues.map(describeIssue).join('; ')}`);
            }
            try {
                await client.send(new client_dynamodb_dist_cjs/* PutItemCommand */.qnp({
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
                if (error instanceof client_dynamodb_dist_cjs/* ConditionalCheckFailedException */.jPo)
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
    return new drill_state/* DrillStateRefusedError */.j(`${doing} was refused: ${error.message || error.name}. The lock table and the permission for the state of drills come from terraform/bootstrap`, { cause: error });
}

;// CONCATENATED MODULE: ./src/adapters/dynamodb-rehearsals.ts



/** What is not written like this is no rehearsal. */
const dynamodb_rehearsals_itemSchema = schemas/* object */.Ikc({
    rehearsal: schemas/* object */.Ikc({ S: schemas/* uuid */.uRe() }),
    region: schemas/* object */.Ikc({ S: schemas/* string */.YjP().regex(/^[a-z]{2}-[a-z]+-\d$/) }),
    until: schemas/* object */.Ikc({ S: iso/* datetime */.w$() }),
});
function keyOf(globalClusterId) {
    return { id: { S: `rehearsal#${globalClusterId}` } };
}
/**
 * The rehearsal as an item beside the controller's record, and not in it: a drill may write this one, and never the record, from which the
 * controller takes what it is allowed to do.
 *
 * @param options.client a client for the region of the controller
 */
function dynamoDbRehearsals(options) {
    const { table: TableName, globalClusterId, client } = options;
    return {
        async announced() {
            const { Item } = await client.send(new client_dynamodb_dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: keyOf(globalClusterId), ConsistentRead: true }));
            // Never an error: what makes no sense must not keep the controller from promoting.
            const parsed = dynamodb_rehearsals_itemSchema.safeParse(Item);
            if (!parsed.success)
                return undefined;
            const { rehearsal, region, until } = parsed.data;
            return { id: rehearsal.S, region: region.S, until: until.S };
        },
    };
}
/** The drill's side, for the controllers of both regions. */
function dynamoDbRehearsalBoard(options) {
    const { table: TableName, globalClusterId, clientFor } = options;
    const recordKey = { id: { S: recordId(globalClusterId) } };
    const Key = keyOf(globalClusterId);
    return {
        async isRead(controllerRegion) {
            const { Item } = await clientFor(controllerRegion).send(new client_dynamodb_dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: recordKey, ConsistentRead: true }));
            return Item?.['rehearses']?.BOOL === true;
        },
        async announce(controllerRegion, rehearsal, seen) {
            try {
                // Both or neither: between a look at the record and a write of the rehearsal a loss could be recorded, which is none of a drill.
                await clientFor(controllerRegion).send(new client_dynamodb_dist_cjs/* TransactWriteItemsCommand */.DS2({
                    TransactItems: [
                        {
                            ConditionCheck: {
                                TableName,
                                Key: recordKey,
                                ConditionExpression: 'version = :seen AND rehearses = :yes',
                                ExpressionAttributeValues: { ':seen': { N: String(seen.version) }, ':yes': { BOOL: true } },
                            },
                        },
                        { Put: { TableName, Item: { ...Key, ...toItem(rehearsal) } } },
                    ],
                }));
                return true;
            }
            catch (error) {
                // Another version by now, or the controller was writing in this very moment.
                if (error instanceof client_dynamodb_dist_cjs/* TransactionCanceledException */.$Z0)
                    return false;
                throw error;
            }
        },
        async withdraw(controllerRegion, id) {
            try {
                await clientFor(controllerRegion).send(new client_dynamodb_dist_cjs/* DeleteItemCommand */.gEv({
                    TableName,
                    Key,
                    ConditionExpression: 'rehearsal = :id',
                    ExpressionAttributeValues: { ':id': { S: id } },
                }));
            }
            catch (error) {
                if (!(error instanceof client_dynamodb_dist_cjs/* ConditionalCheckFailedException */.jPo))
                    throw error;
            }
        },
    };
}
function toItem({ id, region, until }) {
    // DynamoDB removes it some day by `expiresAt`; the controller looks at `until`.
    const expiresAt = String(Math.ceil(Date.parse(until) / 1000));
    return { rehearsal: { S: id }, region: { S: region }, until: { S: until }, expiresAt: { N: expiresAt } };
}

;// CONCATENATED MODULE: ./src/adapters/dynamodb-rotation-freeze.ts


/** The item of the freeze in the table of the failover controller, whose key is `id`. */
const KEY = { id: { S: 'rotation-freeze' } };
const dynamodb_rotation_freeze_itemSchema = schemas/* object */.Ikc({
    reason: schemas/* object */.Ikc({ S: schemas/* string */.YjP().min(1) }),
    /** In seconds since 1970, as DynamoDB expects a time to live. */
    expiresAt: schemas/* object */.Ikc({ N: schemas/* string */.YjP().regex(/^\d+$/).transform(Number) }),
});
/** The freeze as an item of a DynamoDB table. */
function dynamoDbRotationFreeze(options) {
    const { table: TableName, client, clock } = options;
    return {
        async reason() {
            const { Item } = await client.send(new client_dynamodb_dist_cjs/* GetItemCommand */.ZKh({ TableName, Key: KEY, ConsistentRead: true }));
            if (Item === undefined)
                return undefined;
            const { reason, expiresAt } = dynamodb_rotation_freeze_itemSchema.parse(Item);
            // DynamoDB removes an item that has run out days later.
            return expiresAt.N * 1000 > clock.now().getTime() ? reason.S : undefined;
        },
        async freeze(reason, until) {
            const expiresAt = String(Math.ceil(until.getTime() / 1000));
            try {
                await client.send(new client_dynamodb_dist_cjs/* UpdateItemCommand */.Cs({
                    TableName,
                    Key: KEY,
                    UpdateExpression: 'SET reason = :reason, expiresAt = :expiresAt',
                    ConditionExpression: 'attribute_not_exists(expiresAt) OR expiresAt < :expiresAt',
                    ExpressionAttributeValues: { ':reason': { S: reason }, ':expiresAt': { N: expiresAt } },
                }));
            }
            catch (error) {
                // Somebody has frozen rotation for longer already.
                if (!(error instanceof client_dynamodb_dist_cjs/* ConditionalCheckFailedException */.jPo))
                    throw error;
            }
        },
        async thaw() {
            await client.send(new client_dynamodb_dist_cjs/* DeleteItemCommand */.gEv({ TableName, Key: KEY }));
        },
    };
}

// EXTERNAL MODULE: ./src/ports/fault-injector.ts
var fault_injector = __webpack_require__(1485);
;// CONCATENATED MODULE: ./src/adapters/http-fault-injector.ts


/** The fault hook refused, or did not answer. */
class FaultHookError extends Error {
    name = 'FaultHookError';
}
const TIMEOUT_MS = 30_000;
/** What a hook says of itself; short, and the rest of it is of no interest. */
const ANSWER_LIMIT = 4_096;
const offerSchema = schemas/* object */.Ikc({ faults: schemas/* array */.YOg(schemas/* string */.YjP()) });
/**
 * Calls the fault hook of the environment with a bearer token; any 2xx means accepted. docs/drills.md describes the contract for whoever puts a
 * Fault Injection Service experiment behind it.
 *
 * - `{"action":"start"|"stop","region":"…"}`: the loss of the region; `stop` ends every fault in it.
 * - `{"action":"describe"}`: answers `{"faults":["region","health-path"]}`. Asked before the next one, because a hook that reads no further than
 *   `"start"` would take the whole region away.
 * - `{"action":"start","region":"…","fault":"health-path","forSeconds":120}`: the controller's paths to the region, for so long at most.
 */
function httpFaultInjector(options) {
    const ask = async (body, what) => {
        let response;
        try {
            response = await fetch(options.url, {
                method: 'POST',
                headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
                body: JSON.stringify(body),
                signal: AbortSignal.timeout(TIMEOUT_MS),
                redirect: 'error',
            });
        }
        catch (error) {
            throw new FaultHookError(`the fault hook did not answer to ${what}; is fault-hook-url right?`, { cause: error });
        }
        if (response.ok)
            return response;
        await response.body?.cancel();
        const message = `the fault hook answered ${response.status} to ${what}`;
        const isRefused = response.status >= 400 && response.status < 500;
        throw isRefused ? new fault_injector/* FaultRefusedError */.L(message) : new FaultHookError(message);
    };
    const order = async (body, what) => {
        const response = await ask(body, what);
        await response.body?.cancel();
    };
    return {
        start: (region) => order({ action: 'start', region }, `"start" for ${region}`),
        stop: (region) => order({ action: 'stop', region }, `"stop" for ${region}`),
        blind: (region, forSeconds) => order({ action: 'start', region, fault: 'health-path', forSeconds }, `"start" of the fault health-path for ${region}`),
        async offersHealthPath() {
            let response;
            try {
                response = await ask({ action: 'describe' }, '"describe"');
            }
            catch (error) {
                if (error instanceof fault_injector/* FaultRefusedError */.L)
                    return false;
                throw error;
            }
            const offer = offerSchema.safeParse(parseJson((await response.text()).slice(0, ANSWER_LIMIT)));
            return offer.success && offer.data.faults.includes('health-path');
        },
    };
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: external "node:perf_hooks"
var external_node_perf_hooks_ = __webpack_require__(643);
// EXTERNAL MODULE: ./node_modules/pg/esm/index.mjs
var esm = __webpack_require__(3849);
// EXTERNAL MODULE: ./src/ports/sql.ts
var sql = __webpack_require__(2928);
// EXTERNAL MODULE: ./src/adapters/socks-socket.ts
var socks_socket = __webpack_require__(9439);
;// CONCATENATED MODULE: ./src/adapters/pg-sql-connector.ts





/** Connects to PostgreSQL with TLS and full verification; there is no way to switch verification off. */
function pgSqlConnector(options) {
    // Amazon's bundle holds 120 certificates, and to read them takes longer than the rest of a connection: once, not for each.
    let context;
    return {
        async connect(target, timeoutMs) {
            // Not by the wall clock: when that steps back by an hour, one connection attempt would last an hour, and the probe with it.
            const deadlineMs = external_node_perf_hooks_.performance.now() + timeoutMs;
            const socket = options.socksProxy === undefined ? undefined : await viaProxy(options.socksProxy, target, timeoutMs);
            const client = new esm/* Client */.Kj({
                host: target.host,
                port: target.port,
                user: target.username,
                password: target.password,
                database: target.database,
                application_name: options.applicationName,
                ssl: {
                    secureContext: (context ??= (0,external_node_tls_.createSecureContext)({ ca: options.ca })),
                    // The driver would verify the name it dialled; a CNAME of ours in front of the endpoint is not in the certificate.
                    checkServerIdentity: (_dialled, certificate) => (0,external_node_tls_.checkServerIdentity)(target.tlsServerName, certificate),
                },
                connectionTimeoutMillis: Math.max(1, deadlineMs - external_node_perf_hooks_.performance.now()),
                query_timeout: timeoutMs,
                statement_timeout: timeoutMs,
                keepAlive: true,
                ...(socket === undefined ? {} : { stream: () => socket }),
            });
            // Without a listener a connection that dies while idle would end the whole process.
            client.on('error', () => undefined);
            try {
                await client.connect();
            }
            catch (error) {
                socket?.destroy();
                await client.end().catch(() => undefined);
                throw toSqlError(error, false);
            }
            return session(client);
        },
    };
}
async function viaProxy(proxy, target, timeoutMs) {
    try {
        return await (0,socks_socket/* openSocksSocket */.lx)(proxy, target.host, target.port, timeoutMs);
    }
    catch (error) {
        throw toSqlError(error, false);
    }
}
function session(client) {
    return {
        async query(text, values = []) {
            try {
                const result = await client.query(text, [...values]);
                return result.rows;
            }
            catch (error) {
                throw toSqlError(error, true);
            }
        },
        async close() {
            // A polite goodbye to a dead server would hang; the socket is destroyed after a short grace.
            const grace = setTimeout(() => {
                client.connection.stream.destroy();
            }, 250);
            await client.end().catch(() => undefined);
            clearTimeout(grace);
        },
    };
}
/**
 * SQLSTATE classes after which the statement may have been committed although an error arrived: connection exceptions (08),
 * operator intervention such as a shutdown during the commit (57P), system and internal errors (58, XX).
 */
const MAY_HAVE_COMMITTED = /^(?:08|57P|58|XX)/;
function toSqlError(error, sent) {
    const message = error instanceof Error ? error.message || error.name : String(error);
    if (error instanceof esm/* DatabaseError */.a$) {
        const unknown = sent && error.code !== undefined && MAY_HAVE_COMMITTED.test(error.code);
        return new sql/* SqlError */.L(message, unknown ? 'unknown' : 'not-executed', error.code, { cause: error });
    }
    return new sql/* SqlError */.L(message, sent ? 'unknown' : 'not-executed', undefined, {
        cause: error,
        serverAnswered: isCertificateRefusal(error),
    });
}
/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and Node's own check of the name in the certificate. */
const CERTIFICATE_REFUSAL = /^(?:ERR_TLS_CERT_|CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;
function isCertificateRefusal(error) {
    return (error instanceof Error && 'code' in error && typeof error.code === 'string' && CERTIFICATE_REFUSAL.test(error.code));
}

;// CONCATENATED MODULE: ./src/ports/temporary-resources.ts
/** It does not carry the tag of drills, so it is not touched. */
class NotTemporaryError extends Error {
    name = 'NotTemporaryError';
}

;// CONCATENATED MODULE: ./src/adapters/rds-descriptions.ts

/** What the API says of one thing; `undefined` when it does not exist. */
async function describeCluster(client, clusterId) {
    return absentAsUndefined('DBClusterNotFound', async () => {
        const answer = await client.send(new client_rds_dist_cjs/* DescribeDBClustersCommand */.Kdv({ DBClusterIdentifier: clusterId }));
        return answer.DBClusters?.[0];
    });
}
async function describeInstance(client, instanceId) {
    return absentAsUndefined('DBInstanceNotFound', async () => {
        const answer = await client.send(new client_rds_dist_cjs/* DescribeDBInstancesCommand */.hhJ({ DBInstanceIdentifier: instanceId }));
        return answer.DBInstances?.[0];
    });
}
async function describeSnapshot(client, snapshotId) {
    return absentAsUndefined('DBClusterSnapshotNotFound', async () => {
        const answer = await client.send(new client_rds_dist_cjs/* DescribeDBClusterSnapshotsCommand */.cWV({ DBClusterSnapshotIdentifier: snapshotId }));
        return answer.DBClusterSnapshots?.[0];
    });
}
/** The instance that writes in its cluster, or leads it. */
async function firstInstanceOf(client, cluster) {
    const members = cluster.DBClusterMembers ?? [];
    const member = members.find(({ IsClusterWriter }) => IsClusterWriter === true) ?? members[0];
    return member?.DBInstanceIdentifier === undefined ? undefined : describeInstance(client, member.DBInstanceIdentifier);
}
/** The API names the same fault with and without the suffix `Fault`, depending on the operation. */
async function absentAsUndefined(fault, ask) {
    try {
        return await ask();
    }
    catch (error) {
        if (error instanceof Error && error.name.startsWith(fault))
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/adapters/rds-reaper.ts



/** What drills put on everything that they make, with the name of their environment. */
const DRILL_TAG = 'dr-drill';
/** How Aurora calls the snapshot of a region that it overwrites after an unplanned failover; the name of the cluster follows. */
const UNPLANNED = 'rds:unplanned-global-failover-';
/** Something was not gone, or not copied, in time. */
class ReaperError extends Error {
    name = 'ReaperError';
}
/**
 * Finds and removes what drills have made. The tag is read again right before each removal, from the thing itself: a name alone never decides, because
 * a person may have given it to something else.
 */
function rdsReaper(options) {
    const { regions } = options;
    return {
        async list() {
            return (await Promise.all(regions.map((region) => listRegion(region, options)))).flat();
        },
        remove: (resource) => remove(resource, options),
        async unplannedFailoverSnapshots() {
            return (await Promise.all(regions.map((region) => unplannedIn(region, options)))).flat();
        },
        keep: (snapshot) => keep(snapshot, options),
    };
}
async function listRegion(region, options) {
    const client = options.clientFor(region);
    const found = [];
    const add = (kind, id, tags, at) => {
        const environment = tagOf(tags);
        if (id === undefined || environment !== options.environment)
            return;
        found.push({ kind, region, id, environment, createdAt: at });
    };
    for await (const { DBClusters = [] } of (0,client_rds_dist_cjs/* paginateDescribeDBClusters */.cbb)({ client }, {})) {
        for (const one of DBClusters)
            add('cluster', one.DBClusterIdentifier, one.TagList, one.ClusterCreateTime);
    }
    for await (const { DBInstances = [] } of (0,client_rds_dist_cjs/* paginateDescribeDBInstances */.$PQ)({ client }, {})) {
        for (const one of DBInstances)
            add('instance', one.DBInstanceIdentifier, one.TagList, one.InstanceCreateTime);
    }
    for await (const { DBClusterSnapshots = [] } of (0,client_rds_dist_cjs/* paginateDescribeDBClusterSnapshots */.G8v)({ client }, { SnapshotType: 'manual' })) {
        for (const one of DBClusterSnapshots) {
            add('snapshot', one.DBClusterSnapshotIdentifier, one.TagList, one.SnapshotCreateTime);
        }
    }
    return found;
}
async function remove(resource, options) {
    const { kind, region, id } = resource;
    const client = options.clientFor(region);
    switch (kind) {
        case 'cluster': {
            const cluster = await describeCluster(client, id);
            if (cluster === undefined)
                return;
            requireTag(resource, cluster.TagList, options);
            for (const { DBInstanceIdentifier: instance } of cluster.DBClusterMembers ?? []) {
                if (instance !== undefined)
                    await remove({ kind: 'instance', region, id: instance }, options);
            }
            if (cluster.Status !== 'deleting') {
                await whenRipe(resource, () => client.send(new client_rds_dist_cjs/* DeleteDBClusterCommand */.Xi9({ DBClusterIdentifier: id, SkipFinalSnapshot: true })), options);
            }
            return untilGone(resource, async () => (await describeCluster(client, id)) === undefined, options);
        }
        case 'instance': {
            const instance = await describeInstance(client, id);
            if (instance === undefined)
                return;
            requireTag(resource, instance.TagList, options);
            if (instance.DBInstanceStatus !== 'deleting') {
                await whenRipe(resource, () => client.send(new client_rds_dist_cjs/* DeleteDBInstanceCommand */.Yvh({ DBInstanceIdentifier: id, SkipFinalSnapshot: true })), options);
            }
            return untilGone(resource, async () => (await describeInstance(client, id)) === undefined, options);
        }
        case 'snapshot': {
            const snapshot = await describeSnapshot(client, id);
            if (snapshot === undefined)
                return;
            requireTag(resource, snapshot.TagList, options);
            await whenRipe(resource, () => client.send(new client_rds_dist_cjs/* DeleteDBClusterSnapshotCommand */.fW3({ DBClusterSnapshotIdentifier: id })), options);
            return untilGone(resource, async () => (await describeSnapshot(client, id)) === undefined, options);
        }
    }
}
/** What is still being made cannot be removed yet, and RDS says so. What is gone by now is gone. */
async function whenRipe({ kind, region, id }, order, options) {
    await until(`the ${kind} ${id} in ${region} may be removed`, async () => {
        try {
            await order();
            return true;
        }
        catch (error) {
            if (!(error instanceof Error))
                throw error;
            if (/NotFound/.test(error.name))
                return true;
            if (/^InvalidDB\w*State/.test(error.name))
                return false;
            throw error;
        }
    }, options);
}
async function unplannedIn(region, { clientFor, clusterIds }) {
    const found = [];
    for await (const { DBClusterSnapshots = [] } of (0,client_rds_dist_cjs/* paginateDescribeDBClusterSnapshots */.G8v)({ client: clientFor(region) }, {})) {
        for (const { DBClusterSnapshotIdentifier: id, DBClusterIdentifier: clusterId } of DBClusterSnapshots) {
            if (id === undefined || clusterId === undefined)
                continue;
            if (id.startsWith(UNPLANNED) && clusterIds.includes(clusterId))
                found.push({ region, id, clusterId });
        }
    }
    return found;
}
async function keep({ region, id }, options) {
    const client = options.clientFor(region);
    const copy = id.replace(/^rds:/, '');
    if ((await describeSnapshot(client, copy)) === undefined) {
        await client.send(new client_rds_dist_cjs/* CopyDBClusterSnapshotCommand */.Xzo({
            SourceDBClusterSnapshotIdentifier: id,
            TargetDBClusterSnapshotIdentifier: copy,
        }));
    }
    await until(`the snapshot ${copy} in ${region} is complete`, async () => {
        const status = (await describeSnapshot(client, copy))?.Status;
        if (status === 'failed')
            throw new ReaperError(`the copy ${copy} of the snapshot ${id} in ${region} has failed`);
        return status === 'available';
    }, options);
    return copy;
}
/** @throws NotTemporaryError */
function requireTag({ kind, region, id }, tags, { environment }) {
    const found = tagOf(tags);
    if (found === environment)
        return;
    throw new NotTemporaryError(`the ${kind} ${id} in ${region} was not removed: its tag ${DRILL_TAG} ${found === undefined ? 'is missing' : `names ${found}`}, so no drill of ${environment} has made it. ` +
        'Look who has, and remove it by hand if it is not needed');
}
function tagOf(tags) {
    return tags?.find(({ Key }) => Key === DRILL_TAG)?.Value;
}
function untilGone({ kind, region, id }, isGone, options) {
    return until(`the ${kind} ${id} in ${region} is gone`, isGone, options);
}
async function until(what, reached, { clock, deadlineMs, pollIntervalMs }) {
    const startedMs = clock.monotonicMs();
    while (!(await reached())) {
        if (clock.monotonicMs() - startedMs >= deadlineMs) {
            throw new ReaperError(`waited ${Math.round(deadlineMs / 1000)} s in vain until ${what}`);
        }
        await clock.sleep(pollIntervalMs);
    }
}

;// CONCATENATED MODULE: ./src/adapters/rds-backup-restore.ts


/** A restore did not come to its end. The message names the temporary cluster, so that it can be looked for. */
class RestoreError extends Error {
    name = 'RestoreError';
}
/** Restores Aurora backups into temporary clusters with one instance each: beside the cluster that writes, and from a snapshot in the other region. */
function rdsBackupRestore(options) {
    const { clientFor, source, other } = options;
    const Tags = Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value }));
    const home = clientFor(source.region);
    const away = clientFor(other.region);
    /** The API restores the storage only; a cluster without an instance cannot be connected to. */
    const addInstance = async (region, clusterId, like) => {
        const client = clientFor(region);
        const id = instanceIdOf(clusterId);
        await rds_backup_restore_until(options, `cluster ${clusterId} in ${region} is available`, async () => isAvailable(`cluster ${clusterId}`, (await describeCluster(client, clusterId))?.Status));
        await client.send(new client_rds_dist_cjs/* CreateDBInstanceCommand */.day({
            DBInstanceIdentifier: id,
            DBClusterIdentifier: clusterId,
            DBInstanceClass: like.instance.DBInstanceClass,
            DBParameterGroupName: parametersOf(like.instance),
            Engine: like.cluster.Engine,
            AutoMinorVersionUpgrade: false,
            PubliclyAccessible: false,
            Tags,
        }));
        await rds_backup_restore_until(options, `instance ${id} in ${region} is available`, async () => isAvailable(`instance ${id}`, (await describeInstance(client, id))?.DBInstanceStatus));
        const restored = await describeCluster(client, clusterId);
        if (restored?.Endpoint === undefined || restored.Port === undefined) {
            throw new RestoreError(`restored cluster ${clusterId} in ${region} has no endpoint`);
        }
        return { clusterId, region, endpoint: restored.Endpoint, port: restored.Port };
    };
    return {
        home: source.region,
        otherRegion: other.region,
        async restoreWindow() {
            const cluster = await describeCluster(home, source.clusterId);
            if (cluster?.EarliestRestorableTime === undefined || cluster.LatestRestorableTime === undefined) {
                throw new RestoreError(`cluster ${source.clusterId} has no restorable time yet; its first backup may be running`);
            }
            return { earliest: cluster.EarliestRestorableTime, latest: cluster.LatestRestorableTime };
        },
        async restoreToPointInTime(clusterId, pointInTime) {
            const like = await original(home, source);
            await home.send(new client_rds_dist_cjs/* RestoreDBClusterToPointInTimeCommand */.fok({
                DBClusterIdentifier: clusterId,
                SourceDBClusterIdentifier: source.clusterId,
                RestoreToTime: pointInTime,
                ...placeLike(like.cluster),
                Tags,
            }));
            return addInstance(source.region, clusterId, like);
        },
        async requestSnapshot(snapshotId) {
            await home.send(new client_rds_dist_cjs/* CreateDBClusterSnapshotCommand */.Iv4({
                DBClusterIdentifier: source.clusterId,
                DBClusterSnapshotIdentifier: snapshotId,
                Tags,
            }));
        },
        async snapshotTaken(snapshotId) {
            await snapshotAvailable(options, source.region, snapshotId);
        },
        async copySnapshot(snapshotId) {
            const arn = (await describeSnapshot(home, snapshotId))?.DBClusterSnapshotArn;
            if (arn === undefined)
                throw new RestoreError(`there is no snapshot ${snapshotId} in ${source.region} to copy`);
            const { cluster } = await original(away, other);
            await away.send(new client_rds_dist_cjs/* CopyDBClusterSnapshotCommand */.Xzo({
                // Of another region, so by its ARN; the SDK signs the request for that region, too, where the API demands it.
                SourceDBClusterSnapshotIdentifier: arn,
                TargetDBClusterSnapshotIdentifier: snapshotId,
                // A key is good in its own region only.
                ...rds_backup_restore_keyOf(cluster),
                Tags,
            }));
            await snapshotAvailable(options, other.region, snapshotId);
        },
        async restoreSnapshot(clusterId, snapshotId) {
            const like = await original(away, other);
            await away.send(new client_rds_dist_cjs/* RestoreDBClusterFromSnapshotCommand */.sX2({
                DBClusterIdentifier: clusterId,
                SnapshotIdentifier: snapshotId,
                Engine: like.cluster.Engine,
                EngineVersion: like.cluster.EngineVersion,
                ...placeLike(like.cluster),
                Tags,
            }));
            return addInstance(other.region, clusterId, like);
        },
        async originalSettings(region) {
            const own = [source, other].find((candidate) => candidate.region === region);
            if (own === undefined)
                throw new RestoreError(`there is no cluster of ours in ${region}`);
            return settingsOf(await original(clientFor(region), own));
        },
        async restoredSettings(region, clusterId) {
            const client = clientFor(region);
            const cluster = await describeCluster(client, clusterId);
            const instance = await describeInstance(client, instanceIdOf(clusterId));
            if (cluster === undefined || instance === undefined) {
                throw new RestoreError(`restored cluster ${clusterId} in ${region} is not there any more`);
            }
            return settingsOf({ cluster, instance });
        },
        async remove(region, clusterId) {
            const client = clientFor(region);
            const id = instanceIdOf(clusterId);
            await gone(options, `instance ${id} in ${region}`, async () => (await describeInstance(client, id))?.DBInstanceStatus, () => client.send(new client_rds_dist_cjs/* DeleteDBInstanceCommand */.Yvh({ DBInstanceIdentifier: id, SkipFinalSnapshot: true })));
            await gone(options, `cluster ${clusterId} in ${region}`, async () => (await describeCluster(client, clusterId))?.Status, () => client.send(new client_rds_dist_cjs/* DeleteDBClusterCommand */.Xi9({ DBClusterIdentifier: clusterId, SkipFinalSnapshot: true })));
        },
        async removeSnapshot(region, snapshotId) {
            const client = clientFor(region);
            await gone(options, `snapshot ${snapshotId} in ${region}`, async () => (await describeSnapshot(client, snapshotId))?.Status, () => client.send(new client_rds_dist_cjs/* DeleteDBClusterSnapshotCommand */.fW3({ DBClusterSnapshotIdentifier: snapshotId })));
        },
    };
}
function instanceIdOf(clusterId) {
    return `${clusterId}-1`;
}
async function original(client, { clusterId, region }) {
    const cluster = await describeCluster(client, clusterId);
    if (cluster === undefined)
        throw new RestoreError(`there is no cluster ${clusterId} in ${region}`);
    const instance = await firstInstanceOf(client, cluster);
    if (instance === undefined)
        throw new RestoreError(`cluster ${clusterId} in ${region} has no instance`);
    return { cluster, instance };
}
/**
 * Network, parameters and key of a cluster. Given explicitly: left out, the restored cluster lands in the default network with the default parameters, and
 * the drill would prove a restore that nobody could use.
 */
function placeLike(cluster) {
    return {
        DBSubnetGroupName: cluster.DBSubnetGroup,
        VpcSecurityGroupIds: securityGroupsOf(cluster),
        DBClusterParameterGroupName: cluster.DBClusterParameterGroup,
        ...rds_backup_restore_keyOf(cluster),
        Port: cluster.Port,
        DeletionProtection: false,
    };
}
function rds_backup_restore_keyOf({ KmsKeyId }) {
    return KmsKeyId === undefined || KmsKeyId === '' ? {} : { KmsKeyId };
}
function securityGroupsOf({ VpcSecurityGroups }) {
    return (VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []).sort();
}
function parametersOf({ DBParameterGroups }) {
    return DBParameterGroups?.[0]?.DBParameterGroupName;
}
function settingsOf({ cluster, instance }) {
    return {
        subnetGroup: cluster.DBSubnetGroup ?? 'none',
        securityGroups: securityGroupsOf(cluster),
        clusterParameters: cluster.DBClusterParameterGroup ?? 'none',
        instanceParameters: parametersOf(instance) ?? 'none',
        key: cluster.StorageEncrypted === true ? (rds_backup_restore_keyOf(cluster).KmsKeyId ?? 'of the service') : 'none',
        engineVersion: cluster.EngineVersion ?? 'unknown',
        port: cluster.Port ?? 0,
        instanceClass: instance.DBInstanceClass ?? 'unknown',
        isPublic: instance.PubliclyAccessible === true,
    };
}
async function snapshotAvailable(options, region, snapshotId) {
    await rds_backup_restore_until(options, `snapshot ${snapshotId} in ${region} is available`, async () => {
        const snapshot = await describeSnapshot(options.clientFor(region), snapshotId);
        if (snapshot === undefined)
            throw new RestoreError(`there is no snapshot ${snapshotId} in ${region}`);
        return isAvailable(`snapshot ${snapshotId} in ${region}`, snapshot.Status);
    });
}
/** @throws RestoreError for a status that does not become better by waiting */
function isAvailable(what, status) {
    if (status !== undefined && /failed|incompatible/.test(status)) {
        throw new RestoreError(`${what} ended in status ${status}`);
    }
    return status === 'available';
}
/**
 * Deletes something and waits until it is gone. What is still being made may not be deleted yet: it is asked again, because an interrupted drill leaves
 * things in any state.
 *
 * @param status `undefined` when it is not there
 */
async function gone(options, what, status, order) {
    await rds_backup_restore_until(options, `${what} is gone`, async () => {
        const now = await status();
        if (now === undefined)
            return true;
        if (now === 'deleting')
            return false;
        try {
            await order();
        }
        catch (error) {
            if (!(error instanceof Error && /^(?:Invalid\w+State|\w+NotFound)/.test(error.name)))
                throw error;
        }
        return false;
    });
}
/** The first looks follow each other quickly, because some waits are short; AWS needs minutes for others. */
const FIRST_PAUSE_MS = 100;
async function rds_backup_restore_until(options, what, reached) {
    const startedMs = options.clock.monotonicMs();
    for (let pauseMs = FIRST_PAUSE_MS; !(await reached()); pauseMs *= 1.5) {
        if (options.clock.monotonicMs() - startedMs > options.deadlineMs) {
            throw new RestoreError(`waited ${Math.round(options.deadlineMs / 1000)} s in vain until ${what}`);
        }
        await options.clock.sleep(Math.min(pauseMs, options.pollIntervalMs));
    }
}

;// CONCATENATED MODULE: ./src/adapters/rds-global-database.ts

/** The control plane answered something that this code does not understand, or the global cluster is not there. */
class ControlPlaneError extends Error {
    name = 'ControlPlaneError';
}
/**
 * Aurora's control plane. The global cluster can be described in any region of its members, so a region that does not answer
 * is passed over; that region's own cluster then has the status `unknown`.
 */
function rdsGlobalDatabase(options) {
    return {
        async describe() {
            const global = await describeGlobal(options);
            const members = await Promise.all((global.GlobalClusterMembers ?? []).map((member) => describeMember(options, required(member.DBClusterArn, 'DBClusterArn'), member.IsWriter === true)));
            return {
                globalClusterId: options.globalClusterId,
                status: required(global.Status, 'Status'),
                endpoint: required(global.Endpoint, 'Endpoint'),
                failoverState: failoverState(global),
                members,
            };
        },
        async failover(target) {
            await options.clientFor(target.region).send(new client_rds_dist_cjs/* FailoverGlobalClusterCommand */.tlu({
                GlobalClusterIdentifier: options.globalClusterId,
                TargetDbClusterIdentifier: target.clusterArn,
                AllowDataLoss: true,
            }));
        },
        async switchover(target, currentPrimary) {
            await options.clientFor(currentPrimary.region).send(new client_rds_dist_cjs/* SwitchoverGlobalClusterCommand */.$kP({
                GlobalClusterIdentifier: options.globalClusterId,
                TargetDbClusterIdentifier: target.clusterArn,
            }));
        },
    };
}
async function describeGlobal(options) {
    const command = new client_rds_dist_cjs/* DescribeGlobalClustersCommand */.tMi({ GlobalClusterIdentifier: options.globalClusterId });
    const errors = [];
    for (const region of options.regions) {
        try {
            const answer = await options.clientFor(region).send(command);
            const global = answer.GlobalClusters?.[0];
            if (global !== undefined)
                return global;
            errors.push(new ControlPlaneError(`${region} knows no global cluster ${options.globalClusterId}`));
        }
        catch (error) {
            errors.push(error);
        }
    }
    throw new ControlPlaneError(`global cluster ${options.globalClusterId} could not be described in ${options.regions.join(' or ')}: ` +
        errors.map((error) => (error instanceof Error ? error.message : String(error))).join('; '), { cause: errors[0] });
}
async function describeMember(options, arn, isWriter) {
    const { region, clusterId } = parseClusterArn(arn);
    const unreachable = {
        region,
        clusterArn: arn,
        clusterId,
        isWriter,
        status: 'unknown',
        endpoint: '',
        readerEndpoint: '',
        port: 0,
        engineVersion: '',
        instances: [],
    };
    try {
        const client = options.clientFor(region);
        const [clusters, instances] = await Promise.all([
            client.send(new client_rds_dist_cjs/* DescribeDBClustersCommand */.Kdv({ DBClusterIdentifier: clusterId })),
            client.send(new client_rds_dist_cjs/* DescribeDBInstancesCommand */.hhJ({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] })),
        ]);
        const cluster = clusters.DBClusters?.[0];
        if (cluster === undefined)
            return unreachable;
        return {
            ...unreachable,
            status: required(cluster.Status, 'DBCluster.Status'),
            endpoint: required(cluster.Endpoint, 'DBCluster.Endpoint'),
            readerEndpoint: required(cluster.ReaderEndpoint, 'DBCluster.ReaderEndpoint'),
            port: required(cluster.Port, 'DBCluster.Port'),
            engineVersion: required(cluster.EngineVersion, 'DBCluster.EngineVersion'),
            instances: (instances.DBInstances ?? []).map((instance) => toInstance(instance, cluster)),
        };
    }
    catch (error) {
        if (error instanceof ControlPlaneError || isRefusal(error))
            throw error;
        return unreachable;
    }
}
/** A region that answers "you may not" is not lost: the caller lacks a permission, and should be told so. */
function isRefusal(error) {
    return (error instanceof Error &&
        /^(?:AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|SignatureDoesNotMatch)/.test(error.name));
}
function toInstance(instance, cluster) {
    const id = required(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
    return {
        id,
        status: instance.DBInstanceStatus ?? 'unknown',
        isWriter: cluster.DBClusterMembers?.some((m) => m.DBInstanceIdentifier === id && m.IsClusterWriter === true) ?? false,
        instanceClass: instance.DBInstanceClass ?? '',
        availabilityZone: instance.AvailabilityZone ?? '',
    };
}
function failoverState(global) {
    const state = global.FailoverState;
    if (state?.Status === undefined)
        return undefined;
    return {
        status: state.Status,
        ...(state.FromDbClusterArn === undefined ? {} : { from: state.FromDbClusterArn }),
        ...(state.ToDbClusterArn === undefined ? {} : { to: state.ToDbClusterArn }),
    };
}
/** `arn:aws:rds:us-west-2:123456789012:cluster:aurora-us-west-2-prod` → region and cluster id. */
function parseClusterArn(arn) {
    const match = /^arn:[^:]+:rds:(?<region>[^:]+):\d{12}:cluster:(?<clusterId>.+)$/.exec(arn);
    const region = match?.groups?.['region'];
    const clusterId = match?.groups?.['clusterId'];
    if (region === undefined || clusterId === undefined) {
        throw new ControlPlaneError(`"${arn}" is not the ARN of an RDS cluster`);
    }
    return { region, clusterId };
}
function required(value, field) {
    if (value === undefined)
        throw new ControlPlaneError(`the answer of the RDS API lacks ${field}`);
    return value;
}

;// CONCATENATED MODULE: ./src/adapters/rds-database-settings.ts


/**
 * What waits to be changed in a region's cluster and its instances, and what is set in their parameter groups. Needs rds:DescribeDBClusters, rds:DescribeDBInstances,
 * rds:DescribePendingMaintenanceActions, rds:DescribeDBClusterParameters and rds:DescribeDBParameters.
 */
function rdsDatabaseSettings(clientFor) {
    return {
        async upkeep(region, clusterId) {
            const client = clientFor(region);
            const [{ cluster, instances }, maintenance] = await Promise.all([
                describe(client, clusterId),
                pendingMaintenance(client),
            ]);
            const ids = instances.map(idOf);
            return {
                region,
                clusterVersion: rds_database_settings_required(cluster.EngineVersion, 'DBCluster.EngineVersion'),
                instances: instances.map((instance) => ({
                    id: idOf(instance),
                    version: rds_database_settings_required(instance.EngineVersion, 'DBInstance.EngineVersion'),
                })),
                waiting: [
                    ...waiting(clusterId, cluster.PendingModifiedValues),
                    ...instances.flatMap((instance) => waiting(idOf(instance), instance.PendingModifiedValues)),
                ],
                maintenance: maintenance.filter(({ resource }) => resource === clusterId || ids.includes(resource)),
            };
        },
        async parameters(region, clusterId) {
            const client = clientFor(region);
            const { cluster, instances } = await describe(client, clusterId);
            const clusterGroup = rds_database_settings_required(cluster.DBClusterParameterGroup, 'DBCluster.DBClusterParameterGroup');
            // The instances of a cluster have one group, as a rule: each is read once.
            const names = [...new Set(instances.flatMap(groupsOf))];
            const [ofCluster, ...ofInstances] = await Promise.all([
                clusterParameters(client, clusterGroup),
                ...names.map((name) => instanceParameters(client, name)),
            ]);
            const ofGroup = new Map(names.map((name, index) => [name, ofInstances[index] ?? new Map()]));
            return {
                region,
                cluster: ofCluster,
                instances: instances.map((instance) => ({
                    id: idOf(instance),
                    parameters: new Map(groupsOf(instance).flatMap((name) => [...(ofGroup.get(name) ?? [])])),
                })),
                notInSync: [
                    ...(cluster.DBClusterMembers ?? []).flatMap((member) => outOfSync(member.DBInstanceIdentifier, 'cluster parameters', member.DBClusterParameterGroupStatus)),
                    ...instances.flatMap((instance) => (instance.DBParameterGroups ?? []).flatMap(({ ParameterApplyStatus }) => outOfSync(instance.DBInstanceIdentifier, 'parameters', ParameterApplyStatus))),
                ],
            };
        },
    };
}
async function describe(client, clusterId) {
    const [clusters, instances] = await Promise.all([
        client.send(new client_rds_dist_cjs/* DescribeDBClustersCommand */.Kdv({ DBClusterIdentifier: clusterId })),
        client.send(new client_rds_dist_cjs/* DescribeDBInstancesCommand */.hhJ({ Filters: [{ Name: 'db-cluster-id', Values: [clusterId] }] })),
    ]);
    return { cluster: rds_database_settings_required(clusters.DBClusters?.[0], 'DBClusters'), instances: instances.DBInstances ?? [] };
}
/** Of everything in the region; the filters of the call know clusters or instances, and never both. */
async function pendingMaintenance(client) {
    const found = [];
    for await (const { PendingMaintenanceActions = [] } of (0,client_rds_dist_cjs/* paginateDescribePendingMaintenanceActions */.gsb)({ client }, {})) {
        for (const { ResourceIdentifier = '', PendingMaintenanceActionDetails = [] } of PendingMaintenanceActions) {
            // An ARN ends with the id of the cluster or of the instance.
            const resource = ResourceIdentifier.split(':').at(-1) ?? '';
            for (const action of PendingMaintenanceActionDetails) {
                found.push({ resource, action: action.Action ?? 'maintenance', at: dueAt(action) });
            }
        }
    }
    return found;
}
/** AWS itself works out the first of the three; where it did not, the earliest of the others. */
function dueAt({ CurrentApplyDate, ForcedApplyDate, AutoAppliedAfterDate, }) {
    const dates = [ForcedApplyDate, AutoAppliedAfterDate].filter((date) => date !== undefined);
    return CurrentApplyDate ?? dates.sort((a, b) => a.getTime() - b.getTime())[0];
}
/** Names only: among the values there can be a password. */
function waiting(resource, values) {
    return Object.entries(values ?? {})
        .filter(([, value]) => value !== undefined && !isEmptyObject(value))
        .map(([name]) => `${resource}: ${name}`);
}
function isEmptyObject(value) {
    return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
async function clusterParameters(client, name) {
    const pages = (0,client_rds_dist_cjs/* paginateDescribeDBClusterParameters */.tb4)({ client }, { DBClusterParameterGroupName: name, Source: 'user' });
    const found = new Map();
    for await (const { Parameters = [] } of pages)
        for (const each of Parameters)
            rds_database_settings_keep(found, each);
    return found;
}
async function instanceParameters(client, name) {
    const pages = (0,client_rds_dist_cjs/* paginateDescribeDBParameters */.LYr)({ client }, { DBParameterGroupName: name, Source: 'user' });
    const found = new Map();
    for await (const { Parameters = [] } of pages)
        for (const each of Parameters)
            rds_database_settings_keep(found, each);
    return found;
}
function rds_database_settings_keep(found, { ParameterName, ParameterValue }) {
    if (ParameterName !== undefined && ParameterValue !== undefined)
        found.set(ParameterName, ParameterValue);
}
function groupsOf({ DBParameterGroups = [] }) {
    return DBParameterGroups.flatMap(({ DBParameterGroupName: name }) => (name === undefined ? [] : [name]));
}
function outOfSync(instance, what, status) {
    return status === 'in-sync' ? [] : [`${instance ?? 'an instance'}: ${what} ${status ?? 'of unknown state'}`];
}
function idOf({ DBInstanceIdentifier }) {
    return rds_database_settings_required(DBInstanceIdentifier, 'DBInstanceIdentifier');
}
function rds_database_settings_required(value, field) {
    if (value === undefined)
        throw new ControlPlaneError(`the answer of the RDS API lacks ${field}`);
    return value;
}

;// CONCATENATED MODULE: ./src/adapters/recorded-calls.ts
/** Operations that change nothing. */
const READS = /^(?:Describe|Get|List|Head)/;
/**
 * Tells every order of this client that AWS has carried out, once, however often it was tried. What only looks is not told: a drill asks thousands of
 * times. What was refused has changed nothing, and is in the drill's own errors.
 *
 * @returns the same client
 */
function recordingCalls(client, clock, told) {
    client.middlewareStack.add((next, { clientName = 'unknown', commandName = 'unknown' }) => async (args) => {
        const atMs = clock.monotonicMs();
        const result = await next(args);
        const operation = commandName.replace(/Command$/, '');
        if (!READS.test(operation))
            told({
                atMs,
                service: clientName.replace(/Client$/, ''),
                operation,
                region: await client.config.region(),
                requestId: requestIdOf(result.output),
            });
        return result;
    }, { step: 'initialize', name: 'recordingCalls' });
    return client;
}
function requestIdOf(output) {
    const metadata = '$metadata' in output ? output.$metadata : undefined;
    const id = typeof metadata === 'object' && metadata !== null && 'requestId' in metadata ? metadata.requestId : undefined;
    return typeof id === 'string' ? id : 'unknown';
}

// EXTERNAL MODULE: ./src/adapters/s3-keys.ts
var s3_keys = __webpack_require__(7009);
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
    const put = (key, text, onlyIfNew) => client.send(new client_s3_dist_cjs/* PutObjectCommand */.wKZ({
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
                if (error instanceof client_s3_dist_cjs/* S3ServiceException */.Hcp && error.$metadata.httpStatusCode === 412)
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
                const { Body } = await client.send(new client_s3_dist_cjs/* GetObjectCommand */.jLs({ Bucket: bucket, Key: key }));
                return await Body?.transformToString('utf8');
            }
            catch (error) {
                if (error instanceof client_s3_dist_cjs/* NoSuchKey */._kG)
                    return undefined;
                throw failure('reading', key, error);
            }
        },
        async list(prefix, after) {
            try {
                return await (0,s3_keys/* listKeys */.T)(client, bucket, prefix, after);
            }
            catch (error) {
                throw failure('listing', prefix, error);
            }
        },
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/coerce.js
var coerce = __webpack_require__(9567);
;// CONCATENATED MODULE: ./src/adapters/secrets-manager-credentials.ts


/** The secret cannot be read or does not hold what an Aurora client needs. The message never holds its content. */
class CredentialsError extends Error {
    name = 'CredentialsError';
}
/** The shape that Secrets Manager's rotation functions and Aurora agree on. */
const secretSchema = schemas/* object */.Ikc({
    host: schemas/* string */.YjP().min(1),
    port: coerce/* number */.ai().int().min(1).max(65_535),
    username: schemas/* string */.YjP().min(1),
    password: schemas/* string */.YjP().min(1),
    dbname: schemas/* string */.YjP().min(1),
});
/** Reads the secret of one region; its `host` is the global writer endpoint. */
function secretsManagerCredentials(options) {
    const where = `secret ${options.secretId} in ${options.region}`;
    return {
        async read() {
            let text;
            try {
                text = (await options.client.send(new client_secrets_manager_dist_cjs/* GetSecretValueCommand */.d2({ SecretId: options.secretId }))).SecretString;
            }
            catch (error) {
                throw new CredentialsError(`${where} cannot be read: ${error instanceof Error ? error.message : String(error)}; ` +
                    'check that the environment has been applied and that the role may call secretsmanager:GetSecretValue and kms:Decrypt', { cause: error });
            }
            const parsed = secretSchema.safeParse(secrets_manager_credentials_parseJson(text ?? '', where));
            if (!parsed.success) {
                // Only the field names are told: a value could be the password in the wrong field.
                const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
                throw new CredentialsError(`${where} lacks a usable ${fields}`);
            }
            const { host, port, username, password, dbname } = parsed.data;
            options.maskSecret(password);
            return { host, port, username, password, database: dbname, tlsServerName: host };
        },
    };
}
function secrets_manager_credentials_parseJson(text, where) {
    try {
        return JSON.parse(text);
    }
    catch {
        // Not chained: the parser's message quotes the text.
        throw new CredentialsError(`${where} is not JSON`);
    }
}

// EXTERNAL MODULE: ./src/ports/secret-versions.ts
var secret_versions = __webpack_require__(250);
;// CONCATENATED MODULE: ./src/adapters/secrets-manager-rotation.ts



/** A secret cannot be rotated. The message never holds its content. */
class SecretRotationError extends Error {
    name = 'SecretRotationError';
}
/** A secret that Secrets Manager rotates by the function that it is set up with. Needs RotateSecret and DescribeSecret, and reads no value. */
function secretsManagerRotation({ name, region, user, client }) {
    return {
        name,
        region,
        user,
        async begin() {
            const versionId = (0,external_node_crypto_.randomUUID)();
            try {
                await client.send(new client_secrets_manager_dist_cjs/* RotateSecretCommand */.xp({ SecretId: name, ClientRequestToken: versionId, RotateImmediately: true }));
            }
            catch (error) {
                throw new SecretRotationError(`Secrets Manager did not begin to rotate ${name} in ${region}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
            }
            return versionId;
        },
        async isDone(versionId) {
            const { VersionIdsToStages = {} } = await client.send(new client_secrets_manager_dist_cjs/* DescribeSecretCommand */.X5({ SecretId: name }));
            const labels = VersionIdsToStages[versionId] ?? [];
            // The label of a pending version is taken away at the very end.
            return labels.includes(secret_versions/* CURRENT */.e) && !labels.includes(secret_versions/* PENDING */.N);
        },
    };
}
/** Reads the text of the version with a label; `undefined` when there is none. Whoever asks keeps it to himself. */
function secretText(secretId, client) {
    return async (label) => {
        try {
            return (await client.send(new GetSecretValueCommand({ SecretId: secretId, VersionStage: label }))).SecretString;
        }
        catch (error) {
            if (error instanceof ResourceNotFoundException)
                return undefined;
            throw error;
        }
    };
}

;// CONCATENATED MODULE: ./src/adapters/secrets-manager-versions.ts


/** The versions of one secret in AWS Secrets Manager. */
function secretsManagerVersions({ secretArn, client }) {
    const SecretId = secretArn;
    const value = async (which) => {
        try {
            return (await client.send(new client_secrets_manager_dist_cjs/* GetSecretValueCommand */.d2({ SecretId, ...which }))).SecretString;
        }
        catch (error) {
            // So says Secrets Manager of a version that has a label and no value yet, too.
            if (error instanceof client_secrets_manager_dist_cjs/* ResourceNotFoundException */.lB)
                return undefined;
            // And so of a version whose label is on another one by now.
            if (error instanceof client_secrets_manager_dist_cjs/* InvalidRequestException */.C3 && /not associated/.test(error.message))
                return undefined;
            throw error;
        }
    };
    const labels = async () => {
        const { VersionIdsToStages = {} } = await client.send(new client_secrets_manager_dist_cjs/* DescribeSecretCommand */.X5({ SecretId }));
        return new Map(Object.entries(VersionIdsToStages));
    };
    const move = async (label, to, from) => {
        await client.send(new client_secrets_manager_dist_cjs/* UpdateSecretVersionStageCommand */.be({
            SecretId,
            VersionStage: label,
            MoveToVersionId: to,
            ...(from === undefined ? {} : { RemoveFromVersionId: from }),
        }));
    };
    /**
     * A value that is there already wins: a step that is repeated must not replace what the first run stored. Storing it again moves
     * no label either, so a label that went elsewhere meanwhile is moved by itself.
     */
    const put = async (ClientRequestToken, SecretString, label, RotationToken) => {
        try {
            await client.send(new client_secrets_manager_dist_cjs/* PutSecretValueCommand */.cp({
                SecretId,
                ClientRequestToken,
                SecretString,
                VersionStages: [label],
                ...(RotationToken === undefined ? {} : { RotationToken }),
            }));
        }
        catch (error) {
            if (!(error instanceof client_secrets_manager_dist_cjs/* ResourceExistsException */.ah))
                throw error;
        }
        const holder = [...(await labels())].find(([, held]) => held.includes(label))?.[0];
        if (holder !== ClientRequestToken)
            await move(label, ClientRequestToken, holder);
    };
    const list = async (IncludeDeprecated) => {
        const versions = [];
        let NextToken;
        do {
            const page = await client.send(new client_secrets_manager_dist_cjs/* ListSecretVersionIdsCommand */.Af({ SecretId, IncludeDeprecated, ...(NextToken ? { NextToken } : {}) }));
            versions.push(...(page.Versions ?? []));
            ({ NextToken } = page);
        } while (NextToken !== undefined);
        return versions;
    };
    return {
        name: secretArn,
        labels,
        read: ({ versionId, label }) => value({ VersionId: versionId, VersionStage: label }),
        async currentSince() {
            const since = (await list(false)).find(({ VersionStages }) => VersionStages?.includes(secret_versions/* CURRENT */.e))?.CreatedDate;
            if (since === undefined)
                throw new Error(`${secretArn} has no current version`);
            return since;
        },
        async history(limit) {
            const versions = await list(true);
            const createdMs = ({ CreatedDate }) => CreatedDate?.getTime() ?? 0;
            const newest = versions.sort((a, b) => createdMs(b) - createdMs(a)).slice(0, limit);
            const texts = [];
            for (const { VersionId } of newest) {
                const text = VersionId === undefined ? undefined : await value({ VersionId });
                if (text !== undefined)
                    texts.push(text);
            }
            return texts;
        },
        storePending: (versionId, text, rotationToken) => put(versionId, text, secret_versions/* PENDING */.N, rotationToken),
        storeCurrent: (versionId, text) => put(versionId, text, secret_versions/* CURRENT */.e),
        makeCurrent: (versionId, from) => move(secret_versions/* CURRENT */.e, versionId, from),
        async clearPending(versionId) {
            await client.send(new client_secrets_manager_dist_cjs/* UpdateSecretVersionStageCommand */.be({ SecretId, VersionStage: secret_versions/* PENDING */.N, RemoveFromVersionId: versionId }));
        },
    };
}

// EXTERNAL MODULE: ./src/adapters/system-clock.ts
var system_clock = __webpack_require__(9180);
// EXTERNAL MODULE: ./src/drill/recovery/standing.ts
var standing = __webpack_require__(197);
;// CONCATENATED MODULE: ./src/drill/recovery/last-drill.ts

const STATES = { clear: 'ended', unfinished: 'broken-off', 'needs-human': 'needs-human' };
/** What the preflight of a drill asks about the one before; it looks before the drill itself is written down. */
function lastDrillOf(store) {
    return {
        async lastDrill() {
            const stored = await store.read();
            if (stored.kind === 'none')
                return { state: 'none', detail: '' };
            const { kind, sentence } = (0,standing/* standingOf */.YP)(stored);
            return { state: STATES[kind], detail: sentence };
        },
    };
}

// EXTERNAL MODULE: ./src/failover/target.ts
var target = __webpack_require__(385);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-lambda/dist-cjs/index.js
var client_lambda_dist_cjs = __webpack_require__(1696);
;// CONCATENATED MODULE: ./src/adapters/lambda-function.ts

/** A function could not be invoked, or failed; the message names it. */
class FunctionError extends Error {
    name = 'FunctionError';
}
/** A deployed Lambda function. Needs lambda:InvokeFunction. */
function lambdaFunction({ name, client }) {
    const invoke = async (request, type) => {
        try {
            return await client.send(new client_lambda_dist_cjs/* InvokeCommand */.mdN({ FunctionName: name, InvocationType: type, Payload: JSON.stringify(request) }));
        }
        catch (error) {
            throw new FunctionError(`function ${name} could not be invoked: ${error instanceof Error ? error.message || error.name : String(error)}; ` +
                'check that the environment has been applied and that the role may call lambda:InvokeFunction', { cause: error });
        }
    };
    return {
        async start(request) {
            await invoke(request, 'Event');
        },
        async call(request) {
            const { FunctionError: failed, Payload } = await invoke(request, 'RequestResponse');
            const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
            // The function's own words: they carry no secret, because its errors do not.
            if (failed !== undefined)
                throw new FunctionError(`function ${name} failed: ${text.slice(0, 500)}`);
            try {
                const answer = JSON.parse(text === '' ? 'null' : text);
                return answer;
            }
            catch (cause) {
                throw new FunctionError(`function ${name} did not answer in JSON`, { cause });
            }
        },
    };
}

;// CONCATENATED MODULE: ./src/drill/heartbeats.ts
/** The table that all drills write to. `seq` is numbered by the client, so that the client knows what must be there. */
const CREATE_TABLE = [
    'CREATE SCHEMA IF NOT EXISTS dr',
    `CREATE TABLE IF NOT EXISTS dr.heartbeat (
     run_id uuid NOT NULL,
     seq bigint NOT NULL,
     server_ts timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (run_id, seq))`,
];
/** Removes the heartbeats of runs that ended long ago; evidence is in the reports, not here. */
const PRUNE = `DELETE FROM dr.heartbeat WHERE server_ts < clock_timestamp() - interval '35 days'`;
const STATEMENT_TIMEOUT_MS = 5_000;
/** Creates the heartbeat table where it is missing and prunes old rows. @throws SqlError */
async function prepareHeartbeats(sql, writer) {
    await withSession(sql, writer, async (session) => {
        for (const statement of [...CREATE_TABLE, PRUNE])
            await session.query(statement);
    });
}
/** Inserts one heartbeat and commits. @returns the instance that took it. @throws SqlError */
async function insertHeartbeat(session, runId, seq) {
    const [row] = await session.query('INSERT INTO dr.heartbeat (run_id, seq) VALUES ($1, $2) RETURNING aurora_db_instance_identifier() AS instance', [runId, seq]);
    return instanceOf(row);
}
/** The instance that answers. @throws SqlError */
async function askInstance(session) {
    const [row] = await session.query('SELECT aurora_db_instance_identifier() AS instance');
    return instanceOf(row);
}
function instanceOf(row) {
    const instance = row?.['instance'];
    return typeof instance === 'string' ? instance : undefined;
}
/** Removes the heartbeats of a run. @throws SqlError */
async function removeHeartbeats(sql, writer, runId) {
    await withSession(sql, writer, (session) => session.query('DELETE FROM dr.heartbeat WHERE run_id = $1', [runId]));
}
/** The numbers of a run that are in the database behind `target`, in order. @throws SqlError */
async function readHeartbeats(sql, target, runId) {
    return withSession(sql, target, async (session) => {
        const rows = await session.query('SELECT seq FROM dr.heartbeat WHERE run_id = $1 ORDER BY seq', [runId]);
        return rows.map((row) => Number(row['seq']));
    });
}
/** The database server's clock. @throws SqlError */
async function readServerTime(sql, target) {
    return withSession(sql, target, async (session) => {
        const [row] = await session.query('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms');
        return new Date(Number(row?.['ms']));
    });
}
async function withSession(sql, target, work) {
    const session = await sql.connect(target, STATEMENT_TIMEOUT_MS);
    try {
        return await work(session);
    }
    finally {
        await session.close();
    }
}

// EXTERNAL MODULE: ./src/drill/lag.ts + 3 modules
var lag = __webpack_require__(9692);
;// CONCATENATED MODULE: ./src/drill/read-probe.ts

/**
 * Asks, again and again, which replica answers. A new connection each time, because a reader endpoint spreads connections and not
 * statements. Never rejects for a failed read.
 */
async function runReadProbe(options, ports) {
    while (!options.signal.aborted) {
        const startedMs = ports.clock.monotonicMs();
        const answer = await read(options, ports.sql);
        options.onRead({ region: options.region, startedMs, endedMs: ports.clock.monotonicMs(), ...answer });
        await ports.clock.sleep(options.intervalMs - (ports.clock.monotonicMs() - startedMs), options.signal);
    }
}
async function read(options, sql) {
    try {
        const session = await sql.connect(options.reader, options.timeoutMs);
        try {
            const instance = await askInstance(session);
            return { outcome: 'ok', ...(instance === undefined ? {} : { instance }) };
        }
        finally {
            await session.close();
        }
    }
    catch (error) {
        return { outcome: 'fail', detail: error instanceof Error ? error.message : String(error) };
    }
}

;// CONCATENATED MODULE: ./src/drill/write-probe.ts


/**
 * Writes one numbered heartbeat after the other, as a single client would, until `signal` aborts. Never rejects for a failed
 * write: failed writes are what it is there to record.
 *
 * After any error the connection is thrown away and a new one made: a demoted writer keeps its sockets open, and a black-holed
 * socket can take 15 minutes to notice. Connecting counts as part of the attempt.
 */
async function runWriteProbe(options, ports) {
    let session;
    for (let seq = options.firstSeq ?? 1; !options.signal.aborted; seq++) {
        const startedMs = ports.clock.monotonicMs();
        let outcome;
        try {
            session ??= await ports.sql.connect(options.writer, options.timeoutMs);
            const instance = await insertHeartbeat(session, options.runId, seq);
            outcome = { outcome: 'ok', ...(instance === undefined ? {} : { instance }) };
        }
        catch (error) {
            outcome = classify(error);
        }
        // The moment of the outcome is taken before the clean-up, which must not lengthen what is measured.
        const attempt = { seq, startedMs, endedMs: ports.clock.monotonicMs(), ...outcome };
        options.onAttempt(attempt);
        if (attempt.outcome !== 'ok') {
            await session?.close();
            session = undefined;
        }
        await ports.clock.sleep(options.intervalMs - (ports.clock.monotonicMs() - startedMs), options.signal);
    }
    await session?.close();
}
function classify(error) {
    const detail = error instanceof Error ? error.message : String(error);
    // An error that nobody classified proves nothing about the write.
    const notExecuted = error instanceof sql/* SqlError */.L && error.outcome === 'not-executed';
    return { outcome: notExecuted ? 'fail' : 'unknown', detail };
}

;// CONCATENATED MODULE: ./src/drill/probers.ts


/** Reads answer another question than writes, and slowly: how the load spreads. Once a second costs a reader nothing. */
const READ_INTERVAL_MS = 1_000;
/**
 * Starts all probers of a drill side by side: writes through the writer name, writes at the old writer's own endpoint, reads through
 * reader endpoints. They share nothing but the clock, so that a black-holed endpoint cannot make another prober late.
 *
 * @throws RangeError for a region without endpoints
 */
function startProbers(options, ports) {
    const { writer, intervalMs, timeoutMs, signal, fencing, onRead } = options;
    const at = (region, name) => {
        const { port, [name]: host } = endpointsOf(region, options.regions);
        return { ...writer, host, port, tlsServerName: host };
    };
    const readers = options.readers.map((region) => ({ region, reader: at(region, 'readerEndpoint') }));
    const old = fencing === undefined ? undefined : { runId: fencing.runId, writer: at(fencing.region, 'endpoint') };
    const pace = { intervalMs, timeoutMs, signal };
    const writes = runWriteProbe({ runId: options.runId, writer, firstSeq: options.firstSeq ?? 1, onAttempt: options.onWrite, ...pace }, ports);
    const others = [
        ...readers.map((each) => runReadProbe({ ...each, ...pace, intervalMs: READ_INTERVAL_MS, onRead }, ports)),
        ...(old === undefined
            ? []
            : [
                runWriteProbe({ ...old, firstSeq: options.firstFencingSeq ?? 1, onAttempt: options.onFencing, ...pace }, ports),
            ]),
    ];
    return { writes, all: Promise.all([writes, ...others]).then(() => undefined) };
}
function endpointsOf(region, regions) {
    const found = regions.find((candidate) => candidate.region === region);
    if (found === undefined)
        throw new RangeError(`the endpoints of ${region} are not known`);
    return found;
}

// EXTERNAL MODULE: ./src/ports/content.ts
var content = __webpack_require__(1145);
;// CONCATENATED MODULE: ./src/drill/restore/catalog-questions.ts
/**
 * What the catalogs say, one statement for each subject. Each yields lines of `object` and `line`, in text that is the same on the original
 * and on a faithful copy: names and no oids, and nothing that a restore gives anew. Passwords are not looked at.
 *
 * Leaves out what belongs to PostgreSQL and to extensions (their version is compared), and the roles of RDS, which a restore may change.
 */
/** More objects than this are compared by their common digest only: the answer of a function of AWS is limited. */
const LISTED_OBJECTS = 2_000;
const OURS = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;
const OUR_ROLE = (name) => `${name} !~ '^(pg_|rds)'`;
const notOfExtension = (catalog, oid) => `NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;
const acl = (column) => `(SELECT array_agg(x::text ORDER BY x::text COLLATE "C") FROM unnest(${column}) AS x)`;
const relation = `format('%I.%I', n.nspname, c.relname)`;
const fromRelations = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;
const ourRelations = (kinds) => `${OURS} AND c.relkind IN (${kinds}) AND ${notOfExtension('pg_class', 'c.oid')}`;
/** The column that a sequence fills, as a row of pg_attribute. */
const FILLED_COLUMN = `pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
    AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')`;
const LINES = {
    tables: `
    SELECT ${relation} AS object,
      json_build_array('relation', c.relkind, c.relpersistence, c.relreplident, c.relrowsecurity, c.relforcerowsecurity,
        pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), c.reloptions)::text AS line
      ${fromRelations} WHERE ${ourRelations(`'r', 'p', 'f', 'c'`)}
    UNION ALL
    SELECT ${relation}, json_build_array('column', a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attgenerated, k.collname, pg_get_expr(v.adbin, v.adrelid), a.attoptions)::text
      ${fromRelations} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef v ON v.adrelid = c.oid AND v.adnum = a.attnum LEFT JOIN pg_collation k ON k.oid = a.attcollation
      WHERE ${ourRelations(`'r', 'p', 'f', 'c'`)}
    UNION ALL
    SELECT ${relation}, json_build_array('parent', i.inhparent::regclass::text)::text
      ${fromRelations} JOIN pg_inherits i ON i.inhrelid = c.oid WHERE ${ourRelations(`'r', 'p', 'f'`)}
    UNION ALL
    SELECT ${relation}, json_build_array('policy', p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid),
        pg_get_expr(p.polwithcheck, p.polrelid),
        ARRAY(SELECT r::regrole::text FROM unnest(p.polroles) AS r ORDER BY r::regrole::text COLLATE "C"))::text
      ${fromRelations} JOIN pg_policy p ON p.polrelid = c.oid WHERE ${ourRelations(`'r', 'p'`)}`,
    constraints: `
    SELECT format('%I.%I %I', n.nspname, coalesce(c.relname, t.typname), k.conname) AS object,
      json_build_array(k.contype, k.condeferrable, k.condeferred, k.convalidated, pg_get_constraintdef(k.oid))::text AS line
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
      LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
      WHERE ${OURS} AND ${notOfExtension('pg_class', 'k.conrelid')}`,
    indexes: `
    SELECT ${relation} AS object,
      json_build_array(pg_get_indexdef(c.oid), i.indisunique, i.indisprimary, i.indisvalid, i.indisready, i.indisreplident)::text AS line
      ${fromRelations} JOIN pg_index i ON i.indexrelid = c.oid
      WHERE ${OURS} AND ${notOfExtension('pg_class', 'i.indrelid')}`,
    functions: `
    SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS object,
      CASE WHEN p.prokind = 'a'
        THEN json_build_array(format_type(p.prorettype, NULL), a.aggtransfn::text, a.aggfinalfn::text, a.agginitval)::text
        ELSE pg_get_functiondef(p.oid) END AS line
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
      WHERE ${OURS} AND ${notOfExtension('pg_proc', 'p.oid')}`,
    triggers: `
    SELECT format('%I.%I %I', n.nspname, c.relname, t.tgname) AS object,
      json_build_array(pg_get_triggerdef(t.oid), t.tgenabled)::text AS line
      ${fromRelations} JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal WHERE ${OURS}
    UNION ALL
    SELECT format('%I.%I %I', n.nspname, c.relname, r.rulename), json_build_array(pg_get_ruledef(r.oid), r.ev_enabled)::text
      ${fromRelations} JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename <> '_RETURN' WHERE ${OURS}
    UNION ALL
    SELECT quote_ident(e.evtname), json_build_array(e.evtevent, e.evtenabled, e.evttags, e.evtfoid::regproc::text)::text
      FROM pg_event_trigger e`,
    views: `
    SELECT ${relation} AS object, json_build_array(c.relkind, c.relispopulated, c.reloptions, pg_get_viewdef(c.oid))::text AS line
      ${fromRelations} WHERE ${ourRelations(`'v', 'm'`)}`,
    'sequence definitions': `
    SELECT ${relation} AS object, json_build_array(format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
        s.seqcache, s.seqcycle, d.refobjid::regclass::text, d.refobjsubid)::text AS line
      ${fromRelations} JOIN pg_sequence s ON s.seqrelid = c.oid LEFT JOIN ${FILLED_COLUMN}
      WHERE ${ourRelations(`'S'`)}`,
    types: `
    SELECT format('%I.%I', n.nspname, t.typname) AS object, json_build_array(t.typtype, format_type(t.typbasetype, t.typtypmod), t.typnotnull,
        t.typdefault, ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder))::text AS line
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE ${OURS} AND t.typtype IN ('d', 'e', 'r', 'm') AND ${notOfExtension('pg_type', 't.oid')}`,
    roles: `
    SELECT quote_ident(r.rolname) AS object, json_build_array(r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
        r.rolreplication, r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil)::text AS line
      FROM pg_roles r WHERE ${OUR_ROLE('r.rolname')}`,
    memberships: `
    SELECT format('%I in %I', r.rolname, g.rolname) AS object, (to_jsonb(m) - '{oid,roleid,member,grantor}'::text[])::text AS line
      FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member JOIN pg_roles g ON g.oid = m.roleid
      WHERE ${OUR_ROLE('r.rolname')}`,
    grants: `
    SELECT 'relation ' || ${relation} AS object, json_build_array(pg_get_userbyid(c.relowner), ${acl('c.relacl')})::text AS line
      ${fromRelations} WHERE ${ourRelations(`'r', 'p', 'f', 'v', 'm', 'S'`)}
    UNION ALL
    SELECT 'relation ' || ${relation}, json_build_array(a.attname, ${acl('a.attacl')})::text
      ${fromRelations} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL WHERE ${ourRelations(`'r', 'p', 'f', 'v', 'm'`)}
    UNION ALL
    SELECT 'schema ' || quote_ident(n.nspname), json_build_array(pg_get_userbyid(n.nspowner), ${acl('n.nspacl')})::text
      FROM pg_namespace n WHERE ${OURS}
    UNION ALL
    SELECT format('function %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
        json_build_array(pg_get_userbyid(p.proowner), ${acl('p.proacl')})::text
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS} AND ${notOfExtension('pg_proc', 'p.oid')}
    UNION ALL
    SELECT 'database ' || quote_ident(d.datname), json_build_array(pg_get_userbyid(d.datdba), ${acl('d.datacl')})::text
      FROM pg_database d WHERE d.datname = current_database()
    UNION ALL
    SELECT 'defaults of ' || quote_ident(pg_get_userbyid(f.defaclrole)),
        json_build_array(n.nspname, f.defaclobjtype, ${acl('f.defaclacl')})::text
      FROM pg_default_acl f LEFT JOIN pg_namespace n ON n.oid = f.defaclnamespace`,
    settings: `
    SELECT format('%s in %s', coalesce(quote_ident(r.rolname), 'everybody'), coalesce(quote_ident(d.datname), 'every database')) AS object,
      s.setconfig::text AS line
      FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole LEFT JOIN pg_database d ON d.oid = s.setdatabase
      WHERE (r.rolname IS NULL OR ${OUR_ROLE('r.rolname')}) AND (d.datname IS NULL OR d.datname = current_database())`,
    extensions: `
    SELECT quote_ident(e.extname) AS object, json_build_array(e.extversion, n.nspname)::text AS line
      FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`,
    database: `
    SELECT w.object, coalesce(w.line, 'none') AS line FROM pg_database d,
      LATERAL (VALUES
        ('name', d.datname::text),
        ('encoding', pg_encoding_to_char(d.encoding)::text),
        ('locale', json_build_array(d.datcollate, d.datctype, to_jsonb(d) ->> 'datlocprovider', to_jsonb(d) ->> 'daticulocale')::text),
        ('version of the collations that the data was sorted by', to_jsonb(d) ->> 'datcollversion'),
        ('version of the collations of the server', pg_database_collation_actual_version(d.oid)),
        ('version of the server', current_setting('server_version'))) AS w (object, line)
      WHERE d.datname = current_database()`,
};
/** The statement that answers with the digests of a section: `count`, `digest` and `objects`. */
function sectionStatement(section) {
    const sha256 = (text) => `encode(sha256(convert_to(${text}, getdatabaseencoding())), 'hex')`;
    return `WITH lines AS (${LINES[section]}),
    objects AS (SELECT object, ${sha256(`string_agg(line, E'\\n' ORDER BY line COLLATE "C")`)} AS hash FROM lines GROUP BY object)
    SELECT count(*)::int AS count, ${sha256(`coalesce(string_agg(object || ' ' || hash, E'\\n' ORDER BY object COLLATE "C"), '')`)} AS digest,
      CASE WHEN count(*) <= ${LISTED_OBJECTS} THEN coalesce(json_object_agg(object, left(hash, 12)), '{}'::json) END AS objects
      FROM objects`;
}
/**
 * All sequences, and for each that fills a column the statement that reads how far that column goes. Left out where it would read a
 * large table from end to end.
 */
const SEQUENCES = `
  SELECT ${relation} AS name, q.last_value::text AS "lastValue", s.seqincrement::text AS increment,
    CASE WHEN a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype) AND has_table_privilege(o.oid, 'SELECT') AND NOT o.relrowsecurity
      AND (pg_relation_size(o.oid) < 64 * 1024 * 1024
        OR EXISTS (SELECT FROM pg_index i WHERE i.indrelid = o.oid AND i.indkey[0] = a.attnum AND i.indisvalid AND i.indpred IS NULL))
      THEN format('SELECT %s(%I)::text AS edge FROM %I.%I', CASE WHEN s.seqincrement < 0 THEN 'min' ELSE 'max' END, a.attname, m.nspname, o.relname)
      END AS "edgeStatement"
    ${fromRelations} JOIN pg_sequence s ON s.seqrelid = c.oid JOIN pg_sequences q ON q.schemaname = n.nspname AND q.sequencename = c.relname
    LEFT JOIN ${FILLED_COLUMN}
    LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_namespace m ON m.oid = o.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE ${ourRelations(`'S'`)}
    ORDER BY 1`;

;// CONCATENATED MODULE: ./src/drill/restore/content-answers.ts


/** Of 64 bits, as text. */
const transactionId = schemas/* string */.YjP().regex(/^\d{1,20}$/);
/**
 * What can be asked about the content of a database, in pieces that are answered within the limit of one statement each: the function inside
 * the VPC is asked by a call that waits for half a minute at most.
 */
const contentQuestion = schemas/* discriminatedUnion */.gMt('about', [
    schemas/* strictObject */.rej({ about: schemas/* literal */.euz('catalog') }),
    schemas/* strictObject */.rej({
        about: schemas/* literal */.euz('table'),
        table: schemas/* string */.YjP().regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/),
        horizon: transactionId,
    }),
    /** Of a restored copy only: it reads the whole index and its table. */
    schemas/* strictObject */.rej({
        about: schemas/* literal */.euz('index'),
        schema: schemas/* string */.YjP().min(1).max(63),
        name: schemas/* string */.YjP().min(1).max(63),
    }),
]);
const content_answers_count = schemas/* number */.aig().int().nonnegative();
const wholeText = schemas/* string */.YjP().regex(/^-?\d+$/);
const sectionAnswer = schemas/* strictObject */.rej({
    count: content_answers_count,
    digest: schemas/* string */.YjP().regex(/^[0-9a-f]{64}$/),
    objects: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()).nullable(),
});
const catalogAnswer = schemas/* strictObject */.rej({
    horizon: transactionId,
    sections: schemas/* record */.g1P(schemas/* enum */.k5n(content/* SECTIONS */.b), sectionAnswer),
    sequences: schemas/* array */.YOg(schemas/* strictObject */.rej({
        name: schemas/* string */.YjP(),
        lastValue: wholeText.nullable(),
        increment: wholeText,
        columnEdge: wholeText.nullable(),
    })),
    newestHeartbeatMs: schemas/* number */.aig().nullable(),
});
const indexNames = schemas/* array */.YOg(schemas/* strictObject */.rej({ schema: schemas/* string */.YjP(), name: schemas/* string */.YjP() }));
const tableAnswer = schemas/* discriminatedUnion */.gMt('state', [
    schemas/* strictObject */.rej({
        table: schemas/* string */.YjP(),
        state: schemas/* literal */.euz('read'),
        extent: schemas/* enum */.k5n(['all', 'sample']),
        buckets: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* strictObject */.rej({ rows: content_answers_count, sum: wholeText })),
        younger: content_answers_count,
        indexes: indexNames,
    }),
    schemas/* strictObject */.rej({ table: schemas/* string */.YjP(), state: schemas/* enum */.k5n(['missing', 'refused', 'not-read']), reason: schemas/* string */.YjP() }),
]);
const indexAnswer = schemas/* strictObject */.rej({
    index: schemas/* string */.YjP(),
    outcome: schemas/* enum */.k5n(['passed', 'failed', 'unknown']),
    detail: schemas/* string */.YjP(),
});

;// CONCATENATED MODULE: ./src/drill/restore/table-questions.ts
/**
 * The rows of a table as sums of hashes. A bucket is a set of rows that is the same set in a copy: those whose key has the same hash, or, where
 * a table is too large to read, those of some blocks, because a restored copy has every row where the original has it.
 */
/** Rows are spread over so many buckets: what an application changes while the drill looks takes only its own buckets out of the comparison. */
const BUCKETS = 256;
/** A larger table, in bytes with its TOAST, is sampled: at most so much of it is read, whatever its size. */
const READ_AT_MOST_BYTES = 256 * 1024 * 1024;
/** Stretches of blocks of a sample, at most. */
const STRETCHES = 64;
const BLOCK_BYTES = 8_192;
const DESCRIBE_TABLE = `
  SELECT c.relkind AS kind, c.relpersistence AS persistence, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
    (SELECT sum(pg_table_size(t.relid)) FROM pg_partition_tree(c.oid) t)::float8 AS "partitionBytes",
    pg_table_size(c.oid)::float8 AS bytes, pg_relation_size(c.oid)::float8 AS "mainBytes",
    (SELECT string_agg('x.' || quote_ident(a.attname), ', ' ORDER BY k.position)
      FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position), pg_attribute a
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) AS key,
    (SELECT coalesce(json_agg(json_build_object('schema', m.nspname, 'name', b.relname) ORDER BY m.nspname, b.relname), '[]'::json)
      FROM pg_index i JOIN pg_class b ON b.oid = i.indexrelid JOIN pg_am am ON am.oid = b.relam AND am.amname = 'btree'
      JOIN pg_namespace m ON m.oid = b.relnamespace
      WHERE b.relkind = 'i' AND (i.indrelid = c.oid OR i.indrelid IN (SELECT t.relid FROM pg_partition_tree(c.oid) t))) AS indexes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`;
/** Younger row versions may be there or not, as the application pleases. Numbers of transactions are compared in a circle, as PostgreSQL does. */
function isOlder(horizon) {
    const bits = (BigInt(horizon) & 0xffffffffn).toString();
    return `(x.xmin::text::bigint < 3 OR ((x.xmin::text::bigint - ${bits}) & 4294967295) >= 2147483648)`;
}
const sums = (horizon) => `count(*) FILTER (WHERE ${isOlder(horizon)})::float8 AS rows, count(*)::float8 AS "all", coalesce(sum(${ROW_HASH}) FILTER (WHERE ${isOlder(horizon)}), 0)::text AS sum`;
/** The whole row as text; `x` alone could be a column of that name. */
const ROW_HASH = 'hashtextextended((x.*)::text COLLATE "C", 0)::numeric';
/**
 * Reads every row, and sums up those that are older than the horizon.
 *
 * @param name quoted
 * @param key the columns of the primary key, quoted; without one the row is its own key
 */
function wholeTable(name, horizon, key) {
    const hashed = key === null ? '(x.*)::text' : `ROW(${key})::text`;
    return `SELECT (hashtextextended(${hashed} COLLATE "C", 0) & ${BUCKETS - 1})::text AS bucket, ${sums(horizon)} FROM ${name} x GROUP BY 1`;
}
/**
 * Reads stretches of blocks that are spread evenly. Their places follow from powers of two, so that a table that has grown a little since is
 * sampled at the same places.
 *
 * @param name quoted
 * @param mainBytes of the table without TOAST and indexes, which the places are chosen by
 * @param bytes with TOAST, which the amount is chosen by
 */
function sampledTable(name, horizon, mainBytes, bytes) {
    const blocks = Math.ceil(mainBytes / BLOCK_BYTES);
    const stride = 2 ** Math.ceil(Math.log2(Math.max(1, blocks / STRETCHES)));
    const share = Math.min(1, READ_AT_MOST_BYTES / bytes);
    const length = 2 ** Math.floor(Math.log2(Math.max(1, stride * share)));
    const stretches = Array.from({ length: Math.ceil(blocks / stride) }, (_, index) => index * stride);
    return stretches
        .map((first) => `SELECT 'block ${first}' AS bucket, ${sums(horizon)}
          FROM ${name} x WHERE x.ctid >= '(${first},0)'::tid AND x.ctid < '(${first + length},0)'::tid`)
        .join('\nUNION ALL\n');
}

;// CONCATENATED MODULE: ./src/drill/restore/answer-question.ts






/** Limit for one statement, in ms. A database that carries production is not asked for longer. */
const answer_question_STATEMENT_TIMEOUT_MS = 20_000;
/** Sequences whose columns are looked at, one statement each. */
const COLUMN_EDGES = 200;
/** So that values become the same text everywhere, rows that a policy would hide are an error and not absent, and nothing is written. */
const SESSION = [
    `SET search_path TO pg_catalog`,
    `SET row_security TO off`,
    `SET DateStyle TO 'ISO, YMD'`,
    `SET IntervalStyle TO 'iso_8601'`,
    `SET TimeZone TO 'UTC'`,
    `SET bytea_output TO 'hex'`,
    `SET extra_float_digits TO 1`,
    `SET default_transaction_read_only TO on`,
];
/**
 * Answers one question about the content of a database. The original and its copy are asked by the same code, in the action and in the function
 * inside the VPC.
 *
 * @throws SqlError when the database cannot be asked at all
 */
async function answerQuestion(sql, target, question) {
    const session = await sql.connect(target, answer_question_STATEMENT_TIMEOUT_MS);
    try {
        if (question.about === 'index')
            return await checkIndex(session, question);
        for (const statement of SESSION)
            await session.query(statement);
        return question.about === 'catalog' ? await readCatalog(session) : await readTable(session, question);
    }
    finally {
        await session.close();
    }
}
async function readCatalog(session) {
    // First of all: what is written from now on is younger.
    const [now] = await session.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon');
    const sections = new Map();
    for (const section of content/* SECTIONS */.b) {
        sections.set(section, sectionAnswer.parse((await session.query(sectionStatement(section)))[0]));
    }
    const found = schemas/* array */.YOg(sequenceRow).parse(await session.query(SEQUENCES));
    const sequences = [];
    let looked = 0;
    for (const { edgeStatement, ...sequence } of found) {
        const edge = edgeStatement === null || ++looked > COLUMN_EDGES ? undefined : await session.query(edgeStatement);
        sequences.push({ ...sequence, columnEdge: edge?.[0]?.['edge'] ?? null });
    }
    const [newest] = await session.query('SELECT (extract(epoch FROM max(server_ts)) * 1000)::float8 AS ms FROM dr.heartbeat');
    return catalogAnswer.parse({
        horizon: now?.['horizon'],
        sections: Object.fromEntries(sections),
        sequences,
        newestHeartbeatMs: newest?.['ms'] ?? null,
    });
}
const sequenceRow = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    lastValue: schemas/* string */.YjP().nullable(),
    increment: schemas/* string */.YjP(),
    edgeStatement: schemas/* string */.YjP().nullable(),
});
const describedTable = schemas/* object */.Ikc({
    kind: schemas/* string */.YjP(),
    persistence: schemas/* string */.YjP(),
    name: schemas/* string */.YjP(),
    partitionBytes: schemas/* number */.aig().nullable(),
    bytes: schemas/* number */.aig(),
    mainBytes: schemas/* number */.aig(),
    key: schemas/* string */.YjP().nullable(),
    indexes: indexNames,
});
const bucketRow = schemas/* object */.Ikc({ bucket: schemas/* string */.YjP(), rows: schemas/* number */.aig(), all: schemas/* number */.aig(), sum: schemas/* string */.YjP() });
async function readTable(session, { table, horizon }) {
    const [schema = '', relation = ''] = table.split('.');
    const [row] = await session.query(DESCRIBE_TABLE, [schema, relation]);
    if (row === undefined)
        return { table, state: 'missing', reason: `there is no table ${table}` };
    const described = describedTable.parse(row);
    if (!['r', 'p', 'm'].includes(described.kind)) {
        return { table, state: 'missing', reason: `${table} is no table` };
    }
    if (described.persistence !== 'p') {
        return { table, state: 'not-read', reason: `${table} is unlogged: no backup holds its rows` };
    }
    const isPartitioned = described.kind === 'p';
    const isLarge = (isPartitioned ? (described.partitionBytes ?? 0) : described.bytes) > READ_AT_MOST_BYTES;
    if (isLarge && isPartitioned) {
        return { table, state: 'not-read', reason: `${table} is partitioned and large: name its partitions instead` };
    }
    const { name, key, mainBytes, bytes, indexes } = described;
    try {
        const rows = await session.query(isLarge ? sampledTable(name, horizon, mainBytes, bytes) : wholeTable(name, horizon, key));
        return { table, state: 'read', extent: isLarge ? 'sample' : 'all', ...toBuckets(rows), indexes };
    }
    catch (error) {
        if (!(error instanceof sql/* SqlError */.L))
            throw error;
        return error.sqlState === INSUFFICIENT_PRIVILEGE
            ? { table, state: 'refused', reason: `${table} may not be read (${error.message}): grant pg_read_all_data` }
            : { table, state: 'not-read', reason: `${table} was not read: ${error.message}` };
    }
}
function toBuckets(answer) {
    const parsed = schemas/* array */.YOg(bucketRow).parse(answer);
    const older = parsed.filter(({ rows }) => rows > 0);
    return {
        buckets: Object.fromEntries(older.map(({ bucket, rows, sum }) => [bucket, { rows, sum }])),
        younger: parsed.reduce((younger, { rows, all }) => younger + all - rows, 0),
    };
}
const INSUFFICIENT_PRIVILEGE = '42501';
/** Data or index corrupted, and what a server says that cannot read its own files. https://www.postgresql.org/docs/15/errcodes-appendix.html */
const CORRUPTION = /^(?:XX|58030$)/;
/**
 * Checks an index against its table with amcheck. Where the extension is not there it is created and taken back again in the same transaction, so that
 * the copy stays as it was restored, and can be compared again.
 */
async function checkIndex(session, { schema, name }) {
    const index = `${schema}.${name}`;
    try {
        await session.query('BEGIN');
        await session.query('SET LOCAL search_path TO pg_catalog');
        if ((await schemaOfAmcheck(session)) === undefined)
            await session.query('CREATE EXTENSION amcheck SCHEMA dr');
        const place = await schemaOfAmcheck(session);
        await session.query(`SELECT ${place ?? 'dr'}.bt_index_check(index => format('%I.%I', $1::text, $2::text)::regclass, heapallindexed => true)`, [schema, name]);
        await session.query('ROLLBACK');
        return { index, outcome: 'passed', detail: 'sound' };
    }
    catch (error) {
        if (!(error instanceof sql/* SqlError */.L))
            throw error;
        const isCorrupt = error.sqlState !== undefined && CORRUPTION.test(error.sqlState);
        return {
            index,
            outcome: isCorrupt ? 'failed' : 'unknown',
            detail: isCorrupt ? error.message : `could not be checked: ${error.message}`,
        };
    }
}
async function schemaOfAmcheck(session) {
    const [row] = await session.query(`SELECT quote_ident(n.nspname) AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'`);
    const schema = row?.['schema'];
    return typeof schema === 'string' ? schema : undefined;
}

;// CONCATENATED MODULE: ./src/drill/restore/take-manifest.ts

/** The table of the drills themselves: it is always compared, so that the comparison never has nothing to compare. */
const ALWAYS = 'dr.heartbeat';
/**
 * How long tables are read, in ms; the others are not read then, and said to be unknown. At the original this is also how long no heartbeat is
 * written, and how long production bears a reader; nobody waits for the copy.
 */
const READ_FOR_MS = { writer: 60_000, restored: 600_000 };
const CHECK_INDEXES_FOR_MS = 600_000;
/**
 * Takes the manifest of a database, one question after the other. Indexes are checked in a restored copy only.
 *
 * @param ask answers one question, here or inside the VPC
 * @throws what `ask` throws
 */
async function takeManifest({ place, tables, horizon }, clock, ask) {
    // What somebody drops at this moment makes the catalogs contradict themselves, once.
    const catalog = catalogAnswer.parse(await ask({ about: 'catalog' }).catch(() => ask({ about: 'catalog' })));
    const since = horizon ?? catalog.horizon;
    const contents = [];
    const readingMs = clock.monotonicMs();
    for (const table of new Set([ALWAYS, ...tables])) {
        const isLate = clock.monotonicMs() - readingMs > READ_FOR_MS[place.kind];
        contents.push(isLate
            ? {
                table,
                state: 'not-read',
                reason: `${table} was not read: the others took ${seconds(READ_FOR_MS[place.kind])}`,
            }
            : tableAnswer.parse(await ask({ about: 'table', table, horizon: since })));
    }
    const indexes = place.kind === 'writer' ? [] : contents.flatMap(indexesOf);
    const indexChecks = [];
    const checkingMs = clock.monotonicMs();
    for (const { schema, name } of indexes) {
        const isLate = clock.monotonicMs() - checkingMs > CHECK_INDEXES_FOR_MS;
        indexChecks.push(isLate
            ? {
                index: `${schema}.${name}`,
                outcome: 'unknown',
                detail: `not checked: the others took ${seconds(CHECK_INDEXES_FOR_MS)}`,
            }
            : indexAnswer.parse(await ask({ about: 'index', schema, name })));
    }
    return { ...catalog, horizon: since, tables: contents, indexChecks };
}
function indexesOf(table) {
    return table.state === 'read' ? table.indexes : [];
}
function seconds(ms) {
    return `${Math.round(ms / 1000)} s`;
}

// EXTERNAL MODULE: ./src/failover/promote.ts
var promote = __webpack_require__(2506);
;// CONCATENATED MODULE: ./src/drill/local-probe.ts






/** The server of a place; a restored copy has the users and passwords of its original. */
async function targetAt(place, { credentials, writerName }) {
    const target = await credentials.read();
    return place.kind === 'writer'
        ? { ...target, host: writerName }
        : { ...target, host: place.host, port: place.port, tlsServerName: place.host };
}
/** The probe in this process, which must be able to reach the database. It has one clock, that of the drill. */
function localProbe(ports) {
    const writer = () => targetAt({ kind: 'writer' }, ports);
    const at = (place) => targetAt(place, ports);
    return {
        prepare: async () => prepareHeartbeats(ports.sql, await writer()),
        survivors: async (runId, place) => readHeartbeats(ports.sql, await at(place), runId),
        inspect: (place, tables, horizon) => takeManifest({ place, tables, horizon }, ports.clock, async (question) => answerQuestion(ports.sql, await at(place), question)),
        serverTime: async () => readServerTime(ports.sql, await writer()),
        writeOnce: async () => (0,promote/* writeThrough */.np)(await writer(), ports.sql),
        lag: async (question) => (0,lag/* askReplicationLag */._i)(question, await writer(), ports.sql),
        cleanUp: async (runId) => removeHeartbeats(ports.sql, await writer(), runId),
        async start(options) {
            const writes = [];
            const fencing = [];
            const reads = [];
            const stop = new AbortController();
            const running = startProbers({
                ...options,
                writer: await writer(),
                onWrite: (attempt) => {
                    writes.push(attempt);
                    options.onAttempt(attempt);
                },
                onFencing: (attempt) => fencing.push(attempt),
                onRead: (read) => reads.push(read),
                signal: stop.signal,
            }, ports);
            return {
                seen: () => writes,
                async stop() {
                    stop.abort();
                    await running.all;
                    return {
                        writes,
                        fencing: options.fencing === undefined ? undefined : fencing,
                        reads,
                        clockUncertaintyMs: 0,
                    };
                },
            };
        },
    };
}

;// CONCATENATED MODULE: ./src/drill/segments/requests.ts


/**
 * What the probe function is asked to do. A request names no host and carries no password: whoever may invoke the function can make it
 * write heartbeats, and nothing else.
 */
const whole = (minimum, maximum) => schemas/* number */.aig().int().min(minimum).max(maximum);
const requests_region = schemas/* string */.YjP().regex(/^[a-z]{2}-[a-z]+-\d$/);
/**
 * More writes than one segment can make in Lambda's 15 minutes at the shortest interval of 50 ms (18,000). A segment that takes over from
 * one that fell silent starts so much later, and can never use a number that the silent one may still be using.
 */
const NUMBERS_OF_A_SEGMENT = 20_000;
/** One function call writes for at most so long, in ms: Lambda ends it after 15 minutes, and its last words take time. */
const LONGEST_SEGMENT_MS = 13 * 60_000;
const probeRequest = schemas/* strictObject */.rej({
    operation: schemas/* literal */.euz('probe'),
    runId: schemas/* uuid */.uRe(),
    /** 1 for the first call of a run, and one more for each that follows. */
    segment: whole(1, 999),
    /** Where the numbering begins: here, or where the segment before says in its handover. */
    first: schemas/* discriminatedUnion */.gMt('kind', [
        schemas/* strictObject */.rej({ kind: schemas/* literal */.euz('number'), seq: whole(1, Number.MAX_SAFE_INTEGER) }),
        schemas/* strictObject */.rej({ kind: schemas/* literal */.euz('handover') }),
    ]),
    forMs: whole(1_000, LONGEST_SEGMENT_MS),
    intervalMs: whole(50, 1_000),
    timeoutMs: whole(100, 5_000),
    fencing: schemas/* strictObject */.rej({ runId: schemas/* uuid */.uRe(), region: requests_region }).exactOptional(),
    readers: schemas/* array */.YOg(requests_region).max(2),
});
const functionRequest = schemas/* discriminatedUnion */.gMt('operation', [
    probeRequest,
    schemas/* strictObject */.rej({ operation: schemas/* literal */.euz('prepare') }),
    schemas/* strictObject */.rej({
        operation: schemas/* literal */.euz('survivors'),
        runId: schemas/* uuid */.uRe(),
        place: schemas/* enum */.k5n(['writer', 'restored']),
        /** Only numbers above this one: the answer comes in pages. */
        after: whole(0, Number.MAX_SAFE_INTEGER),
    }),
    /** One piece of the content, so that each answer comes within the limits of a call. */
    schemas/* strictObject */.rej({ operation: schemas/* literal */.euz('inspect'), place: schemas/* enum */.k5n(['writer', 'restored']), question: contentQuestion }),
    schemas/* strictObject */.rej({ operation: schemas/* literal */.euz('server-time') }),
    schemas/* strictObject */.rej({ operation: schemas/* literal */.euz('write-once') }),
    schemas/* strictObject */.rej({ operation: schemas/* literal */.euz('lag'), region: requests_region, timeoutMs: whole(100, 5_000) }),
    /** With the password of a secret of the function's own region, which stays there. */
    schemas/* strictObject */.rej({
        operation: schemas/* literal */.euz('log-in'),
        user: schemas/* enum */.k5n(['application', 'master']),
        label: schemas/* enum */.k5n(['AWSCURRENT', 'AWSPREVIOUS']),
    }),
    schemas/* strictObject */.rej({ operation: schemas/* literal */.euz('clean-up'), runId: schemas/* uuid */.uRe() }),
]);
/** Ranges of numbers, both ends included: 9,000 survivors without a hole are one pair, so that no answer nears Lambda's 6 MB. */
const survivorsAnswer = schemas/* strictObject */.rej({
    ranges: schemas/* array */.YOg(schemas/* tuple */.PVZ([schemas/* number */.aig().int(), schemas/* number */.aig().int()])),
    /** Ask again with `after` this number; `null` on the last page. */
    next: schemas/* number */.aig().int().nullable(),
});
const serverTimeAnswer = schemas/* strictObject */.rej({ ms: schemas/* number */.aig() });
/** That nobody can say is an answer too: while a region is lost it is the rule, and must not count as an error of the function. */
const lagAnswer = schemas/* union */.KCZ([schemas/* strictObject */.rej({ lagMs: schemas/* number */.aig() }), schemas/* strictObject */.rej({ failure: schemas/* string */.YjP() })]);
const writeOnceAnswer = schemas/* strictObject */.rej({ instance: schemas/* string */.YjP() });
const logInAnswer = schemas/* discriminatedUnion */.gMt('outcome', [
    schemas/* strictObject */.rej({ outcome: schemas/* literal */.euz('logged-in'), instance: schemas/* string */.YjP() }),
    schemas/* strictObject */.rej({ outcome: schemas/* literal */.euz('refused') }),
    schemas/* strictObject */.rej({ outcome: schemas/* literal */.euz('no-password') }),
]);
/** Joins neighbours to ranges. @param numbers in order */
function toRanges(numbers) {
    const ranges = [];
    for (const number of numbers) {
        const last = ranges.at(-1);
        if (last !== undefined && number === last[1] + 1)
            last[1] = number;
        else
            ranges.push([number, number]);
    }
    return ranges;
}
function fromRanges(ranges) {
    return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

;// CONCATENATED MODULE: ./src/drill/segments/remote-logins.ts

/** Logs in from inside the VPC of a region: the function reads the secrets of its own region, and tells only what came of it. */
function remoteLogins(remote) {
    return {
        logIn: async (user, label) => logInAnswer.parse(await remote.call({ operation: 'log-in', user, label })),
    };
}

// EXTERNAL MODULE: ./src/drill/reason-of.ts
var reason_of = __webpack_require__(4899);
// EXTERNAL MODULE: ./node_modules/zod/v4/core/errors.js
var errors = __webpack_require__(7428);
;// CONCATENATED MODULE: ./src/drill/segments/history-chunks.ts

/**
 * The history of a run as objects in a bucket: each call of the function (a segment) writes numbered chunks, about one a second, and
 * never one over another. What is in a chunk cannot be lost any more, whatever becomes of the function.
 */
const history_chunks_FORMAT_VERSION = 1;
const attempt = {
    seq: schemas/* number */.aig().int().positive(),
    startedMs: schemas/* number */.aig(),
    endedMs: schemas/* number */.aig(),
    outcome: schemas/* enum */.k5n(['ok', 'fail', 'unknown']),
    instance: schemas/* string */.YjP().exactOptional(),
    detail: schemas/* string */.YjP().exactOptional(),
};
const header = schemas/* strictObject */.rej({
    type: schemas/* literal */.euz('chunk'),
    formatVersion: schemas/* literal */.euz(history_chunks_FORMAT_VERSION),
    number: schemas/* number */.aig().int().positive(),
    firstSeq: schemas/* number */.aig().int().positive(),
    startedAtMs: schemas/* number */.aig(),
    sentAtMs: schemas/* number */.aig(),
    beacon: schemas/* strictObject */.rej({ sentAtMs: schemas/* number */.aig(), seenAtMs: schemas/* number */.aig() }).exactOptional(),
});
const history_chunks_line = schemas/* discriminatedUnion */.gMt('type', [
    schemas/* strictObject */.rej({ type: schemas/* literal */.euz('write'), ...attempt }),
    schemas/* strictObject */.rej({ type: schemas/* literal */.euz('fencing'), ...attempt }),
    schemas/* strictObject */.rej({
        type: schemas/* literal */.euz('read'),
        region: schemas/* string */.YjP(),
        startedMs: schemas/* number */.aig(),
        endedMs: schemas/* number */.aig(),
        outcome: schemas/* enum */.k5n(['ok', 'fail']),
        instance: schemas/* string */.YjP().exactOptional(),
        detail: schemas/* string */.YjP().exactOptional(),
    }),
    schemas/* strictObject */.rej({ type: schemas/* literal */.euz('end'), reason: schemas/* enum */.k5n(['stopped', 'time']) }),
]);
/** A chunk cannot be understood. */
class ChunkFormatError extends Error {
    name = 'ChunkFormatError';
}
/** One JSON object in each line, the first describes the chunk. */
function encodeChunk({ writes, fencing, reads, end, ...head }) {
    const lines = [
        { type: 'chunk', formatVersion: history_chunks_FORMAT_VERSION, ...head },
        ...writes.map((write) => ({ type: 'write', ...write })),
        ...fencing.map((write) => ({ type: 'fencing', ...write })),
        ...reads.map((read) => ({ type: 'read', ...read })),
        ...(end === undefined ? [] : [{ type: 'end', reason: end }]),
    ];
    return lines.map((object) => `${JSON.stringify(object)}\n`).join('');
}
/** @throws ChunkFormatError that names the key and the line */
function parseChunk(text, key) {
    const [first = '', ...others] = text.trimEnd().split('\n');
    const { number, firstSeq, startedAtMs, sentAtMs, beacon } = parseLine(header, first, key, 1);
    const writes = [];
    const fencing = [];
    const reads = [];
    let end;
    for (const [index, other] of others.entries()) {
        const record = parseLine(history_chunks_line, other, key, index + 2);
        switch (record.type) {
            case 'write':
            case 'fencing': {
                const { type, ...write } = record;
                (type === 'write' ? writes : fencing).push(write);
                break;
            }
            case 'read': {
                const { region, startedMs, endedMs, outcome, instance, detail } = record;
                reads.push({
                    region,
                    startedMs,
                    endedMs,
                    outcome,
                    ...(instance === undefined ? {} : { instance }),
                    ...(detail === undefined ? {} : { detail }),
                });
                break;
            }
            case 'end':
                end = record.reason;
        }
    }
    return {
        number,
        firstSeq,
        startedAtMs,
        sentAtMs,
        writes,
        fencing,
        reads,
        ...(beacon === undefined ? {} : { beacon }),
        ...(end === undefined ? {} : { end }),
    };
}
function parseLine(schema, text, key, number) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (cause) {
        throw new ChunkFormatError(`${key}, line ${number}: not JSON`, { cause });
    }
    const parsed = schema.safeParse(value);
    if (!parsed.success)
        throw new ChunkFormatError(`${key}, line ${number}: ${errors/* prettifyError */.S1(parsed.error)}`);
    return parsed.data;
}
const padded = (number, digits) => String(number).padStart(digits, '0');
const segmentPrefix = (runId, segment) => `runs/${runId}/segment-${padded(segment, 3)}/`;
/** Where the objects of a run are. Numbers are padded, so that keys sort as they were written. */
const keys = {
    chunks: (runId, segment) => `${segmentPrefix(runId, segment)}chunk-`,
    chunk: (runId, segment, number) => `${keys.chunks(runId, segment)}${padded(number, 6)}.ndjson`,
    /** Whoever writes it first may write the segment: Lambda can deliver a request twice. */
    claim: (runId, segment) => `${segmentPrefix(runId, segment)}claim.json`,
    /** Where the numbering goes on after this segment. */
    handover: (runId, segment) => `${segmentPrefix(runId, segment)}handover.json`,
    beacon: (runId) => `runs/${runId}/beacon.json`,
    /** Once it exists, every segment of the run ends. */
    stop: (runId) => `runs/${runId}/stop.json`,
};
const claim = schemas/* strictObject */.rej({ owner: schemas/* string */.YjP() });
const handover = schemas/* strictObject */.rej({ nextSeq: schemas/* number */.aig().int().positive() });
const beacon = schemas/* strictObject */.rej({ sentAtMs: schemas/* number */.aig() });
const parseClaim = (text, key) => parseLine(claim, text, key, 1);
const parseHandover = (text, key) => parseLine(handover, text, key, 1);
const parseBeacon = (text, key) => parseLine(beacon, text, key, 1);

;// CONCATENATED MODULE: ./src/drill/segments/clock-alignment.ts
/** Two quartz clocks of servers part by less than this: 100 ms in 1,000 s. */
const DRIFT = 1e-4;
/**
 * Finds where the clock of a function stands beside the clock of the drill, without believing any wall clock.
 *
 * Nothing can be read before it was sent. A chunk that the function stamped at f and the drill had read at d gives offset ≤ d − f; a
 * beacon that the drill stamped at d and the function had seen at f gives offset ≥ d − f, and so does the invocation, which came before
 * the function began. The offset lies between the best of both, and half of what remains open is the uncertainty; it is as small as the
 * fastest messages, and never smaller than what the two clocks can have drifted apart meanwhile.
 *
 * @param invokedAtMs before the function was invoked, by the drill's clock
 * @param chunks at least one
 */
function alignClocks(invokedAtMs, chunks) {
    const [first] = chunks;
    if (first === undefined)
        throw new RangeError('a segment without chunks has no clock');
    let atMost = Infinity;
    let atLeast = invokedAtMs - first.startedAtMs;
    let lastMs = first.startedAtMs;
    for (const { readAtMs, sentAtMs, beacon } of chunks) {
        atMost = Math.min(atMost, readAtMs - sentAtMs);
        lastMs = Math.max(lastMs, sentAtMs);
        if (beacon !== undefined)
            atLeast = Math.max(atLeast, beacon.sentAtMs - beacon.seenAtMs);
    }
    return {
        offsetMs: (atLeast + atMost) / 2,
        // Drift can even make the two limits cross; they are then that much further from the truth.
        uncertaintyMs: Math.abs(atMost - atLeast) / 2 + DRIFT * (lastMs - first.startedAtMs),
    };
}

;// CONCATENATED MODULE: ./src/drill/segments/merge.ts

/**
 * One history, by the clock of the drill, from the segments of a run.
 *
 * - Durations inside a segment are exact: they come from one monotonic clock. Between segments, and against the marks of the drill, they
 *   may be wrong by the uncertainty of the alignment, which goes into the result.
 * - A segment numbers its writes without gaps, so a missing number is a write that nobody saw.
 * - A segment that did not say that it had ended may have gone on until the next one wrote, or until the drill stopped.
 *
 * What nobody saw is filled in as `unknown`, never as success, and never as failure.
 *
 * @param stoppedAtMs when the drill asked the probe to stop
 * @param wantsFencing whether the probe was asked to look at the old writer
 */
function mergeSegments(logs, stoppedAtMs, wantsFencing) {
    const segments = logs.filter(({ chunks }) => chunks.length > 0).map(align);
    const writes = segments.flatMap((segment, index) => {
        const seen = withMissingNumbers(segment.writes);
        const next = segments.slice(index + 1).find((later) => later.writes.length > 0);
        const isOver = segment.end === 'stopped' || (segment.end === 'time' && next !== undefined);
        const last = seen.at(-1);
        if (isOver || last === undefined)
            return seen;
        const untilMs = next?.writes[0]?.startedMs ?? stoppedAtMs;
        return untilMs <= last.endedMs ? seen : [...seen, inferred(last.seq + 1, last.endedMs, untilMs)];
    });
    return {
        writes: inOrder(writes),
        fencing: wantsFencing ? inOrder(segments.flatMap(({ fencing }) => fencing)) : undefined,
        reads: inOrder(segments.flatMap(({ reads }) => reads)),
        clockUncertaintyMs: Math.max(0, ...segments.map(({ uncertaintyMs }) => uncertaintyMs)),
    };
}
function align({ invokedAtMs, chunks }) {
    const alignment = alignClocks(invokedAtMs, chunks);
    const shifted = (records) => records.map((record) => shift(record, alignment));
    const firstSeq = chunks[0]?.firstSeq ?? 1;
    const writes = inOrder(shifted(chunks.flatMap((chunk) => chunk.writes)));
    const first = writes[0];
    // The first chunk may be the one that is missing.
    const unseen = first !== undefined && first.seq > firstSeq
        ? fill(firstSeq, first.seq, (chunks[0]?.startedAtMs ?? 0) + alignment.offsetMs, first.startedMs)
        : [];
    return {
        writes: [...unseen, ...writes],
        fencing: shifted(chunks.flatMap((chunk) => chunk.fencing)),
        reads: shifted(chunks.flatMap((chunk) => chunk.reads)),
        uncertaintyMs: alignment.uncertaintyMs,
        end: chunks.at(-1)?.end,
    };
}
function shift(record, { offsetMs }) {
    return { ...record, startedMs: record.startedMs + offsetMs, endedMs: record.endedMs + offsetMs };
}
function withMissingNumbers(writes) {
    return writes.flatMap((write, index) => {
        const before = writes[index - 1];
        if (before === undefined || write.seq <= before.seq + 1)
            return [write];
        return [...fill(before.seq + 1, write.seq, before.endedMs, write.startedMs), write];
    });
}
function fill(fromSeq, untilSeq, fromMs, untilMs) {
    return Array.from({ length: untilSeq - fromSeq }, (_, index) => inferred(fromSeq + index, fromMs, untilMs));
}
function inferred(seq, startedMs, endedMs) {
    return {
        seq,
        startedMs,
        endedMs,
        outcome: 'unknown',
        detail: 'nobody saw this write: a part of the history is missing',
        isInferred: true,
    };
}
function inOrder(records) {
    return [...records].sort((a, b) => a.endedMs - b.endedMs);
}

;// CONCATENATED MODULE: ./src/drill/segments/segment-collector.ts

/** Reads the chunks of one segment as they appear, on the drill's side. */
class SegmentCollector {
    runId;
    segment;
    invokedAtMs;
    ports;
    chunks = new Map();
    /** When the newest chunk was first read, or the segment was invoked, by the drill's clock. */
    lastSignAtMs;
    /** When the first chunk was read: before, the segment may have waited for its turn. */
    begunAtMs;
    constructor(runId, segment, invokedAtMs, ports) {
        this.runId = runId;
        this.segment = segment;
        this.invokedAtMs = invokedAtMs;
        this.ports = ports;
        this.lastSignAtMs = invokedAtMs;
    }
    /**
     * Reads the chunks that are new since the last call.
     *
     * @param thorough looks for all chunks again; otherwise only for younger ones than the newest that is known
     * @returns the new chunks
     * @throws what the object store throws, and ChunkFormatError
     */
    async collect(thorough = false) {
        const { store, clock } = this.ports;
        const newest = [...this.chunks.keys()].sort().at(-1);
        const found = await store.list(keys.chunks(this.runId, this.segment), thorough ? undefined : newest);
        const fresh = [];
        for (const key of found) {
            if (this.chunks.has(key))
                continue;
            const text = await store.read(key);
            if (text === undefined)
                continue;
            const chunk = { ...parseChunk(text, key), readAtMs: clock.monotonicMs() };
            this.chunks.set(key, chunk);
            this.lastSignAtMs = chunk.readAtMs;
            this.begunAtMs ??= chunk.readAtMs;
            fresh.push(chunk);
        }
        return fresh;
    }
    get isEnded() {
        return this.log().chunks.at(-1)?.end !== undefined;
    }
    /** The number after the last write that is known. */
    get nextSeq() {
        const { chunks } = this.log();
        const writes = chunks.flatMap((chunk) => chunk.writes);
        return writes.reduce((next, write) => Math.max(next, write.seq + 1), chunks[0]?.firstSeq ?? 1);
    }
    log() {
        const inOrder = [...this.chunks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, chunk]) => chunk);
        return { segment: this.segment, invokedAtMs: this.invokedAtMs, chunks: inOrder };
    }
}

;// CONCATENATED MODULE: ./src/drill/segments/remote-run.ts





/** The probe did not begin, or its history cannot be read. */
class RemoteProbeError extends Error {
    name = 'RemoteProbeError';
}
/** Time between two looks for chunks, and between two beacons, in ms. None is a fraction of another; see run-segment.ts. */
const COLLECT_INTERVAL_MS = 290;
const BEACON_INTERVAL_MS = 1_130;
/** A function in a VPC that has not run for weeks can take this long to begin, in ms. */
const START_LIMIT_MS = 90_000;
/** A chunk comes each second. After so long without one, in ms, the function is taken for dead and another one is started. */
const SILENCE_MS = 6_000;
/** The next segment is started so long before the present one ends, in ms: it has to be there, and wait for the handover. */
const LEAD_MS = 45_000;
/** Last attempts and the last chunk of a segment take at most so long, in ms. */
const LAST_WORDS_LIMIT_MS = 25_000;
/**
 * One run of the probe function, however many calls it takes.
 *
 * Each call is a segment. The next one is invoked before the present one ends, waits for its handover, and goes on with the next
 * number. A segment that falls silent is replaced; the new one leaves out all numbers that the silent one may still be using.
 *
 * Times that are told on the way are by the alignment of the clocks so far, which gets better; those of `stop` are by all that is known.
 */
class RemoteRun {
    options;
    ports;
    segmentMs;
    collectors = [];
    stopping = new AbortController();
    attempts = [];
    working = Promise.resolve();
    constructor(options, ports, segmentMs) {
        this.options = options;
        this.ports = ports;
        this.segmentMs = segmentMs;
    }
    /** @throws RemoteProbeError when no write was tried in time; whatever the function's adapter throws when it cannot be invoked */
    static async start(options, ports, segmentMs = LONGEST_SEGMENT_MS) {
        const run = new RemoteRun(options, ports, segmentMs);
        await run.invoke({ kind: 'number', seq: 1 });
        run.working = Promise.all([run.collecting(), run.sendingBeacons()]).then(() => undefined);
        const startedMs = ports.clock.monotonicMs();
        while (run.attempts.length === 0) {
            if (ports.clock.monotonicMs() - startedMs > START_LIMIT_MS) {
                await run.stop();
                throw new RemoteProbeError(`the probe function wrote nothing within ${START_LIMIT_MS / 1000} s after it was invoked; its log group says why`);
            }
            await ports.clock.sleep(COLLECT_INTERVAL_MS);
        }
        return run;
    }
    seen() {
        return this.attempts;
    }
    async stop() {
        const { clock, store, logger } = this.ports;
        const stoppedAtMs = clock.monotonicMs();
        this.stopping.abort();
        await this.working;
        let isTold = false;
        while (clock.monotonicMs() - stoppedAtMs < LAST_WORDS_LIMIT_MS) {
            try {
                // A stop that is there already is ours.
                if (!isTold)
                    await store.create(keys.stop(this.options.runId), JSON.stringify({ stop: true }));
                isTold = true;
                for (const collector of this.collectors)
                    this.take(await collector.collect());
                // A segment that waits for its turn has written nothing, and never will.
                const started = this.collectors.filter((collector) => collector.begunAtMs !== undefined);
                if (started.length > 0 && started.at(-1)?.isEnded === true)
                    break;
            }
            catch (error) {
                logger.debug(`reading the history failed, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
            }
            await clock.sleep(COLLECT_INTERVAL_MS);
        }
        for (const collector of this.collectors) {
            try {
                this.take(await collector.collect(true));
            }
            catch (error) {
                logger.warn(`a part of the history of segment ${collector.segment} cannot be read: ${(0,reason_of/* reasonOf */.A)(error)}`);
            }
        }
        return this.merged(stoppedAtMs);
    }
    async invoke(first) {
        const { runId, intervalMs, timeoutMs, fencing, readers } = this.options;
        const segment = this.collectors.length + 1;
        const collector = new SegmentCollector(runId, segment, this.ports.clock.monotonicMs(), this.ports);
        const request = {
            operation: 'probe',
            runId,
            segment,
            first,
            forMs: this.segmentMs,
            intervalMs,
            timeoutMs,
            ...(fencing === undefined ? {} : { fencing }),
            readers: [...readers],
        };
        await this.ports.function.start(request);
        this.collectors.push(collector);
    }
    async collecting() {
        const { clock, logger } = this.ports;
        while (!this.stopping.signal.aborted) {
            try {
                for (const collector of this.collectors.slice(-2))
                    this.take(await collector.collect());
                await this.succeed();
            }
            catch (error) {
                logger.debug(`following the probe function failed, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
            }
            await clock.sleep(COLLECT_INTERVAL_MS, this.stopping.signal);
        }
    }
    /** Invokes the next segment when the present one is near its end, or silent. */
    async succeed() {
        const { clock, store, logger } = this.ports;
        const nowMs = clock.monotonicMs();
        const newest = this.collectors.at(-1);
        const present = this.collectors.findLast((collector) => collector.begunAtMs !== undefined);
        if (newest === undefined || present?.begunAtMs === undefined)
            return;
        const hasSuccessor = newest !== present;
        if (!present.isEnded && nowMs - present.lastSignAtMs > SILENCE_MS) {
            const seq = present.nextSeq + NUMBERS_OF_A_SEGMENT;
            logger.warn(`the probe function fell silent in segment ${present.segment}; the next one begins with write ${seq}`);
            // In its place: whichever of the two handovers comes first counts, and both leave no number to be used twice.
            if (hasSuccessor) {
                await store.create(keys.handover(this.options.runId, present.segment), JSON.stringify({ nextSeq: seq }));
            }
            else {
                await this.invoke({ kind: 'number', seq });
            }
        }
        else if (!hasSuccessor && nowMs - present.begunAtMs > this.segmentMs - LEAD_MS) {
            await this.invoke({ kind: 'handover' });
        }
    }
    async sendingBeacons() {
        const { clock, store, logger } = this.ports;
        const key = keys.beacon(this.options.runId);
        while (!this.stopping.signal.aborted) {
            try {
                await store.replace(key, JSON.stringify({ sentAtMs: clock.monotonicMs() }));
            }
            catch (error) {
                logger.debug(`a beacon was not sent: ${(0,reason_of/* reasonOf */.A)(error)}`);
            }
            await clock.sleep(BEACON_INTERVAL_MS, this.stopping.signal);
        }
    }
    take(fresh) {
        if (fresh.length === 0)
            return;
        const before = new Set(this.attempts.map(({ seq }) => seq));
        this.attempts = this.merged(-Infinity).writes;
        for (const attempt of this.attempts) {
            if (!before.has(attempt.seq) && attempt.isInferred !== true)
                this.options.onAttempt(attempt);
        }
    }
    merged(stoppedAtMs) {
        return mergeSegments(this.collectors.map((collector) => collector.log()), stoppedAtMs, this.options.fencing !== undefined);
    }
}

;// CONCATENATED MODULE: ./src/drill/segments/remote-probe.ts




/** The probe as a function inside the VPC, driven by invocations; its history comes through the bucket of its region. */
function remoteProbe(ports) {
    const call = (request) => ports.function.call(request);
    return {
        prepare: async () => {
            await call({ operation: 'prepare' });
        },
        start: async (options) => RemoteRun.start(options, ports),
        async survivors(runId, { kind: place }) {
            const found = [];
            let after = 0;
            while (after !== null) {
                const page = survivorsAnswer.parse(await call({ operation: 'survivors', runId, place, after }));
                found.push(...fromRanges(page.ranges));
                after = page.next;
            }
            return found;
        },
        inspect: (place, tables, horizon) => takeManifest({ place, tables, horizon }, ports.clock, (question) => call({ operation: 'inspect', place: place.kind, question })),
        serverTime: async () => new Date(serverTimeAnswer.parse(await call({ operation: 'server-time' })).ms),
        writeOnce: async () => writeOnceAnswer.parse(await call({ operation: 'write-once' })).instance,
        async lag({ region, timeoutMs }) {
            const answer = lagAnswer.parse(await call({ operation: 'lag', region, timeoutMs }));
            if ('failure' in answer)
                throw new lag/* LagUnknownError */.ru(answer.failure);
            return answer.lagMs;
        },
        cleanUp: async (runId) => {
            await call({ operation: 'clean-up', runId });
        },
    };
}

;// CONCATENATED MODULE: ./actions/drill/src/probes.ts








/** The probes of a drill. With `function` each region has its own, so that a loss is watched from the region that is not lost. */
function drillProbes(place, environment, ports) {
    if (place === 'runner') {
        const probe = localProbe({ ...ports, writerName: environment.dns.writerName });
        return { in: () => probe };
    }
    return {
        in: (region) => remoteProbe({
            function: probeFunction(environment, region),
            store: s3ObjectStore({
                bucket: (0,environment_names/* drillProbeNames */.Cw)(environment, region).bucket,
                client: new client_s3_dist_cjs/* S3Client */.YxF({
                    region,
                    // The emulator has no name for each bucket.
                    forcePathStyle: environment.target === 'sandbox',
                    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
                }),
            }),
            clock: ports.clock,
            logger: ports.logger,
        }),
    };
}
/** Logs in with the secrets of a region, always by the function there: a drill may not read what applications log in with. */
function drillLogins(environment) {
    return (region) => remoteLogins(probeFunction(environment, region));
}
function probeFunction(environment, region) {
    return lambdaFunction({
        name: (0,environment_names/* drillProbeNames */.Cw)(environment, region).function,
        // The longest answer is that of a write that nobody takes; without a limit the SDK would wait for a lost connection.
        client: new client_lambda_dist_cjs/* LambdaClient */.Nox({ region, requestHandler: { connectionTimeout: 2_000, requestTimeout: 30_000 } }),
    });
}

;// CONCATENATED MODULE: ./actions/drill/src/services.ts


































/** Limit for each wait on the control plane that makes or removes something, in ms, and the time between two looks. */
const CONTROL_PLANE = { deadlineMs: 60 * 60_000, pollIntervalMs: 2_000 };
/** A lost region swallows requests; without limits the SDK would wait for it, and the promotion with it. */
const IMPATIENT = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } };
/** What the drills of an environment are done with, with AWS clients of their own. Nothing is asked of AWS here. */
function servicesOf(environment, inputs, interrupted) {
    const names = (0,environment_names/* resourceNames */.Nr)(environment);
    const { state, name } = environment;
    const clock = system_clock/* systemClock */.m;
    const logger = actions_logger/* actionsLogger */.M;
    const awsCalls = [];
    const recorded = (client) => recordingCalls(client, clock, (call) => awsCalls.push(call));
    const rdsFor = perRegion((region) => recorded(new client_rds_dist_cjs/* RDSClient */.rYe({ region, ...IMPATIENT })));
    const dynamoDbFor = perRegion((region) => new client_dynamodb_dist_cjs/* DynamoDBClient */.MGV({ region, ...IMPATIENT }));
    const secretsFor = perRegion((region) => recorded(new client_secrets_manager_dist_cjs/* SecretsManagerClient */._H({ region, ...IMPATIENT })));
    const globalDatabase = rdsGlobalDatabase({
        globalClusterId: names.globalCluster,
        // The region that is not at home first: it is the one that still answers when home is lost.
        regions: [...schema/* REGIONS */.i].sort((a, b) => Number(a === environment.homeRegion) - Number(b === environment.homeRegion)),
        clientFor: rdsFor,
    });
    const sql = pgSqlConnector({
        ca: readCa(inputs.databaseCaFile),
        ...(inputs.socksProxy === undefined ? {} : { socksProxy: inputs.socksProxy }),
        applicationName: 'dr-drill',
    });
    const credentials = secretsManagerCredentials({
        secretId: names.secret,
        region: state.region,
        client: secretsFor(state.region),
        maskSecret: core/* setSecret */.Pq,
    });
    const controllers = dynamoDbControllerRecords({
        table: names.failoverTable,
        globalClusterId: names.globalCluster,
        clientFor: dynamoDbFor,
    });
    const faultInjector = inputs.faultHook === undefined ? undefined : httpFaultInjector(inputs.faultHook);
    const drillState = dynamoDbDrillState({
        table: state.lockTable,
        environment: name,
        client: leaseClient(state.region),
    });
    const probes = drillProbes(inputs.probe, environment, { sql, credentials, clock, logger });
    const secrets = schema/* REGIONS */.i.flatMap((region) => [names.secret, names.applicationSecret].map((secret) => ({
        region,
        secret: secretsManagerVersions({ secretArn: secret, client: secretsFor(region) }),
    })));
    return {
        names,
        clock,
        logger,
        awsCalls,
        interlock: awsInterlock({ environment, clock, logger }),
        globalDatabase,
        sql,
        credentials,
        controllers,
        faultInjector,
        drillState,
        probes,
        logins: drillLogins(environment),
        secrets,
        rotatingSecrets: schema/* REGIONS */.i.flatMap((region) => [
            secretsManagerRotation({
                name: names.applicationSecret,
                region,
                user: 'application',
                client: secretsFor(region),
            }),
            secretsManagerRotation({ name: names.secret, region, user: 'master', client: secretsFor(region) }),
        ]),
        rehearsals: dynamoDbRehearsalBoard({
            table: names.failoverTable,
            globalClusterId: names.globalCluster,
            clientFor: dynamoDbFor,
        }),
        rdsFor,
        dynamoDbFor,
        secretsFor,
        newRunId: external_node_crypto_.randomUUID,
        interrupted,
        /** Withdraws whatever was announced to the controller of a region. */
        async endRehearsal(controllerRegion) {
            const place = { table: names.failoverTable, globalClusterId: names.globalCluster };
            const announced = await dynamoDbRehearsals({ ...place, client: dynamoDbFor(controllerRegion) })
                .announced()
                .catch((error) => {
                // No table, no controller: nobody to be told.
                if (error instanceof client_dynamodb_dist_cjs/* ResourceNotFoundException */.lBX)
                    return undefined;
                throw error;
            });
            if (announced === undefined)
                return;
            await dynamoDbRehearsalBoard({ ...place, clientFor: dynamoDbFor }).withdraw(controllerRegion, announced.id);
        },
        temporary: rdsReaper({
            environment: name,
            regions: schema/* REGIONS */.i,
            clusterIds: Object.values(names.clusters),
            clientFor: rdsFor,
            clock,
            ...CONTROL_PLANE,
        }),
        preflight: {
            clock,
            logger,
            globalDatabase,
            controllers,
            settings: rdsDatabaseSettings(rdsFor),
            alarms: cloudWatchAlarms({
                environmentSuffix: environment.environmentSuffix,
                regions: schema/* REGIONS */.i,
                clientFor: perRegion((region) => new dist_cjs/* CloudWatchClient */.WBn({ region, ...IMPATIENT })),
            }),
            secrets,
            freezes: schema/* REGIONS */.i.map((region) => ({
                region,
                freeze: dynamoDbRotationFreeze({ table: names.failoverTable, client: dynamoDbFor(region), clock }),
            })),
            drillState: lastDrillOf(drillState),
            probes,
            newRunId: external_node_crypto_.randomUUID,
        },
        /** The backups that count are those of the cluster that writes now, wherever that is. */
        async backupRestore() {
            const status = await globalDatabase.describe();
            const writer = (0,target/* currentWriter */.jX)(status);
            const other = status.members.find(({ region }) => region !== writer.region);
            if (other === undefined)
                throw new Error('there is no second region to restore a snapshot in');
            return rdsBackupRestore({
                clientFor: rdsFor,
                clock,
                source: writer,
                other,
                tags: { Environment: 'production', 'DR-Tier': 'critical', [DRILL_TAG]: name },
                ...CONTROL_PLANE,
            });
        },
        /** The state bucket, in which the next plans look for the last drills. */
        records: s3ObjectStore({ bucket: state.bucket, client: s3Client(environment) }),
    };
}
/** A client for S3 in the region of the state. */
function s3Client({ state, target }) {
    return new client_s3_dist_cjs/* S3Client */.YxF({
        region: state.region,
        // The emulator has no name for each bucket.
        forcePathStyle: target === 'sandbox',
        requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
    });
}
/** One client for each region, made when it is first asked for. */
function perRegion(make) {
    const made = new Map();
    return (region) => {
        const client = made.get(region) ?? make(region);
        made.set(region, client);
        return client;
    };
}
function readCa(file) {
    try {
        return (0,external_node_fs_.readFileSync)(file, 'utf8');
    }
    catch (cause) {
        throw new action_inputs/* InputError */.dz(`input "database-ca-file": ${file} cannot be read`, { cause });
    }
}
/** The other region, as there are two. */
function otherRegion(region) {
    return schema/* REGIONS */.i.find((candidate) => candidate !== region) ?? schema/* REGIONS */.i[0];
}


/***/ }),

/***/ 4632:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ actionsLogger)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7264);

/** Writes to the log of a workflow run; values registered with `core.setSecret` are masked by the runner. */
const actionsLogger = {
    debug: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .debug */ .Yz(message);
    },
    info: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(message);
    },
    warn: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(message);
    },
    error: (message) => {
        _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3(message);
    },
    group: (title, work) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .group */ .Os(title, work),
};


/***/ }),

/***/ 9486:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ ecdsaSignatureCheck),
/* harmony export */   r: () => (/* binding */ publicKeyPem)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

/** Checks signatures here, without KMS. A key or a signature that is none checks nothing. */
const ecdsaSignatureCheck = (publicKey, signed, signature) => {
    try {
        const key = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)(publicKey);
        return key.asymmetricKeyType === 'ec' && (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.verify)('sha256', signed, { key, dsaEncoding: 'der' }, signature);
    }
    catch {
        return false;
    }
};
/**
 * The public key in PEM, in the one form that is written for it.
 *
 * @throws TypeError when it is not a public key of the curve P-256 (ECC_NIST_P256 in KMS)
 */
function publicKeyPem(key) {
    const read = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createPublicKey)(typeof key === 'string' ? key : { key: Buffer.from(key), format: 'der', type: 'spki' });
    if (read.asymmetricKeyType !== 'ec' || read.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
        throw new TypeError('it is not a public key of the curve P-256');
    return read.export({ format: 'pem', type: 'spki' }).toString();
}


/***/ }),

/***/ 4601:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ kmsEvidenceSigner)
/* harmony export */ });
/* unused harmony export EvidenceSignerError */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _aws_sdk_client_kms__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2632);
/* harmony import */ var _ecdsa_signatures__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9486);



/** KMS does not sign; the message says which key was asked for and what to check. */
class EvidenceSignerError extends Error {
    name = 'EvidenceSignerError';
}
/**
 * Signs with a key of KMS, which never leaves it: what was signed once cannot be signed by anybody else, and each signature is in CloudTrail. KMS is
 * sent the digest, because it takes no message of more than 4,096 bytes.
 *
 * Needs kms:GetPublicKey and kms:Sign.
 */
function kmsEvidenceSigner({ keyId, client }) {
    return {
        async key() {
            const answer = await client.send(new _aws_sdk_client_kms__WEBPACK_IMPORTED_MODULE_2__/* .GetPublicKeyCommand */ .QSA({ KeyId: keyId })).catch((cause) => {
                throw failure(`did not give the public key of ${keyId}`, 'kms:GetPublicKey', cause);
            });
            try {
                if (answer.KeyId === undefined || answer.PublicKey === undefined)
                    throw new TypeError('there is no key in the answer');
                return { id: answer.KeyId, publicKey: (0,_ecdsa_signatures__WEBPACK_IMPORTED_MODULE_1__/* .publicKeyPem */ .r)(answer.PublicKey) };
            }
            catch (cause) {
                throw failure(`gave another key than evidence is signed with (ECC_NIST_P256) as ${keyId}`, undefined, cause);
            }
        },
        async sign(bytes) {
            const { Signature: signature } = await client
                .send(new _aws_sdk_client_kms__WEBPACK_IMPORTED_MODULE_2__/* .SignCommand */ .fJE({
                KeyId: keyId,
                Message: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest(),
                MessageType: 'DIGEST',
                SigningAlgorithm: 'ECDSA_SHA_256',
            }))
                .catch((cause) => {
                throw failure(`did not sign with ${keyId}`, 'kms:Sign', cause);
            });
            if (signature === undefined)
                throw failure(`answered without a signature of ${keyId}`, undefined, undefined);
            return signature;
        },
    };
}
function failure(what, right, cause) {
    const reason = cause instanceof Error ? `: ${cause.message || cause.name}` : '';
    return new EvidenceSignerError(`KMS ${what}${reason}${hint(right, cause)}`, { cause });
}
function hint(right, cause) {
    if (cause instanceof _aws_sdk_client_kms__WEBPACK_IMPORTED_MODULE_2__/* .NotFoundException */ .X6z)
        return '; terraform/bootstrap makes it: apply that of this environment again';
    // The SDK has no class for it: it is an error of every service.
    if (right !== undefined && cause instanceof Error && cause.name === 'AccessDeniedException')
        return `; the role of this job needs ${right} for this environment, which terraform/bootstrap gives it: apply that again`;
    if (cause instanceof Error && /^(?:Disabled|KMSInvalidState)Exception$/.test(cause.name))
        return '; enable the key again, or cancel its deletion';
    return '';
}


/***/ }),

/***/ 1616:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ environmentFiles)
/* harmony export */ });
/* unused harmony export gitChangedFiles */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _actions_exec__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2876);



/** Reads `environments/*.yaml` below `root`. */
function environmentFiles(root) {
    return {
        async readAll() {
            const names = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, 'environments'))).filter((name) => /\.ya?ml$/.test(name)).sort();
            return Promise.all(names.map(async (name) => ({
                file: `environments/${name}`,
                text: await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(root, 'environments', name), 'utf8'),
            })));
        },
    };
}
/** Asks git what differs from a commit. */
function gitChangedFiles(root) {
    return {
        async since(base) {
            // A branch name that begins with a hyphen would be an option of git.
            if (!/^[0-9a-f]{40}$/.test(base))
                throw new RangeError(`"${base}" is not a full commit hash`);
            const { exitCode, stdout } = await getExecOutput('git', ['-C', root, 'diff', '--name-only', '-z', '--no-renames', base, 'HEAD', '--'], { silent: true, ignoreReturnCode: true });
            // The commit is not in this checkout, as after a force push: then nobody knows what changed.
            return exitCode === 0 ? stdout.split('\0').filter((path) => path !== '') : undefined;
        },
    };
}


/***/ }),

/***/ 2327:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   VL: () => (/* binding */ s3EvidenceStore)
/* harmony export */ });
/* unused harmony exports EvidenceStoreError, s3EvidenceVersions */
/* harmony import */ var _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3711);
/* harmony import */ var _s3_keys__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7009);


/** The evidence cannot be stored or read; the message names the bucket and the key. */
class EvidenceStoreError extends Error {
    name = 'EvidenceStoreError';
}
/**
 * Evidence as objects of a bucket of its own. What each object is locked for is the bucket's default retention, so that whoever may write can
 * choose no shorter one. S3 checks a digest of what it is sent before it keeps it, because it can never be replaced.
 *
 * Needs s3:GetObject, s3:PutObject and s3:ListBucket: without the last, S3 says "forbidden" of an object that does not exist.
 */
function s3EvidenceStore({ bucket, client }) {
    return {
        async create(key, bytes) {
            try {
                await client.send(new _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__/* .PutObjectCommand */ .wKZ({
                    Bucket: bucket,
                    Key: key,
                    Body: bytes,
                    ContentType: key.endsWith('.pem') ? 'application/x-pem-file' : 'application/json',
                    ChecksumAlgorithm: 'SHA256',
                    IfNoneMatch: '*',
                }));
                return true;
            }
            catch (cause) {
                // 412: it exists. 409: somebody else is creating it at this moment.
                const status = cause instanceof _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__/* .S3ServiceException */ .Hcp ? cause.$metadata.httpStatusCode : undefined;
                if (status === 412 || status === 409)
                    return false;
                throw failure(`${key} cannot be stored in ${bucket}`, 's3:PutObject on evidence/', cause);
            }
        },
        async read(key) {
            try {
                const { Body } = await client.send(new _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__/* .GetObjectCommand */ .jLs({ Bucket: bucket, Key: key }));
                return await Body?.transformToByteArray();
            }
            catch (cause) {
                if (cause instanceof _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__/* .NoSuchKey */ ._kG)
                    return undefined;
                throw failure(`${key} in ${bucket} cannot be read`, 's3:GetObject on evidence/', cause);
            }
        },
        async list(prefix) {
            try {
                return await (0,_s3_keys__WEBPACK_IMPORTED_MODULE_1__/* .listKeys */ .T)(client, bucket, prefix);
            }
            catch (cause) {
                throw failure(`${prefix} in ${bucket} cannot be listed`, 's3:ListBucket', cause);
            }
        },
    };
}
/**
 * What the bucket keeps of objects that were deleted or written again. Object Lock keeps every version, so even the newest entries cannot be taken
 * away without leaving a trace here.
 *
 * Needs s3:ListBucketVersions, which is for whoever verifies, and not for a drill.
 */
function s3EvidenceVersions({ bucket, client }) {
    return {
        async hidden(prefix) {
            const found = [];
            let markers = {};
            try {
                do {
                    const page = await listVersions(client, bucket, prefix, markers);
                    for (const { Key: key, VersionId: versionId = 'null', IsLatest, LastModified: at } of page.Versions ?? [])
                        if (key !== undefined && IsLatest !== true)
                            found.push({ key, versionId, what: 'replaced', at });
                    for (const { Key: key, VersionId: versionId = 'null', IsLatest, LastModified: at } of page.DeleteMarkers ??
                        [])
                        if (key !== undefined)
                            found.push({ key, versionId, what: IsLatest === true ? 'deleted' : 'replaced', at });
                    const { NextKeyMarker, NextVersionIdMarker } = page;
                    markers =
                        NextKeyMarker === undefined
                            ? undefined
                            : {
                                KeyMarker: NextKeyMarker,
                                ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
                            };
                } while (markers !== undefined);
            }
            catch (cause) {
                throw failure(`the versions of ${prefix} in ${bucket} cannot be listed`, 's3:ListBucketVersions', cause);
            }
            return found;
        },
    };
}
function listVersions(client, bucket, prefix, markers) {
    return client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...markers }));
}
function failure(what, right, cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    return new EvidenceStoreError(`${what}: ${reason}${hint(right, cause)}`, { cause });
}
function hint(right, cause) {
    if (!(cause instanceof Error))
        return '';
    if (cause.name === 'NoSuchBucket')
        return '; terraform/bootstrap makes it: apply that of this environment again';
    return cause.name === 'AccessDenied'
        ? `; it needs ${right} of this environment, which terraform/bootstrap gives the drill role: apply that again`
        : '';
}


/***/ }),

/***/ 7009:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ listKeys)
/* harmony export */ });
/* harmony import */ var _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3711);

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
        const page = await client.send(new _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_0__/* .ListObjectsV2Command */ .u6x({
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

/***/ 9180:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_perf_hooks__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(643);
/* harmony import */ var node_perf_hooks__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_perf_hooks__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_1__);


/** The machine's clocks. */
const systemClock = {
    now: () => new Date(),
    monotonicMs: () => node_perf_hooks__WEBPACK_IMPORTED_MODULE_0__.performance.now(),
    async sleep(ms, signal) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(Math.max(0, ms), undefined, signal === undefined ? {} : { signal });
        }
        catch (error) {
            if (signal?.aborted !== true)
                throw error;
        }
    },
};


/***/ }),

/***/ 9692:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  U_: () => (/* binding */ LAG_INTERVAL_MS),
  ru: () => (/* binding */ LagUnknownError),
  _i: () => (/* binding */ askReplicationLag),
  F: () => (/* binding */ sampleLag),
  eA: () => (/* binding */ watchLag)
});

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(7597);
;// CONCATENATED MODULE: ./src/health/verdict.ts
const verdict_FIT = { isFit: true };
function verdict_unfit(reason) {
    return { isFit: false, reason };
}

;// CONCATENATED MODULE: ./src/health/observation.ts


/** A server answered a question with something else than its role. */
class ObservationError extends Error {
    name = 'ObservationError';
}
const writerRow = schemas/* object */.Ikc({ is_in_recovery: schemas/* boolean */.zMY(), is_read_only: schemas/* boolean */.zMY() });
const readerRow = schemas/* object */.Ikc({ is_in_recovery: schemas/* boolean */.zMY(), lag_ms: schemas/* number */.aig().nullable() });
/** @throws ObservationError */
function parseWriterRow(row) {
    const parsed = writerRow.safeParse(row);
    if (!parsed.success)
        throw new ObservationError(`unexpected answer about the writer: ${parsed.error.message}`);
    return { isInRecovery: parsed.data.is_in_recovery, isReadOnly: parsed.data.is_read_only };
}
/** @throws ObservationError */
function parseReaderRow(row) {
    const parsed = readerRow.safeParse(row);
    if (!parsed.success)
        throw new ObservationError(`unexpected answer about a reader: ${parsed.error.message}`);
    return { isInRecovery: parsed.data.is_in_recovery, lagMs: parsed.data.lag_ms ?? undefined };
}
/** H1: the writer name may lead here only while writes are taken. How far any replica lags has no say in it. */
function judgeWriter(seen) {
    if (seen.isInRecovery)
        return unfit('standby');
    return seen.isReadOnly ? unfit('readonly') : FIT;
}
/** H2: fit to be read is who writes, because it is never behind, and who follows closely enough. */
function judgeReader(seen, lagLimitMs) {
    if (!seen.isInRecovery)
        return FIT;
    if (seen.lagMs === undefined)
        return unfit('blind');
    return seen.lagMs < lagLimitMs ? FIT : unfit('lagging');
}

;// CONCATENATED MODULE: ./src/health/statements.ts
/**
 * Tells the role, and proves it by a write where one is allowed: a message in the log, which touches no table and so leaves no dead
 * row, no catalog entry and no space to be reclaimed. It is part of a transaction, whose commit is answered only once the log is
 * stored; a cluster whose storage takes no writes does not get that far, although `pg_is_in_recovery()` calls it a writer.
 * The price is one transaction id and about 150 bytes of log for each look, at most one a second from each copy of the function.
 *
 * A transaction that is read-only could write such a message too, hence the second condition.
 */
const WRITER_STATEMENT = `
  WITH role AS MATERIALIZED (
    SELECT pg_is_in_recovery() AS is_in_recovery, current_setting('transaction_read_only')::boolean AS is_read_only
  )
  SELECT is_in_recovery, is_read_only,
         CASE WHEN NOT is_in_recovery AND NOT is_read_only
              THEN pg_logical_emit_message(true, 'disaster-recovery-health', '') END AS proof
  FROM role`;
/** For a server without such messages: to be given a transaction id needs a server that writes, but the commit waits for nothing. */
const WRITER_STATEMENT_WITHOUT_MESSAGE = WRITER_STATEMENT.replace(/pg_logical_emit_message\(.*?\)/, 'pg_current_xact_id()');
/** Which of the statements below this server understands: naming a function that is not there is an error, even in a branch not taken. */
const ENGINE_STATEMENT = (/* unused pure expression or super */ null && (`SELECT to_regprocedure('aurora_replica_status()') IS NOT NULL AS is_aurora`));
/**
 * Aurora. Inside a global database the first function knows every instance of every region and how far it is behind the writer, also
 * across regions; for a cluster on its own only the second one does.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_global_db_instance_status.html
 */
const AURORA_READER_STATEMENT = (/* unused pure expression or super */ null && (`
  SELECT pg_is_in_recovery() AS is_in_recovery,
         coalesce(
           (SELECT visibility_lag_in_msec FROM aurora_global_db_instance_status()
             WHERE server_id = aurora_db_instance_identifier()),
           (SELECT replica_lag_in_msec FROM aurora_replica_status()
             WHERE server_id = aurora_db_instance_identifier())
         )::float8 AS lag_ms`));
/**
 * PostgreSQL. The age of the last replayed commit is the lag, as long as commits arrive: with an idle primary it would grow without
 * anything being late. {@link WRITER_STATEMENT} commits on the primary whenever Route 53 asks there, every second or so, and that
 * is what keeps it from growing. The messages of the replication protocol are no substitute: a standby of a standby gets them on time
 * from a neighbour that has itself been cut off.
 */
const POSTGRES_READER_STATEMENT = `
  SELECT pg_is_in_recovery() AS is_in_recovery,
         extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 * 1000 AS lag_ms`;

// EXTERNAL MODULE: ./src/drill/reason-of.ts
var reason_of = __webpack_require__(4899);
;// CONCATENATED MODULE: ./src/drill/lag.ts



/** Nobody can say how far a region is behind. */
class LagUnknownError extends Error {
    name = 'LagUnknownError';
}
/** Time between two questions, in ms. */
const LAG_INTERVAL_MS = 1_000;
/** Aurora works the lag out by itself; a number that is older than this says nothing of now, in ms. */
const FRESH_MS = 30_000;
const ROLE_STATEMENT = `
  SELECT pg_is_in_recovery() AS follows, to_regprocedure('aurora_global_db_status()') IS NOT NULL AS is_aurora`;
/**
 * The writer knows of each region how much of what it stored, and how much of what it committed, is not there yet; both are -1 for its own
 * region. What would be lost is judged, so the longer of the two counts.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_global_db_status.html
 */
const AURORA_STATEMENT = `
  SELECT greatest(durability_lag_in_msec, rpo_lag_in_msec)::float8 AS lag_ms,
         (extract(epoch FROM clock_timestamp() - last_lag_calculation_time) * 1000)::float8 AS age_ms
    FROM aurora_global_db_status() WHERE aws_region = $1`;
/**
 * Asks how far a region is behind: Aurora's writer, which knows, or on PostgreSQL the replica itself. The writer has to answer in either
 * case: the replica of a dead one grows old without being behind anything.
 *
 * New connections each time, so that a writer name that moved is seen.
 *
 * @param writer through the writer name
 * @throws LagUnknownError, SqlError, ObservationError
 */
async function askReplicationLag({ region, regions, timeoutMs }, writer, sql) {
    const known = await withSession(sql, writer, timeoutMs, async (session) => {
        const [role] = await session.query(ROLE_STATEMENT);
        if (role?.['follows'] !== false) {
            throw new LagUnknownError(`${writer.host} leads to a server that follows, so nobody knows who is behind`);
        }
        return role['is_aurora'] === true ? askAuroraWriter(session, region) : undefined;
    });
    if (known !== undefined)
        return known;
    const place = regions.find((candidate) => candidate.region === region);
    if (place === undefined)
        throw new LagUnknownError(`the endpoints of ${region} are not known`);
    const { readerEndpoint: host, port } = place;
    const reader = { ...writer, host, port, tlsServerName: host };
    return withSession(sql, reader, timeoutMs, async (session) => {
        const [row] = await session.query(POSTGRES_READER_STATEMENT);
        const { isInRecovery, lagMs } = parseReaderRow(row);
        if (!isInRecovery)
            throw new LagUnknownError(`${region} writes, and follows nobody`);
        if (lagMs === undefined)
            throw new LagUnknownError(`${region} has not replayed any commit yet`);
        // The clocks of two servers differ by a little.
        return Math.max(0, lagMs);
    });
}
async function askAuroraWriter(session, region) {
    const [row] = await session.query(AURORA_STATEMENT, [region]);
    if (row === undefined)
        throw new LagUnknownError(`the writer knows of no replica in ${region}`);
    const { lag_ms: lagMs, age_ms: ageMs } = row;
    if (typeof lagMs !== 'number' || typeof ageMs !== 'number') {
        throw new LagUnknownError(`the writer does not say how far ${region} is behind`);
    }
    if (lagMs < 0)
        throw new LagUnknownError(`${region} writes, and follows nobody`);
    if (ageMs > FRESH_MS) {
        throw new LagUnknownError(`what the writer says of ${region} is ${Math.round(ageMs / 1000)} s old, too old for a judgement`);
    }
    return lagMs;
}
async function withSession(sql, target, timeoutMs, work) {
    const session = await sql.connect(target, timeoutMs);
    try {
        return await work(session);
    }
    finally {
        await session.close();
    }
}
/** Asks once. Never rejects: that nobody can say is a sample, too. */
async function sampleLag(question, ports) {
    const { region } = question;
    const startedMs = ports.clock.monotonicMs();
    try {
        const lagMs = await ports.probe.lag(question);
        return { region, startedMs, endedMs: ports.clock.monotonicMs(), outcome: 'ok', lagMs };
    }
    catch (error) {
        return { region, startedMs, endedMs: ports.clock.monotonicMs(), outcome: 'fail', detail: (0,reason_of/* reasonOf */.A)(error) };
    }
}
/** Asks once a second until `signal` aborts, and tells each sample. Never rejects. */
async function watchLag(question, onSample, signal, ports) {
    for (;;) {
        const sample = await sampleLag(question, ports);
        // What was asked before the end and answered after it may be about other roles.
        if (signal.aborted)
            return;
        onSample(sample);
        await ports.clock.sleep(LAG_INTERVAL_MS - (sample.endedMs - sample.startedMs), signal);
    }
}


/***/ }),

/***/ 9872:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ refusalOf),
/* harmony export */   V: () => (/* binding */ GUARDS)
/* harmony export */ });
/** What is looked at before anything is touched; docs/drills.md says why each one matters. */
const GUARDS = [
    'lease',
    'window',
    'global-status',
    'move-in-progress',
    'instances',
    'engine-parity',
    'target-capacity',
    'parameter-parity',
    'replication-lag',
    'rotation',
    'alarms',
    'plan',
    'last-drill',
    'probe',
];
/** The sentence for a drill that was not run; `undefined` when every guard passed. */
function refusalOf(guards) {
    const stopping = guards.filter(({ outcome }) => outcome !== 'passed');
    if (stopping.length === 0)
        return undefined;
    return stopping
        .map(({ guard, outcome, value, limit }) => outcome === 'unknown'
        ? `${guard}: could not be looked at (${value}); needed: ${limit}`
        : `${guard}: ${value}; needed: ${limit}`)
        .join('; ');
}


/***/ }),

/***/ 4899:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ reasonOf)
/* harmony export */ });
/** The text of anything thrown. */
function reasonOf(error) {
    return error instanceof Error ? error.message || error.name : String(error);
}


/***/ }),

/***/ 197:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lx: () => (/* binding */ isClosed),
/* harmony export */   O2: () => (/* binding */ isUntouched),
/* harmony export */   YP: () => (/* binding */ standingOf),
/* harmony export */   nj: () => (/* binding */ describeDrill)
/* harmony export */ });
/* unused harmony exports UNREADABLE_RUNBOOK, brokenOffAt */
/** Whether nothing is left to be done about a drill. */
function isClosed({ status }) {
    return status === 'ended' || status === 'recovered' || status === 'resolved';
}
/** Nothing but looking was done: no move, no fault, and no step beyond the preflight. */
function isUntouched({ steps, move, faultIn, recovery }) {
    return (move === undefined &&
        faultIn.length === 0 &&
        recovery === undefined &&
        steps.every(({ name }) => name === 'preflight'));
}
/** "the failover drill of <run> (since …)", for messages. */
function describeDrill({ kind, run, startedAt }) {
    return `the ${kind} drill of ${run} (since ${startedAt})`;
}
/** Where a person begins with a record that nobody can read. */
const UNREADABLE_RUNBOOK = 'docs/recovery.md#a-record-that-cannot-be-read';
/** Fails closed: what cannot be read needs a human. */
function standingOf(stored) {
    if (stored.kind === 'none')
        return { kind: 'clear', sentence: 'no drill has been recorded yet' };
    if (stored.kind === 'unreadable')
        return { kind: 'needs-human', sentence: stored.why, runbook: UNREADABLE_RUNBOOK };
    const { state } = stored;
    const drill = describeDrill(state);
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


/***/ }),

/***/ 6461:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jY: () => (/* binding */ findEnvironment),
  H2: () => (/* binding */ loadEnvironments)
});

// UNUSED EXPORTS: UnknownEnvironmentError

;// CONCATENATED MODULE: ./src/environment/problem.ts
/** One or more environment files cannot be used; `problems` holds everything that is wrong, not just the first thing. */
class EnvironmentError extends Error {
    problems;
    name = 'EnvironmentError';
    constructor(problems) {
        super([
            `${problems.length} problem${problems.length === 1 ? '' : 's'} in the environment files:`,
            ...problems.map(({ file, line, column, field, message }) => `  ${file}:${line}:${column}${field === '' ? '' : ` ${field}`}: ${message}`),
        ].join('\n'));
        this.problems = problems;
    }
}

// EXTERNAL MODULE: ./src/environment/schema.ts
var environment_schema = __webpack_require__(210);
;// CONCATENATED MODULE: ./src/environment/check-environments.ts


/**
 * Checks what only shows when all environments are seen together.
 *
 * One account and region pair holds one global database (S6): a second environment there would fight for names, endpoints and
 * quotas, and its drills would move somebody else's database.
 *
 * @throws EnvironmentError with every clash, naming both files
 */
function checkEnvironments(all) {
    const problems = [];
    const clash = (field, what, key) => {
        const first = new Map();
        for (const { file, environment } of all) {
            const other = first.get(key(environment));
            if (other === undefined)
                first.set(key(environment), file);
            else
                problems.push({ file, line: 1, column: 1, field, message: `${what} as ${other}` });
        }
    };
    clash('account', `uses the same account and regions (${environment_schema/* REGIONS */.i.join(', ')})`, ({ account }) => account);
    clash('name', 'has the same name', ({ name }) => name);
    clash('state', 'keeps its state in the same place', ({ state, name }) => `${state.bucket}/${name}`);
    if (problems.length > 0)
        throw new EnvironmentError(problems);
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(7597);
// EXTERNAL MODULE: ./src/drill/kinds.ts
var drill_kinds = __webpack_require__(9934);
// EXTERNAL MODULE: ./src/environment/names.ts
var names = __webpack_require__(9681);
// EXTERNAL MODULE: ./node_modules/ipaddr.js/lib/ipaddr.js
var ipaddr = __webpack_require__(8280);
var ipaddr_default = /*#__PURE__*/__webpack_require__.n(ipaddr);
;// CONCATENATED MODULE: ./src/environment/network.ts

/** Ranges that never reach the internet: RFC 1918 and RFC 6598. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];
/**
 * Reads an IPv4 network.
 *
 * @returns the network, or a sentence that says what is wrong with the text
 */
function parseNetwork(text) {
    let address;
    let bits;
    try {
        [address, bits] = ipaddr_default().IPv4.parseCIDR(text);
    }
    catch {
        return `"${text}" is not an IPv4 network`;
    }
    const first = toNumber(address);
    const size = 2 ** (32 - bits);
    if (first % size !== 0) {
        const network = ipaddr_default().IPv4.networkAddressFromCIDR(text).toString();
        return `"${text}" has bits set behind the prefix; did you mean ${network}/${bits}?`;
    }
    return { first, last: first + size - 1 };
}
/** Whether two networks share an address. */
function overlap(a, b) {
    return a.first <= b.last && b.first <= a.last;
}
/** Whether `inner` lies wholly in `outer`. */
function contains(outer, inner) {
    return outer.first <= inner.first && inner.last <= outer.last;
}
/** Whether every address of the network is private. */
function isPrivate(network) {
    return PRIVATE.some((range) => {
        const parsed = parseNetwork(range);
        return typeof parsed !== 'string' && contains(parsed, network);
    });
}
function toNumber(address) {
    return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

// EXTERNAL MODULE: ./src/environment/windows.ts
var windows = __webpack_require__(6420);
;// CONCATENATED MODULE: ./src/environment/rules.ts





/** From the first Sunday of a month to that of the next, at most. */
const LONGEST_MONTH_DAYS = 35;
/** Checks what the schema cannot: how the fields of one environment fit together. */
function checkRules(environment) {
    return [
        ...checkPlace(environment),
        ...environment_schema/* REGIONS */.i.flatMap((region) => [...checkZones(environment, region)]),
        ...checkNetworks(environment),
        ...checkDatabase(environment),
        ...checkExports(environment),
        ...checkDrillWindow(environment),
        ...checkSecrets(environment),
        ...checkFailover(environment),
        ...checkDrill(environment),
        ...checkNames(environment),
    ];
}
function* checkPlace({ homeRegion, state, roles, target, account, dns }) {
    if (state.region === homeRegion) {
        yield {
            path: ['state', 'region'],
            message: `must not be the home region ${homeRegion}: Terraform has to work while that region is lost`,
        };
    }
    if (target === 'aws' && roles === undefined) {
        yield { path: ['roles'], message: 'is required for target aws: the roles that the workflows assume' };
    }
    for (const [name, arn] of Object.entries(roles ?? {})) {
        if (!arn.startsWith(`arn:aws:iam::${account}:`)) {
            yield { path: ['roles', name], message: `"${arn}" is not a role of account ${account}` };
        }
    }
    for (const name of ['writerName', 'readerName']) {
        if (!dns[name].endsWith(`.${dns.zoneName}`)) {
            yield { path: ['dns', name], message: `"${dns[name]}" is not inside the zone ${dns.zoneName}` };
        }
    }
    if (dns.writerName === dns.readerName) {
        yield { path: ['dns', 'readerName'], message: 'must differ from writerName' };
    }
}
function* checkZones({ regions }, region) {
    const { availabilityZones, privateSubnetIds } = regions[region];
    const seenZones = new Set();
    for (const [index, zone] of availabilityZones.entries()) {
        const path = ['regions', region, 'availabilityZones', index];
        if (zone.slice(0, -1) !== region)
            yield { path, message: `"${zone}" is not a zone of ${region}` };
        if (seenZones.has(zone))
            yield { path, message: `"${zone}" is listed twice; three different zones are needed` };
        seenZones.add(zone);
    }
    const seenSubnets = new Set();
    for (const [index, subnet] of privateSubnetIds.entries()) {
        if (seenSubnets.has(subnet)) {
            yield { path: ['regions', region, 'privateSubnetIds', index], message: `"${subnet}" is listed twice` };
        }
        seenSubnets.add(subnet);
    }
}
function* checkNetworks({ regions }) {
    const vpcs = [];
    for (const region of environment_schema/* REGIONS */.i) {
        const { vpcCidr, applicationCidrs } = regions[region];
        const vpc = parseNetwork(vpcCidr);
        if (typeof vpc === 'string')
            yield { path: ['regions', region, 'vpcCidr'], message: vpc };
        else
            vpcs.push({ region, text: vpcCidr, network: vpc });
        for (const [index, text] of applicationCidrs.entries()) {
            const path = ['regions', region, 'applicationCidrs', index];
            const network = parseNetwork(text);
            if (typeof network === 'string')
                yield { path, message: network };
            else if (!isPrivate(network) && (typeof vpc === 'string' || !contains(vpc, network))) {
                yield {
                    path,
                    message: `"${text}" is neither private nor inside the VPC ${vpcCidr}; the database is for applications only`,
                };
            }
        }
        yield* checkEgress(region, regions[region].egressCidrs);
    }
    const [first, second] = vpcs;
    if (first !== undefined && second !== undefined && overlap(first.network, second.network)) {
        yield {
            path: ['regions', second.region, 'vpcCidr'],
            message: `${second.text} overlaps ${first.text} of ${first.region}; overlapping networks cannot be peered`,
        };
    }
}
/** A wide range would let strangers ask the health endpoint; a private one is not what it sees. */
function* checkEgress(region, egressCidrs) {
    for (const [index, text] of egressCidrs.entries()) {
        const path = ['regions', region, 'egressCidrs', index];
        const network = parseNetwork(text);
        if (typeof network === 'string')
            yield { path, message: network };
        else if (isPrivate(network))
            yield { path, message: `"${text}" is private; the internet sees another address` };
        else if (network.last - network.first >= 256) {
            yield { path, message: `"${text}" is more than 256 addresses; name those of the NAT gateways` };
        }
    }
}
function* checkDatabase({ database }) {
    if ((0,windows/* dailyMinutes */.D2)(database.backupWindow) < 30) {
        yield { path: ['database', 'backupWindow'], message: 'must last at least 30 minutes' };
    }
    if ((0,windows/* weeklyMinutes */.$k)(database.maintenanceWindow) < 30) {
        yield { path: ['database', 'maintenanceWindow'], message: 'must last at least 30 minutes' };
    }
    if ((0,windows/* windowsOverlap */.hS)(database.backupWindow, database.maintenanceWindow)) {
        yield {
            path: ['database', 'maintenanceWindow'],
            message: `overlaps the daily backup window ${database.backupWindow}, which RDS refuses`,
        };
    }
}
function* checkExports({ exports: { glacierAfterDays, expireAfterDays } }) {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    if (expireAfterDays < glacierAfterDays + 90) {
        yield {
            path: ['exports', 'expireAfterDays'],
            message: `must be at least 90 days after glacierAfterDays (${glacierAfterDays}): Glacier charges for 90 days in any case`,
        };
    }
}
function* checkDrillWindow({ drill, database }) {
    const path = ['drill', 'window'];
    if ((0,windows/* weeklyMinutes */.$k)(drill.window) < 60)
        yield { path, message: 'must last at least 60 minutes' };
    if ((0,windows/* windowsOverlap */.hS)(database.backupWindow, drill.window)) {
        yield { path, message: `overlaps the daily backup window ${database.backupWindow}` };
    }
    if ((0,windows/* weeklyWindowsOverlap */.gA)(database.maintenanceWindow, drill.window)) {
        yield { path, message: `overlaps the maintenance window ${database.maintenanceWindow}` };
    }
}
/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html; the length is ours. */
const ROTATION_WINDOW = '00:00-02:00';
/** A password that is changed while the writer moves can be lost with what was not replicated. */
function* checkSecrets({ database, drill, secrets }) {
    const clear = `the time in which passwords are changed, ${ROTATION_WINDOW} UTC`;
    if ((0,windows/* windowsOverlap */.hS)(ROTATION_WINDOW, drill.window))
        yield { path: ['drill', 'window'], message: `overlaps ${clear}` };
    if ((0,windows/* windowsOverlap */.hS)(ROTATION_WINDOW, database.maintenanceWindow)) {
        yield { path: ['database', 'maintenanceWindow'], message: `overlaps ${clear}` };
    }
    if (secrets.applicationRole === database.masterUsername) {
        yield { path: ['secrets', 'applicationRole'], message: 'must differ from database.masterUsername' };
    }
}
function* checkFailover({ failover, objectives }) {
    const { detector, inRegionGraceSeconds } = failover;
    const worstMs = detector.intervalMs * detector.failureThreshold + detector.timeoutMs;
    if (worstMs > objectives.detectionSeconds * 1000) {
        yield {
            path: ['failover', 'detector'],
            message: `intervalMs × failureThreshold + timeoutMs is ${worstMs} ms, more than the detection objective of ` +
                `${objectives.detectionSeconds} s: it could never be met`,
        };
    }
    if (detector.timeoutMs > detector.intervalMs) {
        yield { path: ['failover', 'detector', 'timeoutMs'], message: 'must not be longer than intervalMs' };
    }
    if (inRegionGraceSeconds * 1000 + worstMs >= objectives.rtoSeconds * 1000) {
        yield {
            path: ['failover', 'inRegionGraceSeconds'],
            message: `leaves no time for the promotion within the recovery objective of ${objectives.rtoSeconds} s`,
        };
    }
}
function* checkDrill({ drill }) {
    const { probe, requiredKinds, kinds, maxAgeDays, acceptDataLoss, freezes } = drill;
    if (probe.timeoutMs < probe.intervalMs) {
        yield { path: ['drill', 'probe', 'timeoutMs'], message: 'must not be shorter than intervalMs' };
    }
    if (kinds.failover !== 'never' && !acceptDataLoss) {
        yield {
            path: ['drill', 'kinds', 'failover'],
            message: 'may lose acknowledged writes: "never", or give your consent with acceptDataLoss: true',
        };
    }
    for (const [index, { from, to }] of freezes.entries()) {
        if (to < from)
            yield { path: ['drill', 'freezes', index, 'to'], message: `is before ${from}` };
    }
    const scheduled = drill_kinds/* DRILL_KINDS */.u.filter((kind) => kinds[kind] === 'weekly' || kinds[kind] === 'monthly');
    const seen = new Set();
    for (const [index, kind] of requiredKinds.entries()) {
        const path = ['drill', 'requiredKinds', index];
        if (seen.has(kind))
            yield { path, message: `"${kind}" is listed twice` };
        seen.add(kind);
        // It would be overdue, and stop every risky change, until somebody remembers it.
        if (!scheduled.includes(kind)) {
            yield {
                path,
                message: `"${kind}" does not run by itself; what changes wait for has to: ${scheduled.join(', ') || 'none does'}`,
            };
        }
        else if (kinds[kind] === 'monthly' && maxAgeDays < LONGEST_MONTH_DAYS) {
            yield { path, message: `"${kind}" runs monthly, so maxAgeDays has to be at least ${LONGEST_MONTH_DAYS}` };
        }
    }
}
/** AWS refuses names of clusters and instances beyond 63 characters; better here than in the middle of an apply. */
function* checkNames(environment) {
    const { clusters, instances } = (0,names/* resourceNames */.Nr)(environment);
    const longest = [...Object.values(clusters), ...Object.values(instances).flat()].sort((a, b) => b.length - a.length)[0];
    if (longest !== undefined && longest.length > 63) {
        yield {
            path: ['environmentSuffix'],
            message: `makes "${longest}", which is longer than the 63 characters RDS allows`,
        };
    }
}

// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
;// CONCATENATED MODULE: ./src/environment/suggestion.ts

/** The candidate that is close enough to `word` to be what was meant, or `undefined`. */
function nearest(word, candidates) {
    const scored = candidates
        .map((candidate) => ({ candidate, score: (0,mod/* distance */.Io)(word.toLowerCase(), candidate.toLowerCase()) }))
        .sort((a, b) => a.score - b.score);
    const best = scored[0];
    return best !== undefined && best.score <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

;// CONCATENATED MODULE: ./src/environment/parse-environment.ts






/** Nobody writes an environment of this size by hand; a larger text is an accident or an attack. In characters. */
const MAXIMUM_LENGTH = 256 * 1024;
/**
 * Reads an environment file.
 *
 * @param text     the YAML text
 * @param fileName the path as it should appear in messages, for example `environments/production.yaml`
 * @throws EnvironmentError with every problem that the text has, each with its line and column
 */
function parseEnvironment(text, fileName) {
    const lines = new dist/* LineCounter */.HN();
    const at = (offset, field, message) => {
        const { line, col } = lines.linePos(offset);
        return { file: fileName, line: Math.max(1, line), column: Math.max(1, col), field, message };
    };
    if (text.length > MAXIMUM_LENGTH) {
        throw new EnvironmentError([
            at(0, '', `is longer than ${MAXIMUM_LENGTH} characters; this is not an environment file`),
        ]);
    }
    const [document, ...more] = (0,dist/* parseAllDocuments */.hR)(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
    if (document === undefined || !('contents' in document) || document.contents === null) {
        throw new EnvironmentError([at(0, '', 'is empty; environments/production.yaml is a complete example')]);
    }
    if (more[0] !== undefined) {
        throw new EnvironmentError([
            at(more[0].range[0], '', 'holds more than one YAML document; write one file for each environment'),
        ]);
    }
    const syntax = [...document.errors, ...document.warnings].map((error) => at(error.pos[0], '', error.message));
    if (syntax.length > 0)
        throw new EnvironmentError(syntax);
    const unwanted = aliases(document).map((offset) => at(offset, '', 'aliases and anchors are not allowed: write the value out'));
    if (unwanted.length > 0)
        throw new EnvironmentError(unwanted);
    if (!(0,dist/* isMap */.jh)(document.contents)) {
        throw new EnvironmentError([
            at(0, '', 'must be a mapping of keys to values; environments/production.yaml is a complete example'),
        ]);
    }
    const locate = (path) => offsetOf(document.contents, path);
    const value = document.toJS({ maxAliasCount: 0 });
    const parsed = environment_schema/* environmentSchema */.V.safeParse(value);
    if (!parsed.success) {
        const problems = parsed.error.issues.flatMap((issue) => explain(issue, value));
        throw new EnvironmentError(problems.map(({ path, message }) => at(locate(path), fieldName(path), message)));
    }
    const expectedName = fileName.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
    const problems = [
        ...(parsed.data.name === expectedName
            ? []
            : [{ path: ['name'], message: `is "${parsed.data.name}", but the file is named "${expectedName}"` }]),
        ...checkRules(parsed.data),
    ];
    if (problems.length > 0) {
        throw new EnvironmentError(problems.map(({ path, message }) => at(locate(path), fieldName(path), message)));
    }
    return parsed.data;
}
/** One of zod's issues in our words: what is there, and what is allowed. */
function explain(issue, root) {
    const found = valueAt(root, issue.path);
    switch (issue.code) {
        case 'unrecognized_keys': {
            const known = knownKeys(issue.path);
            return issue.keys.map((key) => {
                const guess = nearest(key, known);
                const hint = guess === undefined ? `allowed: ${known.join(', ')}` : `did you mean "${guess}"?`;
                return { path: [...issue.path, key], message: `is not a known key; ${hint}` };
            });
        }
        case 'invalid_type':
            if (found === undefined)
                return [{ path: issue.path, message: `is missing; a ${issue.expected} is required` }];
            return [
                {
                    path: issue.path,
                    message: `is ${show(found)}, allowed: a ${issue.expected}${quoteHint(issue.expected, found)}`,
                },
            ];
        case 'too_small':
            return [
                {
                    path: issue.path,
                    message: `is ${show(found)}, allowed: at least ${String(issue.minimum)}${unit(issue.origin)}`,
                },
            ];
        case 'too_big':
            return [
                {
                    path: issue.path,
                    message: `is ${show(found)}, allowed: at most ${String(issue.maximum)}${unit(issue.origin)}`,
                },
            ];
        case 'invalid_value':
            return [
                { path: issue.path, message: `${show(found)} is not allowed; allowed: ${issue.values.map(String).join(', ')}` },
            ];
        case 'custom':
        case 'invalid_element':
        case 'invalid_format':
        case 'invalid_key':
        case 'invalid_union':
        case 'not_multiple_of':
            return [{ path: issue.path, message: `${show(found)} does not fit; ${issue.message}` }];
    }
}
/** The keys that the mapping at `path` may have. */
function knownKeys(path) {
    let schema = environment_schema/* environmentSchema */.V;
    for (const key of path)
        schema = objectOf(schema)?.shape[String(key)];
    return Object.keys(objectOf(schema)?.shape ?? {});
}
function objectOf(schema) {
    if (schema instanceof schemas/* ZodObject */.bvH)
        return schema;
    return schema instanceof schemas/* ZodOptional */.IiU ? objectOf(schema.unwrap()) : undefined;
}
function quoteHint(expected, found) {
    return expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')
        ? ' (put it in quotes)'
        : '';
}
function unit(origin) {
    return origin === 'array' ? ' entries' : origin === 'string' ? ' characters' : '';
}
function show(value) {
    if (Array.isArray(value))
        return `a list of ${value.length}`;
    if (typeof value === 'object' && value !== null)
        return 'a mapping';
    if (value === undefined)
        return 'nothing';
    const text = JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
function fieldName(path) {
    return path.map(String).join('.');
}
function valueAt(root, path) {
    let value = root;
    for (const key of path) {
        if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
            return undefined;
        value = Reflect.get(value, key);
    }
    return value;
}
/** The offset of the node at `path`: of its key where it has one, of the nearest parent where it is missing. */
function offsetOf(root, path) {
    let node = root;
    let offset = 0;
    for (const key of path) {
        if ((0,dist/* isMap */.jh)(node)) {
            const pair = node.items.find((item) => (0,dist/* isPair */.tO)(item) && (0,dist/* isScalar */.jn)(item.key) && String(item.key.value) === String(key));
            if (pair === undefined)
                return offset;
            if ((0,dist/* isScalar */.jn)(pair.key))
                offset = pair.key.range?.[0] ?? offset;
            node = pair.value;
        }
        else if ((0,dist/* isCollection */.P3)(node)) {
            node = node.get(Number(key), true);
            if (hasRange(node))
                offset = node.range?.[0] ?? offset;
        }
        else {
            return offset;
        }
    }
    return offset;
}
function hasRange(node) {
    return (0,dist/* isScalar */.jn)(node) || (0,dist/* isCollection */.P3)(node) || (0,dist/* isAlias */.Vj)(node);
}
function aliases(document) {
    const offsets = [];
    (0,dist/* visit */.YR)(document, {
        Alias: (_key, node) => void offsets.push(node.range?.[0] ?? 0),
        Value: (_key, node) => {
            if (node.anchor !== undefined)
                offsets.push(node.range?.[0] ?? 0);
        },
    });
    return offsets;
}

;// CONCATENATED MODULE: ./src/environment/load-environments.ts



/**
 * Parses all environment files and checks them together.
 *
 * @throws EnvironmentError with the problems of all files
 */
function loadEnvironments(files) {
    const problems = [];
    const environments = [];
    for (const { file, text } of files) {
        try {
            environments.push({ file, environment: parseEnvironment(text, file) });
        }
        catch (error) {
            if (!(error instanceof EnvironmentError))
                throw error;
            problems.push(...error.problems);
        }
    }
    if (problems.length > 0)
        throw new EnvironmentError(problems);
    // The sandbox plays an account of its own; it clashes with nobody's.
    for (const target of ['aws', 'sandbox'])
        checkEnvironments(environments.filter(({ environment }) => environment.target === target));
    return environments;
}
/** There is no such environment, or not for this target. */
class UnknownEnvironmentError extends Error {
    name = 'UnknownEnvironmentError';
}
/** @throws UnknownEnvironmentError */
function findEnvironment(all, name, target) {
    const found = all.find(({ environment }) => environment.name === name)?.environment;
    const known = all
        .filter(({ environment }) => environment.target === target)
        .map(({ environment }) => environment.name);
    if (found === undefined)
        throw new UnknownEnvironmentError(`there is no environment "${name}"; known: ${known.join(', ')}`);
    if (found.target !== target) {
        throw new UnknownEnvironmentError(`environment "${name}" is for target ${found.target}, but this run is for ${target}`);
    }
    return found;
}


/***/ }),

/***/ 9681:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cw: () => (/* binding */ drillProbeNames),
/* harmony export */   Nr: () => (/* binding */ resourceNames),
/* harmony export */   Y$: () => (/* binding */ evidenceNames)
/* harmony export */ });
/** Derives the names; no AWS call is needed to know them, so they are known while a region is lost. */
function resourceNames(environment) {
    const { environmentSuffix: suffix } = environment;
    const perRegion = (make) => ({
        'us-east-1': make('us-east-1'),
        'us-west-2': make('us-west-2'),
    });
    return {
        globalCluster: `aurora-global-${suffix}`,
        clusters: perRegion((region) => `aurora-${region}-${suffix}`),
        instances: perRegion((region) => Array.from({ length: 1 + environment.database.readersPerRegion }, (_, index) => `aurora-${region}-${index + 1}-${suffix}`)),
        secret: `secret-database-${suffix}`,
        applicationSecret: `secret-application-${suffix}`,
        failoverTable: `dynamodb-failover-${suffix}`,
        restoreDrillCluster: `aurora-restore-drill-${suffix}`,
        restoreDrillSnapshot: `aurora-restore-drill-${suffix}`,
    };
}
/**
 * The probe function of a region, and the bucket for its histories, as terraform/modules/drill_probe names them. The account is part of
 * the bucket's name, because bucket names are shared by all accounts of AWS.
 */
function drillProbeNames(environment, region) {
    const { environmentSuffix: suffix, account } = environment;
    return {
        function: `lambda-drill-probe-${region}-${suffix}`,
        bucket: `s3-drill-history-${account}-${region}-${suffix}`,
    };
}
/**
 * The bucket for evidence and the key that signs it, in the region of the state, as terraform/bootstrap names them. They are outside the stack, so
 * that neither a drill nor the end of the environment takes them along.
 */
function evidenceNames(environment) {
    const { environmentSuffix: suffix, account, state } = environment;
    return {
        bucket: `s3-evidence-${account}-${suffix}`,
        keyAlias: `alias/kms-evidence-${suffix}`,
        region: state.region,
    };
}


/***/ }),

/***/ 210:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ environmentSchema),
/* harmony export */   i: () => (/* binding */ REGIONS)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7597);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var _drill_kinds__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9934);


/**
 * The shape of `environments/<name>.yaml`. What needs more than one field to judge is in rules.ts; editors get this shape as
 * `environments/schema.json`.
 */
/** The two regions that the Terraform configuration has providers for. */
const REGIONS = ['us-east-1', 'us-west-2'];
/** How often a kind of drill runs by itself: at each run of the schedule, at the first one of a month, only by hand, or not at all. */
const CADENCES = ['weekly', 'monthly', 'on-demand', 'never'];
const text = (pattern, allowed, example, description) => zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
    .regex(pattern, { error: `allowed: ${allowed}, for example ${example}` })
    .meta({ description });
const whole = (minimum, maximum, description) => zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int().min(minimum).max(maximum).meta({ description });
const cidr = (description) => text(/^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 network in CIDR notation', '10.10.0.0/16', description);
const role = text(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, 'the ARN of an IAM role', 'arn:aws:iam::123456789012:role/dr-plan', 'Assumed by the workflow through OIDC.');
const cadence = (description) => zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(CADENCES).meta({ description });
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const day = '(?:mon|tue|wed|thu|fri|sat|sun)';
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html, from a week on. */
const LOG_RETENTION_DAYS = [
    7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const regionSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    vpcId: text(/^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, 'vpc- and 8 or 17 hexadecimal digits', 'vpc-0a1b2c3d4e5f67890', 'The VPC that is given.'),
    vpcCidr: cidr('Address range of the VPC; must not overlap that of the other region.'),
    availabilityZones: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(text(/^[a-z]{2}-[a-z]+-\d[a-z]$/, 'an availability zone of the region', 'us-east-1a', 'Availability zone.'))
        .length(3)
        .meta({ description: 'Three zones; writer and readers are spread over them.' }),
    privateSubnetIds: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(text(/^subnet-(?:[0-9a-f]{8}|[0-9a-f]{17})$/, 'subnet- and 8 or 17 hexadecimal digits', 'subnet-0a1b2c3d4e5f67890', 'Private subnet.'))
        .length(3)
        .meta({ description: 'One private subnet for each zone, in the same order.' }),
    applicationCidrs: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(cidr('Application subnet.'))
        .min(1)
        // Those of both regions are admitted in both, beside our functions, and a security group holds 60 rules unless AWS is asked for more.
        .max(25)
        .meta({ description: 'Who may connect to the database; private ranges only.' }),
    egressCidrs: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(text(/^(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'a public IPv4 address or network in CIDR notation', '203.0.113.10/32', 'Public address.'))
        .min(1)
        .max(10)
        .meta({ description: 'How the VPC looks from the internet: the addresses of its NAT gateways.' }),
});
const environmentSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    name: text(/^[a-z][a-z0-9-]{0,29}$/, 'lower-case letters, digits and hyphens, at most 30', 'production', 'Equals the file name.'),
    target: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['aws', 'sandbox']).meta({
        description: 'aws: an AWS account; sandbox: the emulator of this repository, never planned by the cloud workflows.',
    }),
    environmentSuffix: text(/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,15}$/, '2 to 16 lower-case letters, digits and single hyphens', 'prod', 'Ends the name of every resource.'),
    account: text(/^\d{12}$/, '12 digits in quotes', "'123456789012'", 'AWS account; every command refuses to run in another one.'),
    homeRegion: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(REGIONS).meta({ description: 'Where the writer lives at first and after a fail back.' }),
    state: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        region: text(/^[a-z]{2}-[a-z]+-\d$/, 'an AWS region', 'us-west-2', 'Must not be the home region: the pipeline has to work while that one is lost.'),
        bucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of an S3 bucket', 's3-tfstate-prod-123456789012', 'State bucket, made by terraform/bootstrap.'),
        lockTable: text(/^[A-Za-z0-9_.-]{3,255}$/, 'the name of a DynamoDB table', 'dynamodb-tflock-prod', 'Lock table, made by terraform/bootstrap.'),
    })
        .meta({ description: 'Where Terraform keeps its state.' }),
    roles: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ plan: role, apply: role, drill: role })
        .optional()
        .meta({ description: 'IAM roles of the workflows; required for target aws.' }),
    dns: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        hostedZoneId: text(/^Z[A-Z0-9]{1,31}$/, 'the id of a Route 53 hosted zone', 'Z0123456789ABCDEFGHIJ', 'Private zone that is given.'),
        zoneName: text(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name without a trailing dot', 'db.example.internal', 'Name of the zone.'),
        writerName: text(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name inside the zone', 'writer.db.example.internal', 'What applications connect to for writing.'),
        readerName: text(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name inside the zone', 'reader.db.example.internal', 'What applications connect to for reading.'),
    })
        .meta({ description: 'Names in front of the database.' }),
    database: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        engineVersion: text(/^\d{2}\.\d{1,2}$/, 'a version of Aurora PostgreSQL in quotes', "'15.10'", 'The same in both regions.'),
        name: text(/^[a-z][a-z0-9_]{0,62}$/, 'a lower-case PostgreSQL identifier', 'app', 'First database.'),
        masterUsername: text(/^(?!(?:admin|postgres|rdsadmin|rds_superuser|rdsrepladmin|master|user)$)[a-z][a-z0-9_]{0,62}$/, 'a lower-case identifier that RDS does not reserve', 'dr_admin', 'Master user.'),
        instanceClass: text(/^db\.(?:r[5-8]|x2)[a-z]*\.(?:\d{0,2}x?large|metal)$/, 'an instance class that global databases support (memory-optimised, not burstable)', 'db.r6g.large', 'The same in both regions.'),
        readersPerRegion: whole(2, 14, 'Read replicas beside the writer, in each region.'),
        backupRetentionDays: whole(1, 35, 'Days that a point in time can be restored.'),
        backupWindow: text(new RegExp(`^${time}-${time}$`), 'hh:mm-hh:mm in UTC', '03:00-03:30', 'Daily, at least 30 minutes.'),
        maintenanceWindow: text(new RegExp(`^${day}:${time}-${day}:${time}$`), 'ddd:hh:mm-ddd:hh:mm in UTC', 'sun:04:00-sun:05:00', 'Weekly; must not overlap the backup window.'),
    })
        .meta({ description: 'The Aurora PostgreSQL clusters.' }),
    regions: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ 'us-east-1': regionSchema, 'us-west-2': regionSchema })
        .meta({ description: 'The networks that are given.' }),
    objectives: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        rpoSeconds: whole(1, 60, 'O1: at most so many seconds of acknowledged writes may be lost.'),
        rtoSeconds: whole(1, 300, 'O2: writes must be back within this time.'),
        detectionSeconds: whole(1, 30, 'O3: the loss of a region must be declared within this time.'),
        replicationLagSeconds: whole(1, 60, 'O4: replication lag must stay below this.'),
    })
        .meta({ description: 'What the drills measure against. Weaker objectives than the defaults are refused.' }),
    healthChecks: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        failureThreshold: whole(1, 3, 'So many answers in a row, ten seconds apart, change the mind of Route 53.'),
    })
        .meta({ description: 'How Route 53 checks the regions.' }),
    secrets: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        rotationDays: whole(1, 90, 'K2: passwords are changed after so many days, between 00:00 and 02:00 UTC.'),
        applicationRole: text(/^(?!(?:pg_|rds))[a-z][a-z0-9_]{0,43}$/, 'a lower-case PostgreSQL identifier of at most 44 characters that PostgreSQL and RDS do not reserve', 'application', 'Role of the applications in the database; two users of each region belong to it and take turns.'),
    })
        .meta({ description: 'Passwords of the database.' }),
    exports: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        glacierAfterDays: whole(1, 30, 'E3: exports move to Glacier after so many days.'),
        expireAfterDays: whole(91, 3_650, 'Exports are deleted after so many days.'),
    })
        .meta({ description: 'Manual exports of the database.' }),
    logs: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        retentionDays: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(LOG_RETENTION_DAYS)
            .meta({ description: 'How long logs are kept; one of the periods that CloudWatch Logs knows.' }),
    })
        .meta({ description: 'Logs of databases and functions.' }),
    failover: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        mode: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['automatic', 'manual']).meta({
            description: 'automatic: a lost region is promoted away from without asking; manual: people are told the command.',
        }),
        detector: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            intervalMs: whole(500, 10_000, 'Time between two probes of a region.'),
            timeoutMs: whole(100, 5_000, 'A probe without an answer after this time counts as failed until it answers.'),
            failureThreshold: whole(2, 10, 'Consecutive failures of every path that make a region down.'),
        }),
        inRegionGraceSeconds: whole(30, 240, 'So long a region that is repairing itself, as AWS says, is left to it before the writer is moved away.'),
    })
        .meta({ description: 'When the loss of a region is declared, and who then promotes the other one.' }),
    notifications: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ emails: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .email */ .Rpp()).max(20) }).meta({ description: 'Who is told.' }),
    drill: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        window: text(new RegExp(`^${day}:${time}-${day}:${time}$`), 'ddd:hh:mm-ddd:hh:mm in UTC', 'sun:09:00-sun:13:00', 'When the weekly drills run; must not overlap backups or maintenance.'),
        probe: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            intervalMs: whole(50, 1_000, 'Time between two measured writes.'),
            timeoutMs: whole(100, 5_000, 'A write without an answer after this time is of unknown outcome.'),
        }),
        baselineSeconds: whole(5, 600, 'Undisturbed writes before anything is moved.'),
        kinds: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            switchover: cadence('The writer moves to the other region without loss, and back.'),
            restore: cadence('Backups are restored beside the database, and compared.'),
            detection: cadence('The controller is made blind for one region, and has to notice; nothing is moved.'),
            rotation: cadence('Passwords are changed while the writer is in the other region.'),
            failover: cadence('A region is taken away; acknowledged writes may be lost. Needs acceptDataLoss.'),
        })
            .meta({ description: 'What is drilled, and how often.' }),
        acceptDataLoss: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().meta({
            description: 'Consent to drills that may lose acknowledged writes; true only where that harms nobody.',
        }),
        freezes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            from: zod__WEBPACK_IMPORTED_MODULE_1__/* .date */ .p6().meta({ description: 'First day, in UTC.' }),
            to: zod__WEBPACK_IMPORTED_MODULE_1__/* .date */ .p6().meta({ description: 'Last day, in UTC.' }),
            reason: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
                .min(3)
                .max(200)
                .meta({ description: 'Why; it is in the report of a drill that was not run.' }),
        }))
            .max(50)
            .meta({ description: 'Days on which nothing is drilled.' }),
        maxLagSeconds: whole(1, 60, 'A drill is not begun while the other region is further behind than this.'),
        checksumTables: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(text(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/, 'schema.table in lower case', 'public.accounts', 'A table of yours whose content a restore drill compares, row by row, with the original.'))
            .max(50)
            .meta({ description: 'Tables whose content a restore drill compares.' }),
        maxAgeDays: whole(1, 60, 'A drill that is older is a concern.'),
        requiredKinds: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(_drill_kinds__WEBPACK_IMPORTED_MODULE_2__/* .DRILL_KINDS */ .u))
            .min(1)
            .meta({ description: 'Kinds of drills that have to be fresh and passed; the schedule has to run them.' }),
        blockRiskyChanges: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().meta({
            description: 'true: while a required drill is overdue or did not pass, risky changes are not applied; false: it is only said.',
        }),
    })
        .meta({ description: 'How the drills measure, and what waits for them.' }),
});


/***/ }),

/***/ 6420:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $k: () => (/* binding */ weeklyMinutes),
/* harmony export */   D2: () => (/* binding */ dailyMinutes),
/* harmony export */   gA: () => (/* binding */ weeklyWindowsOverlap),
/* harmony export */   hS: () => (/* binding */ windowsOverlap),
/* harmony export */   yv: () => (/* binding */ weeklyWindow)
/* harmony export */ });
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/** Minutes of a daily window `hh:mm-hh:mm`, which may pass midnight. */
function dailyMinutes(window) {
    const [from = '', to = ''] = window.split('-');
    return (minutes(to) - minutes(from) + DAY_MINUTES) % DAY_MINUTES;
}
/** Minutes of a weekly window `ddd:hh:mm-ddd:hh:mm`, which may pass the end of the week. */
function weeklyMinutes(window) {
    return weekly(window).length;
}
/** A weekly window in minutes since Monday 00:00 UTC. */
function weeklyWindow(window) {
    const { start, length } = weekly(window);
    return { startMinute: start, lengthMinutes: length };
}
/** Whether a daily and a weekly window ever share a minute; RDS refuses such a pair. */
function windowsOverlap(dailyWindow, weeklyWindow) {
    const week = weekly(weeklyWindow);
    const start = minutes(dailyWindow.split('-')[0] ?? '');
    return DAYS.some((_day, index) => stretchesOverlap({ start: index * DAY_MINUTES + start, length: dailyMinutes(dailyWindow) }, week));
}
/** Whether two weekly windows ever share a minute. */
function weeklyWindowsOverlap(first, second) {
    return stretchesOverlap(weekly(first), weekly(second));
}
function weekly(window) {
    const [from = '', to = ''] = window.split('-');
    const start = weekMinute(from);
    return { start, length: (weekMinute(to) - start + WEEK_MINUTES) % WEEK_MINUTES };
}
function stretchesOverlap(a, b) {
    const distance = (to, from) => (to - from + WEEK_MINUTES) % WEEK_MINUTES;
    return distance(b.start, a.start) < a.length || distance(a.start, b.start) < b.length;
}
function weekMinute(text) {
    return DAYS.indexOf(text.slice(0, 3)) * DAY_MINUTES + minutes(text.slice(4));
}
function minutes(text) {
    const [hours = '0', rest = '0'] = text.split(':');
    return Number(hours) * 60 + Number(rest);
}


/***/ }),

/***/ 6716:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ evidenceSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7597);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var _drill_kinds__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9934);
/* harmony import */ var _drill_preflight_guard__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9872);



/**
 * The evidence of one drill, as it is kept, signed and published: everything that was measured, and nothing that has to be believed. The raw
 * history stands in a file of its own, whose digest is here. `docs/evidence-schema.json` is made from this.
 *
 * Durations are in ms, moments are ISO 8601 in UTC. What was not measured is absent, never 0.
 */
const ms = zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().nonnegative();
const count = zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int().nonnegative();
const moment = zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$();
const sha256 = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^[0-9a-f]{64}$/);
const verdict = zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['passed', 'failed', 'inconclusive', 'not-run']);
const measuredMove = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    label: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['failover', 'switchover', 'fail back']),
    kind: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['failover', 'switchover']),
    fromRegion: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    toRegion: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    promotedBy: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['controller', 'drill']).optional(),
    verdict,
    reasons: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    /** Identifies its heartbeats in the database and in the raw history. */
    runId: zod__WEBPACK_IMPORTED_MODULE_0__/* .uuid */ .uRe(),
    writes: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ attempted: count, ok: count, fail: count, unknown: count }),
    baselineWrites: count,
    intervalMs: ms,
    resolutionMs: ms,
    clockUncertaintyMs: ms,
    rtoMs: ms.optional(),
    detectionMs: ms.optional(),
    redundancyGapMs: ms.optional(),
    loss: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        lost: count,
        rpoMs: ms,
        rpoUpperBoundMs: ms,
        recovered: count,
        undetermined: count,
        phantom: count,
        lostIsSuffix: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
    })
        .optional(),
    splitBrain: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ attempted: count, acknowledged: count, unknown: count }).optional(),
    /** Reads through the reader endpoint of each region, by the instance that answered (O6). */
    reads: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        answered: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ instance: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), reads: count })),
        failed: count,
    }))
        .optional(),
    /** Replication lag of the region that is promoted (O4): as the database reports it, before and while the move lasts. */
    lag: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        samples: count,
        failed: count,
        medianMs: ms,
        maxMs: ms,
        /** The last one before the fault or the move: what the loss of a failover is compared with. */
        beforeMoveMs: ms.optional(),
    })
        .optional(),
});
const restored = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    /** `point-in-time` beside the writer, or `snapshot` in the other region. */
    from: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['point-in-time', 'snapshot']),
    region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    clusterId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Asked for, to the second. */
    pointInTime: moment,
    backupDelayMs: ms,
    restoreMs: ms,
    verifyMs: ms,
    heartbeats: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ expected: count, found: count, unexpected: count, mustBeAbsent: count }),
    checks: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        check: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        outcome: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['passed', 'failed', 'unknown']),
        value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        expected: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    })),
    /** The comparison was given a manifest with one thing altered, and has to have rejected it. */
    negativeControl: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ altered: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), rejected: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY() }),
    /** How long the temporary cluster existed, and what that costs about. */
    cost: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ instanceMs: ms, instanceClass: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), estimate: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).optional(),
    removed: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
});
const detection = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** From the first failed look of the controller to "declared down". */
    detectionMs: ms.optional(),
    /** From the order to the fault hook to "declared down": an upper bound, because the hook strikes when it wants. */
    sinceRequestMs: ms.optional(),
    /** Time between two looks at the controller's record: so exact is the above. */
    resolutionMs: ms,
    /** Writes through the writer name during the drill; all of them should have succeeded. */
    writes: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ attempted: count, ok: count, fail: count, unknown: count }),
    writerMoved: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
});
const rotation = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    secrets: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        secret: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        rotationMs: ms.optional(),
        newVersionLogsIn: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY(),
        oldVersionRefused: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().optional(),
        error: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    })),
});
const timelineEntry = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    at: moment,
    /** Since the drill began, by the monotonic clock. */
    sinceStartMs: ms,
    what: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** Who says so: `drill`, `probe`, `controller`, `aws`, `database`. */
    source: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['drill', 'probe', 'controller', 'aws', 'database']),
});
const evidenceSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    formatVersion: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(2),
    exerciseId: zod__WEBPACK_IMPORTED_MODULE_0__/* .uuid */ .uRe(),
    kind: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(_drill_kinds__WEBPACK_IMPORTED_MODULE_2__/* .DRILL_KINDS */ .u),
    environment: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    verdict,
    reasons: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    startedAt: moment,
    finishedAt: moment,
    scope: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        account: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        globalCluster: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        regions: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        writerName: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    }),
    conduct: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        trigger: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['schedule', 'manual', 'laptop']),
        /** Who started it, as GitHub or the shell says; who approved is in the run's own record. */
        actor: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        runUrl: zod__WEBPACK_IMPORTED_MODULE_0__/* .url */ .OZ5({ protocol: /^https?$/ }).optional(),
        /** ARN of the role that acted. */
        principal: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        commit: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        /** Digest of the drill's bundle: which code measured. */
        codeSha256: sha256.optional(),
        planDigest: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    }),
    objectives: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ rpoSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), rtoSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), detectionSeconds: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() }),
    preflight: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        guard: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(_drill_preflight_guard__WEBPACK_IMPORTED_MODULE_3__/* .GUARDS */ .V),
        outcome: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['passed', 'refused', 'unknown']),
        value: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        limit: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    })),
    timeline: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(timelineEntry),
    /** Failover and switchover, in order; a rotation drill moves the writer there and back, too. */
    moves: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(measuredMove),
    restores: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(restored),
    detection: detection.optional(),
    rotation: rotation.optional(),
    /** Orders that changed something, with the id under which CloudTrail knows each. */
    awsCalls: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        at: moment,
        service: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        operation: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        requestId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    })),
    /** Drills that were broken off and what was done about it. */
    interruption: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ brokenOffIn: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), recoveredBy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(), needsHuman: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() })
        .optional(),
    rawHistory: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ file: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), sha256, bytes: count }).optional(),
});


/***/ }),

/***/ 2601:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ER: () => (/* binding */ parseEntry),
/* harmony export */   Mo: () => (/* binding */ signedText),
/* harmony export */   u0: () => (/* binding */ entryText)
/* harmony export */ });
/* unused harmony exports entrySchema, EvidenceEntryError */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7597);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4377);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3342);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7428);

/**
 * One link of the chain. The evidence of an environment is the sequence of its entries, numbered from 1 without gaps; each names the digest of
 * the one before it, so that none can be changed, removed, inserted or moved without all later ones being signed again.
 *
 * There is no canonical form to get wrong: a stored entry is the JSON text of its fields in exactly this order, without spaces, and a newline.
 * What is signed is the same text without the field `signature` and without the newline. Any other bytes are no entry.
 */
const sha256 = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^[0-9a-f]{64}$/);
const file = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    /** From `evidence/<environment>/`. */
    file: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^(?:documents|histories)\/[0-9a-f-]{36}-[0-9a-f]{12}\.json$/),
    sha256,
    bytes: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int().nonnegative(),
});
const unsignedSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    formatVersion: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(1),
    environment: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^[a-z][a-z0-9-]{0,29}$/),
    number: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int().min(1).max(99_999_999),
    /** Digest of the bytes of the entry before this one; `null` in the first. */
    previous: sha256.nullable(),
    /** When it was signed, by the clock of the machine that did it. */
    at: zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$(),
    document: file,
    /** `null` when nothing was measured. */
    history: file.nullable(),
    /** ARN of the key that signed. */
    keyId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,64}$/),
    algorithm: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('ECDSA_SHA_256'),
});
const entrySchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    ...unsignedSchema.shape,
    /** In DER and base64. */
    signature: zod__WEBPACK_IMPORTED_MODULE_0__/* .base64 */ .K39().min(1),
});
/** What is in the place of an entry is none; the message says why. */
class EvidenceEntryError extends Error {
    name = 'EvidenceEntryError';
}
/** What is signed of an entry. */
function signedText(entry) {
    // Parsed anew, which puts the fields into the order of the schema and leaves the signature out.
    const { formatVersion, environment, number, previous, at, document, history, keyId, algorithm } = entry;
    return JSON.stringify(unsignedSchema.parse({ formatVersion, environment, number, previous, at, document, history, keyId, algorithm }));
}
/** What is stored of an entry. */
function entryText(entry) {
    return `${JSON.stringify(entrySchema.parse(entry))}\n`;
}
/** Reads a stored entry. @throws EvidenceEntryError for anything but the very bytes that `entryText` makes */
function parseEntry(bytes) {
    let entry;
    let text;
    try {
        text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        entry = entrySchema.parse(JSON.parse(text));
    }
    catch (cause) {
        const reason = cause instanceof zod__WEBPACK_IMPORTED_MODULE_2__/* .ZodError */ .G ? zod__WEBPACK_IMPORTED_MODULE_3__/* .prettifyError */ .S1(cause).replaceAll(/\s+/g, ' ') : String(cause);
        throw new EvidenceEntryError(`it is not an entry: ${reason}`, { cause });
    }
    if (entryText(entry) !== text)
        throw new EvidenceEntryError('it says what an entry says, but not in the bytes that are written for it');
    return entry;
}


/***/ }),

/***/ 44:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i6: () => (/* binding */ parseHistory),
/* harmony export */   u_: () => (/* binding */ historyText)
/* harmony export */ });
/* unused harmony export HistoryFileError */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7597);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3342);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7428);

/**
 * The raw history of a drill as one JSON text: every attempt, read and mark of each measured move, as they happened, with the numbers of the
 * heartbeats that were there afterwards; and the attempts that belong to no measured move, as those before a restore, or of a move that broke off.
 * Times are ms of the drill's monotonic clock; only differences have a meaning. `measure` computes every number of the document from it, and from
 * nothing else.
 */
const FORMAT_VERSION = 1;
const times = { startedMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(), endedMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig() };
const told = { instance: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().exactOptional(), detail: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().exactOptional() };
const attempt = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    seq: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int(),
    ...times,
    outcome: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['ok', 'fail', 'unknown']),
    ...told,
    isInferred: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(true).exactOptional(),
});
const history = {
    runId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    intervalMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    attempts: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(attempt),
    marks: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
        name: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n([
            'fault-requested',
            'declared-down',
            'move-requested',
            'promoted',
            'writer-name-moved',
            'redundancy-restored',
        ]),
        atMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    })),
    /** Absent when they could not be read, which is not the same as none. */
    survivors: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().int()).exactOptional(),
    fencing: zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), instances: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()), attempts: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(attempt) })
        .exactOptional(),
    reads: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), ...times, outcome: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['ok', 'fail']), ...told }))
        .exactOptional(),
    lag: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
        region: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ...times,
        outcome: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['ok', 'fail']),
        lagMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().exactOptional(),
        detail: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().exactOptional(),
    }))
        .exactOptional(),
    clockUncertaintyMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig().exactOptional(),
};
const fileSchema = zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
    formatVersion: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(FORMAT_VERSION),
    exerciseId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    /** The monotonic clock when the drill began: what the times are counted from. */
    startedMs: zod__WEBPACK_IMPORTED_MODULE_0__/* .number */ .aig(),
    runs: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({
        label: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['failover', 'switchover', 'fail back']),
        kind: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['failover', 'switchover']),
        fromRegion: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        toRegion: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        ...history,
    })),
    /** Files of earlier versions have none. */
    otherAttempts: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .looseObject */ ._H3({ runId: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), attempts: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(attempt) })).default([]),
});
/** The text is no history of a drill; the message says where. */
class HistoryFileError extends Error {
    name = 'HistoryFileError';
}
function historyText({ exerciseId, startedMs, runs, otherAttempts }) {
    const flat = runs.map(({ history: recorded, label, kind, fromRegion, toRegion }) => ({
        label,
        kind,
        fromRegion,
        toRegion,
        ...recorded,
    }));
    return `${JSON.stringify({ formatVersion: FORMAT_VERSION, exerciseId, startedMs, runs: flat, ...(otherAttempts.length === 0 ? {} : { otherAttempts }) })}\n`;
}
/** @throws HistoryFileError */
function parseHistory(text) {
    let parsed;
    try {
        parsed = fileSchema.parse(JSON.parse(text));
    }
    catch (cause) {
        const reason = cause instanceof zod__WEBPACK_IMPORTED_MODULE_1__/* .ZodError */ .G ? zod__WEBPACK_IMPORTED_MODULE_2__/* .prettifyError */ .S1(cause) : String(cause);
        throw new HistoryFileError(`it is no history of a drill: ${reason}`, { cause });
    }
    return {
        exerciseId: parsed.exerciseId,
        startedMs: parsed.startedMs,
        runs: parsed.runs.map(({ label, kind, fromRegion, toRegion, survivors, ...rest }) => ({
            label,
            kind,
            fromRegion,
            toRegion,
            history: { ...rest, survivors },
        })),
        otherAttempts: parsed.otherAttempts,
    };
}


/***/ }),

/***/ 4115:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $t: () => (/* binding */ placeOf),
/* harmony export */   Md: () => (/* binding */ fileName),
/* harmony export */   VV: () => (/* binding */ placeIn),
/* harmony export */   _$: () => (/* binding */ keyFile),
/* harmony export */   k2: () => (/* binding */ entryKey)
/* harmony export */ });
/** Where everything lies below `evidence/<environment>/`; the same in the bucket and in a directory that it was downloaded to. */
function placeOf(environment) {
    return `evidence/${environment}/`;
}
function entryKey(environment, number) {
    return `${placeOf(environment)}${String(number).padStart(8, '0')}.json`;
}
/** The name of a file says what it is about, and a part of its digest: whoever stores the same again meets it and not another one. */
function fileName(kind, exerciseId, text, digest) {
    return `${kind}/${exerciseId}-${digest(text).slice(0, 12)}.json`;
}
/** From the ARN of the key. */
function keyFile(keyId) {
    return `keys/${keyId.slice(keyId.lastIndexOf('/') + 1)}.pem`;
}
/** What a key of an environment's evidence stands for. */
function placeIn(environment, key) {
    const name = key.slice(placeOf(environment).length);
    const [, number] = /^(\d{8})\.json$/.exec(name) ?? [];
    if (number !== undefined && Number(number) > 0)
        return { kind: 'entry', number: Number(number) };
    if (/^documents\/[0-9a-f-]{36}-[0-9a-f]{12}\.json$/.test(name))
        return { kind: 'document' };
    if (/^histories\/[0-9a-f-]{36}-[0-9a-f]{12}\.json$/.test(name))
        return { kind: 'history' };
    if (/^keys\/[A-Za-z0-9-]{1,64}\.pem$/.test(name))
        return { kind: 'key' };
    return { kind: 'unknown' };
}


/***/ }),

/***/ 2506:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $C: () => (/* binding */ MoveTimeoutError),
/* harmony export */   V3: () => (/* binding */ moveWriter),
/* harmony export */   np: () => (/* binding */ writeThrough)
/* harmony export */ });
/** Something did not happen in time. Nothing is rolled back: a move that AWS accepted goes on without us. */
class MoveTimeoutError extends Error {
    name = 'MoveTimeoutError';
}
/** Time between two looks at the control plane, in ms; its rate limits are generous but shared with the console. */
const POLL_INTERVAL_MS = 500;
/** One connection attempt through the writer name may take this long, in ms. */
const WRITE_TIMEOUT_MS = 2_000;
/**
 * Moves the writer role and returns only when a real write through the writer name succeeded.
 *
 * The control plane's word is not enough: DNS caches, a wrong endpoint or a read-only promotion all leave an
 * `available` database that takes no write.
 *
 * @throws MoveTimeoutError when the deadline passes, saying which step was not reached
 */
async function moveWriter(move, ports) {
    const startedMs = ports.clock.monotonicMs();
    const remainingMs = () => move.deadlineMs - (ports.clock.monotonicMs() - startedMs);
    await move.request();
    move.onMilestone('requested');
    // Both are awaited side by side: the name may move before the control plane has tidied up, and the sooner a
    // real write is seen, the sooner the measured recovery ends.
    const steps = await Promise.allSettled([
        awaitPromotion(move, ports, remainingMs),
        awaitRealWrite(move, ports, remainingMs).then(() => {
            move.onMilestone('writer-name-moved');
        }),
    ]);
    // Settled rather than the first rejection: no poll may go on behind the back of a caller that has given up.
    for (const step of steps)
        if (step.status === 'rejected')
            throw step.reason;
}
async function awaitPromotion(move, ports, remainingMs) {
    let last = 'not read yet';
    while (remainingMs() > 0) {
        try {
            const status = await ports.globalDatabase.describe();
            last = describeProgress(status);
            if (hasPromoted(status, move.target)) {
                move.onMilestone('promoted');
                return;
            }
        }
        catch (error) {
            // The control plane of the lost region may fail calls during the move; the deadline bounds the patience.
            last = error instanceof Error ? error.message : String(error);
            ports.logger.debug(`describing the global cluster failed, trying again: ${last}`);
        }
        await ports.clock.sleep(POLL_INTERVAL_MS);
    }
    throw new MoveTimeoutError(`${move.target.clusterId} was not promoted within ${Math.round(move.deadlineMs / 1000)} s; last seen: ${last}`);
}
async function awaitRealWrite(move, ports, remainingMs) {
    let last = 'not tried yet';
    while (remainingMs() > 0) {
        try {
            const instance = await (ports.writeOnce?.() ?? writeThrough(move.writer, ports.sql));
            if (move.target.instances.some(({ id }) => id === instance))
                return;
            last = `it still reaches ${instance}`;
        }
        catch (error) {
            last = error instanceof Error ? error.message : String(error);
        }
        await ports.clock.sleep(POLL_INTERVAL_MS);
    }
    throw new MoveTimeoutError(`no write through ${move.writer.host} reached ${move.target.clusterId} within ${Math.round(move.deadlineMs / 1000)} s; last try: ${last}`);
}
/**
 * Writes once and says which instance took it. Assigning a transaction id needs a commit record, so it fails on a reader
 * (SQLSTATE 25006), and it leaves nothing behind. Each try is a new connection, so that the name is resolved again.
 *
 * @throws SqlError
 */
async function writeThrough(writer, sql) {
    const session = await sql.connect(writer, WRITE_TIMEOUT_MS);
    try {
        const [row] = await session.query('SELECT aurora_db_instance_identifier() AS instance, pg_current_xact_id()::text AS xid');
        return String(row?.['instance']);
    }
    finally {
        await session.close();
    }
}
function hasPromoted(status, target) {
    return (status.failoverState === undefined &&
        status.members.some((member) => member.clusterArn === target.clusterArn && member.isWriter));
}
function describeProgress(status) {
    const writers = status.members.filter((member) => member.isWriter).map((member) => member.region);
    return `status ${status.status}, move ${status.failoverState?.status ?? 'none'}, writer in ${writers.join(', ') || 'no region'}`;
}


/***/ }),

/***/ 385:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bx: () => (/* binding */ chooseTarget),
/* harmony export */   jX: () => (/* binding */ currentWriter),
/* harmony export */   sW: () => (/* binding */ NotMovableError)
/* harmony export */ });
/** The global database is in a state in which a move must not start. The message says which, and what to do. */
class NotMovableError extends Error {
    name = 'NotMovableError';
}
/**
 * The member that accepts writes now.
 *
 * @throws NotMovableError when there is not exactly one: during a move, or when something is badly wrong
 */
function currentWriter(status) {
    const writers = status.members.filter((member) => member.isWriter);
    const [writer] = writers;
    if (writer === undefined || writers.length > 1) {
        throw new NotMovableError(`global cluster ${status.globalClusterId} reports ${writers.length} writers, expected exactly one; look at ` +
            `"aws rds describe-global-clusters --global-cluster-identifier ${status.globalClusterId}" before anything else`);
    }
    return writer;
}
/**
 * The member to promote when the writer's region is lost or to be left.
 *
 * A target without an available instance is refused: Aurora completes such a failover (RDS-EVENT-0519) and leaves a
 * database that nothing can connect to. A different engine version is refused by the API in the middle of the move, so
 * it is refused here before it starts.
 *
 * @throws NotMovableError naming every reason
 */
function chooseTarget(status) {
    const writer = currentWriter(status);
    if (status.failoverState !== undefined) {
        throw new NotMovableError(`global cluster ${status.globalClusterId} is already moving (${status.failoverState.status}); wait until it has finished`);
    }
    const problems = [];
    for (const member of status.members) {
        if (member.isWriter)
            continue;
        const reasons = reasonsAgainst(member, writer);
        if (reasons.length === 0)
            return member;
        problems.push(`${member.clusterId} (${member.region}): ${reasons.join(', ')}`);
    }
    throw new NotMovableError(problems.length === 0
        ? `global cluster ${status.globalClusterId} has no cluster outside ${writer.region} to promote`
        : `no cluster of ${status.globalClusterId} can be promoted: ${problems.join('; ')}`);
}
function reasonsAgainst(member, writer) {
    const reasons = [];
    if (member.region === writer.region)
        reasons.push('it is in the same region as the writer');
    if (member.status !== 'available')
        reasons.push(`its status is ${member.status}`);
    if (!member.instances.some((instance) => instance.status === 'available'))
        reasons.push('it has no available instance');
    // While the writer's region does not answer, its version is not known and cannot be held against the target.
    if (writer.engineVersion !== '' && member.engineVersion !== writer.engineVersion) {
        reasons.push(`its engine version is ${member.engineVersion}, the writer's is ${writer.engineVersion}`);
    }
    return reasons;
}


/***/ }),

/***/ 9282:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  p: () => (/* binding */ LeaseUnreachableError),
  m: () => (/* binding */ leaseOf)
});

// EXTERNAL MODULE: ./src/ports/lease.ts
var lease = __webpack_require__(4282);
// EXTERNAL MODULE: ./src/ports/lease-store.ts
var lease_store = __webpack_require__(7266);
// EXTERNAL MODULE: ./src/interlock/settings.ts
var settings = __webpack_require__(1812);
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
        return elapsedMs < settings/* LEASE_MS */.Wf - settings/* LEASE_MARGIN_MS */.lo;
    }
    release() {
        this.released ??= this.giveBack();
        return this.released;
    }
    async keepRenewing() {
        const { clock } = this.ports;
        let pauseMs = settings/* RENEW_EVERY_MS */.V3;
        do {
            await clock.sleep(pauseMs, this.stop.signal);
            if (this.stop.signal.aborted)
                return;
            pauseMs = (await this.renew()) ? settings/* RENEW_EVERY_MS */.V3 : settings/* RETRY_RENEWAL_MS */.ND;
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
        logger.warn(`the lease could not be given back, and runs out in ${settings/* LEASE_MS */.Wf / 1000} s: ` +
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
                if (error instanceof lease_store/* LeaseStoreRefusedError */._)
                    throw error;
                failure = error;
                isUnsure = true;
            }
            const nowMs = clock.monotonicMs();
            const leftMs = startedMs + waitMs - nowMs;
            const isSilent = failure !== undefined && nowMs - answeredMs >= settings/* STORE_PATIENCE_MS */.zT;
            if (leftMs <= 0 || isSilent) {
                // What was written without an answer may have taken the lease, and nobody would hold it.
                if (isUnsure)
                    await handBack(this.ownerId, this.ports);
                throw failure === undefined ? this.taken(record, waitMs) : this.unreachable(failure);
            }
            if (nowMs - saidMs >= settings/* SAY_EVERY_MS */.t_) {
                this.say(record, failure, leftMs);
                saidMs = nowMs;
            }
            await clock.sleep(Math.min(settings/* LOOK_EVERY_MS */.R5, leftMs));
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
            if (!isFree && nowMs - this.seen.sinceMs < settings/* LEASE_MS */.Wf)
                return current;
            if (!isFree) {
                this.ports.logger.warn(`${describeHolder(current.holder)} has not renewed the lease of ${this.environment} for ${settings/* LEASE_MS */.Wf / 1000} s; it is taken over`);
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
        return new lease/* LeaseTakenError */.s(`${this.environment} is being changed by ${describeHolder(record?.holder)}, which has not ended within ${inWords(waitMs)}; ` +
            `wait until it has, and run this again. If it was killed, its lease runs out ${settings/* LEASE_MS */.Wf / 1000} s later by itself`);
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


/***/ }),

/***/ 1812:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ih: () => (/* binding */ LEASE_WAIT_MS),
/* harmony export */   ND: () => (/* binding */ RETRY_RENEWAL_MS),
/* harmony export */   R5: () => (/* binding */ LOOK_EVERY_MS),
/* harmony export */   V3: () => (/* binding */ RENEW_EVERY_MS),
/* harmony export */   Wf: () => (/* binding */ LEASE_MS),
/* harmony export */   lo: () => (/* binding */ LEASE_MARGIN_MS),
/* harmony export */   t_: () => (/* binding */ SAY_EVERY_MS),
/* harmony export */   zT: () => (/* binding */ STORE_PATIENCE_MS)
/* harmony export */ });
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
const LEASE_WAIT_MS = 30 * 60_000;


/***/ }),

/***/ 1145:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ SECTIONS)
/* harmony export */ });
/**
 * What a database holds, in a form that can be compared with that of its restored copy: digests and counts, never the content itself.
 * Both are asked the same questions by the same code.
 */
/** What the catalogs say, by subject. */
const SECTIONS = [
    'tables',
    'constraints',
    'indexes',
    'functions',
    'triggers',
    'views',
    'sequence definitions',
    'types',
    'roles',
    'memberships',
    'grants',
    'settings',
    'extensions',
    'database',
];


/***/ }),

/***/ 4593:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ DrillStateRefusedError)
/* harmony export */ });
/** The store answered, and it will not answer differently: a permission, the table, or what would be written. */
class DrillStateRefusedError extends Error {
    name = 'DrillStateRefusedError';
}


/***/ }),

/***/ 9747:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ FIRST_RECORD),
/* harmony export */   _: () => (/* binding */ LONGEST_REHEARSAL_MS)
/* harmony export */ });
const FIRST_RECORD = {
    version: 0,
    leaseOwner: '',
    leaseToken: 0,
    armed: undefined,
    episode: undefined,
};
/** A rehearsal that ends later than so many ms from now is none: it would keep the controller from its work for too long. */
const LONGEST_REHEARSAL_MS = 5 * 60_000;


/***/ }),

/***/ 1485:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ FaultRefusedError)
/* harmony export */ });
/** The injector does not do what it was asked for, and has said so: nothing has happened. */
class FaultRefusedError extends Error {
    name = 'FaultRefusedError';
}


/***/ }),

/***/ 7266:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ LeaseStoreRefusedError),
/* harmony export */   c: () => (/* binding */ FIRST_LEASE_RECORD)
/* harmony export */ });
const FIRST_LEASE_RECORD = { version: 0, ownerId: '', holder: undefined };
/** The store answered, and it will not answer differently: a permission, the table, or what is in it. */
class LeaseStoreRefusedError extends Error {
    name = 'LeaseStoreRefusedError';
}


/***/ }),

/***/ 4282:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ LeaseTakenError)
/* harmony export */ });
class LeaseTakenError extends Error {
    name = 'LeaseTakenError';
}


/***/ }),

/***/ 250:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ PENDING),
/* harmony export */   e: () => (/* binding */ CURRENT)
/* harmony export */ });
/** The staging label of the version that applications read. */
const CURRENT = 'AWSCURRENT';
/** The staging label of the version that a rotation is preparing. */
const PENDING = 'AWSPENDING';


/***/ }),

/***/ 2928:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ SqlError)
/* harmony export */ });
/**
 * A statement or connection that did not succeed.
 *
 * `outcome` says what is known of the statement's effect: `not-executed` when the server rejected it or was never
 * reached, `unknown` when the connection broke or timed out after the statement was sent (it may have committed).
 */
class SqlError extends Error {
    outcome;
    sqlState;
    name = 'SqlError';
    /**
     * Whether a server was there to refuse: with a SQLSTATE, or with a certificate that we do not accept. Such an error is no sign
     * of a dead server; a rotated password or an outdated list of authorities must not look like the loss of a region.
     */
    serverAnswered;
    constructor(message, outcome, 
    /** The five-character SQLSTATE, for example `25006` (read-only transaction), where the server sent one. */
    sqlState, options) {
        super(message, options);
        this.outcome = outcome;
        this.sqlState = sqlState;
        this.serverAnswered = options?.serverAnswered ?? sqlState !== undefined;
    }
}


/***/ }),

/***/ 1313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IW: () => (/* binding */ scopeRows),
/* harmony export */   Kx: () => (/* binding */ rotationRows),
/* harmony export */   WD: () => (/* binding */ conductRows),
/* harmony export */   aK: () => (/* binding */ readRows),
/* harmony export */   c$: () => (/* binding */ restoreRows),
/* harmony export */   eA: () => (/* binding */ ENTRY_NOTE),
/* harmony export */   lS: () => (/* binding */ writeRows),
/* harmony export */   lY: () => (/* binding */ objectiveRows),
/* harmony export */   tO: () => (/* binding */ detectionRows)
/* harmony export */ });
/* harmony import */ var _drill_words__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2871);

const ENTRY_NOTE = 'Each entry holds the digest of the one before it. Whoever notes this number and digest elsewhere can later show that nothing before it was changed, and that the chain was not cut before it.';
/** Objective, measured, note. */
function objectiveRows(move, objectives) {
    const isPlanned = move.kind === 'switchover';
    const resolution = `± ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(move.resolutionMs)}${clocks(move)}`;
    return [
        [
            isPlanned ? 'RPO, planned' : 'RPO, unplanned',
            isPlanned ? 'no loss' : `< ${objectives.rpoSeconds} s`,
            rpo(move),
            isPlanned ? 'planned move: proves nothing about a disaster' : resolution,
        ],
        [
            isPlanned ? 'RTO, planned' : 'RTO, unplanned',
            `< ${objectives.rtoSeconds} s`,
            (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .secondsOr */ .Te)(move.rtoMs, move.verdict === 'not-run' ? 'not measured' : 'writes never came back'),
            resolution,
        ],
        ...(isPlanned
            ? []
            : [
                [
                    'detection',
                    `≤ ${objectives.detectionSeconds} s`,
                    (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .secondsOr */ .Te)(move.detectionMs, 'never declared down'),
                    `from the last acknowledged write${clocks(move)}${promotedBy(move)}`,
                ],
            ]),
        ...(move.redundancyGapMs === undefined
            ? []
            : [['redundancy gap', '–', (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(move.redundancyGapMs), 'time without a second region']]),
        ...lagRows(move),
    ];
}
function writeRows(move) {
    const { writes, loss, splitBrain } = move;
    const read = (value) => (loss === undefined ? 'not read' : value(loss));
    return [
        ['writes attempted (N)', `${writes.attempted}, one each ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(move.intervalMs)}`],
        ['acknowledged', `${writes.ok} (${move.baselineWrites} before the outage)`],
        ['failed / unknown outcome', `${writes.fail} / ${writes.unknown}`],
        ['acknowledged and lost', read(({ lost }) => String(lost))],
        [
            'the lost ones are the last before the outage',
            read(({ lost, lostIsSuffix }) => (lost === 0 ? '–' : lostIsSuffix ? 'yes' : 'NO')),
        ],
        ['unknown: found / not found', read(({ recovered, undetermined }) => `${recovered} / ${undetermined}`)],
        ['failed and found all the same (phantom)', read(({ phantom }) => String(phantom))],
        [
            'acknowledged by the old writer after the new one: split brain',
            splitBrain === undefined
                ? 'not measured'
                : `${splitBrain.acknowledged} of ${splitBrain.attempted} tried${splitBrain.unknown === 0 ? '' : `, ${splitBrain.unknown} of unknown outcome`}`,
        ],
    ];
}
/** Region, replica, answers. */
function readRows({ reads = [] }) {
    return reads.flatMap(({ region, answered, failed }) => [
        ...answered.map(({ instance, reads: count }) => [region, instance, String(count)]),
        ...(failed === 0 ? [] : [[region, 'no answer', String(failed)]]),
    ]);
}
/** What, measured, note. */
function restoreRows(restore) {
    const { heartbeats, negativeControl, cost } = restore;
    return [
        ['region', restore.region],
        ['temporary cluster', restore.clusterId],
        ['point in time asked for', restore.pointInTime],
        ['heartbeats before it, found', `${heartbeats.found} of ${heartbeats.expected}`],
        [
            'heartbeats after it, or never written, found',
            restore.from === 'snapshot'
                ? `${heartbeats.unexpected} (those that were written while the snapshot was taken may be there)`
                : `${heartbeats.unexpected} (of ${heartbeats.mustBeAbsent} written, none may be there)`,
        ],
        ['backups reached it after', (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(restore.backupDelayMs)],
        ['restored and available after', (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(restore.restoreMs)],
        ['compared after', (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(restore.verifyMs)],
        [
            'negative control',
            `${negativeControl.rejected ? 'rejected, as it has to be' : 'NOT REJECTED: the comparison proves nothing'} (altered: ${negativeControl.altered})`,
        ],
        ['removed afterwards', restore.removed ? 'yes' : 'NO: it is still there and costs money'],
        ...(cost === undefined
            ? []
            : [['cost', `${cost.estimate} for ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(cost.instanceMs)} of ${cost.instanceClass}`]]),
    ];
}
function detectionRows({ detection, objectives }) {
    if (detection === undefined)
        return [];
    const { writes } = detection;
    return [
        ['region that was made invisible', detection.region],
        [
            `detection, objective ≤ ${objectives.detectionSeconds} s`,
            `${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .secondsOr */ .Te)(detection.detectionMs, 'never declared down')} (± ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(detection.resolutionMs)})`,
        ],
        ['since the fault was asked for, an upper bound', (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .secondsOr */ .Te)(detection.sinceRequestMs, 'not measured')],
        [
            'writes meanwhile',
            `${writes.ok} of ${writes.attempted} acknowledged, ${writes.fail} failed, ${writes.unknown} of unknown outcome`,
        ],
        ['writer moved', detection.writerMoved ? 'YES, it must not' : 'no'],
    ];
}
/** Secret, time, new version logs in, old version refused, error. */
function rotationRows(rotation) {
    return (rotation?.secrets ?? []).map((secret) => [
        secret.secret,
        (0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .secondsOr */ .Te)(secret.rotationMs, 'not finished'),
        secret.newVersionLogsIn ? 'yes' : 'NO',
        secret.oldVersionRefused === undefined ? 'not tried' : secret.oldVersionRefused ? 'yes' : 'NO',
        secret.error ?? '',
    ]);
}
function scopeRows({ scope }) {
    return [
        ['account', scope.account],
        ['global cluster', scope.globalCluster],
        ['regions', scope.regions.join(', ')],
        ['writer name', scope.writerName],
    ];
}
function conductRows({ conduct }) {
    const optional = (name, value) => value === undefined ? [] : [[name, value]];
    return [
        ['started by', conduct.actor === undefined ? conduct.trigger : `${conduct.actor} (${conduct.trigger})`],
        ...optional('role that acted', conduct.principal),
        ...optional('commit', conduct.commit),
        ...optional('SHA-256 of the code that measured', conduct.codeSha256),
        ...optional('digest of the plan', conduct.planDigest),
    ];
}
function rpo({ loss }) {
    if (loss === undefined)
        return 'not measured';
    const bound = loss.rpoUpperBoundMs > loss.rpoMs ? `, at most ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(loss.rpoUpperBoundMs)}` : '';
    return `${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(loss.rpoMs)} (${loss.lost} ${loss.lost === 1 ? 'write' : 'writes'}${bound})`;
}
function lagRows({ lag }) {
    if (lag === undefined)
        return [];
    const failed = lag.failed === 0 ? '' : `, ${lag.failed} without an answer`;
    return [
        [
            'replication lag',
            '–',
            lag.samples === 0 ? 'not measured' : `median ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(lag.medianMs)}, most ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(lag.maxMs)}`,
            `${lag.samples} samples${failed}${lag.beforeMoveMs === undefined ? '' : `; the last before the move: ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(lag.beforeMoveMs)}`}`,
        ],
    ];
}
/** Two clocks that are not quite level make a number uncertain, in both directions. */
function clocks({ clockUncertaintyMs }) {
    return clockUncertaintyMs === 0 ? '' : `, clocks ± ${(0,_drill_words__WEBPACK_IMPORTED_MODULE_0__/* .seconds */ .YA)(clockUncertaintyMs)}`;
}
/** Only a deployed controller would act in a disaster; an auditor has to see whose time was measured. */
function promotedBy({ promotedBy: who }) {
    if (who === undefined)
        return '';
    return who === 'controller' ? '; by the deployed controller' : '; by the drill, as no controller promotes here';
}


/***/ }),

/***/ 2871:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KW: () => (/* binding */ age),
/* harmony export */   P6: () => (/* binding */ DOES_NOT_PROVE),
/* harmony export */   Te: () => (/* binding */ secondsOr),
/* harmony export */   XU: () => (/* binding */ VERDICT_WORD),
/* harmony export */   YA: () => (/* binding */ seconds),
/* harmony export */   a1: () => (/* binding */ PROVES),
/* harmony export */   cf: () => (/* binding */ durationOf),
/* harmony export */   s0: () => (/* binding */ VERDICT_MARK),
/* harmony export */   zM: () => (/* binding */ reasonsOf)
/* harmony export */ });
// The words of a drill that its Markdown, the tracking issue and the site have in common: an auditor compares them.
const VERDICT_WORD = {
    passed: 'passed',
    failed: 'failed',
    inconclusive: 'inconclusive',
    'not-run': 'not run',
};
const VERDICT_MARK = {
    passed: '✅ passed',
    failed: '❌ failed',
    inconclusive: '❔ inconclusive',
    'not-run': '⏹️ not run',
};
/** What a drill of a kind shows; goes on after "It shows". */
const PROVES = {
    switchover: 'that the writer role can be moved to the other region and back, and how long writes wait for it.',
    failover: 'how long the loss of the writer’s region goes unnoticed, how long writes are not possible, and how many acknowledged writes are lost.',
    restore: 'that backups can be restored to the moment that was asked for, with the right content, and how long it takes.',
    detection: 'how soon the deployed controller notices that it cannot reach a region.',
    rotation: 'that passwords can be changed while the writer is in the other region.',
};
/** What nobody may read into it. */
const DOES_NOT_PROVE = {
    switchover: 'It was planned: Aurora synchronises before it swaps the roles. It proves nothing about the RPO of a disaster, nor that a disaster is noticed.',
    failover: 'The fault was injected, and one kind of fault is not every kind. The loss depends on the replication lag at that moment; another one can be greater.',
    restore: 'Nothing failed over, and applications did not use what was restored. Tables that the environment does not name were not compared by their content.',
    detection: 'Nothing was moved and no region was lost: it proves no recovery time and no RPO.',
    rotation: 'The moves in it were planned: it proves no RPO, and nothing about a password that has become known.',
};
/** `2.06 s`, `13.0 s`, `7 min 05 s`. */
function seconds(ms) {
    if (ms >= 300_000) {
        const whole = Math.round(ms / 1_000);
        return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
    }
    return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
/** `2.06 s`, or why there is no number. */
function secondsOr(ms, otherwise) {
    return ms === undefined ? otherwise : seconds(ms);
}
/** `3 days ago`; in whole days, so that it is the same the whole day long. */
function age(moment, now) {
    const days = Math.floor((now.getTime() - new Date(moment).getTime()) / 86_400_000);
    return days < 1 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`;
}
/** The reasons of the drill and of its moves, each once, in order. */
function reasonsOf({ reasons, moves }) {
    return [
        ...new Set([...reasons, ...moves.flatMap((move) => move.reasons.map((reason) => `${move.label}: ${reason}`))]),
    ];
}
function durationOf({ startedAt, finishedAt }) {
    return Math.max(0, new Date(finishedAt).getTime() - new Date(startedAt).getTime());
}


/***/ }),

/***/ 8837:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   Vc: () => (/* binding */ minute),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   em: () => (/* binding */ sentence),
/* harmony export */   nf: () => (/* binding */ link),
/* harmony export */   qr: () => (/* binding */ footer)
/* harmony export */ });
/* unused harmony exports LONGEST_NAME, LONGEST_SENTENCE, htmlCode, linkInto */
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
    return `<code>${htmlCodeText(cut(text, LONGEST_NAME))}</code>`;
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
/* harmony export */   PP: () => (/* binding */ tableHead),
/* harmony export */   jD: () => (/* binding */ tableRow),
/* harmony export */   js: () => (/* binding */ htmlText),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
/* unused harmony export htmlCodeText */
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


/***/ })

};
