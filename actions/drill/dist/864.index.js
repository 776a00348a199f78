export const id = 864;
export const ids = [864];
export const modules = {

/***/ 864:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  drill: () => (/* binding */ drill)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 10 modules
var core = __webpack_require__(7264);
;// CONCATENATED MODULE: ./src/adapters/file-drill-journal.ts


/** Appends each record as a line of JSON. Written at once, so that a killed drill leaves everything up to that moment. */
function fileDrillJournal(file) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(file), { recursive: true });
    return {
        append(record) {
            (0,external_node_fs_.appendFileSync)(file, `${JSON.stringify(record)}\n`);
        },
    };
}

// EXTERNAL MODULE: ./src/adapters/process-interruption.ts
var process_interruption = __webpack_require__(7757);
// EXTERNAL MODULE: ./src/adapters/repository-files.ts
var repository_files = __webpack_require__(1616);
// EXTERNAL MODULE: ./src/adapters/sha256.ts
var sha256 = __webpack_require__(2189);
;// CONCATENATED MODULE: ./src/drill/memory-journal.ts
/** A journal that also remembers what it was told, for the evidence. */
function rememberingJournal(journal) {
    const records = [];
    return {
        records,
        append(record) {
            journal.append(record);
            records.push(record);
        },
    };
}

// EXTERNAL MODULE: ./src/drill/reason-of.ts
var reason_of = __webpack_require__(4899);
// EXTERNAL MODULE: ./src/drill/recovery/progress.ts
var progress = __webpack_require__(4038);
;// CONCATENATED MODULE: ./src/drill/recovery/abortable.ts


/**
 * GitHub sends SIGINT, kills 10 seconds later, and wants the lease given back and a record written before. So long the fault hook and the table are
 * waited for, in ms.
 */
const FAREWELL_MS = 3_000;
/**
 * Runs a drill that may be interrupted at any time. At the first signal it is not waited for any longer: the fault is ended, the interruption is
 * written down, and the caller gives the lease back, in the seconds before the process is killed. What the drill was in the middle of goes on
 * in AWS; the state stays open, and the next one recovers it.
 *
 * The steps that are under way cannot be taken back. {@link whileUnderWay} and {@link promotingUnlessInterrupted} keep them from ordering anything
 * more, and the caller has to exit soon.
 *
 * @throws DrillStoppedError after an interruption; whatever `work` throws
 */
async function abortable(drill, ports, work) {
    const { interrupted } = ports;
    let listener;
    const interruption = new Promise((_, reject) => {
        listener = () => {
            void farewell(drill, ports).then(() => {
                reject(new progress/* DrillStoppedError */.jK(`the drill was interrupted by ${String(interrupted.reason)}; what it has left is recovered by the job that follows, or by the next drill`));
            });
        };
        if (interrupted.aborted)
            listener();
        else
            interrupted.addEventListener('abort', listener);
    });
    // Nobody waits for it when the drill comes to its end first.
    interruption.catch(() => undefined);
    const working = interrupted.aborted ? interruption : work();
    working.catch(() => undefined);
    try {
        return await Promise.race([interruption, workUnless(interrupted, working)]);
    }
    finally {
        if (listener !== undefined)
            interrupted.removeEventListener('abort', listener);
    }
}
/** The steps of an interrupted drill fail one after the other; that is no result of the drill. */
async function workUnless(interrupted, work) {
    try {
        const result = await work;
        if (!interrupted.aborted)
            return result;
    }
    catch (error) {
        if (!interrupted.aborted)
            throw error;
    }
    return new Promise(() => undefined);
}
/** Never rejects, and never takes longer than {@link FAREWELL_MS}. */
async function farewell(drill, { interrupted, faultInjector, clock, logger }) {
    const reason = String(interrupted.reason);
    logger.warn(`interrupted by ${reason}: the fault is ended, and the lease is given back`);
    const tries = [
        ...drill.state.faultIn.map(async (region) => faultInjector?.stop(region)),
        drill.noteInterruption(reason),
    ];
    const limit = new AbortController();
    const over = clock.sleep(FAREWELL_MS, limit.signal);
    const all = Promise.all(tries.map((attempt) => attempt.catch((error) => {
        logger.error(`after the interruption: ${(0,reason_of/* reasonOf */.A)(error)}`);
    })));
    await Promise.race([all, over]);
    limit.abort();
}
/** A lease that counts as lost from the first signal on. */
function whileUnderWay(held, interrupted) {
    return { isHeld: () => held.isHeld() && !interrupted.aborted };
}
/** A drill that promotes by itself must not go on doing so once the fault was ended because of a signal. */
function promotingUnlessInterrupted(interrupted, database) {
    return {
        describe: () => database.describe(),
        switchover: (target, currentPrimary) => database.switchover(target, currentPrimary),
        async failover(target) {
            if (interrupted.aborted) {
                throw new progress/* DrillStoppedError */.jK(`${target.region} was not promoted: the drill was interrupted by ${String(interrupted.reason)}`);
            }
            await database.failover(target);
        },
    };
}

// EXTERNAL MODULE: ./src/drill/recovery/untold.ts
var untold = __webpack_require__(1779);
// EXTERNAL MODULE: ./src/environment/load-environments.ts + 6 modules
var load_environments = __webpack_require__(6461);
// EXTERNAL MODULE: ./src/environment/windows.ts
var windows = __webpack_require__(6420);
// EXTERNAL MODULE: ./src/evidence/context.ts
var evidence_context = __webpack_require__(4654);
// EXTERNAL MODULE: ./src/evidence/to-evidence.ts + 2 modules
var to_evidence = __webpack_require__(5548);
;// CONCATENATED MODULE: ./src/interlock/only-while-held.ts
/** The lease could not be renewed in time, or somebody else has it by now: nothing more may be begun. */
class LeaseNotHeldError extends Error {
    name = 'LeaseNotHeldError';
}
/** @param what would be begun, as a noun: "the switchover" */
function requireHeld(held, what) {
    if (held.isHeld())
        return;
    throw new LeaseNotHeldError(`${what} was not begun, because the lease of the environment could not be kept: the lock table did not answer in time, or somebody else ` +
        'has taken the lease over. Look at the log for when, and run this again');
}
/** Switches over only while the lease is held. A failover is never refused: it rescues. */
function switchingOnlyWhileHeld(held, database) {
    return {
        describe: () => database.describe(),
        failover: (target) => database.failover(target),
        async switchover(target, currentPrimary) {
            requireHeld(held, `the switchover to ${target.region}`);
            await database.switchover(target, currentPrimary);
        },
    };
}
/** Causes a disaster only while the lease is held; ends it in any case. */
function breakingOnlyWhileHeld(held, injector) {
    return {
        async start(region) {
            requireHeld(held, `the loss of ${region}`);
            await injector.start(region);
        },
        stop: (region) => injector.stop(region),
    };
}
/** Makes a controller blind only while the lease is held; gives it its sight back in any case. */
function blindingOnlyWhileHeld(held, injector) {
    return {
        offersHealthPath: () => injector.offersHealthPath(),
        async blind(region, forSeconds) {
            requireHeld(held, `the loss of the health path to ${region}`);
            await injector.blind(region, forSeconds);
        },
        stop: (region) => injector.stop(region),
    };
}

;// CONCATENATED MODULE: ./src/drill/verdict.ts
/** O4, where an environment says nothing stricter. */
const REPLICATION_LAG_SECONDS = 60;
/** Fewer acknowledged writes than this before the outage are no baseline. */
const MINIMUM_BASELINE_WRITES = 10;
/**
 * Judges a measured run.
 *
 * A run that broke off is failed, whatever the numbers say; missing or contradictory evidence is inconclusive and never passed.
 *
 * @param error what ended the run early, if anything did
 */
function judge(kind, measurement, objectives, error) {
    const unclear = missingEvidence(kind, measurement, objectives);
    const stopped = error === undefined ? [] : [error];
    // Nothing is moved before writes succeed, so without any there is nothing that could have failed, or passed.
    if (measurement.baselineWrites === 0)
        return { verdict: 'inconclusive', reasons: [...stopped, ...unclear] };
    const failed = [...stopped, ...missedObjectives(kind, measurement, objectives)];
    if (failed.length > 0)
        return { verdict: 'failed', reasons: [...failed, ...unclear] };
    if (unclear.length > 0)
        return { verdict: 'inconclusive', reasons: unclear };
    return { verdict: 'passed', reasons: [] };
}
function missedObjectives(kind, measurement, objectives) {
    const missed = [];
    const { rtoMs, detectionMs, loss, splitBrain, clockUncertaintyMs, maxLagBeforeMoveMs } = measurement;
    // Judged at the worse end of what is possible: two clocks that are not quite level must not make a drill pass.
    const clocks = clockUncertaintyMs === 0 ? '' : ` ± ${seconds(clockUncertaintyMs)}`;
    if (rtoMs === undefined) {
        missed.push('no write succeeded after the outage began: the recovery time is unlimited');
    }
    else if (rtoMs + clockUncertaintyMs >= objectives.rtoSeconds * 1000) {
        missed.push(`recovery took ${seconds(rtoMs)}${clocks}, the objective is below ${objectives.rtoSeconds} s`);
    }
    if (detectionMs !== undefined && detectionMs + clockUncertaintyMs > objectives.detectionSeconds * 1000) {
        missed.push(`detection took ${seconds(detectionMs)}${clocks}, the objective is at most ${objectives.detectionSeconds} s`);
    }
    if (loss !== undefined && kind === 'switchover' && loss.lost.length > 0) {
        missed.push(`a switchover lost ${loss.lost.length} acknowledged writes; it must lose none`);
    }
    if (loss !== undefined && loss.rpoUpperBoundMs + clockUncertaintyMs >= objectives.rpoSeconds * 1000) {
        missed.push(`acknowledged writes of up to ${seconds(loss.rpoUpperBoundMs)}${clocks} are missing, the objective is below ${objectives.rpoSeconds} s`);
    }
    const lagSeconds = objectives.replicationLagSeconds ?? REPLICATION_LAG_SECONDS;
    if (maxLagBeforeMoveMs !== undefined && maxLagBeforeMoveMs >= lagSeconds * 1000) {
        missed.push(`the other region was ${seconds(maxLagBeforeMoveMs)} behind before anything was moved, the objective is below ${lagSeconds} s (O4)`);
    }
    if (splitBrain !== undefined && splitBrain.acknowledged > 0) {
        missed.push(`the old writer acknowledged ${splitBrain.acknowledged} writes after the new one had taken over: split brain`);
    }
    return missed;
}
function missingEvidence(kind, measurement, objectives) {
    const missing = [];
    if (measurement.writes.attempted === 0)
        missing.push('no write was attempted');
    if (measurement.baselineWrites < MINIMUM_BASELINE_WRITES) {
        missing.push(`only ${measurement.baselineWrites} writes were acknowledged before the outage, at least ${MINIMUM_BASELINE_WRITES} are needed`);
    }
    if (kind === 'failover' && measurement.rtoMs === 0)
        missing.push('no outage was seen, so nothing was measured');
    if (kind === 'failover' && measurement.detectionMs === undefined)
        missing.push('the region was never declared down');
    if (kind === 'failover' && measurement.maxLagBeforeMoveMs === undefined) {
        missing.push('how far the other region was behind before the failover was never seen');
    }
    if (measurement.loss === undefined) {
        missing.push('the surviving writes could not be read');
    }
    else {
        if (measurement.loss.phantom.length > 0) {
            missing.push(`${measurement.loss.phantom.length} writes that had failed are there: the probe's own verdicts are wrong`);
        }
        if (!measurement.loss.lostIsSuffix)
            missing.push('writes younger than a lost one survived: replication lost from the middle');
    }
    if (measurement.splitBrain !== undefined && measurement.splitBrain.unknown > 0) {
        missing.push(`whether the old writer took ${measurement.splitBrain.unknown} writes after the new one had taken over is not known`);
    }
    if (measurement.resolutionMs * 10 > objectives.detectionSeconds * 1000) {
        missing.push(`the probe stalled for ${seconds(measurement.resolutionMs)}: too coarse for these objectives`);
    }
    return missing;
}
function seconds(ms) {
    return `${(ms / 1000).toFixed(1)} s`;
}

;// CONCATENATED MODULE: ./src/drill/preflight/finding.ts
/** Passed with what is in order, or refused with every trouble. */
function found(troubles, inOrder) {
    return troubles.length === 0
        ? { outcome: 'passed', value: inOrder }
        : { outcome: 'refused', value: troubles.join('; ') };
}
/** A guard cannot be judged, whatever was read: it becomes `unknown`. */
class CannotTellError extends Error {
    name = 'CannotTellError';
}

;// CONCATENATED MODULE: ./src/drill/preflight/instance-class.ts
/**
 * Whether a machine of class `own` can do the work of one of class `wanted`: at least its size, no older generation, and the same family, or one with more
 * memory. What cannot be compared, such as serverless with provisioned, is no match unless it is the same word.
 *
 * @returns why not; `undefined` when it can
 */
function shortfall(own, wanted) {
    if (own === wanted)
        return undefined;
    const [mine, theirs] = [parse(own), parse(wanted)];
    if (mine === undefined || theirs === undefined)
        return `${own} cannot be compared with ${wanted}`;
    if (mine.family !== theirs.family && !(mine.family === 'x' && theirs.family === 'r')) {
        return `${own} is of another family than ${wanted}`;
    }
    if (mine.size < theirs.size)
        return `${own} is smaller than ${wanted}`;
    if (mine.family === theirs.family && mine.generation < theirs.generation) {
        return `${own} is of an older generation than ${wanted}`;
    }
    return undefined;
}
const SIZES = { medium: 2, large: 4, xlarge: 8 };
/** `db.r6g.2xlarge` → family r, generation 6, size 16. */
function parse(text) {
    const match = /^db\.(?<family>[a-z]+)(?<generation>\d+)[a-z-]*\.(?:(?<times>\d+)xlarge|(?<name>[a-z]+))$/.exec(text);
    const { family, generation, times, name } = match?.groups ?? {};
    if (family === undefined || generation === undefined)
        return undefined;
    const size = times === undefined ? SIZES[name ?? ''] : Number(times) * 8;
    return size === undefined ? undefined : { family, generation: Number(generation), size };
}

;// CONCATENATED MODULE: ./src/drill/preflight/global-guards.ts


/** The writer's cluster and the one that would be promoted. @throws CannotTellError when there is not one of each */
function writerAndTarget({ members }) {
    const [writer, ...writers] = members.filter(({ isWriter }) => isWriter);
    const [target, ...others] = members.filter(({ isWriter }) => !isWriter);
    if (writer === undefined || writers.length > 0) {
        throw new CannotTellError(`${writers.length + (writer === undefined ? 0 : 1)} clusters say that they write`);
    }
    if (target === undefined || others.length > 0) {
        throw new CannotTellError(`${others.length + (target === undefined ? 0 : 1)} clusters follow ${writer.clusterId}`);
    }
    return { writer, target };
}
function lookAtGlobalStatus({ status }) {
    return { outcome: status === 'available' ? 'passed' : 'refused', value: status };
}
/** Neither Aurora nor a controller is moving the writer. A controller that has declared a region down has not necessarily asked Aurora yet. */
async function lookAtMoves({ failoverState, members }, controllers) {
    const records = await Promise.all(members.map(async ({ region }) => ({ region, record: await controllers.of(region) })));
    const troubles = failoverState === undefined ? [] : [`Aurora: ${failoverState.status}`];
    for (const { region, record } of records) {
        const episode = record?.episode;
        if (episode === undefined || episode.stage === 'closed')
            continue;
        troubles.push(`the controller of ${region} has declared ${episode.lostRegion} down (stage ${episode.stage})`);
    }
    const watching = records.filter(({ record }) => record !== undefined).map(({ region }) => region);
    return found(troubles, `none, by Aurora and ${watching.length === 0 ? 'no controller' : `the controllers of ${watching.join(' and ')}`}`);
}
function lookAtInstances({ members }, { instances }) {
    const troubles = [];
    for (const [region, wanted] of Object.entries(instances)) {
        const member = members.find((candidate) => candidate.region === region);
        if (member === undefined) {
            troubles.push(`no cluster in ${region}`);
            continue;
        }
        if (member.status !== 'available')
            troubles.push(`${member.clusterId} is ${member.status}`);
        const missing = wanted.filter((id) => !member.instances.some((instance) => instance.id === id));
        troubles.push(...missing.map((id) => `${id} is missing`));
        for (const { id, status } of member.instances)
            if (status !== 'available')
                troubles.push(`${id} is ${status}`);
    }
    const counts = members.map(({ region, instances: those }) => `${those.length} in ${region}`);
    return found(troubles, `${counts.join(', ')}, all available`);
}
/** A target that is too small would hold the writer role for a moment and the load for none. */
function lookAtTargetCapacity(status, { availabilityZones }) {
    const { writer, target } = writerAndTarget(status);
    const wanted = writer.instances.find(({ isWriter }) => isWriter)?.instanceClass;
    if (wanted === undefined || wanted === '')
        throw new CannotTellError(`the class of the writer's instance is not known`);
    const alive = target.instances.filter((instance) => instance.status === 'available');
    if (alive.length === 0) {
        return {
            outcome: 'refused',
            value: `${target.clusterId} has no available instance: it would be promoted headless`,
        };
    }
    const shortfalls = alive.map(({ instanceClass }) => shortfall(instanceClass, wanted));
    const zones = new Set(alive.map(({ availabilityZone }) => availabilityZone));
    const troubles = [
        ...(shortfalls.includes(undefined) ? [] : [...new Set(shortfalls)].map(String)),
        ...(zones.size < availabilityZones ? [`${target.region}: instances in ${zones.size} availability zones`] : []),
    ];
    const classes = [...new Set(alive.map(({ instanceClass }) => instanceClass))].join(', ');
    return found(troubles, `${alive.length} × ${classes} in ${zones.size} zones of ${target.region}, the writer is a ${wanted}`);
}

// EXTERNAL MODULE: ./src/drill/preflight/guard.ts
var guard = __webpack_require__(9872);
;// CONCATENATED MODULE: ./src/drill/preflight/guards-of-kinds.ts

/** Guards that a kind of drill does without, each with the reason. Every other one is looked at: to leave one out takes an argument, to have it none. */
const LEFT_OUT = {
    // They move the writer, there and back: whatever is wrong would be found by the applications.
    switchover: {},
    failover: {},
    rotation: {},
    restore: {
        'engine-parity': 'each region restores its own backups, with its own version, and nothing is moved',
        'target-capacity': 'no writer comes there',
        'parameter-parity': 'a restored cluster has the parameters of the region that it is restored in',
        'replication-lag': 'what is restored comes from a backup and not from a replica',
    },
    detection: {
        'parameter-parity': 'nothing is meant to be moved; should the controller promote all the same, that is a failure by itself',
        rotation: 'nobody logs in anew but the probe, and its writes tell at once',
    },
};
/** The guards of a kind of drill, in the order in which they are told. */
function guardsOf(kind) {
    return guard/* GUARDS */.V.filter((guard) => LEFT_OUT[kind][guard] === undefined);
}

// EXTERNAL MODULE: ./src/drill/lag.ts + 3 modules
var lag = __webpack_require__(9692);
;// CONCATENATED MODULE: ./src/drill/preflight/probe-guards.ts





/** So many samples, one a second, all of them answered. */
const LAG_SAMPLES = 5;
/** For one answer, in ms. One that comes later is not fresh. */
const LAG_ANSWER_LIMIT_MS = 5_000;
/** No environment may allow more, in seconds: O4. */
const LAG_HARD_LIMIT_SECONDS = 60;
/** The baseline writes for at least so long, in ms, and then until there are enough of them. */
const BASELINE_MS = 3_000;
const BASELINE_LIMIT_MS = 20_000;
const BASELINE_POLL_MS = 100;
/**
 * Writes for a few seconds as the drill will, from the region that it will be watched from, and reads in both regions. The drill's own baseline comes too late to
 * be a guard: by then the controllers and the people have been told.
 *
 * A drill that moves the writer needs a way back, too: the credentials of both regions' secrets have to log in, and the readers of both regions have to let them in.
 */
function writeBaseline(kind, request, place) {
    let tellBegun = () => undefined;
    const begun = new Promise((resolve) => {
        tellBegun = resolve;
    });
    const finding = baseline(kind, request, place, tellBegun).finally(tellBegun);
    // Whoever waits for it sees the rejection; until then it is nobody's.
    finding.catch(() => undefined);
    return { begun, finding };
}
async function baseline(kind, { probe: { intervalMs, timeoutMs } }, { status, probes, clock, newRunId }, tellBegun) {
    const { writer, target } = writerAndTarget(status);
    const movesTheWriter = kind !== 'restore' && kind !== 'detection';
    const probe = probes.in(kind === 'restore' ? writer.region : target.region);
    await probe.prepare();
    const runId = newRunId();
    const running = await probe.start({
        runId,
        intervalMs,
        timeoutMs,
        readers: movesTheWriter ? [writer.region, target.region] : [],
        regions: endpointsOf(status),
        onAttempt: () => undefined,
    });
    tellBegun();
    const startedMs = clock.monotonicMs();
    const elapsedMs = () => clock.monotonicMs() - startedMs;
    while (elapsedMs() < BASELINE_MS ||
        (running.seen().length < MINIMUM_BASELINE_WRITES && elapsedMs() < BASELINE_LIMIT_MS)) {
        await clock.sleep(BASELINE_POLL_MS);
    }
    const { writes, reads } = await running.stop();
    const troubles = [...troublesOfWrites(writes, writer.instances.find(({ isWriter }) => isWriter)?.id)];
    if (movesTheWriter) {
        for (const region of [writer.region, target.region]) {
            const there = reads.filter((read) => read.region === region);
            const failed = there.find(({ outcome }) => outcome === 'fail');
            if (failed !== undefined)
                troubles.push(`a log-in at the readers of ${region} failed: ${failed.detail ?? 'no reason given'}`);
            else if (there.length === 0)
                troubles.push(`nobody logged in at the readers of ${region}`);
        }
        // The secret of the region that is left is the one that the fail back is measured with.
        const own = probes.in(writer.region);
        await own.writeOnce().catch((error) => {
            troubles.push(`the credentials of ${writer.region} do not write: ${(0,reason_of/* reasonOf */.A)(error)}`);
        });
    }
    await probe.cleanUp(runId);
    const ways = movesTheWriter ? `; logged in at the readers of ${writer.region} and ${target.region}` : '';
    return found(troubles, `${writes.length} of ${writes.length} writes acknowledged in ${probe_guards_seconds(elapsedMs())}${ways}`);
}
function troublesOfWrites(writes, writer) {
    const troubles = [];
    const notOk = writes.filter(({ outcome }) => outcome !== 'ok');
    const [first] = notOk;
    if (first !== undefined) {
        troubles.push(`${notOk.length} of ${writes.length} writes were not acknowledged, the first: ${first.detail ?? first.outcome}`);
    }
    if (writes.length < MINIMUM_BASELINE_WRITES)
        troubles.push(`only ${writes.length} writes were tried`);
    const others = new Set(writes.flatMap(({ instance }) => (instance === undefined || instance === writer ? [] : [instance])));
    if (others.size > 0) {
        troubles.push(`writes were taken by ${[...others].join(', ')}, but AWS names ${writer ?? 'nobody'} as the writer`);
    }
    return troubles;
}
/** CloudWatch's numbers are a minute old, and a minute is all there is to lose: the database itself is asked, five times. */
async function lookAtLag({ maxLagSeconds }, { status, probes, clock }) {
    const { target } = writerAndTarget(status);
    const probe = probes.in(target.region);
    const question = { region: target.region, regions: endpointsOf(status), timeoutMs: LAG_ANSWER_LIMIT_MS };
    const limitMs = lagLimitSeconds(maxLagSeconds) * 1000;
    const values = [];
    let isBelow = true;
    let isKnown = true;
    for (let number = 1; number <= LAG_SAMPLES; number++) {
        const { startedMs, endedMs, lagMs, detail } = await (0,lag/* sampleLag */.F)(question, { probe, clock });
        const tookMs = endedMs - startedMs;
        if (lagMs === undefined) {
            values.push(`no answer (${detail ?? 'no reason given'})`);
            isKnown = false;
        }
        else {
            const isFresh = tookMs <= LAG_ANSWER_LIMIT_MS;
            values.push(`${probe_guards_seconds(lagMs)}${isFresh ? '' : ` (asked for ${probe_guards_seconds(tookMs)} before)`}`);
            isKnown &&= isFresh;
            isBelow &&= lagMs < limitMs;
        }
        if (number < LAG_SAMPLES)
            await clock.sleep(lag/* LAG_INTERVAL_MS */.U_ - tookMs);
    }
    const value = `${target.region}: ${values.join(', ')}`;
    if (!isBelow)
        return { outcome: 'refused', value };
    if (!isKnown)
        throw new CannotTellError(value);
    return { outcome: 'passed', value };
}
function lagLimitSeconds(maxLagSeconds) {
    return Math.min(maxLagSeconds, LAG_HARD_LIMIT_SECONDS);
}
function endpointsOf({ members }) {
    return members.map(({ region, endpoint, readerEndpoint, port }) => ({ region, endpoint, readerEndpoint, port }));
}
function probe_guards_seconds(ms) {
    return `${(ms / 1000).toFixed(1)} s`;
}

;// CONCATENATED MODULE: ./src/drill/preflight/settings-guards.ts

/** A drill, with fail back and everything that is waited for, is over by then, in ms. The drill role's session ends then, too. */
const DRILL_MAY_TAKE_MS = 4 * 60 * 60_000;
/**
 * With different versions Aurora refuses a move, in its midst; and what AWS changes during a drill would be measured as if the move had done it.
 */
function lookAtEngines(upkeeps, now) {
    const troubles = [];
    const versions = new Map();
    for (const { region, clusterVersion, instances, waiting, maintenance } of upkeeps) {
        for (const version of new Set([clusterVersion, ...instances.map((instance) => instance.version)])) {
            versions.set(version, [...(versions.get(version) ?? []), region]);
        }
        troubles.push(...waiting.map((what) => `${what} waits to be changed`));
        for (const { resource, action, at } of maintenance) {
            if (at !== undefined && at.getTime() <= now.getTime() + DRILL_MAY_TAKE_MS) {
                troubles.push(`${action} of ${resource} is due at ${at.toISOString()}`);
            }
        }
    }
    if (versions.size !== 1) {
        troubles.unshift([...versions].map(([version, regions]) => `${version} in ${regions.join(' and ')}`).join(', '));
    }
    const later = upkeeps.flatMap(({ maintenance }) => maintenance).length;
    return found(troubles, `${[...versions.keys()].join()} everywhere, ${later === 0 ? 'no maintenance' : `${later} maintenance actions, none during the drill`}`);
}
/** Parameters that need not be the same in both regions, each with the reason why a move changes nothing that an application could notice. */
const MAY_DIFFER = {
    'auto_explain.log_min_duration': 'says which plans are written to the log, and is set while somebody looks for a slow one',
    log_min_duration_statement: 'says which statements are written to the log, and is set while somebody looks for a slow one',
};
/** A difference between the regions would be found by the applications, after the move. */
function lookAtParameters(settings) {
    const troubles = settings.flatMap(({ notInSync }) => notInSync);
    const allowed = new Set();
    const groups = settings.flatMap(({ region, cluster, instances }) => [
        { of: 'clusters', where: region, parameters: cluster },
        ...instances.map(({ id, parameters }) => ({ of: 'instances', where: id, parameters })),
    ]);
    for (const of of ['clusters', 'instances']) {
        const same = groups.filter((group) => group.of === of);
        const names = new Set(same.flatMap(({ parameters }) => [...parameters.keys()]));
        for (const name of [...names].sort()) {
            const values = new Map();
            for (const { where, parameters } of same) {
                const value = parameters.get(name) ?? 'the default';
                values.set(value, [...(values.get(value) ?? []), where]);
            }
            if (values.size <= 1)
                continue;
            if (name in MAY_DIFFER)
                allowed.add(name);
            else
                troubles.push(`${name} is ${[...values].map(([value, places]) => `${value} in ${places.join(', ')}`).join(' and ')}`);
        }
    }
    const names = new Set(groups.flatMap(({ parameters }) => [...parameters.keys()]));
    const differing = allowed.size === 0 ? '' : `; ${[...allowed].join(', ')} may differ`;
    return found(troubles, `${names.size} parameters set, the same in ${settings.map(({ region }) => region).join(' and ')}, all in effect${differing}`);
}

// EXTERNAL MODULE: ./src/ports/secret-versions.ts
var secret_versions = __webpack_require__(250);
// EXTERNAL MODULE: ./src/rotation/is-rotating.ts
var is_rotating = __webpack_require__(169);
;// CONCATENATED MODULE: ./src/drill/preflight/surroundings-guards.ts



/** A plan that is older says nothing of now, in ms. */
const PLAN_IS_FRESH_MS = 60 * 60_000;
/** Two machines' clocks may differ by this much, in ms. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
function lookAtLease({ lease }) {
    if (lease === undefined)
        return { outcome: 'refused', value: 'not held' };
    return lease.isHeld()
        ? { outcome: 'passed', value: lease.holder }
        : { outcome: 'refused', value: `lost since: ${lease.holder}` };
}
/**
 * A password that changes during a drill locks its probe out, or an application after the move.
 */
async function lookAtRotations(secrets, freezes) {
    if (secrets.length === 0)
        throw new CannotTellError('no secret was given to look at');
    const [ofSecrets, ofFreezes] = await Promise.all([
        Promise.all(secrets.map(troubleOfSecret)),
        Promise.all(freezes.map(async ({ region, freeze }) => {
            const reason = await freeze.reason();
            return reason === undefined ? [] : [`rotation is frozen in ${region}: ${reason}`];
        })),
    ]);
    return found([...ofSecrets, ...ofFreezes].flat(), `none under way in ${secrets.length} secrets, none frozen`);
}
async function troubleOfSecret({ region, secret }) {
    const versions = await secret.labels();
    if (![...versions.values()].some((labels) => labels.includes(secret_versions/* CURRENT */.e)))
        return [`${secret.name} in ${region} has no current version`];
    return (0,is_rotating/* isRotating */.p)(versions) ? [`${secret.name} in ${region} is being rotated, or its rotation is stuck`] : [];
}
/**
 * Not an alarm that anybody is told of, but a state that another alarm looks at: in ALARM it says that its region takes writes, and so it is in one region
 * whenever all is well (terraform/modules/replication).
 */
const STATE_OF_WRITES = /^alarm-state-writes-/;
async function lookAtAlarms(alarms) {
    const firing = await alarms.firing();
    const troubles = firing.filter(({ name }) => !STATE_OF_WRITES.test(name));
    return found(troubles.map(({ region, name, reason }) => `${name} in ${region}${reason === undefined ? '' : ` (${oneLine(reason)})`}`), firing.length === 0 ? 'none' : `none; ${firing.map(({ name }) => name).join(', ')} only says who writes`);
}
/** With a change that waits to be applied, another environment would be drilled than the one that is written down. */
function lookAtPlan(plan, { trigger }, now) {
    if (plan.outcome === 'skipped') {
        const isGiven = plan.reason.trim() !== '';
        return {
            outcome: trigger !== 'schedule' && isGiven ? 'passed' : 'refused',
            value: isGiven ? `skipped: ${oneLine(plan.reason)}` : 'skipped without a reason',
        };
    }
    if (plan.outcome === 'not-made')
        throw new CannotTellError('no plan was made');
    if (plan.at === undefined)
        throw new CannotTellError('when the plan was made is not known');
    const ageMs = now.getTime() - Date.parse(plan.at);
    if (!Number.isFinite(ageMs))
        throw new CannotTellError(`the plan was made at "${plan.at}", which is no time`);
    const words = { 'no-op': 'nothing to change', changes: 'would change something', failed: 'failed' }[plan.outcome];
    const value = `${words}, ${Math.max(0, Math.round(ageMs / 60_000))} min old${plan.digest === undefined ? '' : ` (${plan.digest.slice(0, 12)})`}`;
    if (ageMs < -CLOCKS_DIFFER_MS)
        throw new CannotTellError(`the plan was made at ${plan.at}, which is still to come`);
    return { outcome: plan.outcome === 'no-op' && ageMs <= PLAN_IS_FRESH_MS ? 'passed' : 'refused', value };
}
async function lookAtLastDrill(states) {
    const { state, detail } = await states.lastDrill();
    const words = {
        none: 'there was none',
        ended: 'ended',
        'broken-off': 'was broken off',
        'needs-human': 'needs a human',
    }[state];
    const isSettled = state === 'none' || state === 'ended';
    return { outcome: isSettled ? 'passed' : 'refused', value: detail === '' ? words : `${words}: ${oneLine(detail)}` };
}
function oneLine(text) {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

;// CONCATENATED MODULE: ./src/drill/preflight/window.ts
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
/**
 * Whether a drill may begin at this moment, by the wall clock in UTC. Asked when it is about to begin and not when it was scheduled: GitHub starts
 * scheduled runs late, by hours on a bad day.
 *
 * Only a scheduled drill is bound to the window; whoever drills by hand has chosen the time. Freezes bind both, but a reason given by hand
 * overrides them, and is kept.
 */
function lookAtWindow({ trigger, window, freezes, overrideFreeze, }, now) {
    const isScheduled = trigger === 'schedule';
    const time = `${DAYS[now.getUTCDay()] ?? ''} ${now.toISOString().slice(0, 16)}Z`;
    const isInside = contains(window, now);
    const place = isInside ? 'inside the window' : isScheduled ? 'outside the window' : 'by hand, outside the window';
    const frozen = freezes.filter((freeze) => isFrozen(freeze, now)).map(describeFreeze);
    const refused = (isScheduled && !isInside) || (frozen.length > 0 && (isScheduled || !isReason(overrideFreeze)));
    const override = frozen.length === 0 || !isReason(overrideFreeze)
        ? ''
        : isScheduled
            ? '; only a drill by hand may override a freeze'
            : `; overridden: ${overrideFreeze}`;
    return {
        outcome: refused ? 'refused' : 'passed',
        value: [`${time}, ${place}`, ...frozen].join('; ') + override,
    };
}
/** The first minute belongs to the window, the last one no longer, as with RDS. */
function contains({ startMinute, lengthMinutes }, now) {
    const sinceMonday = ((now.getUTCDay() + 6) % 7) * DAY_MINUTES + now.getUTCHours() * 60 + now.getUTCMinutes();
    return (sinceMonday - startMinute + WEEK_MINUTES) % WEEK_MINUTES < lengthMinutes;
}
function isFrozen({ from, to }, now) {
    const today = now.toISOString().slice(0, 10);
    return from <= today && today <= to;
}
function describeFreeze({ from, to, reason }) {
    return `frozen from ${from} to ${to} (${reason})`;
}
function isReason(text) {
    return text !== undefined && text.trim() !== '';
}

;// CONCATENATED MODULE: ./src/drill/preflight/run-preflight.ts








/** A guard did not come to an end in time. */
class GuardTimeoutError extends Error {
    name = 'GuardTimeoutError';
}
/** A call of AWS with its repetitions, in ms. */
const CALLS_MS = 30_000;
/** A probe function that has not run for weeks takes its time to begin, and then it writes for some seconds, in ms. */
const PROBE_MS = 150_000;
const GUARDS = {
    lease: { limit: () => 'held by this drill', withinMs: CALLS_MS, look: ({ request }) => lookAtLease(request) },
    window: {
        limit: ({ window, trigger, freezes }) => `${trigger === 'schedule' ? `inside ${window.text} UTC` : 'any time, by hand'}, outside ${freezes.length} freezes`,
        withinMs: CALLS_MS,
        look: ({ request, ports }) => lookAtWindow(request, ports.clock.now()),
    },
    'global-status': {
        limit: () => 'available',
        withinMs: CALLS_MS,
        look: async ({ status }) => lookAtGlobalStatus(await status),
    },
    'move-in-progress': {
        limit: () => 'none, by Aurora and by the controllers',
        withinMs: CALLS_MS,
        look: async ({ status, ports }) => lookAtMoves(await status, ports.controllers),
    },
    instances: {
        limit: ({ instances }) => `all available: ${Object.entries(instances)
            .map(([region, ids]) => `${ids.length} in ${region}`)
            .join(', ')}`,
        withinMs: CALLS_MS,
        look: async ({ status, request }) => lookAtInstances(await status, request),
    },
    'engine-parity': {
        limit: () => 'one version, nothing that waits to be changed, no maintenance that is due',
        withinMs: CALLS_MS,
        look: async ({ status, ports }) => {
            const { members } = await status;
            const upkeeps = members.map(({ region, clusterId }) => ports.settings.upkeep(region, clusterId));
            return lookAtEngines(await Promise.all(upkeeps), ports.clock.now());
        },
    },
    'target-capacity': {
        limit: ({ availabilityZones }) => `an available instance of at least the writer's class, instances in ${availabilityZones} availability zones`,
        withinMs: CALLS_MS,
        look: async ({ status, request }) => lookAtTargetCapacity(await status, request),
    },
    'parameter-parity': {
        limit: () => 'the same in both regions, and in effect',
        withinMs: CALLS_MS,
        look: async ({ status, ports }) => {
            const { members } = await status;
            return lookAtParameters(await Promise.all(members.map(({ region, clusterId }) => ports.settings.parameters(region, clusterId))));
        },
    },
    'replication-lag': {
        limit: ({ maxLagSeconds }) => `five fresh samples, each below ${lagLimitSeconds(maxLagSeconds)} s`,
        withinMs: PROBE_MS + 60_000,
        look: async ({ status, request, ports, baseline }) => {
            // PostgreSQL tells its lag by the age of the last commit, so there have to be commits; and a probe function is awake by then.
            await (await baseline).begun;
            return lookAtLag(request, { ...ports, status: await status });
        },
    },
    rotation: {
        limit: () => 'no secret is being rotated, and rotation is not frozen',
        withinMs: CALLS_MS,
        look: ({ ports }) => lookAtRotations(ports.secrets, ports.freezes),
    },
    alarms: { limit: () => 'none fires', withinMs: CALLS_MS, look: ({ ports }) => lookAtAlarms(ports.alarms) },
    plan: {
        limit: ({ trigger }) => `nothing to change, at most 60 min old${trigger === 'schedule' ? '' : ', or skipped with a reason'}`,
        withinMs: CALLS_MS,
        look: ({ request, ports }) => lookAtPlan(request.plan, request, ports.clock.now()),
    },
    'last-drill': {
        limit: () => 'came to its end',
        withinMs: CALLS_MS,
        look: ({ ports }) => lookAtLastDrill(ports.drillState),
    },
    probe: {
        limit: () => `at least ${MINIMUM_BASELINE_WRITES} writes, all acknowledged by the instance that AWS calls the writer`,
        withinMs: PROBE_MS,
        look: async ({ baseline }) => (await baseline).finding,
    },
};
/**
 * Looks at everything before anything is touched. All guards of the kind are looked at, side by side, also when one has refused: whoever has to put things
 * right wants all reasons at once. Nothing is changed but the heartbeats of a baseline.
 *
 * It never rejects: a guard that fails or does not end in time is `unknown`, and that stops the drill as a refusal does (`refusalOf`).
 *
 * @returns one result for each guard of the kind, in the order of `GUARDS`
 */
async function runPreflight(kind, request, ports) {
    const status = describe(ports);
    const baseline = status.then((known) => writeBaseline(kind, request, { ...ports, status: known }));
    // Each guard sees the rejection for itself; where no guard asks, nobody else must stumble over it.
    status.catch(() => undefined);
    baseline.catch(() => undefined);
    const view = { kind, request, ports, status, baseline };
    return Promise.all(guardsOf(kind).map((name) => lookAt(name, view)));
}
async function describe({ globalDatabase }) {
    return globalDatabase.describe();
}
async function lookAt(name, view) {
    const guard = GUARDS[name];
    const { clock, logger } = view.ports;
    const limit = guard.limit(view.request);
    let result;
    try {
        const finding = await within(guard.withinMs, clock, async () => guard.look(view));
        result = { guard: name, ...finding, limit };
    }
    catch (error) {
        result = { guard: name, outcome: 'unknown', value: (0,reason_of/* reasonOf */.A)(error), limit };
    }
    const line = `${name}: ${result.value}`;
    if (result.outcome === 'passed')
        logger.info(line);
    else
        logger.warn(`${line}; needed: ${limit}`);
    return result;
}
/** What comes after the limit is nobody's any more. @throws GuardTimeoutError */
async function within(limitMs, clock, work) {
    const timer = new AbortController();
    const timeout = clock.sleep(limitMs, timer.signal).then(() => {
        throw new GuardTimeoutError(`no answer within ${Math.round(limitMs / 1000)} s`);
    });
    timeout.catch(() => undefined);
    try {
        return await Promise.race([work(), timeout]);
    }
    finally {
        timer.abort();
    }
}

// EXTERNAL MODULE: ./src/failover/target.ts
var failover_target = __webpack_require__(385);
// EXTERNAL MODULE: ./src/drill/recovery/recover.ts + 7 modules
var recover = __webpack_require__(5144);
// EXTERNAL MODULE: ./src/drill/recovery/standing.ts
var standing = __webpack_require__(197);
;// CONCATENATED MODULE: ./src/drill/recovery/end-drill.ts




/**
 * Ends a drill, whatever its verdict and however it ended, still under its lease: closes its state when nothing is left of it, and recovers it at
 * once when something is: the writer is not back, or a temporary cluster is still there.
 *
 * @throws what `recoverDrill` throws
 */
async function endDrill(drill, request, ports) {
    if (!drill.mayGoOn) {
        return {
            kind: 'left-open',
            reason: 'the drill was interrupted, or its lease is not held any more; whoever comes next recovers it',
        };
    }
    const left = await whatIsLeft(drill, ports);
    if (left === undefined) {
        await drill.end();
        return { kind: 'ended' };
    }
    ports.logger.warn(`the drill has left something: ${left}`);
    const result = await (0,recover/* recoverDrill */.U)(request, ports);
    return result.kind === 'nothing-to-do' ? { kind: 'ended' } : result;
}
/** @returns what is left, or why nobody can say */
async function whatIsLeft({ state, hasStopped }, ports) {
    if (hasStopped)
        return 'it was stopped before a step, because its state could not be written';
    if ((0,standing/* isUntouched */.O2)(state))
        return undefined;
    try {
        const status = await ports.globalDatabase.describe();
        if (status.failoverState !== undefined)
            return `the writer is being moved (${status.failoverState.status})`;
        const { region } = (0,failover_target/* currentWriter */.jX)(status);
        const isAway = region !== state.writerBefore;
        if (isAway && (state.failBack || state.move === undefined))
            return `the writer is in ${region}`;
        if (state.temporary.length === 0)
            return undefined;
        const there = await ports.temporary.list();
        const made = there.find(({ id, region: where }) => state.temporary.some((known) => known.id === id && known.region === where));
        return made === undefined ? undefined : `the ${made.kind} ${made.id} in ${made.region}`;
    }
    catch (error) {
        return `nobody can say what: ${(0,reason_of/* reasonOf */.A)(error)}`;
    }
}

// EXTERNAL MODULE: ./src/interlock/failover-guard.ts
var failover_guard = __webpack_require__(3);
// EXTERNAL MODULE: ./src/interlock/interlock.ts
var interlock_interlock = __webpack_require__(2172);
// EXTERNAL MODULE: ./src/interlock/settings.ts
var settings = __webpack_require__(1812);
// EXTERNAL MODULE: ./src/interlock/with-lease.ts
var with_lease = __webpack_require__(4170);
// EXTERNAL MODULE: ./actions/drill/src/outcomes.ts
var outcomes = __webpack_require__(6816);
;// CONCATENATED MODULE: ./actions/drill/src/conduct.ts












/**
 * Takes the lease → mends what an earlier drill left, and tells of it → looks that no failover is going on → preflight → writes down that the drill
 * begins → the drill of its kind → closes it, or mends what it left → tells.
 *
 * Whatever keeps the drill from beginning makes it *not run*: the weekly proof is missing, and that is evidence too. Whatever goes wrong once it has begun
 * makes it *failed*. Never throws for either. One that was not begun is told of by the caller: without the lease, there may be nothing to tell under.
 */
async function conductDrill(order, ports) {
    const { start, runUrl } = order;
    const { interlock } = ports;
    let earlier;
    try {
        return await (0,with_lease/* withLease */.p)(interlock.lease, (0,interlock_interlock/* leaseHolder */.Fp)('drill', runUrl, start.startedAt), settings/* LEASE_WAIT_MS */.Ih, async (held) => {
            const recovered = await (0,recover/* recoverDrill */.U)(order.recovery, { ...ports.recovery, held });
            if (recovered.kind !== 'nothing-to-do')
                earlier = recovered;
            await ports.tellOfEarlier(recovered);
            await (0,failover_guard/* refuseDuringFailover */.W)('drill', interlock.regions, interlock);
            const guards = await runPreflight(start.kind, { ...order.preflight, lease: leaseOf(order, held) }, ports.preflight);
            const refusal = (0,guard/* refusalOf */.O)(guards);
            if (refusal !== undefined)
                return { ...(0,outcomes/* notRun */.nE)(start.kind, `preflight: ${refusal}`, guards), earlier };
            const conducted = { ...(await underWay(order, guards, held, ports)), earlier };
            await ports.tell(conducted);
            return conducted;
        });
    }
    catch (error) {
        if (!(0,interlock_interlock/* isInterlockRefusal */.QQ)(error))
            return { ...(0,outcomes/* notRun */.nE)(start.kind, (0,reason_of/* reasonOf */.A)(error)), earlier };
        return { ...(0,outcomes/* notRun */.nE)(start.kind, `interlock: ${error.message}`), earlier };
    }
}
function leaseOf({ runUrl }, held) {
    return { holder: runUrl ?? 'this run, outside GitHub', isHeld: () => held.isHeld() };
}
async function underWay(order, guards, lease, ports) {
    const { start } = order;
    const recovery = { ...ports.recovery, held: lease };
    let drill;
    try {
        drill = await (0,progress/* beginDrill */.pz)(start, recovery);
    }
    catch (error) {
        if (error instanceof progress/* DrillNotBegunError */.s8)
            return (0,outcomes/* notRun */.nE)(start.kind, error.message, guards);
        throw error;
    }
    let result;
    try {
        const held = whileUnderWay(lease, recovery.interrupted);
        result = { ...(await abortable(drill, recovery, () => ports.run(drill, held))), guards };
    }
    catch (error) {
        recovery.logger.error((0,reason_of/* reasonOf */.A)(error));
        result = { kind: start.kind, verdict: 'failed', reasons: [(0,reason_of/* reasonOf */.A)(error)], guards, runs: [], restores: [] };
    }
    let ending;
    try {
        ending = await endDrill(drill, order.recovery, recovery);
    }
    catch (error) {
        ending = { kind: 'left-open', reason: `it could not be closed: ${(0,reason_of/* reasonOf */.A)(error)}` };
    }
    return afterEnding(result, ending, drill, order.recovery.by);
}
/** A drill that left something behind has not passed, whatever it measured. */
function afterEnding(result, ending, drill, by) {
    switch (ending.kind) {
        case 'ended':
            return { result, interruption: undefined };
        case 'left-open':
            return {
                result: { ...result, verdict: 'failed', reasons: [...result.reasons, ending.reason] },
                interruption: { brokenOffIn: drill.state.steps.at(-1)?.name ?? 'nothing was begun' },
            };
        case 'recovered':
        case 'needs-human':
            return (0,outcomes/* afterRecovery */.mZ)(result, ending, by);
    }
}

// EXTERNAL MODULE: ./actions/drill/src/evidence.ts + 8 modules
var src_evidence = __webpack_require__(1799);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(7597);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/iso.js
var iso = __webpack_require__(4377);
// EXTERNAL MODULE: ./src/drill/kinds.ts
var kinds = __webpack_require__(9934);
;// CONCATENATED MODULE: ./src/plan/environment-plan.ts


/**
 * What the plan job of one environment hands to the job that comments on the pull request: a small file without secrets. It crosses jobs as an
 * artifact, so it is checked like anything else from outside.
 */
const actionSchema = schemas/* enum */.k5n(['no-op', 'create', 'read', 'update', 'delete', 'forget', 'replace']);
/**
 * Why a change is there. `real`: the configuration asks for it. `drift`: somebody changed the resource outside Terraform, and this puts it back.
 * `expected after failover`: a swap of the roles explains what differs. `role change`: applying it would undo a swap of the roles.
 */
const CHANGE_LABELS = ['real', 'drift', 'expected after failover', 'role change'];
const labelSchema = schemas/* enum */.k5n(CHANGE_LABELS);
const attributeSchema = schemas/* strictObject */.rej({
    path: schemas/* string */.YjP(),
    /** Absent when there was nothing, or nothing comes. Fit to be shown: what may be secret is not in it. */
    before: schemas/* string */.YjP().optional(),
    after: schemas/* string */.YjP().optional(),
    forcesReplacement: schemas/* boolean */.zMY(),
});
const changeSchema = schemas/* strictObject */.rej({
    address: schemas/* string */.YjP(),
    action: actionSchema,
    label: labelSchema,
    isImport: schemas/* boolean */.zMY(),
    movedFrom: schemas/* string */.YjP().optional(),
    /** Key of an object that was left behind by a replacement which failed half-way. */
    deposed: schemas/* string */.YjP().optional(),
    /** Terraform's reason for a surprising action, in words. */
    reason: schemas/* string */.YjP().optional(),
    attributes: schemas/* array */.YOg(attributeSchema),
});
const outputSchema = schemas/* strictObject */.rej({ name: schemas/* string */.YjP(), action: actionSchema, attributes: schemas/* array */.YOg(attributeSchema) });
const driftSchema = schemas/* strictObject */.rej({
    address: schemas/* string */.YjP(),
    /** `delete`: it is gone. */
    action: schemas/* enum */.k5n(['update', 'delete']),
    label: schemas/* enum */.k5n(['drift', 'expected after failover']),
    attributes: schemas/* array */.YOg(attributeSchema),
});
const countsSchema = schemas/* strictObject */.rej({
    create: schemas/* number */.aig().int(),
    update: schemas/* number */.aig().int(),
    replace: schemas/* number */.aig().int(),
    delete: schemas/* number */.aig().int(),
    import: schemas/* number */.aig().int(),
    move: schemas/* number */.aig().int(),
    forget: schemas/* number */.aig().int(),
});
const summarySchema = schemas/* strictObject */.rej({
    /** Of all changes, also of those that are left out below. */
    counts: countsSchema,
    /** Destructive changes first. */
    changes: schemas/* array */.YOg(changeSchema),
    /** So many changes of a huge plan are counted, and not among `changes`. */
    omittedChanges: schemas/* number */.aig().int().nonnegative(),
    outputs: schemas/* array */.YOg(outputSchema),
    /** What differs from Terraform's state without being among the changes. */
    drift: schemas/* array */.YOg(driftSchema),
    /** True when applying the plan would do nothing at all. */
    isEmpty: schemas/* boolean */.zMY(),
});
const violationSchema = schemas/* strictObject */.rej({ id: schemas/* string */.YjP(), address: schemas/* string */.YjP(), sentence: schemas/* string */.YjP() });
/** Where the database is written at the moment, as AWS says. */
const writerSchema = schemas/* discriminatedUnion */.gMt('state', [
    schemas/* strictObject */.rej({ state: schemas/* literal */.euz('known'), region: schemas/* string */.YjP() }),
    /** There is no database yet. */
    schemas/* strictObject */.rej({ state: schemas/* literal */.euz('none') }),
    schemas/* strictObject */.rej({ state: schemas/* literal */.euz('moving'), from: schemas/* string */.YjP().optional(), to: schemas/* string */.YjP().optional() }),
    schemas/* strictObject */.rej({ state: schemas/* literal */.euz('unknown'), reason: schemas/* string */.YjP() }),
]);
const lastDrillSchema = schemas/* strictObject */.rej({
    kind: schemas/* enum */.k5n(kinds/* DRILL_KINDS */.u),
    verdict: schemas/* enum */.k5n(['passed', 'failed', 'inconclusive', 'not-run']),
    ageDays: schemas/* number */.aig().nonnegative(),
    rpoSeconds: schemas/* number */.aig().optional(),
    rtoSeconds: schemas/* number */.aig().optional(),
    runUrl: schemas/* string */.YjP().optional(),
});
/** Whether risky changes may be applied, judged by the last drills. */
const drillGateSchema = schemas/* strictObject */.rej({
    /** The last drill of each kind that has ever run. */
    drills: schemas/* array */.YOg(lastDrillSchema),
    /** Why risky changes must wait; empty when the drills are fresh and passed. */
    concerns: schemas/* array */.YOg(schemas/* string */.YjP()),
    /** Addresses of risky changes in this plan. */
    risky: schemas/* array */.YOg(schemas/* string */.YjP()),
    /** True when there are concerns and risky changes, and the environment blocks them. */
    blocks: schemas/* boolean */.zMY(),
});
const plannedSchema = schemas/* strictObject */.rej({
    status: schemas/* literal */.euz('planned'),
    environment: schemas/* string */.YjP(),
    homeRegion: schemas/* string */.YjP(),
    writer: writerSchema,
    summary: summarySchema,
    violations: schemas/* array */.YOg(violationSchema),
    drillGate: drillGateSchema,
    terraformVersion: schemas/* string */.YjP(),
    /** ISO 8601. A drill wants a plan that was made just before it. */
    plannedAt: iso/* datetime */.w$().optional(),
    /** SHA-256 of the plan file, as hexadecimal text; the apply says it again. */
    planDigest: schemas/* string */.YjP(),
    /** Until when the sealed plan may be applied without a new one; absent when it was not sealed. ISO 8601. */
    sealedUntil: schemas/* string */.YjP().optional(),
    commit: schemas/* string */.YjP().optional(),
    runUrl: schemas/* string */.YjP().optional(),
});
const failedSchema = schemas/* strictObject */.rej({
    status: schemas/* literal */.euz('failed'),
    environment: schemas/* string */.YjP(),
    /** Without secrets. */
    error: schemas/* string */.YjP(),
    commit: schemas/* string */.YjP().optional(),
    runUrl: schemas/* string */.YjP().optional(),
});
const environmentPlanSchema = schemas/* discriminatedUnion */.gMt('status', [plannedSchema, failedSchema]);

;// CONCATENATED MODULE: ./actions/drill/src/plan-finding.ts

/**
 * What the preflight is told of the plan that was made for a drill.
 *
 * @param text what the plan action wrote; `undefined` when there is none
 * @param skipped why this drill does without one
 */
function planFinding(text, skipped, environment) {
    if (skipped !== undefined)
        return { outcome: 'skipped', reason: skipped };
    if (text === undefined)
        return { outcome: 'not-made' };
    const plan = read(text);
    // A plan of another environment says nothing about this one.
    if (plan?.environment !== environment)
        return { outcome: 'not-made' };
    if (plan.status === 'failed')
        return { outcome: 'failed' };
    return {
        outcome: plan.summary.isEmpty ? 'no-op' : 'changes',
        digest: plan.planDigest,
        ...(plan.plannedAt === undefined ? {} : { at: plan.plannedAt }),
    };
}
function read(text) {
    try {
        return environmentPlanSchema.parse(JSON.parse(text));
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./actions/drill/src/recovery.ts
var recovery = __webpack_require__(2146);
// EXTERNAL MODULE: ./src/ports/fault-injector.ts
var fault_injector = __webpack_require__(1485);
// EXTERNAL MODULE: ./src/failover/promote.ts
var promote = __webpack_require__(2506);
;// CONCATENATED MODULE: ./src/drill/controller-watch.ts



/** A controller is started each minute, and needs one look at everything to be armed. In ms. */
const ARMED_WITHIN_MS = 180_000;
const ARMED_POLL_MS = 2_000;
/** Time between two looks at the record while the disaster lasts, in ms: so late a mark can be, at most. */
const POLL_MS = 250;
/** When a stage of the controller's episode is the moment of a mark. */
const MARKS = {
    declared: 'declared-down',
    promoting: undefined,
    requested: 'move-requested',
    promoted: 'promoted',
    closed: 'writer-name-moved',
};
/**
 * Waits until the deployed controller would act on the loss of the writer's region.
 *
 * @returns its record, or `undefined` where no controller is deployed
 * @throws NotMovableError when it would not: a disaster that nobody ends must not be caused
 */
async function awaitArmed(prepared, controllers, ports) {
    const { clusterArn } = (0,failover_target/* currentWriter */.jX)(prepared.status);
    const startedMs = ports.clock.monotonicMs();
    for (;;) {
        const record = await controllers.of(prepared.toRegion);
        if (record === undefined)
            return undefined;
        if (record.episode !== undefined && record.episode.stage !== 'closed') {
            throw new failover_target/* NotMovableError */.sW(`the failover controller of ${prepared.toRegion} handles a loss already (episode ${record.episode.id}, ${record.episode.stage})`);
        }
        if (record.armed?.writerArn === clusterArn)
            return record;
        if (ports.clock.monotonicMs() - startedMs >= ARMED_WITHIN_MS) {
            throw new failover_target/* NotMovableError */.sW(`the failover controller of ${prepared.toRegion} is not armed: it does not see every path to ${prepared.fromRegion} alive; its log says which`);
        }
        await ports.clock.sleep(ARMED_POLL_MS);
    }
}
/**
 * Lets the region of the writer be lost, and only looks on: detection and promotion are the deployed controller's. A mark is set when its record
 * is seen to have come to a stage, by the clock that measures the writes too.
 *
 * @param before the controller's record before the disaster
 * @throws MoveTimeoutError when it did not declare, or did not finish, in time; or when it gave up
 */
async function controlledDisaster(request, prepared, before, mark, ports) {
    const { fromRegion, toRegion } = prepared;
    const { clock } = ports;
    const marked = new Set();
    let sinceMs = clock.monotonicMs();
    mark('fault-requested');
    await ports.faultInjector.start(fromRegion);
    for (;;) {
        const episode = await newEpisode(before, toRegion, ports);
        for (const { stage } of episode?.steps ?? []) {
            const name = MARKS[stage];
            if (marked.has(stage) || (stage === 'closed' && episode?.outcome !== 'failed-over'))
                continue;
            if (marked.size === 0)
                sinceMs = clock.monotonicMs();
            marked.add(stage);
            if (name !== undefined)
                mark(name);
        }
        if (episode?.stage === 'closed') {
            if (episode.outcome === 'failed-over')
                return;
            throw new promote/* MoveTimeoutError */.$C(`the failover controller ended with "${episode.outcome ?? 'nothing'}"${because(episode)}`);
        }
        const limitMs = episode === undefined ? request.faultDeadlineMs : request.moveDeadlineMs;
        if (clock.monotonicMs() - sinceMs >= limitMs) {
            const seconds = Math.round(limitMs / 1000);
            throw new promote/* MoveTimeoutError */.$C(episode === undefined
                ? `${fromRegion} was not declared down within ${seconds} s after the fault was requested`
                : `the failover controller has not moved the writer within ${seconds} s; it is at "${episode.stage}"${because(episode)}`);
        }
        await clock.sleep(POLL_MS);
    }
}
async function newEpisode(before, region, { controllers, logger }) {
    try {
        const episode = (await controllers.of(region))?.episode;
        return episode?.id === before.episode?.id ? undefined : episode;
    }
    catch (error) {
        logger.debug(`the controller's record could not be read, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
        return undefined;
    }
}
function because({ refusals }) {
    return refusals.length === 0 ? '' : `: ${refusals.join('; ')}`;
}

;// CONCATENATED MODULE: ./src/drill/phases.ts

/**
 * Writes a step down **before** it acts, then runs it in its own group of the log. The state of the drill comes first, because the step must not be begun
 * without it: whoever recovers a drill that was broken off knows nothing else.
 *
 * @param facts what a recovery has to know of the step
 * @throws what `DrillProgress.before` throws, and then the step was not begun; whatever `work` throws
 */
async function inPhase(phase, ports, work, facts) {
    await ports.progress?.before(phase, facts);
    ports.journal.append({
        type: 'phase',
        phase,
        atMs: ports.clock.monotonicMs(),
        wallClock: ports.clock.now().toISOString(),
    });
    return ports.logger.group(phase, work);
}

;// CONCATENATED MODULE: ./src/drill/detection/judge.ts
/** A controller whose record stands still for longer does not run, in ms: it writes it every few seconds. */
const STANDS_STILL_MS = 20_000;
/** A fault that has not struck after all but so much of its time was none, in ms: the longest detection, and time to arm. */
const LATE_MS = 30_000;
/**
 * Judges what was seen.
 *
 * @param troubles what went wrong in the drill itself; never passed then
 */
function judgeDetection(detection, watched, blindMs, objectives, troubles) {
    const failed = [...troubles, ...failures(detection, watched, objectives)];
    const missing = [];
    if (watched.episode === undefined) {
        (hasSeenAllTheTime(watched, blindMs) ? missing : failed).push(undeclared(detection.region, watched, blindMs));
    }
    else if (detection.detectionMs === undefined && isAbove(detection.sinceRequestMs, objectives)) {
        missing.push(`the controller that declared had not heard ${detection.region} before, so it is not known when the fault struck; ` +
            `it took ${judge_seconds(detection.sinceRequestMs ?? 0)} at most`);
    }
    if (detection.resolutionMs * 10 > objectives.detectionSeconds * 1000) {
        missing.push(`the controller's record was not read for ${judge_seconds(detection.resolutionMs)}: too coarse for this objective`);
    }
    if (failed.length > 0)
        return { verdict: 'failed', reasons: [...failed, ...missing] };
    return missing.length > 0 ? { verdict: 'inconclusive', reasons: missing } : { verdict: 'passed', reasons: [] };
}
function failures({ region, detectionMs, writes, writerMoved }, { episode }, objectives) {
    const failed = [];
    if (isAbove(detectionMs, objectives)) {
        failed.push(`detection took ${judge_seconds(detectionMs ?? 0)}, the objective is at most ${objectives.detectionSeconds} s`);
    }
    if (episode !== undefined && episode.outcome !== 'rehearsed') {
        failed.push(episode.attempts > 0
            ? `the controller promoted (episode ${episode.id}) although a rehearsal was announced: look whether ${region} still writes`
            : `the controller did not take the loss for the rehearsal that was announced (episode ${episode.id}, ${episode.outcome ?? episode.stage})`);
    }
    if (writerMoved)
        failed.push('the writer was moved, or is being moved; nothing in this drill may do that');
    if (writes.ok < writes.attempted) {
        failed.push(`${writes.attempted - writes.ok} of ${writes.attempted} writes through the writer name did not succeed; the fault may take nothing from applications`);
    }
    return failed;
}
function undeclared(region, watched, blindMs) {
    if (hasSeenAllTheTime(watched, blindMs)) {
        return (`the controller still saw every path to ${region} alive ${judge_seconds(watched.aliveForMs ?? 0)} after the fault hook had accepted: ` +
            'the hook has done nothing that it could notice');
    }
    const why = watched.stoodStillMs >= STANDS_STILL_MS
        ? `; its record has stood still for ${judge_seconds(watched.stoodStillMs)}: it does not run`
        : '';
    return `${region} was not declared down within ${judge_seconds(blindMs)} after the fault was requested${why}`;
}
function hasSeenAllTheTime({ aliveForMs }, blindMs) {
    return aliveForMs !== undefined && aliveForMs >= blindMs - LATE_MS - STANDS_STILL_MS;
}
function isAbove(ms, { detectionSeconds }) {
    return ms !== undefined && ms > detectionSeconds * 1000;
}
function judge_seconds(ms) {
    return `${(ms / 1000).toFixed(1)} s`;
}

// EXTERNAL MODULE: ./src/ports/failover-record.ts
var failover_record = __webpack_require__(9747);
;// CONCATENATED MODULE: ./src/drill/detection/limits.ts

/** The hook may take so long to strike: rules of a network in AWS take a minute to be known everywhere. In ms. */
const STRIKE_MS = 90_000;
/**
 * The fault ends so much before the rehearsal, whoever ends it: until then the controller has to see the region again, by clocks that may differ by
 * some seconds. In ms.
 */
const SIGHT_MS = 60_000;
/** The rehearsal is kept short: a disaster that begins in it is not acted on before it has ended. @throws RangeError */
function detectionLimits(detectionSeconds) {
    const blindMs = detectionSeconds * 1000 + STRIKE_MS;
    const rehearsalMs = blindMs + SIGHT_MS;
    if (rehearsalMs > failover_record/* LONGEST_REHEARSAL_MS */._) {
        throw new RangeError(`a detection objective of ${detectionSeconds} s would need a rehearsal of ${rehearsalMs / 1000} s; a controller heeds one of ` +
            `${failover_record/* LONGEST_REHEARSAL_MS */._ / 1000} s at most. Drill with kind failover instead`);
    }
    return { blindMs, rehearsalMs };
}

;// CONCATENATED MODULE: ./src/drill/detection/rehearse.ts


/** The controller writes its record every few seconds; one of so many tries falls between two of its writes. */
const TRIES = 10;
const RETRY_MS = 300;
/** A hook that does not answer is asked again for so long, in ms: until the fault ends by itself anyway. */
const STOP_PATIENCE_MS = 120_000;
const STOP_RETRY_MS = 2_000;
const rehearse_ARMED_POLL_MS = 1_000;
/** @throws NotMovableError when the controller handles a loss by now, or cannot be told */
async function announceRehearsal({ fromRegion, toRegion }, forMs, ports) {
    const { clock, controllers, rehearsals } = ports;
    for (let tries = 1; tries <= TRIES; tries++) {
        const record = await controllers.of(toRegion);
        if (record?.armed === undefined || (record.episode !== undefined && record.episode.stage !== 'closed')) {
            throw new failover_target/* NotMovableError */.sW(`the failover controller of ${toRegion} is not armed any more, or handles a loss`);
        }
        const endsAtMs = clock.monotonicMs() + forMs;
        const until = new Date(clock.now().getTime() + forMs).toISOString();
        const rehearsal = { id: ports.newRunId(), region: fromRegion, until };
        if (await rehearsals.announce(toRegion, rehearsal, record))
            return { rehearsal, endsAtMs, record };
        await clock.sleep(RETRY_MS);
    }
    throw new failover_target/* NotMovableError */.sW(`the record of the controller of ${toRegion} changed at each of ${TRIES} tries`);
}
/**
 * Gives the controller its sight back, waits until it is armed again, and only then withdraws the rehearsal: a controller that is told that the
 * loss is real, before it sees that there is none, would promote. Where that does not happen, the rehearsal runs out by itself.
 *
 * @returns what went wrong
 */
async function endRehearsal({ fromRegion, toRegion }, { rehearsal, endsAtMs }, isPromoted, healthPath, ports) {
    const tidiesUp = { tidiesUp: true };
    try {
        await inPhase(`health path to ${fromRegion} given back`, ports, () => stopFault(fromRegion, healthPath, ports), tidiesUp);
        // A region that was promoted has nothing to be armed for.
        if (!isPromoted) {
            await inPhase(`controller of ${toRegion} armed again`, ports, () => untilArmedAgain(toRegion, endsAtMs, ports), tidiesUp);
        }
        await inPhase('rehearsal withdrawn', ports, () => ports.rehearsals.withdraw(toRegion, rehearsal.id), tidiesUp);
        return [];
    }
    catch (error) {
        return [`${(0,reason_of/* reasonOf */.A)(error)}; the rehearsal ends by itself at ${rehearsal.until}`];
    }
}
async function stopFault(region, healthPath, ports) {
    const { clock, logger } = ports;
    const startedMs = clock.monotonicMs();
    for (;;) {
        try {
            await healthPath.stop(region);
            return;
        }
        catch (error) {
            if (clock.monotonicMs() - startedMs >= STOP_PATIENCE_MS)
                throw error;
            logger.warn(`the fault could not be ended, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
        }
        await clock.sleep(STOP_RETRY_MS);
    }
}
/** The controller notes a new time only after a look at which every path answered. @throws NotMovableError */
async function untilArmedAgain(region, endsAtMs, ports) {
    const { clock, controllers, logger } = ports;
    let first;
    while (clock.monotonicMs() < endsAtMs) {
        try {
            const at = (await controllers.of(region))?.armed?.at;
            first ??= { at };
            if (at !== undefined && at !== first.at)
                return;
        }
        catch (error) {
            logger.debug(`the controller's record could not be read, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
        }
        await clock.sleep(rehearse_ARMED_POLL_MS);
    }
    throw new failover_target/* NotMovableError */.sW(`the failover controller of ${region} was not armed again: it does not see every path alive; its log says which`);
}

;// CONCATENATED MODULE: ./src/drill/detection/watch.ts

/** Time between two looks at the controller's record, in ms. */
const watch_POLL_MS = 250;
/**
 * Looks on until the controller has found the loss and is done with it.
 *
 * @param before   its record before the fault was asked for
 * @param requestedAtMs when it was asked for
 * @param deadlineMs for the watch as a whole, since then
 */
async function watchController(region, before, requestedAtMs, deadlineMs, onDeclared, ports) {
    const { clock, controllers, logger } = ports;
    let found;
    let sinceRequestMs;
    let aliveForMs;
    let resolutionMs = watch_POLL_MS;
    let last = before;
    let changedAtMs = requestedAtMs;
    let answeredAtMs = requestedAtMs;
    while (clock.monotonicMs() - requestedAtMs < deadlineMs && !isOver(found)) {
        try {
            const record = await controllers.of(region);
            const nowMs = clock.monotonicMs();
            resolutionMs = Math.max(resolutionMs, nowMs - answeredAtMs);
            answeredAtMs = nowMs;
            if (record !== undefined) {
                if (record.version !== last.version)
                    changedAtMs = nowMs;
                if (record.armed !== undefined && record.armed.at !== last.armed?.at)
                    aliveForMs = nowMs - requestedAtMs;
                last = record;
                found = record.episode?.id === before.episode?.id ? undefined : record.episode;
                if (found !== undefined && sinceRequestMs === undefined) {
                    sinceRequestMs = nowMs - requestedAtMs;
                    onDeclared();
                }
            }
        }
        catch (error) {
            logger.debug(`the controller's record could not be read, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
        }
        if (!isOver(found))
            await clock.sleep(watch_POLL_MS);
    }
    const stoodStillMs = clock.monotonicMs() - changedAtMs;
    return { episode: found, sinceRequestMs, resolutionMs, aliveForMs, stoodStillMs };
}
/** Once a promotion is asked for there is nothing left to wait for: the drill has failed. */
function isOver(episode) {
    return episode !== undefined && episode.stage !== 'declared';
}

;// CONCATENATED MODULE: ./src/drill/detection/detection-drill.ts









const NOTHING = { kind: 'detection', guards: [], runs: [], restores: [] };
const NOT_SEEN = {
    episode: undefined,
    sinceRequestMs: undefined,
    resolutionMs: watch_POLL_MS,
    aliveForMs: undefined,
    stoodStillMs: 0,
};
/**
 * The detection drill: the deployed controller is made blind for the writer's region, has to declare it down in time, and must not promote.
 *
 *   preflight → write probe → rehearsal announced → health path taken away → (declared) → given back → armed again → rehearsal withdrawn
 *
 * Applications go on writing all the time, which is measured too. Whatever happens, the controller gets its sight back; and if this process is
 * killed, the fault ends by itself before the rehearsal does.
 */
async function runDetectionDrill(request, ports) {
    const ready = await inPhase('preflight', ports, () => preflight(request, ports)).catch((error) => ({
        ...NOTHING,
        verdict: 'not-run',
        reasons: [`preflight: ${(0,reason_of/* reasonOf */.A)(error)}`],
    }));
    if ('verdict' in ready)
        return ready;
    const runId = ports.newRunId();
    // Not from the controller's region: what is taken from the controller there must not be taken for an outage.
    const probe = ports.probes.in(ready.prepared.fromRegion);
    let running;
    try {
        running = await inPhase('write probe', ports, async () => {
            await probe.prepare();
            return probe.start({
                runId,
                intervalMs: request.probe.intervalMs,
                timeoutMs: request.probe.timeoutMs,
                readers: [],
                regions: ready.prepared.status.members,
                onAttempt: (attempt) => {
                    ports.journal.append({ type: 'attempt', runId, ...attempt });
                },
            });
        });
    }
    catch (error) {
        return {
            ...NOTHING,
            verdict: 'inconclusive',
            reasons: [`the write probe could not be started: ${(0,reason_of/* reasonOf */.A)(error)}`],
        };
    }
    const outcome = await blindController(request, ready, runId, running, ports);
    const { writes } = await running.stop();
    await probe.cleanUp(runId).catch((error) => {
        ports.logger.debug(`the heartbeats of the drill were not removed: ${(0,reason_of/* reasonOf */.A)(error)}`);
    });
    if (outcome.kind !== 'watched')
        return { ...NOTHING, verdict: outcome.kind, reasons: outcome.reasons };
    const { watched, troubles } = outcome;
    const moved = await writerMoved(ready.writer, ports);
    const detection = {
        region: ready.prepared.fromRegion,
        ...(watched.episode?.firstFailureAgeMs === undefined ? {} : { detectionMs: watched.episode.firstFailureAgeMs }),
        ...(watched.sinceRequestMs === undefined ? {} : { sinceRequestMs: watched.sinceRequestMs }),
        resolutionMs: watched.resolutionMs,
        writes: {
            attempted: writes.length,
            ok: writes.filter((write) => write.outcome === 'ok').length,
            fail: writes.filter((write) => write.outcome === 'fail').length,
            unknown: writes.filter((write) => write.outcome === 'unknown').length,
        },
        writerMoved: moved.isMoved,
    };
    const judged = judgeDetection(detection, watched, ready.limits.blindMs, request.objectives, [
        ...troubles,
        ...moved.troubles,
    ]);
    return { ...NOTHING, ...judged, detection };
}
/** Looks before anything is touched. @throws when the drill must not run */
async function preflight(request, ports) {
    const { healthPath, controllers, rehearsals, logger } = ports;
    if (healthPath === undefined) {
        throw new failover_target/* NotMovableError */.sW('no fault hook is configured (fault-hook-url): nothing can make the controller blind; docs/drills.md describes one');
    }
    const limits = detectionLimits(request.objectives.detectionSeconds);
    const status = await ports.globalDatabase.describe();
    const writer = (0,failover_target/* currentWriter */.jX)(status);
    const target = (0,failover_target/* chooseTarget */.bx)(status);
    const prepared = {
        status,
        writer: await ports.credentials.read(),
        fromRegion: writer.region,
        toRegion: target.region,
    };
    const record = await awaitArmed(prepared, controllers, ports);
    if (record === undefined) {
        throw new failover_target/* NotMovableError */.sW(`no failover controller is deployed in ${target.region}: there is nothing to be drilled`);
    }
    if (!(await rehearsals.isRead(target.region))) {
        throw new failover_target/* NotMovableError */.sW(`the failover controller of ${target.region} is of a version that does not know rehearsals, and would promote; apply the environment first`);
    }
    requireLevelClocks(record, target.region, ports.clock.now());
    if (!(await healthPath.offersHealthPath())) {
        throw new failover_target/* NotMovableError */.sW('the fault hook does not offer the fault health-path: it has to answer {"action":"describe"} with a list of its faults; see docs/drills.md');
    }
    logger.info(`the controller of ${target.region} will be made blind for ${writer.region}`);
    return { prepared, writer, record, healthPath, limits };
}
/** An armed controller notes the time every half minute. In ms. */
const OLDEST_ARMED_MS = 75_000;
const detection_drill_CLOCKS_DIFFER_MS = 15_000;
/** A rehearsal has an end by the wall clock: to a controller whose clock is wrong by more it could be over before it begins. */
function requireLevelClocks(record, region, now) {
    const ageMs = now.getTime() - Date.parse(record.armed?.at ?? '');
    if (ageMs >= -detection_drill_CLOCKS_DIFFER_MS && ageMs <= OLDEST_ARMED_MS)
        return;
    throw new failover_target/* NotMovableError */.sW(`the failover controller of ${region} last noted ${record.armed?.at ?? 'nothing'}, and here it is ${now.toISOString()}: ` +
        'it does not run, or the clocks differ; set this one right');
}
/** From the baseline of writes to the controller being armed again. Never rejects. */
async function blindController(request, ready, runId, running, ports) {
    const { clock, journal, logger } = ports;
    const { limits, healthPath } = ready;
    const { fromRegion, toRegion } = ready.prepared;
    const mark = (name) => {
        journal.append({ type: 'mark', runId, name, atMs: clock.monotonicMs() });
        logger.info(name);
    };
    await clock.sleep(request.probe.baselineMs);
    const seen = running.seen();
    const acknowledged = seen.filter(({ outcome }) => outcome === 'ok').length;
    if (acknowledged < MINIMUM_BASELINE_WRITES || acknowledged < seen.length) {
        return {
            kind: 'inconclusive',
            reasons: [`only ${acknowledged} of ${seen.length} writes were acknowledged before the drill; nothing was done`],
        };
    }
    const troubles = [];
    let watched = NOT_SEEN;
    let refusal;
    let announced;
    try {
        announced = await inPhase(`rehearsal of the loss of ${fromRegion} announced in ${toRegion}`, ports, () => announceRehearsal(ready.prepared, limits.rehearsalMs, ports));
    }
    catch (error) {
        return { kind: 'not-run', reasons: [`the rehearsal could not be announced: ${(0,reason_of/* reasonOf */.A)(error)}`] };
    }
    try {
        watched = await inPhase(`health path to ${fromRegion} taken away`, ports, async () => {
            const requestedAtMs = clock.monotonicMs();
            mark('fault-requested');
            await healthPath.blind(fromRegion, Math.floor(limits.blindMs / 1000));
            const onDeclared = () => {
                mark('declared-down');
            };
            return watchController(toRegion, announced.record, requestedAtMs, limits.blindMs, onDeclared, ports);
        }, { faultIn: fromRegion });
    }
    catch (error) {
        if (error instanceof fault_injector/* FaultRefusedError */.L)
            refusal = (0,reason_of/* reasonOf */.A)(error);
        else
            troubles.push((0,reason_of/* reasonOf */.A)(error));
    }
    const isPromoted = watched.episode !== undefined && watched.episode.attempts > 0;
    troubles.push(...(await endRehearsal(ready.prepared, announced, isPromoted, healthPath, ports)));
    if (refusal === undefined)
        return { kind: 'watched', watched, troubles };
    return { kind: 'not-run', reasons: [`the fault hook does not know the fault health-path: ${refusal}`, ...troubles] };
}
async function writerMoved(writer, ports) {
    try {
        const status = await ports.globalDatabase.describe();
        const isWriter = status.members.some((member) => member.clusterArn === writer.clusterArn && member.isWriter);
        return { isMoved: !isWriter || status.failoverState !== undefined, troubles: [] };
    }
    catch (error) {
        return { isMoved: false, troubles: [`whether the writer was moved could not be read: ${(0,reason_of/* reasonOf */.A)(error)}`] };
    }
}

// EXTERNAL MODULE: ./src/failover/switch-over.ts
var switch_over = __webpack_require__(4887);
;// CONCATENATED MODULE: ./src/failover/decision.ts
/**
 * The decision that a region is down, as a pure function of what was observed.
 *
 * Two independent paths must both have failed several times in a row: one broken path alone is a broken path, not a
 * broken region. An in-region failover of Aurora silences the writer for about half a minute but leaves the readers
 * answering, so the reader path keeps it from being mistaken for the loss of the region.
 */
/**
 * Judges the region from all observations so far.
 *
 * @param observations every observation of every path, in any order across paths but ordered within one path
 * @param paths        the names of all paths that must agree; at least two
 * @param nowMs        the monotonic time of the decision, in ms
 * @throws RangeError for fewer than two paths: a single path cannot tell a dead region from its own death
 */
function decide(observations, paths, policy, nowMs) {
    if (new Set(paths).size < 2) {
        throw new RangeError('a region is only declared down by at least two independent paths');
    }
    const failing = [];
    const dead = [];
    const unclear = [];
    let isStalled = true;
    for (const path of paths) {
        const ofPath = observations.filter((observation) => observation.path === path);
        const newest = ofPath.at(-1);
        if (newest === undefined || newest.answer === 'answered')
            continue;
        failing.push(`${path} (${newest.reason})`);
        const silences = trailingSilences(ofPath);
        if (!isFresh(newest, policy, nowMs))
            continue;
        if (newest.answer !== 'silent') {
            unclear.push(`${path}: ${newest.reason}`);
            isStalled &&= newest.answer === 'stalled';
        }
        else if (silences >= policy.failureThreshold) {
            dead.push(`${path}: ${newest.reason} (${silences} times)`);
        }
    }
    if (dead.length === paths.length)
        return { kind: 'down', reasons: dead };
    if (dead.length > 0 && dead.length + unclear.length === paths.length)
        return { kind: 'unclear', dead, unclear, isStalled };
    return failing.length > 0 ? { kind: 'suspect', failing } : { kind: 'healthy' };
}
/** The longest detection that the policy allows: a fault that strikes just after a good probe, in ms. */
function worstDetectionMs(policy) {
    return policy.intervalMs * policy.failureThreshold + policy.timeoutMs;
}
/**
 * How long a probe is still listened to after it counted as silent, in ms: an answer that comes late proves life all the same, so a
 * primary that takes three seconds for everything is slow, not lost. As long as it takes to declare a region down; what is slower
 * than that serves nobody.
 */
function patienceMs(policy) {
    return policy.intervalMs * policy.failureThreshold;
}
function trailingSilences(ofPath) {
    const lastOther = ofPath.findLastIndex((observation) => observation.answer !== 'silent');
    return ofPath.length - 1 - lastOther;
}
/** Old failures say nothing about now: a controller that was paused must look again before it acts. */
function isFresh(newest, policy, nowMs) {
    return nowMs - newest.atMs <= policy.intervalMs + policy.timeoutMs;
}

;// CONCATENATED MODULE: ./src/failover/region-watch.ts

/** Probes all paths to a region and remembers what they said lately. */
class RegionWatch {
    paths;
    policy;
    clock;
    observations = [];
    heard = new Set();
    /** By path: when the first look began that was not answered, since the last one that was; in ms. */
    failingSinceMs = new Map();
    names;
    constructor(paths, policy, clock) {
        this.paths = paths;
        this.policy = policy;
        this.clock = clock;
        this.names = paths.map(({ name }) => name);
    }
    /** Probes every path once, side by side; settles after the time limit of a probe at the latest. */
    async round() {
        await Promise.all(this.paths.map((path) => this.probe(path)));
    }
    decision() {
        return decide(this.observations, this.names, this.policy, this.clock.monotonicMs());
    }
    /** Whether every path has answered since `sinceMs`. */
    hasHeardAll(sinceMs) {
        return this.names.every((name) => {
            const newest = this.observations.findLast(({ path }) => path === name);
            return newest?.answer === 'answered' && newest.atMs >= sinceMs;
        });
    }
    /** Whether any path has answered since `sinceMs`, also late. */
    hasHeardAny(sinceMs) {
        return this.observations.some(({ answer, atMs }) => answer === 'answered' && atMs >= sinceMs);
    }
    /**
     * When the first look began that was not answered, since all paths last answered, in ms; `undefined` when every path answers, or when one that
     * does not was never heard at all: then nobody here knows when it fell silent.
     */
    firstFailureMs() {
        const failing = [...this.failingSinceMs];
        if (failing.length === 0 || failing.some(([path]) => !this.heard.has(path)))
            return undefined;
        return Math.min(...failing.map(([, sinceMs]) => sinceMs));
    }
    async probe(path) {
        const startedMs = this.clock.monotonicMs();
        const settled = new AbortController();
        const answered = path
            .probe(patienceMs(this.policy))
            .catch((error) => ({
            answer: 'silent',
            reason: error instanceof Error ? error.message : String(error),
        }))
            .then((answer) => {
            // A silence that is only known late was counted when its time was up; counting it twice would hurry the decision.
            if (!settled.signal.aborted || answer.answer !== 'silent')
                this.remember(path.name, startedMs, answer);
            settled.abort();
        });
        const timeUp = this.clock.sleep(this.policy.timeoutMs, settled.signal).then(() => {
            if (settled.signal.aborted)
                return;
            settled.abort();
            this.remember(path.name, startedMs, {
                answer: 'silent',
                reason: `no answer within ${this.policy.timeoutMs} ms`,
            });
        });
        await Promise.race([answered, timeUp]);
    }
    remember(path, startedMs, { answer, reason }) {
        if (answer === 'answered') {
            this.heard.add(path);
            this.failingSinceMs.delete(path);
        }
        else if (!this.failingSinceMs.has(path)) {
            this.failingSinceMs.set(path, startedMs);
        }
        const all = [...this.observations, { path, atMs: this.clock.monotonicMs(), answer, reason }];
        // Only the newest matter, so a watch of months needs no more memory than one of seconds. Twice as many as the threshold,
        // because a late answer stands beside the silence that it ends.
        const ofPath = all
            .filter((observation) => observation.path === path)
            .slice(-2 * (this.policy.failureThreshold + 1));
        this.observations = [...all.filter((observation) => observation.path !== path), ...ofPath];
    }
}

;// CONCATENATED MODULE: ./src/failover/detect.ts

/**
 * Watches a region until it is down, probing all paths side by side at each interval.
 *
 * @param signal ends the watch
 * @returns the reasons for declaring the region down, or `undefined` when the watch was ended by `signal`
 */
async function detectRegionDown(paths, policy, ports, signal) {
    const watch = new RegionWatch(paths, policy, ports.clock);
    let previous = 'healthy';
    while (!signal.aborted) {
        const startedMs = ports.clock.monotonicMs();
        await watch.round();
        const decision = watch.decision();
        if (decision.kind === 'down')
            return decision.reasons;
        if (decision.kind !== previous) {
            ports.logger.info(describeDecision(decision));
            previous = decision.kind;
        }
        await ports.clock.sleep(policy.intervalMs - (ports.clock.monotonicMs() - startedMs), signal);
    }
    return undefined;
}
/** One phrase for the log. */
function describeDecision(decision) {
    switch (decision.kind) {
        case 'healthy':
            return 'answering';
        case 'suspect':
            return `not answering: ${decision.failing.join(', ')}`;
        case 'unclear':
            return `not answering: ${decision.dead.join(', ')}; unclear: ${decision.unclear.join(', ')}`;
        case 'down':
            return `down: ${decision.reasons.join('; ')}`;
    }
}

;// CONCATENATED MODULE: ./src/failover/fail-over.ts



/**
 * Detect, decide, promote, and wait for a real write: the one implementation that a disaster and a drill share.
 *
 * @throws NotMovableError when no member can be promoted, MoveTimeoutError when a step is not reached in time
 */
async function failOver(request, ports) {
    const reasons = await detectRegionDown(request.paths, request.policy, ports, request.signal);
    if (reasons === undefined)
        return { kind: 'watch-ended' };
    request.onMilestone('declared-down');
    ports.logger.warn(`${(0,failover_target/* currentWriter */.jX)(request.lastKnown).region} is declared down: ${reasons.join('; ')}`);
    const target = (0,failover_target/* chooseTarget */.bx)(await freshStatus(request.lastKnown, ports));
    ports.logger.info(`promoting ${target.clusterId} in ${target.region}`);
    await (0,promote/* moveWriter */.V3)({
        target,
        request: () => ports.globalDatabase.failover(target),
        writer: request.writer,
        deadlineMs: request.deadlineMs,
        onMilestone: request.onMilestone,
    }, ports);
    return { kind: 'failed-over', to: target.region, reasons };
}
/** The target is judged by what is true now, where that can still be read; else by the last good reading. */
async function freshStatus(lastKnown, ports) {
    try {
        return await ports.globalDatabase.describe();
    }
    catch (error) {
        ports.logger.warn(`the control plane did not answer (${error instanceof Error ? error.message : String(error)}); ` +
            'the target is chosen from the topology read before the loss');
        return lastKnown;
    }
}

// EXTERNAL MODULE: ./src/ports/sql.ts
var ports_sql = __webpack_require__(2928);
;// CONCATENATED MODULE: ./src/failover/paths.ts

const ANSWERED = { answer: 'answered', reason: 'answered' };
/**
 * The SQL paths to a region: its writer endpoint and its reader endpoint.
 *
 * Any answer counts as alive, even that of a reader: the question is whether the **region** still serves, not whether the
 * writer does. That keeps Aurora's own failover inside the region from being answered with a move to another region.
 *
 * @param credentials user, password and database; host and port are replaced by the region's endpoints
 */
function sqlPaths(region, credentials, sql) {
    const path = (name, host) => ({
        name,
        async probe(limitMs) {
            let login;
            try {
                login = typeof credentials === 'function' ? await credentials() : credentials;
            }
            catch {
                // Our own trouble: it says nothing about the region.
                return { answer: 'unclear', reason: 'the password cannot be read' };
            }
            try {
                // A new connection each time: an open socket to a dead host can look healthy for many minutes. A completed login is
                // the answer: it took a live postmaster, a new backend and the catalog, and it keeps the probe within one timeout.
                const session = await sql.connect({ ...login, host, port: region.port, tlsServerName: host }, limitMs);
                await session.close();
                return ANSWERED;
            }
            catch (error) {
                if (error instanceof ports_sql/* SqlError */.L && error.serverAnswered) {
                    return { answer: 'answered', reason: `answered with an error (${error.sqlState ?? 'its certificate'})` };
                }
                throw error;
            }
        },
    });
    return [path('sql-writer-endpoint', region.endpoint), path('sql-reader-endpoint', region.readerEndpoint)];
}
/**
 * What the health endpoint's words say about the database (see src/health/verdict.ts for the words).
 *
 * `locked` tells nothing: a password that cannot be read keeps the endpoint from looking. `silent` may be a primary that needs
 * seconds, and still takes writes. Only `unreachable` is a witness, from inside the region, that nothing is there.
 */
const WORDS = new Map([
    ['standby', 'answered'],
    ['readonly', 'answered'],
    ['lagging', 'answered'],
    ['blind', 'answered'],
    ['starting', 'answered'],
    ['full', 'answered'],
    ['refused', 'answered'],
    ['broken', 'answered'],
    ['locked', 'unclear'],
    ['silent', 'stalled'],
    ['unreachable', 'silent'],
]);
/** Statuses by which the API in front of the health function says that the function gave no answer. */
const NO_ANSWER_OF_THE_FUNCTION = new Set([500, 502, 504]);
/** The path over the public internet: the health endpoint of the region. */
function httpsPath(endpoint) {
    return {
        name: 'https-health-endpoint',
        async probe(limitMs) {
            const { status, word } = await endpoint.ask(limitMs);
            if (status === 200)
                return ANSWERED;
            if (status === 503)
                return { answer: WORDS.get(word) ?? 'unclear', reason: `says "${word}"` };
            // Refusals (403, 429) come from the gate-keeper: they must never be taken for the death of what is behind it.
            return {
                answer: NO_ANSWER_OF_THE_FUNCTION.has(status) ? 'silent' : 'unclear',
                reason: `status ${status} ${word}`,
            };
        },
    };
}

;// CONCATENATED MODULE: ./src/drill/disaster.ts




/**
 * Lets the region of the writer be lost, and the failover code find out and act.
 *
 * @throws MoveTimeoutError when the region was not declared down in time; whatever the failover throws
 */
async function disaster(request, prepared, mark, ports) {
    const watch = new AbortController();
    const timer = new AbortController();
    // Watching begins before the fault is asked for, as it would in life.
    const failingOver = failOver({
        lastKnown: prepared.status,
        paths: sqlPaths((0,failover_target/* currentWriter */.jX)(prepared.status), prepared.writer, ports.sql),
        policy: request.detector,
        writer: prepared.writer,
        deadlineMs: request.moveDeadlineMs,
        onMilestone: (milestone) => {
            timer.abort();
            mark(milestone === 'requested' ? 'move-requested' : milestone);
        },
        signal: watch.signal,
    }, ports);
    // Observed at once, so that its rejection is never unhandled while the fault is being requested.
    const outcome = failingOver.finally(() => {
        timer.abort();
    });
    outcome.catch(() => undefined);
    try {
        mark('fault-requested');
        await ports.faultInjector.start(prepared.fromRegion);
        await ports.clock.sleep(request.faultDeadlineMs, timer.signal);
    }
    finally {
        watch.abort();
    }
    if ((await outcome).kind === 'watch-ended') {
        throw new promote/* MoveTimeoutError */.$C(`${prepared.fromRegion} was not declared down within ${Math.round(request.faultDeadlineMs / 1000)} s after the fault was requested`);
    }
}

;// CONCATENATED MODULE: ./src/drill/measured-move.ts



/** After the move, writes are given this long to come back through the writer name, in ms. */
const RECOVERY_LIMIT_MS = 60_000;
const RECOVERY_POLL_MS = 50;
/** So many tries to read the survivors; a new writer may still be settling. */
const READ_TRIES = 5;
const READ_RETRY_MS = 1_000;
/**
 * Writes heartbeats, lets `move` happen in their midst, and then looks for every heartbeat that was acknowledged.
 *
 * Without a healthy baseline nothing is moved at all: a disturbance that nothing measures is only a disturbance.
 */
async function measureMove(probe, settings, watched, move, ports) {
    const runId = ports.newRunId();
    const fencing = { runId: ports.newRunId(), region: watched.fromRegion };
    const marks = [];
    const mark = (name) => {
        const record = { name, atMs: ports.clock.monotonicMs() };
        marks.push(record);
        ports.journal.append({ type: 'mark', runId, ...record });
        ports.logger.info(name);
        // From now on the region follows nobody.
        if (name === 'promoted')
            promoted.abort();
    };
    const promoted = new AbortController();
    const { intervalMs, timeoutMs } = settings;
    let running;
    try {
        await probe.prepare();
        running = await probe.start({
            runId,
            intervalMs,
            timeoutMs,
            fencing,
            readers: watched.regions.map(({ region }) => region),
            regions: watched.regions,
            onAttempt: (attempt) => {
                ports.journal.append({ type: 'attempt', runId, ...attempt });
            },
        });
    }
    catch (cause) {
        const error = `the write probe could not be started: ${(0,reason_of/* reasonOf */.A)(cause)}`;
        return { history: { runId, intervalMs, attempts: [], marks, survivors: undefined }, error };
    }
    const lag = [];
    const watchingLag = watchLagOfTarget(probe, settings, watched, (sample) => lag.push(sample), promoted.signal, ports);
    let error;
    try {
        await ports.clock.sleep(settings.baselineMs);
        const seen = running.seen();
        const acknowledged = seen.filter((attempt) => attempt.outcome === 'ok').length;
        if (acknowledged >= MINIMUM_BASELINE_WRITES && seen.at(-1)?.outcome === 'ok') {
            await move.act(mark);
            await untilWritesAreBack(running, ports);
            await move.aftermath?.();
        }
        else {
            ports.logger.warn(`only ${acknowledged} of ${seen.length} writes were acknowledged in the baseline; nothing is moved`);
        }
    }
    catch (cause) {
        error = (0,reason_of/* reasonOf */.A)(cause);
        ports.logger.error(error);
    }
    promoted.abort();
    // The acknowledged writes are complete before the table is read; the other way round a write could look lost.
    const { writes, fencing: fenced, reads, clockUncertaintyMs } = await running.stop();
    await watchingLag;
    const survivors = await readSurvivors(probe, runId, ports);
    // They have told all they can, and are in nobody's way; if this fails they are pruned with the rest.
    await probe.cleanUp(fencing.runId).catch((cause) => {
        ports.logger.debug(`the heartbeats of the fencing probe were not removed: ${(0,reason_of/* reasonOf */.A)(cause)}`);
    });
    const history = {
        runId,
        intervalMs,
        attempts: writes,
        marks,
        survivors,
        reads,
        lag,
        clockUncertaintyMs,
        ...(fenced === undefined
            ? {}
            : { fencing: { region: watched.fromRegion, instances: watched.fromInstances, attempts: fenced } }),
    };
    return { history, error };
}
/** The region that does not write is the one that is promoted. */
async function watchLagOfTarget(probe, { timeoutMs }, { regions, fromRegion }, onSample, signal, { clock }) {
    const target = regions.find(({ region }) => region !== fromRegion);
    if (target === undefined)
        return;
    await (0,lag/* watchLag */.eA)({ region: target.region, regions, timeoutMs }, onSample, signal, { probe, clock });
}
async function untilWritesAreBack(running, ports) {
    const startedMs = ports.clock.monotonicMs();
    const isBack = () => {
        const last = running.seen().at(-1);
        return last?.outcome === 'ok' && last.startedMs >= startedMs;
    };
    while (!isBack() && ports.clock.monotonicMs() - startedMs < RECOVERY_LIMIT_MS) {
        await ports.clock.sleep(RECOVERY_POLL_MS);
    }
}
async function readSurvivors(probe, runId, ports) {
    for (let tries = 1; tries <= READ_TRIES; tries++) {
        try {
            return await probe.survivors(runId, { kind: 'writer' });
        }
        catch (cause) {
            ports.logger.warn(`reading the surviving heartbeats failed (${tries} of ${READ_TRIES}): ${(0,reason_of/* reasonOf */.A)(cause)}`);
            await ports.clock.sleep(READ_RETRY_MS);
        }
    }
    return undefined;
}

// EXTERNAL MODULE: ./src/drill/redundancy.ts
var redundancy = __webpack_require__(5934);
// EXTERNAL MODULE: ./src/drill/measure.ts + 4 modules
var measure = __webpack_require__(7416);
;// CONCATENATED MODULE: ./src/drill/result.ts


/** Measures and judges one move. */
function toMeasuredRun(run, move, objectives) {
    const measurement = (0,measure/* measure */.x)(move.history);
    return { ...run, history: move.history, measurement, ...judge(run.kind, measurement, objectives, move.error) };
}
/** A drill is as good as its worst part; an empty drill has not run. */
function worst(verdicts) {
    const order = ['failed', 'not-run', 'inconclusive', 'passed'];
    return order.find((verdict) => verdicts.includes(verdict)) ?? 'not-run';
}

;// CONCATENATED MODULE: ./src/drill/move-drill.ts








/**
 * The failover drill. Phases, in this order:
 *
 *   preflight → write probe → disaster → detect → promote → verify → restore redundancy → fail back → clean up
 *
 * The disaster is caused by the fault injector at a moment that nobody announces; detection and promotion are the work of the deployed
 * controller, and the drill only looks on. Where none is deployed, the same code is run here. The fault is ended whatever happens.
 */
async function runFailoverDrill(request, ports) {
    const prepared = await inPhase('preflight', ports, () => preflightOfFailover(request, ports)).catch(notRun('failover'));
    if ('verdict' in prepared)
        return prepared;
    const { fromRegion, toRegion, controller } = prepared;
    const by = controller === undefined ? '' : ' by the deployed controller';
    let run;
    let redundancyError;
    try {
        const probe = ports.probes.in(toRegion);
        const endOfFault = async () => {
            await inPhase(`end of the fault in ${fromRegion}`, ports, () => ports.faultInjector.stop(fromRegion), {
                tidiesUp: true,
            });
            await ports.clock.sleep(request.fencingWatchMs);
        };
        const move = await inPhase(`disaster in ${fromRegion}, failover to ${toRegion}${by}`, ports, () => measureMove(probe, request.probe, watched(prepared), {
            act: (mark) => controller === undefined
                ? disaster(request, prepared, mark, { ...ports, writeOnce: () => probe.writeOnce() })
                : controlledDisaster(request, prepared, controller.record, mark, { ...ports, ...controller }),
            aftermath: endOfFault,
        }, ports), { move: { fromRegion, toRegion }, faultIn: fromRegion });
        // A run that broke off did not come to the end of the fault; stopping twice is harmless.
        await ports.faultInjector.stop(fromRegion);
        const settled = hasMoved(move.history) ? await restoreRedundancy(move, fromRegion, request, ports) : { move };
        redundancyError = settled.error;
        run = toMeasuredRun({
            kind: 'failover',
            label: 'failover',
            fromRegion,
            toRegion,
            promotedBy: controller === undefined ? 'drill' : 'controller',
        }, settled.move, request.objectives);
    }
    finally {
        // Stopping twice is harmless; leaving a region dead because a step above failed is not.
        await ports.faultInjector.stop(fromRegion);
    }
    return conclude('failover', run, redundancyError, request, ports);
}
/**
 * The switchover drill: preflight → write probe → switchover → verify → fail back. Aurora synchronises before it swaps the
 * roles, so the drill proves the recovery time and the runbook, never the RPO of a disaster.
 */
async function runSwitchoverDrill(request, ports) {
    const prepared = await inPhase('preflight', ports, () => move_drill_preflight(request, ports)).catch(notRun('switchover'));
    if ('verdict' in prepared)
        return prepared;
    const run = await measuredSwitchover('switchover', prepared, request, ports);
    const settled = await redundancyAfterMove(run, request, ports);
    return conclude('switchover', run, settled, request, ports);
}
/** Looks before anything is touched. @throws when the drill must not run */
async function move_drill_preflight(request, ports) {
    const status = await ports.globalDatabase.describe();
    const writer = (0,failover_target/* currentWriter */.jX)(status);
    const target = (0,failover_target/* chooseTarget */.bx)(status);
    const credentials = await ports.credentials.read();
    ports.logger.info(`the writer is ${writer.clusterId} in ${writer.region}, the target is ${target.clusterId} in ${target.region}`);
    return {
        status,
        writer: { ...credentials, host: request.writerName },
        fromRegion: writer.region,
        toRegion: target.region,
    };
}
/** Who will promote is known before anything is touched. */
async function preflightOfFailover(request, ports) {
    const prepared = await move_drill_preflight(request, ports);
    const { controllers } = ports;
    const record = controllers && (await awaitArmed(prepared, controllers, ports));
    return { ...prepared, controller: controllers && record && { controllers, record } };
}
const move_drill_NOTHING = { guards: [], runs: [], restores: [] };
function notRun(kind) {
    return (error) => ({ ...move_drill_NOTHING, kind, verdict: 'not-run', reasons: [`preflight: ${(0,reason_of/* reasonOf */.A)(error)}`] });
}
/** One measured switchover: the drill, or the way back. */
async function measuredSwitchover(label, prepared, request, ports) {
    const { fromRegion, toRegion, status, writer } = prepared;
    const probe = ports.probes.in(toRegion);
    const move = await inPhase(`${label} from ${fromRegion} to ${toRegion}`, ports, () => measureMove(probe, request.probe, watched(prepared), {
        act: async (mark) => {
            await (0,switch_over/* switchOver */.B)({
                status,
                writer,
                deadlineMs: request.moveDeadlineMs,
                onMilestone: (milestone) => {
                    mark(milestone === 'requested' ? 'move-requested' : milestone);
                },
            }, { ...ports, writeOnce: () => probe.writeOnce() });
        },
    }, ports), { move: { fromRegion, toRegion } });
    return toMeasuredRun({ kind: 'switchover', label, fromRegion, toRegion }, move, request.objectives);
}
function watched({ status, fromRegion }) {
    const old = status.members.find((member) => member.region === fromRegion);
    return {
        regions: status.members.map(({ region, endpoint, readerEndpoint, port }) => ({
            region,
            endpoint,
            readerEndpoint,
            port,
        })),
        fromRegion,
        fromInstances: (old?.instances ?? []).map(({ id }) => id),
    };
}
async function restoreRedundancy(move, region, request, ports) {
    const error = await redundancyAfter(region, request, ports);
    if (error !== undefined)
        return { move, error };
    const mark = { name: 'redundancy-restored', atMs: ports.clock.monotonicMs() };
    ports.journal.append({ type: 'mark', runId: move.history.runId, ...mark });
    return { move: { ...move, history: { ...move.history, marks: [...move.history.marks, mark] } } };
}
async function redundancyAfter(region, request, ports) {
    try {
        await inPhase(`restore redundancy in ${region}`, ports, () => (0,redundancy/* awaitRedundancy */.K)(region, request.redundancyDeadlineMs, ports));
        return undefined;
    }
    catch (error) {
        return (0,reason_of/* reasonOf */.A)(error);
    }
}
/** A writer that was not moved is where it was, and will never be a replica, however long one waits. */
async function redundancyAfterMove(run, request, ports) {
    return hasMoved(run.history) ? redundancyAfter(run.fromRegion, request, ports) : undefined;
}
function hasMoved({ marks }) {
    return marks.some((mark) => mark.name === 'promoted');
}
/** Fails back when that is wanted and safe, and sums up. */
async function conclude(kind, run, redundancyError, request, ports) {
    const runs = [run];
    const reasons = redundancyError === undefined ? [] : [redundancyError];
    const moved = hasMoved(run.history);
    if (request.failBack && moved && redundancyError === undefined) {
        const prepared = await inPhase('preflight of the fail back', ports, () => move_drill_preflight(request, ports)).catch(notRun(kind));
        if ('verdict' in prepared) {
            reasons.push(...prepared.reasons);
        }
        else {
            const back = await measuredSwitchover('fail back', prepared, request, ports);
            runs.push(back);
            const settled = await redundancyAfterMove(back, request, ports);
            if (settled !== undefined)
                reasons.push(settled);
        }
    }
    else if (request.failBack && moved) {
        reasons.push('the fail back was not tried: without a healthy replica it could lose data; see the fail-back runbook');
    }
    return {
        ...move_drill_NOTHING,
        kind,
        runs,
        reasons,
        verdict: reasons.length > 0 ? 'failed' : worst(runs.map(({ verdict }) => verdict)),
    };
}

;// CONCATENATED MODULE: ./src/ports/secret-rotation.ts
/** The version before the current one. */
const PREVIOUS = 'AWSPREVIOUS';

;// CONCATENATED MODULE: ./src/drill/rotation/rotate-all.ts



/** Where a rotation that has not ended is taken up. */
const STUCK_RUNBOOK = 'docs/runbooks/rotation-stuck.md';
const rotate_all_POLL_MS = 1_000;
/**
 * Rotates one secret after the other, those of the region that writes first. After one that does not end nothing more is begun: it is left as it
 * is, because a second rotation beside it would only hide what happened.
 */
async function rotateAll(writerRegion, deadlineMs, ports) {
    const secrets = [];
    const reasons = [];
    for (const secret of inOrder(ports.secrets, writerRegion)) {
        const what = `${secret.name} in ${secret.region}`;
        const rotated = await inPhase(`rotation of ${what}`, ports, () => rotateOne(secret, what, deadlineMs, ports));
        secrets.push(rotated.secret);
        reasons.push(...rotated.reasons);
        if (rotated.secret.error !== undefined)
            break;
    }
    const left = ports.secrets.length - secrets.length;
    if (left > 0)
        reasons.push(`${left} more secrets were not rotated after that`);
    return { secrets, reasons };
}
/** As applications are served: first where the writer is, and their own secrets before the master's. */
function inOrder(secrets, writerRegion) {
    const rank = ({ region, user }) => (user === 'master' ? 2 : 0) + (region === writerRegion ? 0 : 1);
    return secrets.toSorted((one, other) => rank(one) - rank(other));
}
async function rotateOne(secret, what, deadlineMs, ports) {
    const { clock, logger } = ports;
    const startedMs = clock.monotonicMs();
    try {
        await untilDone(secret, await secret.begin(), deadlineMs, ports);
    }
    catch (error) {
        const why = (0,reason_of/* reasonOf */.A)(error);
        return {
            secret: { secret: what, newVersionLogsIn: false, error: why },
            reasons: [`${what} was not rotated: ${why}; it is left as it is, see ${STUCK_RUNBOOK}`],
        };
    }
    const rotationMs = clock.monotonicMs() - startedMs;
    logger.info(`${what} rotated in ${(rotationMs / 1000).toFixed(1)} s`);
    const reasons = [];
    const newVersionLogsIn = await logsIn(secret.region, secret, what, reasons, ports);
    const previous = await previousVersion(secret, what, reasons, ports);
    if (secret.user === 'master')
        await loginsOfTheOthers(secret, reasons, ports);
    return { secret: { secret: what, rotationMs, newVersionLogsIn, ...previous }, reasons };
}
async function untilDone(secret, versionId, deadlineMs, { clock, logger }) {
    const startedMs = clock.monotonicMs();
    while (clock.monotonicMs() - startedMs < deadlineMs) {
        try {
            if (await secret.isDone(versionId))
                return;
        }
        catch (error) {
            logger.debug(`the versions of ${secret.name} could not be read, trying again: ${(0,reason_of/* reasonOf */.A)(error)}`);
        }
        await clock.sleep(rotate_all_POLL_MS);
    }
    throw new Error(`the new version has not become the current one within ${Math.round(deadlineMs / 1000)} s`);
}
/** Whether the current version opens the writer, and takes a write. */
async function logsIn(region, { user }, what, reasons, { logins }) {
    try {
        const { outcome } = await logins(region).logIn(user, secret_versions/* CURRENT */.e);
        if (outcome === 'logged-in')
            return true;
        reasons.push(`the password of ${what} does not open the database (${outcome}); see ${STUCK_RUNBOOK}`);
    }
    catch (error) {
        reasons.push(`with the password of ${what} nothing could be written: ${(0,reason_of/* reasonOf */.A)(error)}`);
    }
    return false;
}
/**
 * One master user has one password, so the old one has to be refused. Applications have two users by turns: what they have read before the
 * rotation has to go on working until the next one.
 */
async function previousVersion(secret, what, reasons, { logins }) {
    try {
        const { outcome } = await logins(secret.region).logIn(secret.user, PREVIOUS);
        if (outcome === 'no-password')
            return {};
        if (secret.user === 'master') {
            if (outcome === 'logged-in')
                reasons.push(`the old password of ${what} still opens the database`);
            return { oldVersionRefused: outcome === 'refused' };
        }
        if (outcome === 'refused') {
            reasons.push(`the password before that of ${what} is refused: applications that remember it are locked out`);
        }
        return {};
    }
    catch (error) {
        reasons.push(`whether the old password of ${what} is refused is not known: ${(0,reason_of/* reasonOf */.A)(error)}`);
        return {};
    }
}
/** The master's password is one for all regions: only an equal secret opens the database after it was changed. */
async function loginsOfTheOthers(rotated, reasons, ports) {
    for (const other of ports.secrets) {
        if (other.user !== 'master' || other.region === rotated.region)
            continue;
        await logsIn(other.region, other, `${other.name} in ${other.region} after the other region rotated it`, reasons, ports);
    }
}

;// CONCATENATED MODULE: ./src/drill/rotation/watch-logins.ts


/** Time between two logins of an application, in ms. */
const INTERVAL_MS = 1_000;
/** Logs in as the applications of every region do, again and again, until it is stopped. Nothing of a rotation may be felt there. */
function watchLogins(ports) {
    const stop = new AbortController();
    const failures = [];
    let attempted = 0;
    const regions = new Set(ports.secrets.filter(({ user }) => user === 'application').map(({ region }) => region));
    const watch = async (region) => {
        const logins = ports.logins(region);
        while (!stop.signal.aborted) {
            const startedMs = ports.clock.monotonicMs();
            try {
                const { outcome } = await logins.logIn('application', secret_versions/* CURRENT */.e);
                // Before the first rotation of its life the secret holds no password, and no application can log in.
                if (outcome !== 'no-password')
                    attempted++;
                if (outcome === 'refused')
                    failures.push(`${region}: the password was refused`);
            }
            catch (error) {
                attempted++;
                failures.push(`${region}: ${(0,reason_of/* reasonOf */.A)(error)}`);
            }
            await ports.clock.sleep(INTERVAL_MS - (ports.clock.monotonicMs() - startedMs), stop.signal);
        }
    };
    const running = Promise.all([...regions].map(watch));
    return {
        async stop() {
            stop.abort();
            await running;
            return { attempted, failures };
        },
    };
}

;// CONCATENATED MODULE: ./src/drill/rotation/rotation-drill.ts





const rotation_drill_NOTHING = { kind: 'rotation', guards: [], runs: [], restores: [] };
/**
 * The rotation drill: every password of the environment is changed while the other region writes.
 *
 *   preflight → switchover → each secret rotated and tried, under the logins of applications → fail back → each secret tried again
 *
 * Both moves are measured. What goes wrong with a rotation does not keep the writer away from home.
 */
async function runRotationDrill(request, ports) {
    let prepared;
    try {
        prepared = await inPhase('preflight', ports, () => move_drill_preflight(request, ports));
    }
    catch (error) {
        return { ...rotation_drill_NOTHING, verdict: 'not-run', reasons: [`preflight: ${(0,reason_of/* reasonOf */.A)(error)}`] };
    }
    const { fromRegion, toRegion } = prepared;
    const there = await measuredSwitchover('switchover', prepared, request, ports);
    const runs = [there];
    if (!hasMoved(there.history)) {
        return {
            ...rotation_drill_NOTHING,
            runs,
            verdict: worst([there.verdict]),
            reasons: ['nothing was rotated, because the writer was not moved'],
        };
    }
    const reasons = [];
    const unsettled = await redundancyAfterMove(there, request, ports);
    // Without a second region a rotation would prove something else, and the way back is not open.
    if (unsettled !== undefined) {
        return {
            ...rotation_drill_NOTHING,
            runs,
            verdict: 'failed',
            reasons: [
                unsettled,
                'nothing was rotated, and the fail back was not tried: without a healthy replica it could lose data; see the fail-back runbook',
            ],
        };
    }
    const rotated = await rotateUnderTraffic(toRegion, request, ports);
    reasons.push(...rotated.reasons);
    if (request.failBack)
        reasons.push(...(await failBack(fromRegion, runs, request, ports)));
    reasons.push(...(await inPhase('logins after the drill', ports, () => tryAll(rotated, ports))));
    return {
        ...rotation_drill_NOTHING,
        runs,
        reasons,
        verdict: reasons.length > 0 ? 'failed' : worst(runs.map(({ verdict }) => verdict)),
        rotation: { region: toRegion, secrets: rotated.secrets.map((secret) => ({ ...secret })) },
    };
}
async function rotateUnderTraffic(region, { rotationDeadlineMs }, ports) {
    const traffic = watchLogins(ports);
    let rotated;
    try {
        rotated = await rotateAll(region, rotationDeadlineMs, ports);
    }
    catch (error) {
        rotated = { secrets: [], reasons: [(0,reason_of/* reasonOf */.A)(error)] };
    }
    const { attempted, failures } = await traffic.stop();
    if (failures.length === 0)
        return rotated;
    const felt = `${failures.length} of ${attempted} logins of applications failed meanwhile; the first: ${failures[0] ?? ''}`;
    return { ...rotated, reasons: [...rotated.reasons, felt] };
}
async function failBack(home, runs, request, ports) {
    try {
        // The password of the master user is another one by now.
        const prepared = await inPhase('preflight of the fail back', ports, () => move_drill_preflight(request, ports));
        const back = await measuredSwitchover('fail back', prepared, request, ports);
        runs.push(back);
        const unsettled = await redundancyAfterMove(back, request, ports);
        return unsettled === undefined ? [] : [unsettled];
    }
    catch (error) {
        return [`the writer was not failed back to ${home}: ${(0,reason_of/* reasonOf */.A)(error)}; see the fail-back runbook`];
    }
}
/** A password that only the region knows in which it was changed would not survive the way back. */
async function tryAll(rotated, ports) {
    const reasons = [];
    for (const secret of ports.secrets) {
        const what = `${secret.name} in ${secret.region}`;
        const before = rotated.secrets.find((candidate) => candidate.secret === what);
        if (before?.newVersionLogsIn !== true)
            continue;
        await logsIn(secret.region, secret, `${what} after the drill`, reasons, ports);
    }
    return reasons;
}

;// CONCATENATED MODULE: ./src/drill/restore-result.ts

/**
 * Judges restores by their content: a server that is up proves nothing, because PostgreSQL also opens with too little or too much data.
 *
 * A check that is `unknown`, because the application was changing what it is about, is reported and nothing more; but where nothing of any table could be
 * compared, nothing was proved.
 *
 * @param errors what went wrong on the way
 */
function judgeRestores(restores, errors) {
    const failed = [...errors, ...restores.flatMap(failuresOf)];
    const unclear = restores.flatMap(gapsOf);
    if (failed.length > 0)
        return { verdict: 'failed', reasons: [...failed, ...unclear] };
    if (unclear.length > 0 || restores.length === 0)
        return { verdict: 'inconclusive', reasons: unclear };
    return { verdict: 'passed', reasons: [] };
}
function failuresOf(restore) {
    const { checks, negativeControl } = restore;
    const reasons = checks
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ check, value, expected }) => `${nameOf(restore)}: ${check}: ${value}; expected: ${expected}`);
    return negativeControl.rejected
        ? reasons
        : [
            ...reasons,
            `${nameOf(restore)}: the comparison is blind: it did not refuse an expectation with ${negativeControl.altered}`,
        ];
}
function gapsOf(restore) {
    const { expected, mustBeAbsent } = restore.heartbeats;
    const reasons = [];
    if (expected < MINIMUM_BASELINE_WRITES) {
        reasons.push(`only ${expected} heartbeats were written before the moment`);
    }
    if (restore.from === 'point-in-time' && mustBeAbsent < MINIMUM_BASELINE_WRITES) {
        reasons.push(`only ${mustBeAbsent} heartbeats were written after the moment`);
    }
    const contents = restore.checks.filter(({ check }) => check.startsWith('content of '));
    if (!contents.some(({ outcome }) => outcome !== 'unknown'))
        reasons.push('the rows of no table could be compared');
    return reasons.map((reason) => `${nameOf(restore)}: ${reason}`);
}
function nameOf({ from, region }) {
    return `${from === 'snapshot' ? 'snapshot' : 'point in time'} in ${region}`;
}

;// CONCATENATED MODULE: ./src/drill/restore/prepare-moment.ts

/** The quiet time around the point in time; it holds a whole second, the finest that every restore API accepts. */
const QUIET_MS = 2_500;
/**
 * Writes that must be there → a quiet second, with a look at the content before and after it → a snapshot is asked for → writes that must not be there.
 *
 * The quiet second makes the expectation exact: every heartbeat acknowledged before it, and none after it.
 */
async function prepareMoment(request, probe, ports) {
    const { backupRestore, clock } = ports;
    const runId = ports.newRunId();
    const earlier = await inPhase('writes that must be there', ports, () => write(runId, request, probe, ports));
    const quiet = await inPhase('quiet second', ports, () => quietSecond(request, probe, ports));
    const snapshot = await inPhase('ask for a snapshot', ports, async () => {
        const at = await probe.serverTime();
        const atMs = clock.monotonicMs();
        await backupRestore.requestSnapshot(request.snapshotId);
        return { snapshotRequestedAt: at, snapshotRequestedMs: atMs };
    }, { makes: [{ kind: 'snapshot', region: backupRestore.home, id: request.snapshotId }] });
    const laterRunId = ports.newRunId();
    const later = await inPhase('writes that must not be there', ports, () => write(laterRunId, request, probe, ports));
    return { runId, laterRunId, earlier, later, ...quiet, ...snapshot, writtenMs: clock.monotonicMs() };
}
/**
 * A whole second of the database's own clock in which nothing was written; ours may be wrong. What the content was like in it is known where
 * it is the same before and after.
 */
async function quietSecond({ checksumTables }, probe, { clock }) {
    const before = await probe.inspect({ kind: 'writer' }, checksumTables);
    const lastWriteBy = await probe.serverTime();
    await clock.sleep(QUIET_MS);
    const after = await probe.inspect({ kind: 'writer' }, checksumTables, before.horizon);
    return { pointInTime: new Date(Math.ceil((lastWriteBy.getTime() + 1) / 1000) * 1000), before, after };
}
async function write(runId, request, probe, ports) {
    const { intervalMs, timeoutMs, writeMs } = request.probe;
    const running = await probe.start({
        runId,
        intervalMs,
        timeoutMs,
        readers: [],
        regions: [],
        onAttempt: (attempt) => {
            ports.journal.append({ type: 'attempt', runId, ...attempt });
        },
    });
    await ports.clock.sleep(writeMs);
    const { writes } = await running.stop();
    return writes;
}

;// CONCATENATED MODULE: ./src/drill/restore/remove-temporary.ts

/**
 * Removes a temporary cluster, whatever state it is in. It may be called again.
 *
 * @returns a sentence that names what is still there, if anything is
 */
function removeCluster(region, names, ports) {
    const { restoredClusterId } = names;
    return tried(`remove the temporary cluster in ${region}`, `the temporary cluster ${restoredClusterId} in ${region}`, ports, () => ports.backupRestore.remove(region, restoredClusterId));
}
/** Removes a snapshot, as {@link removeCluster} does a cluster. */
function removeSnapshot(region, names, ports) {
    const { snapshotId } = names;
    return tried(`remove the snapshot in ${region}`, `the snapshot ${snapshotId} in ${region}`, ports, () => ports.backupRestore.removeSnapshot(region, snapshotId));
}
/**
 * Removes everything that restore drills make, in an order that can be repeated. Nothing of it depends on the rest, so that one that resists keeps nothing else
 * from being removed.
 *
 * @returns a sentence for each that is still there
 */
async function removeEverything(names, ports) {
    const { home, otherRegion } = ports.backupRestore;
    const left = [];
    for (const region of [home, otherRegion])
        left.push(await removeCluster(region, names, ports));
    for (const region of [otherRegion, home])
        left.push(await removeSnapshot(region, names, ports));
    return left.filter((sentence) => sentence !== undefined);
}
async function tried(phase, what, ports, work) {
    try {
        await inPhase(phase, ports, work, { tidiesUp: true });
        return undefined;
    }
    catch (error) {
        return `${what} was not removed, delete it by hand: ${(0,reason_of/* reasonOf */.A)(error)}`;
    }
}

;// CONCATENATED MODULE: ./src/drill/restore/content-check.ts
const passed = (check, value, expected) => ({
    check,
    outcome: 'passed',
    value,
    expected,
});
const failed = (check, value, expected) => ({
    check,
    outcome: 'failed',
    value,
    expected,
});
const unknown = (check, value, expected) => ({
    check,
    outcome: 'unknown',
    value,
    expected,
});
/** The first few of a list of names, and how many more there are. */
function someOf(names) {
    const shown = names.slice(0, 5).join(', ');
    return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

;// CONCATENATED MODULE: ./src/drill/restore/compare-heartbeats.ts

/** What a run of writes leaves to expect. */
function expectedOf(attempts) {
    const numbersOf = (outcome) => attempts.filter((attempt) => attempt.outcome === outcome).map(({ seq }) => seq);
    return { acknowledged: numbersOf('ok'), possible: numbersOf('unknown') };
}
function heartbeatDifferences(expected, found) {
    const there = new Set(found.first);
    const allowed = new Set([...expected.acknowledged, ...expected.possible]);
    const { later } = expected;
    const laterThere = new Set(found.later);
    const allowedLater = new Set(later.rule === 'none' ? [] : [...later.acknowledged, ...later.possible]);
    const newest = Math.max(0, ...found.later);
    return {
        missing: expected.acknowledged.filter((seq) => !there.has(seq)),
        phantom: found.first.filter((seq) => !allowed.has(seq)),
        tooNew: found.later.filter((seq) => !allowedLater.has(seq)),
        gaps: later.rule === 'none' ? [] : later.acknowledged.filter((seq) => seq < newest && !laterThere.has(seq)),
    };
}
function compareHeartbeats(expected, found, newestMs) {
    const { missing, phantom, tooNew, gaps } = heartbeatDifferences(expected, found);
    const { acknowledged, later, edgeMs } = expected;
    const wrong = [
        ...(missing.length > 0 ? [`missing: ${someOf(missing.map(String))}`] : []),
        ...(phantom.length > 0 ? [`never acknowledged: ${someOf(phantom.map(String))}`] : []),
    ];
    const wrongLater = [
        ...(tooNew.length > 0 ? [`${tooNew.length} that must not be there`] : []),
        ...(gaps.length > 0 ? [`missing between others: ${someOf(gaps.map(String))}`] : []),
    ];
    const verdict = (problems, check, value, wanted) => problems.length > 0 ? failed(check, `${value}; ${problems.join('; ')}`, wanted) : passed(check, value, wanted);
    const at = (ms) => (ms === null ? 'none' : new Date(ms).toISOString());
    return [
        verdict(wrong, 'heartbeats before', `${acknowledged.length - missing.length} of ${acknowledged.length}`, 'all that were acknowledged, and no others'),
        verdict(wrongLater, 'heartbeats after', `${found.later.length} of ${later.acknowledged.length}`, later.rule === 'none' ? 'none' : 'none, or the first of them without a gap'),
        ...(edgeMs === undefined
            ? []
            : [
                verdict(newestMs !== null && newestMs > edgeMs ? ['too young'] : [], 'heartbeat edge', at(newestMs), `not after ${at(edgeMs)}`),
            ]),
    ];
}

;// CONCATENATED MODULE: ./src/drill/restore/cost.ts
/**
 * List prices of Aurora PostgreSQL (Standard, on demand) in us-east-1 and us-west-2, in USD for an hour of the size `large`; a size with twice the memory costs
 * twice as much. They are here so that a report can say of what order a cost is; nobody keeps them up to date, and the report says that too.
 * https://aws.amazon.com/rds/aurora/pricing/
 */
const LARGE = { r5: 0.29, r6g: 0.26, r6i: 0.29, r7g: 0.276 };
/** How many times `large`. */
const cost_SIZES = {
    large: 1,
    xlarge: 2,
    '2xlarge': 4,
    '4xlarge': 8,
    '8xlarge': 16,
    '12xlarge': 24,
    '16xlarge': 32,
};
/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/User_DBInstanceBilling.html */
const BILLED_AT_LEAST_MS = 600_000;
const HOUR_MS = 3_600_000;
/** What a temporary instance costs about; storage, requests, snapshots and transfer are not in it. */
function estimateCost(instanceClass, instanceMs) {
    const [, family = '', size = ''] = /^db\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(instanceClass) ?? [];
    const large = LARGE[family];
    const times = cost_SIZES[size];
    const estimate = large === undefined || times === undefined
        ? 'not estimated: unknown instance class'
        : `about ${((large * times * Math.max(instanceMs, BILLED_AT_LEAST_MS)) / HOUR_MS).toFixed(2)} USD, ` +
            `taking ${(large * times).toFixed(2)} USD an hour (of that order, not looked up) and at least ten minutes,`;
    return { instanceMs, instanceClass, estimate };
}

// EXTERNAL MODULE: ./src/ports/content.ts
var content = __webpack_require__(1145);
;// CONCATENATED MODULE: ./src/drill/restore/compare-table.ts

/**
 * Compares the rows of one table that were there when the drill first looked. Those that are still there after the moment were there in it, bucket by bucket; what
 * was added meanwhile is left out, and a bucket from which something was taken is not known. A table of which nothing stayed is unknown, one that could not be read as it was asked for is failed, or the wish to check it would be forgotten in silence.
 */
function compareTable(before, after, found) {
    const check = `content of ${before.table}`;
    const expected = 'every older row as at the original';
    if (before.state !== 'read') {
        return before.state === 'not-read'
            ? [unknown(check, before.reason, expected)]
            : [failed(check, `${before.reason} at the original; correct drill.checksumTables or the grants`, expected)];
    }
    if (found?.state !== 'read') {
        if (found?.state === 'not-read')
            return [unknown(check, found.reason, expected)];
        return [failed(check, `${found?.reason ?? `there is no table ${before.table}`} in the restored copy`, expected)];
    }
    if (after?.state !== 'read' || after.extent !== before.extent || found.extent !== before.extent) {
        return [unknown(check, `could not be read the same way each time`, expected)];
    }
    return [compareRows(before, after, found), compareBuckets(check, before, after, found)];
}
function compareRows(before, after, found) {
    const check = `rows of ${before.table}`;
    const [was, is, copy] = [rowsOf(before), rowsOf(after), rowsOf(found)];
    const part = before.extent === 'sample' ? ' in the sample' : '';
    if (was !== is || (was === 0 && before.younger > 0)) {
        return unknown(check, `${copy}${part}`, `between times: ${was} before and ${is} after`);
    }
    return copy === was ? passed(check, `${copy}${part}`, String(was)) : failed(check, `${copy}${part}`, String(was));
}
function compareBuckets(check, before, after, found) {
    const names = [...new Set([before, after, found].flatMap(({ buckets }) => Object.keys(buckets)))];
    const settled = names.filter((name) => isSame(before.buckets[name], after.buckets[name]));
    const different = settled.filter((name) => !isSame(before.buckets[name], found.buckets[name]));
    const what = before.extent === 'sample' ? 'stretches of blocks of a sample' : 'parts';
    const busy = names.length - settled.length;
    const expected = `the same in ${settled.length} ${what}${busy > 0 ? `; ${busy} changed during the drill` : ''}`;
    if (settled.length === 0 && (names.length > 0 || before.younger > 0)) {
        return unknown(check, 'all of it changed at the original during the drill', expected);
    }
    return different.length === 0
        ? passed(check, `the same in ${settled.length}`, expected)
        : failed(check, `different in ${different.length} (${someOf(different)})`, expected);
}
/** A bucket that has no rows is not in the answer. */
function isSame(one, other) {
    return (one?.rows ?? 0) === (other?.rows ?? 0) && (one?.sum ?? '0') === (other?.sum ?? '0');
}
function rowsOf({ buckets }) {
    return Object.values(buckets).reduce((sum, { rows }) => sum + rows, 0);
}

;// CONCATENATED MODULE: ./src/drill/restore/compare-content.ts




/**
 * Compares a restored copy with the original, one check after the other.
 *
 * An application that goes on writing while the drill looks makes parts of it `unknown`, never `failed`.
 */
function compareContent(expected, found) {
    const { before, after } = expected;
    return [
        ...compareHeartbeats(expected.heartbeats, found.heartbeats, found.manifest.newestHeartbeatMs),
        ...content/* SECTIONS */.b.map((section) => compareSection(section, before.sections[section], after.sections[section], found.manifest.sections[section])),
        compareSequences(before.sequences, after.sequences, found.manifest.sequences),
        ...before.tables.flatMap((table) => compareTable(table, after.tables.find((other) => other.table === table.table), found.manifest.tables.find((other) => other.table === table.table))),
        ...compareIndexes(found.manifest),
    ];
}
function compareSection(name, before, after, found) {
    const expected = `${before.count}, digest ${before.digest.slice(0, 12)}`;
    if (before.digest !== after.digest) {
        return unknown(name, `changed at the original during the drill: ${differences(before, after)}`, expected);
    }
    const value = `${found.count}, digest ${found.digest.slice(0, 12)}`;
    return found.digest === before.digest
        ? passed(name, value, expected)
        : failed(name, `${value}; different: ${differences(before, found)}`, expected);
}
function differences(one, other) {
    if (one.objects === null || other.objects === null)
        return 'too many to be listed';
    const names = new Set([...Object.keys(one.objects), ...Object.keys(other.objects)]);
    return someOf([...names].filter((name) => one.objects?.[name] !== other.objects?.[name]).sort());
}
/**
 * A sequence runs ahead of what was committed, also by a restore, and that harms nobody; one that is behind hands out numbers twice. What the
 * original has wrong too is no fault of its backup.
 */
function compareSequences(before, after, found) {
    const problems = [];
    for (const source of before) {
        const copy = found.find(({ name }) => name === source.name);
        const later = after.find(({ name }) => name === source.name);
        // Dropped meanwhile, or set back on purpose: then nothing is known of the moment between.
        if (later === undefined || isBehind(later.lastValue, source))
            continue;
        if (copy === undefined)
            problems.push(`${source.name} is missing`);
        else if (isBehind(copy.lastValue, source)) {
            problems.push(`${source.name} is at ${copy.lastValue ?? 'its start'}, the original was at ${source.lastValue ?? ''}`);
        }
        else if (isBehindItsColumn(copy) && !isBehindItsColumn(source) && !isBehindItsColumn(later)) {
            problems.push(`${source.name} is at ${copy.lastValue ?? 'its start'}, its column at ${copy.columnEdge ?? ''}`);
        }
    }
    const expected = 'none behind the original or behind its column';
    return problems.length > 0
        ? failed('sequences', someOf(problems), expected)
        : passed('sequences', `${found.length}, none behind`, expected);
}
function isBehind(value, source) {
    if (source.lastValue === null)
        return false;
    return value === null || isBefore(value, source.lastValue, source.increment);
}
function isBehindItsColumn({ lastValue, columnEdge, increment }) {
    if (columnEdge === null)
        return false;
    return lastValue === null || isBefore(lastValue, columnEdge, increment);
}
function isBefore(one, other, increment) {
    return BigInt(increment) < 0n ? BigInt(one) > BigInt(other) : BigInt(one) < BigInt(other);
}
/** One line for all indexes: with fifty tables there are hundreds. */
function compareIndexes({ indexChecks }) {
    const expected = 'each agrees with its table';
    const corrupt = indexChecks.filter(({ outcome }) => outcome === 'failed');
    const open = indexChecks.filter(({ outcome }) => outcome === 'unknown');
    const sound = `${indexChecks.length - corrupt.length - open.length} of ${indexChecks.length} sound`;
    const named = (checks) => someOf(checks.map(({ index, detail }) => `${index} (${detail})`));
    if (corrupt.length > 0)
        return [failed('amcheck', `${sound}; not sound: ${named(corrupt)}`, expected)];
    if (open.length > 0)
        return [unknown('amcheck', `${sound}; not known: ${named(open)}`, expected)];
    return indexChecks.length === 0 ? [] : [passed('amcheck', sound, expected)];
}

;// CONCATENATED MODULE: ./src/drill/restore/compare-settings.ts

const SETTINGS = [
    ['subnet group', ({ subnetGroup }) => subnetGroup],
    ['security groups', ({ securityGroups }) => securityGroups.join(', ')],
    ['cluster parameters', ({ clusterParameters }) => clusterParameters],
    ['instance parameters', ({ instanceParameters }) => instanceParameters],
    ['encryption key', ({ key }) => key],
    ['engine version', ({ engineVersion }) => engineVersion],
    ['port', ({ port }) => String(port)],
    ['instance class', ({ instanceClass }) => instanceClass],
    ['public access', ({ isPublic }) => (isPublic ? 'yes' : 'no')],
];
/**
 * Compares what the API says of the restored cluster with what it says of the original of the same region. It is asked afterwards, whatever was asked for at the
 * restore: a copy in the default network, or without our parameters, is none that an application could go on with.
 */
function compareSettings(original, restored) {
    return SETTINGS.map(([check, read]) => {
        const [value, expected] = [read(restored), read(original)];
        return value === expected ? passed(check, value, expected) : failed(check, value, expected);
    });
}

;// CONCATENATED MODULE: ./src/drill/restore/negative-control.ts

/**
 * Shows that the comparison can see: it is run again with an expectation in which one thing is altered, and has to refuse it for exactly that reason. What is
 * altered takes turns by the exercise; what cannot be compared this time, because the application was changing it, is passed over.
 *
 * @param checks what the honest comparison came to
 */
function controlNegatively(exerciseId, expected, found, checks) {
    const alterations = [missingHeartbeat, otherRow, otherColumn, sequenceAhead, otherRole];
    const first = Number.parseInt(exerciseId.replaceAll(/[^0-9a-f]/g, '').slice(0, 8), 16) % alterations.length;
    for (let turn = 0; turn < alterations.length; turn++) {
        const alteration = alterations[(first + turn) % alterations.length]?.(expected, checks);
        if (alteration === undefined)
            continue;
        const before = new Set(failing(checks));
        const refused = failing(compareContent(alteration.expected, found)).filter((check) => !before.has(check));
        return {
            altered: alteration.altered,
            rejected: refused.length === 1 && refused[0] === alteration.check,
        };
    }
    return { altered: 'nothing: no check passed that could have been altered', rejected: false };
}
const missingHeartbeat = (expected, checks) => {
    const check = passing('heartbeats before', checks);
    const { heartbeats } = expected;
    const seq = Math.max(0, ...heartbeats.acknowledged, ...heartbeats.possible) + 1;
    return check === undefined
        ? undefined
        : {
            altered: `a heartbeat: number ${seq}, which was never written, is expected too`,
            check,
            expected: { ...expected, heartbeats: { ...heartbeats, acknowledged: [...heartbeats.acknowledged, seq] } },
        };
};
const otherRow = (expected, checks) => {
    for (const content of expected.before.tables) {
        const check = passing(`content of ${content.table}`, checks);
        if (check === undefined || content.state !== 'read')
            continue;
        const later = expected.after.tables.find((other) => other.table === content.table);
        if (later?.state !== 'read')
            continue;
        const settled = Object.entries(content.buckets).find(([name, { sum }]) => later.buckets[name]?.sum === sum);
        if (settled === undefined)
            continue;
        const [name, bucket] = settled;
        const buckets = { ...content.buckets, [name]: { ...bucket, sum: (BigInt(bucket.sum) + 1n).toString() } };
        const change = (manifest) => ({
            ...manifest,
            tables: manifest.tables.map((other) => {
                if (other.table !== content.table || other.state !== 'read')
                    return other;
                return { ...other, buckets: { ...other.buckets, [name]: buckets[name] ?? bucket } };
            }),
        });
        return { altered: `the hash of one row of ${content.table}`, check, expected: inBoth(expected, change) };
    }
    return undefined;
};
const otherColumn = (expected, checks) => {
    const check = passing('tables', checks);
    const [table] = Object.keys(expected.before.sections.tables.objects ?? {});
    return check === undefined
        ? undefined
        : {
            altered: `the type of a column${table === undefined ? '' : ` of ${table}`}`,
            check,
            expected: inBoth(expected, (manifest) => withOther(manifest, 'tables', table)),
        };
};
const otherRole = (expected, checks) => {
    const check = passing('roles', checks);
    return check === undefined
        ? undefined
        : {
            altered: 'a role: one more is expected than there ever was',
            check,
            expected: inBoth(expected, (manifest) => withOther(manifest, 'roles', 'a_role_that_never_was')),
        };
};
const sequenceAhead = (expected, checks) => {
    const check = passing('sequences', checks);
    const invented = {
        name: 'a_sequence_that_never_was',
        lastValue: '1',
        increment: '1',
        columnEdge: null,
    };
    return check === undefined
        ? undefined
        : {
            altered: 'a sequence: one more is expected than there ever was',
            check,
            expected: inBoth(expected, (manifest) => ({ ...manifest, sequences: [...manifest.sequences, invented] })),
        };
};
/** The original did not change in between: it has to be altered before and after alike. */
function inBoth(expected, change) {
    return { ...expected, before: change(expected.before), after: change(expected.after) };
}
function withOther(manifest, name, object) {
    const section = manifest.sections[name];
    const objects = section.objects === null || object === undefined ? section.objects : { ...section.objects, [object]: 'altered' };
    return {
        ...manifest,
        sections: { ...manifest.sections, [name]: { ...section, digest: flipped(section.digest), objects } },
    };
}
function flipped(digest) {
    return `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
}
function passing(check, checks) {
    return checks.find((line) => line.check === check)?.outcome === 'passed' ? check : undefined;
}
function failing(checks) {
    return checks.filter(({ outcome }) => outcome === 'failed').map(({ check }) => check);
}

;// CONCATENATED MODULE: ./src/drill/restore/verify-restored.ts




/** Compares a restored cluster with what it must hold, asks the API what it is like, and shows that the comparison can refuse. */
async function verifyRestored(restored, expected, moment, request, ports) {
    const { backupRestore, logger } = ports;
    // The probe of the region where the copy stands: there is no way between the networks of the regions to a cluster that lives for minutes.
    const probe = ports.probes.in(restored.region);
    const place = { kind: 'restored', host: restored.endpoint, port: restored.port };
    const found = {
        heartbeats: {
            first: await probe.survivors(moment.runId, place),
            later: await probe.survivors(moment.laterRunId, place),
        },
        manifest: await probe.inspect(place, request.checksumTables, moment.before.horizon),
    };
    const settings = await backupRestore.restoredSettings(restored.region, restored.clusterId);
    const content = compareContent(expected, found);
    const checks = [...content, ...compareSettings(await backupRestore.originalSettings(restored.region), settings)];
    const negativeControl = controlNegatively(request.exerciseId, expected, found, content);
    for (const { check, outcome, value, expected: wanted } of checks) {
        if (outcome !== 'passed')
            logger.warn(`${check} is ${outcome}: ${value}; expected: ${wanted}`);
    }
    logger.info(`${checks.filter(({ outcome }) => outcome === 'passed').length} of ${checks.length} checks passed`);
    logger.info(`negative control: ${negativeControl.altered}: ${negativeControl.rejected ? 'refused' : 'NOT REFUSED'}`);
    const { missing, phantom, tooNew, gaps } = heartbeatDifferences(expected.heartbeats, found.heartbeats);
    const { acknowledged, later } = expected.heartbeats;
    return {
        heartbeats: {
            expected: acknowledged.length,
            found: acknowledged.length - missing.length,
            unexpected: phantom.length + tooNew.length + gaps.length,
            mustBeAbsent: later.rule === 'none' ? later.acknowledged.length : 0,
        },
        checks,
        negativeControl,
        instanceClass: settings.instanceClass,
    };
}

;// CONCATENATED MODULE: ./src/drill/restore/restore-point-in-time.ts




const POLL_INTERVAL_MS = 1_000;
/**
 * Waits for the backups, restores them to the quiet second beside the writer, and compares.
 *
 * @throws when it is not restored, or cannot be compared
 */
async function restorePointInTime(moment, request, ports) {
    const { backupRestore, clock } = ports;
    const { pointInTime } = moment;
    const clusterId = request.restoredClusterId;
    const at = pointInTime.toISOString();
    await inPhase(`wait until the backups reach ${at}`, ports, () => awaitBackups(pointInTime, request, ports));
    const startedMs = clock.monotonicMs();
    const restored = await inPhase(`restore to ${at}`, ports, () => backupRestore.restoreToPointInTime(clusterId, pointInTime), { makes: [{ kind: 'cluster', region: backupRestore.home, id: clusterId }] });
    const restoredMs = clock.monotonicMs();
    const { instanceClass, ...verified } = await inPhase('compare', ports, () => verifyRestored(restored, {
        heartbeats: {
            ...expectedOf(moment.earlier),
            later: { ...expectedOf(moment.later), rule: 'none' },
            edgeMs: pointInTime.getTime(),
        },
        before: moment.before,
        after: moment.after,
    }, moment, request, ports));
    const verifiedMs = clock.monotonicMs();
    return {
        from: 'point-in-time',
        region: restored.region,
        clusterId,
        pointInTime: at,
        backupDelayMs: startedMs - moment.writtenMs,
        restoreMs: restoredMs - startedMs,
        verifyMs: verifiedMs - restoredMs,
        ...verified,
        cost: estimateCost(instanceClass, verifiedMs - startedMs),
    };
}
async function awaitBackups(pointInTime, { backupDeadlineMs }, { backupRestore, clock }) {
    const startedMs = clock.monotonicMs();
    for (;;) {
        const window = await backupRestore.restoreWindow();
        if (pointInTime < window.earliest) {
            throw new RangeError(`the oldest backup begins at ${window.earliest.toISOString()}, after the writes of this drill; wait for the first automated backup`);
        }
        if (pointInTime <= window.latest)
            return;
        if (clock.monotonicMs() - startedMs > backupDeadlineMs) {
            throw new RangeError(`the backups reached only ${window.latest.toISOString()} within ${Math.round(backupDeadlineMs / 1000)} s`);
        }
        await clock.sleep(POLL_INTERVAL_MS);
    }
}

;// CONCATENATED MODULE: ./src/drill/restore/restore-snapshot.ts




/**
 * Copies the snapshot to the other region, under the key of that region, restores it there, and compares: everything that was acknowledged before it was asked for
 * is there, and what came later is there from the first on, without a gap.
 *
 * @param probe beside the writer
 * @throws when it is not restored, or cannot be compared
 */
async function restoreSnapshot(moment, request, probe, ports) {
    const { backupRestore, clock } = ports;
    const { otherRegion } = backupRestore;
    const { snapshotId, restoredClusterId: clusterId } = request;
    const after = await inPhase('wait for the snapshot', ports, async () => {
        await backupRestore.snapshotTaken(snapshotId);
        // Only now is its moment over: what is the same before it was asked for and now was the same in it.
        return probe.inspect({ kind: 'writer' }, request.checksumTables, moment.before.horizon);
    });
    await inPhase(`copy the snapshot to ${otherRegion}`, ports, () => backupRestore.copySnapshot(snapshotId), {
        makes: [{ kind: 'snapshot', region: otherRegion, id: snapshotId }],
    });
    const startedMs = clock.monotonicMs();
    const restored = await inPhase(`restore the snapshot in ${otherRegion}`, ports, () => backupRestore.restoreSnapshot(clusterId, snapshotId), { makes: [{ kind: 'cluster', region: otherRegion, id: clusterId }] });
    const restoredMs = clock.monotonicMs();
    const { instanceClass, ...verified } = await inPhase('compare the restored snapshot', ports, () => verifyRestored(restored, {
        heartbeats: {
            ...expectedOf(moment.earlier),
            later: { ...expectedOf(moment.later), rule: 'without-a-gap' },
            edgeMs: undefined,
        },
        before: moment.after,
        after,
    }, moment, request, ports));
    const verifiedMs = clock.monotonicMs();
    return {
        from: 'snapshot',
        region: restored.region,
        clusterId,
        pointInTime: moment.snapshotRequestedAt.toISOString(),
        backupDelayMs: startedMs - moment.snapshotRequestedMs,
        restoreMs: restoredMs - startedMs,
        verifyMs: verifiedMs - restoredMs,
        ...verified,
        cost: estimateCost(instanceClass, verifiedMs - startedMs),
    };
}

;// CONCATENATED MODULE: ./src/drill/restore-drill.ts







/**
 * The restore drill: preflight → writes that must be there → a quiet second → a snapshot is asked for → writes that must not be there → the backups are
 * restored to the quiet second, beside the writer, and compared → the snapshot is copied to the other region, restored there and compared → everything temporary is removed.
 *
 * One restore that fails does not keep the other from being tried: they prove different things.
 */
async function runRestoreDrill(request, ports) {
    const nothing = { kind: 'restore', guards: [], runs: [] };
    let probe;
    try {
        probe = await inPhase('preflight', ports, () => restore_drill_preflight(request, ports));
    }
    catch (error) {
        return { ...nothing, verdict: 'not-run', reasons: [`preflight: ${(0,reason_of/* reasonOf */.A)(error)}`], restores: [] };
    }
    const { restores, errors } = await restoreBoth(request, probe, ports);
    return { ...nothing, ...judgeRestores(restores, errors), restores };
}
/** @returns the probe beside the writer, whose backups are tested */
async function restore_drill_preflight(request, ports) {
    const writer = (0,failover_target/* currentWriter */.jX)(await ports.globalDatabase.describe());
    const { home } = ports.backupRestore;
    if (writer.region !== home) {
        throw new RangeError(`the writer is in ${writer.region}, the backups to be tested are those of ${home}`);
    }
    ports.logger.info(`the writer is ${writer.clusterId}; its backups are tested`);
    const probe = ports.probes.in(writer.region);
    // What an interrupted drill left would make this one fail half-way.
    const left = await removeEverything(request, ports);
    if (left.length > 0)
        throw new RangeError(left.join('; '));
    await probe.prepare();
    return probe;
}
async function restoreBoth(request, probe, ports) {
    const { home, otherRegion } = ports.backupRestore;
    let moment;
    try {
        moment = await prepareMoment(request, probe, ports);
    }
    catch (error) {
        ports.logger.error((0,reason_of/* reasonOf */.A)(error));
        return { restores: [], errors: [(0,reason_of/* reasonOf */.A)(error), ...(await removeEverything(request, ports))] };
    }
    const beside = await attempt(() => restorePointInTime(moment, request, ports), ports, async () => [await removeCluster(home, request, ports)]);
    const away = await attempt(() => restoreSnapshot(moment, request, probe, ports), ports, async () => [
        await removeCluster(otherRegion, request, ports),
        await removeSnapshot(otherRegion, request, ports),
        await removeSnapshot(home, request, ports),
    ]);
    return {
        restores: [...beside.restores, ...away.restores],
        errors: [...beside.errors, ...away.errors],
    };
}
/** Does one restore, and removes what it made, whatever becomes of it. */
async function attempt(restore, { logger }, remove) {
    let evidence;
    const errors = [];
    try {
        evidence = await restore();
    }
    catch (error) {
        logger.error((0,reason_of/* reasonOf */.A)(error));
        errors.push((0,reason_of/* reasonOf */.A)(error));
    }
    const left = (await remove()).filter((sentence) => sentence !== undefined);
    return {
        restores: evidence === undefined ? [] : [{ ...evidence, removed: left.length === 0 }],
        errors: [...errors, ...left],
    };
}

// EXTERNAL MODULE: ./src/environment/names.ts
var names = __webpack_require__(9681);
;// CONCATENATED MODULE: ./actions/drill/src/run.ts





/** Limits that end a drill which hangs, in ms; each is well beyond what Aurora documents for the step. */
const LIMITS = {
    faultDeadlineMs: 10 * 60_000,
    fencingWatchMs: 15_000,
    redundancyDeadlineMs: 60 * 60_000,
    backupDeadlineMs: 30 * 60_000,
    rotationDeadlineMs: 15 * 60_000,
};
/** How long a restore drill writes on each side of its point in time, in ms. */
const RESTORE_WRITE_MS = 4_000;
/** Runs the drill of a kind; its preflight is over. */
async function runKind(request, ports) {
    const { kind, environment, exerciseId } = request;
    switch (kind) {
        case 'failover': {
            const { controllers, ...others } = ports;
            return runFailoverDrill(toMoveRequest(request), {
                ...others,
                faultInjector: faultInjectorOf(ports),
                // In manual mode a human promotes, and the drill plays the human.
                ...(environment.failover.mode === 'automatic' ? { controllers } : {}),
            });
        }
        case 'switchover':
            return runSwitchoverDrill(toMoveRequest(request), ports);
        case 'restore': {
            const { restoreDrillCluster, restoreDrillSnapshot } = (0,names/* resourceNames */.Nr)(environment);
            return runRestoreDrill({
                exerciseId,
                restoredClusterId: restoreDrillCluster,
                snapshotId: restoreDrillSnapshot,
                checksumTables: environment.drill.checksumTables,
                probe: { ...environment.drill.probe, writeMs: RESTORE_WRITE_MS },
                backupDeadlineMs: LIMITS.backupDeadlineMs,
            }, { ...ports, backupRestore: await ports.backupRestore() });
        }
        case 'detection':
            return runDetectionDrill({ objectives: environment.objectives, probe: toMoveRequest(request).probe }, { ...ports, ...(ports.faultInjector === undefined ? {} : { healthPath: ports.faultInjector }) });
        case 'rotation':
            return runRotationDrill({ ...toMoveRequest(request), rotationDeadlineMs: LIMITS.rotationDeadlineMs }, { ...ports, secrets: ports.rotatingSecrets });
    }
}
function faultInjectorOf({ faultInjector }) {
    if (faultInjector === undefined)
        throw new Error('no fault hook is configured: nothing can be taken away');
    return faultInjector;
}
function toMoveRequest({ environment, failBack, moveDeadlineMs }) {
    const { drill, objectives, dns } = environment;
    return {
        writerName: dns.writerName,
        objectives,
        probe: { ...drill.probe, baselineMs: drill.baselineSeconds * 1000 },
        detector: environment.failover.detector,
        failBack,
        moveDeadlineMs,
        ...LIMITS,
    };
}

// EXTERNAL MODULE: ./actions/drill/src/services.ts + 43 modules
var src_services = __webpack_require__(2911);
// EXTERNAL MODULE: ./actions/drill/src/tell-of-untold.ts
var tell_of_untold = __webpack_require__(2157);
;// CONCATENATED MODULE: ./actions/drill/src/modes/drill.ts
























async function drill(inputs, context) {
    const interrupted = (0,process_interruption/* processInterruption */.f)();
    const environments = (0,load_environments/* loadEnvironments */.H2)(await (0,repository_files/* environmentFiles */.r)(context.workspace).readAll());
    const environment = (0,load_environments/* findEnvironment */.jY)(environments, inputs.environment, inputs.target);
    if (environment.drill.kinds[inputs.kind] === 'never') {
        throw new Error(`environments/${environment.name}.yaml says drill.kinds.${inputs.kind}: never; change it to on-demand by a pull request, if that is meant`);
    }
    const services = (0,src_services/* servicesOf */.Yj)(environment, inputs, interrupted);
    const { clock, logger } = services;
    const started = { startedAt: clock.now(), startedMs: clock.monotonicMs() };
    const exerciseId = (0,external_node_crypto_.randomUUID)();
    const name = `${environment.name}-${inputs.kind}-${started.startedAt.toISOString().replaceAll(/[:.]/g, '-')}`;
    const files = (0,src_evidence/* drillFiles */.Tz)((0,external_node_path_.resolve)(context.workspace, inputs.reportDirectory), name);
    const journal = rememberingJournal(fileDrillJournal(files.journal));
    const conduct = await (0,src_evidence/* conductOf */.WX)(context, environment, logger);
    const by = context.runUrl ?? 'a run outside GitHub';
    const order = {
        environment,
        runUrl: context.runUrl,
        start: {
            drillId: exerciseId,
            kind: inputs.kind,
            startedAt: started.startedAt,
            run: by,
            failBack: inputs.failBack,
            temporary: [],
            limits: { moveMs: inputs.moveDeadlineMs, redundancyMs: LIMITS.redundancyDeadlineMs },
            history: `${inputs.reportDirectory}/${name}.journal.jsonl, in the artifacts of the run`,
        },
        preflight: {
            trigger: conduct.trigger,
            window: { text: environment.drill.window, ...(0,windows/* weeklyWindow */.yv)(environment.drill.window) },
            freezes: environment.drill.freezes,
            ...(inputs.overrideFreeze === undefined ? {} : { overrideFreeze: inputs.overrideFreeze }),
            instances: services.names.instances,
            availabilityZones: Math.min(3, 1 + environment.database.readersPerRegion),
            maxLagSeconds: environment.drill.maxLagSeconds,
            plan: planFinding(readPlanResult(inputs, context), inputs.skipPlan, environment.name),
            probe: environment.drill.probe,
        },
        recovery: (0,recovery/* recoveryRequest */.n)(environment, by),
    };
    const keep = async ({ result, interruption }) => {
        const evidence = (0,to_evidence/* toEvidence */.z)(result, {
            ...(0,evidence_context/* aboutEnvironment */.r)(environment),
            exerciseId,
            conduct: withPlan(conduct, order),
            ...started,
            finishedMs: clock.monotonicMs(),
            journal: journal.records,
            awsCalls: services.awsCalls,
            ...(interruption === undefined ? {} : { interruption }),
        }, sha256/* sha256 */.s);
        const kept = await (0,src_evidence/* keepEvidence */.N)(evidence, files, environment, services.records);
        await (0,untold/* noteTold */.a)(exerciseId, { store: services.drillState, clock, logger, newId: services.newRunId });
        return { evidence, kept };
    };
    let told;
    const conducted = await conductDrill(order, {
        interlock: services.interlock,
        preflight: services.preflight,
        recovery: (0,recovery/* recoveryPorts */.G)(services, environment),
        tellOfEarlier: async (recovery) => {
            const earlier = await (0,tell_of_untold/* tellOfUntold */.P)(recovery, {
                environment,
                context,
                services,
                directory: inputs.reportDirectory,
                started,
            });
            for (const failure of earlier?.failures ?? [])
                logger.warn(`the earlier drill: ${failure}`);
        },
        tell: async (conducted) => {
            told = keep(conducted);
            // Whoever asks for it below learns of the failure.
            await told.catch(() => undefined);
        },
        run: (drilling, held) => runKind({
            kind: inputs.kind,
            environment,
            exerciseId,
            failBack: inputs.failBack,
            moveDeadlineMs: inputs.moveDeadlineMs,
        }, {
            ...services,
            globalDatabase: promotingUnlessInterrupted(interrupted, switchingOnlyWhileHeld(held, services.globalDatabase)),
            faultInjector: services.faultInjector && {
                ...blindingOnlyWhileHeld(held, services.faultInjector),
                ...breakingOnlyWhileHeld(held, services.faultInjector),
            },
            journal,
            progress: drilling,
        }),
    });
    const { result, earlier } = conducted;
    if (earlier !== undefined) {
        logger.warn(`an earlier drill had been broken off; it is ${earlier.kind}: ${[...earlier.done, ...('reason' in earlier ? [earlier.reason] : [])].join('; ')}`);
    }
    const { evidence, kept } = await (told ?? keep(conducted));
    const { rpoSeconds, rtoSeconds, detectionSeconds } = (0,src_evidence/* headline */.Pl)(evidence.document);
    core/* setOutput */.uH('verdict', result.verdict);
    core/* setOutput */.uH('rpo-seconds', rpoSeconds ?? '');
    core/* setOutput */.uH('rto-seconds', rtoSeconds ?? '');
    core/* setOutput */.uH('detection-seconds', detectionSeconds ?? '');
    core/* setOutput */.uH('report-markdown', files.markdown);
    core/* setOutput */.uH('evidence', files.document);
    core/* setOutput */.uH('evidence-number', kept.appended?.number ?? '');
    await core/* summary */.z.addRaw(kept.markdown, true).write();
    if (result.verdict !== 'passed') {
        const reasons = [...result.reasons, ...result.runs.flatMap((run) => run.reasons)];
        core/* setFailed */.C1(`the drill is ${result.verdict}: ${reasons.join('; ')}`);
    }
    for (const failure of kept.failures)
        core/* setFailed */.C1(failure);
    // Steps that an interruption has overtaken are not waited for.
    if (interrupted.aborted)
        process.exit();
}
function readPlanResult({ planResult }, { workspace }) {
    if (planResult === undefined)
        return undefined;
    try {
        return (0,external_node_fs_.readFileSync)((0,external_node_path_.resolve)(workspace, planResult), 'utf8');
    }
    catch (error) {
        core/* warning */.$e(`input "plan-result": ${planResult} cannot be read: ${(0,reason_of/* reasonOf */.A)(error)}`);
        return undefined;
    }
}
function withPlan(conduct, { preflight: { plan } }) {
    return 'digest' in plan ? { ...conduct, planDigest: plan.digest } : conduct;
}


/***/ }),

/***/ 7416:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ longestOutage),
  x: () => (/* binding */ measure)
});

;// CONCATENATED MODULE: ./src/drill/history.ts
/** The time of a mark in ms, or `undefined` when the run never came there. */
function markTime(history, name) {
    return history.marks.find((mark) => mark.name === name)?.atMs;
}

;// CONCATENATED MODULE: ./src/drill/measure-lag.ts
/** @returns `undefined` when nobody asked, or nobody could ever answer */
function measureLag({ lag = [], marks }) {
    const values = answersOf(lag);
    if (values.length === 0)
        return undefined;
    const beforeMove = answersOf(beforeTheMove({ lag, marks })).at(-1);
    return {
        samples: values.length,
        failed: lag.length - values.length,
        medianMs: median(values),
        maxMs: Math.max(...values),
        ...(beforeMove === undefined ? {} : { beforeMoveMs: beforeMove }),
    };
}
/** The longest lag before the fault or the move, in ms: what O4 is about. A lag that grows while the writer is lost is no surprise. */
function maxLagBeforeMove({ lag = [], marks }) {
    const values = answersOf(beforeTheMove({ lag, marks }));
    return values.length === 0 ? undefined : Math.max(...values);
}
function beforeTheMove({ lag = [], marks }) {
    const requested = marks.filter(({ name }) => name === 'fault-requested' || name === 'move-requested');
    const begunMs = Math.min(Infinity, ...requested.map(({ atMs }) => atMs));
    return lag.filter(({ endedMs }) => endedMs <= begunMs);
}
function answersOf(lag) {
    return lag.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs]));
}
function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

;// CONCATENATED MODULE: ./src/drill/reads-per-replica.ts
/** Counts reads by region and by the instance that answered, both in the order of their names. */
function countReads(reads) {
    const regions = [...new Set(reads.map(({ region }) => region))].sort();
    return regions.map((region) => {
        const counts = new Map();
        let failed = 0;
        for (const read of reads) {
            if (read.region !== region)
                continue;
            if (read.outcome === 'fail')
                failed++;
            else
                counts.set(read.instance ?? 'unnamed', (counts.get(read.instance ?? 'unnamed') ?? 0) + 1);
        }
        const answered = [...counts]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([instance, count]) => ({ instance, reads: count }));
        return { region, answered, failed };
    });
}

;// CONCATENATED MODULE: ./src/drill/split-brain.ts
/**
 * Counts only what **began** after the new writer's first acknowledgement was known, by more than the clocks may differ: a write that
 * the old one took a moment before is an ordinary write, and is measured as loss if it is missing.
 *
 * @returns `undefined` when nobody looked, the new writer never acknowledged, or nothing was tried after that
 */
function measureSplitBrain({ attempts, fencing, clockUncertaintyMs = 0 }) {
    if (fencing === undefined)
        return undefined;
    const old = new Set(fencing.instances);
    const takenOver = attempts.find((attempt) => attempt.outcome === 'ok' && attempt.instance !== undefined && !old.has(attempt.instance));
    if (takenOver === undefined)
        return undefined;
    const later = fencing.attempts.filter((attempt) => attempt.startedMs > takenOver.endedMs + 2 * clockUncertaintyMs && attempt.isInferred !== true);
    if (later.length === 0)
        return undefined;
    const count = (outcome) => later.filter((attempt) => attempt.outcome === outcome).length;
    return { attempted: later.length, acknowledged: count('ok'), unknown: count('unknown') };
}

;// CONCATENATED MODULE: ./src/drill/measure.ts




/**
 * Computes recovery time, detection and data loss from a history, and from nothing else.
 *
 * The outage is the longest time without an acknowledged write; measured from acknowledgement to acknowledgement it can
 * only be longer than the real one, by at most one interval, a write on its way and the first one afterwards. A second interval is added when the
 * outage ends while an attempt is under way that is younger than an interval: see docs/calibration.md, "What is guaranteed".
 */
function measure(history) {
    const ok = history.attempts.filter((attempt) => attempt.outcome === 'ok');
    const outage = longestOutage(history.attempts, history.intervalMs);
    const declared = markTime(history, 'declared-down');
    const promoted = markTime(history, 'promoted');
    const redundant = markTime(history, 'redundancy-restored');
    return {
        writes: {
            attempted: history.attempts.length,
            ok: ok.length,
            fail: history.attempts.filter((attempt) => attempt.outcome === 'fail').length,
            unknown: history.attempts.filter((attempt) => attempt.outcome === 'unknown').length,
        },
        baselineWrites: ok.filter((attempt) => outage === undefined || attempt.endedMs <= outage.fromMs).length,
        rtoMs: outage === undefined ? 0 : outage.toMs === undefined ? undefined : outage.toMs - outage.fromMs,
        detectionMs: declared === undefined || outage === undefined ? undefined : declared - outage.fromMs,
        redundancyGapMs: promoted === undefined || redundant === undefined ? undefined : redundant - promoted,
        loss: history.survivors === undefined ? undefined : measureLoss(history.attempts, new Set(history.survivors), outage),
        resolutionMs: resolution(history),
        clockUncertaintyMs: history.clockUncertaintyMs ?? 0,
        splitBrain: measureSplitBrain(history),
        reads: history.reads === undefined || history.reads.length === 0 ? undefined : countReads(history.reads),
        lag: measureLag(history),
        maxLagBeforeMoveMs: maxLagBeforeMove(history),
    };
}
/**
 * The longest stretch between two acknowledgements in which the database kept a write waiting: an attempt failed, or the
 * acknowledgement took longer than an interval, or nobody saw what happened. A gap without any of these is the probe's own pause
 * and counts as resolution. A hole at the very end is no outage: it tells nothing, and the resolution says so.
 */
function longestOutage(attempts, intervalMs) {
    let longest;
    let lastOkMs;
    let failedSince = false;
    let unseenSince = false;
    for (const attempt of attempts) {
        if (attempt.outcome !== 'ok') {
            if (attempt.isInferred === true)
                unseenSince = true;
            else
                failedSince = true;
            continue;
        }
        const waited = failedSince || unseenSince || attempt.endedMs - attempt.startedMs > intervalMs;
        if (waited && lastOkMs !== undefined && attempt.endedMs - lastOkMs > measure_length(longest)) {
            longest = { fromMs: lastOkMs, toMs: attempt.endedMs };
        }
        lastOkMs = attempt.endedMs;
        failedSince = false;
        unseenSince = false;
    }
    // Writes that never came back outweigh any outage that ended.
    return failedSince && lastOkMs !== undefined ? { fromMs: lastOkMs, toMs: undefined } : longest;
}
function measure_length(outage) {
    return outage?.toMs === undefined ? -1 : outage.toMs - outage.fromMs;
}
function measureLoss(attempts, survivors, outage) {
    const lost = attempts.filter((attempt) => attempt.outcome === 'ok' && !survivors.has(attempt.seq));
    const unknown = attempts.filter((attempt) => attempt.outcome === 'unknown');
    const undetermined = unknown.filter((attempt) => !survivors.has(attempt.seq));
    const firstLost = lost[0];
    const survivedBeforeOutage = attempts.filter((attempt) => attempt.outcome === 'ok' &&
        survivors.has(attempt.seq) &&
        (outage === undefined || attempt.endedMs <= outage.fromMs));
    return {
        lost: lost.map((attempt) => attempt.seq),
        rpoMs: span(attempts, survivors, lost),
        rpoUpperBoundMs: span(attempts, survivors, attempts.filter((attempt) => lost.includes(attempt) || undetermined.includes(attempt))),
        recovered: unknown.length - undetermined.length,
        undetermined: undetermined.length,
        phantom: attempts
            .filter((attempt) => attempt.outcome === 'fail' && survivors.has(attempt.seq))
            .map((attempt) => attempt.seq),
        lostIsSuffix: firstLost === undefined || survivedBeforeOutage.every((attempt) => attempt.seq < firstLost.seq),
    };
}
/** From the newest surviving write before the first missing one to the last missing one; 0 when none is missing. */
function span(attempts, survivors, missing) {
    const first = missing[0];
    const last = missing.at(-1);
    if (first === undefined || last === undefined)
        return 0;
    const newest = attempts.findLast((attempt) => attempt.outcome === 'ok' && attempt.seq < first.seq && survivors.has(attempt.seq));
    // Nothing survived: then everything since the run's first attempt is gone.
    const fromMs = newest?.endedMs ?? attempts[0]?.startedMs ?? first.startedMs;
    return last.endedMs - fromMs;
}
/**
 * The longest time in which nothing was tried, as far as anybody knows. A stalled probe (a busy machine, a paused process) sees less
 * than its interval promises, and so does one whose history has a hole; the report must not hide that.
 */
function resolution(history) {
    let longest = history.intervalMs;
    let previousEndMs;
    let holeFromMs;
    for (const attempt of history.attempts) {
        if (attempt.isInferred === true) {
            holeFromMs ??= Math.min(attempt.startedMs, previousEndMs ?? attempt.startedMs);
            longest = Math.max(longest, attempt.endedMs - holeFromMs);
            continue;
        }
        if (previousEndMs !== undefined)
            longest = Math.max(longest, attempt.startedMs - previousEndMs);
        previousEndMs = attempt.endedMs;
        holeFromMs = undefined;
    }
    return longest;
}


/***/ })

};
