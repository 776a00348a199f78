export const id = 374;
export const ids = [374];
export const modules = {

/***/ 5374:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  recover: () => (/* binding */ recover_recover)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 10 modules
var core = __webpack_require__(7264);
// EXTERNAL MODULE: ./src/adapters/process-interruption.ts
var process_interruption = __webpack_require__(7757);
// EXTERNAL MODULE: ./src/adapters/repository-files.ts
var repository_files = __webpack_require__(1616);
// EXTERNAL MODULE: ./src/drill/reason-of.ts
var reason_of = __webpack_require__(4899);
// EXTERNAL MODULE: ./src/drill/recovery/standing.ts
var standing = __webpack_require__(197);
;// CONCATENATED MODULE: ./src/drill/recovery/reap.ts


/** A job of the workflows ends after 4 hours at most, and so do its credentials: what is older than this belongs to no drill that still runs. */
const REAP_AFTER_MS = 6 * 60 * 60_000;
/** Clusters go with their instances, and before them is no order that RDS accepts. */
const ORDER = { cluster: 0, instance: 1, snapshot: 2 };
/**
 * Removes what drills have left: that which carries their tag **and** one of their names, is older than any drill can last, and belongs to none that
 * is not closed. Nothing else is ever touched, whatever it is called or tagged.
 */
async function reap(request, ports, now) {
    const stored = await ports.store.read();
    // A record that cannot be read may name anything.
    const kept = stored.kind === 'none' || (stored.kind === 'state' && (0,standing/* isClosed */.Lx)(stored.state))
        ? []
        : stored.kind === 'state'
            ? stored.state.temporary.map(({ id }) => id)
            : request.names;
    const removed = [];
    const left = [];
    const found = [...(await ports.temporary.list())].sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
    for (const resource of found) {
        const reason = reasonToLeave(resource, request, kept, now);
        const what = describe(resource);
        if (reason !== undefined) {
            left.push(`${what}: ${reason}`);
            continue;
        }
        try {
            await ports.temporary.remove(resource);
            removed.push(what);
            ports.logger.warn(`removed, because a drill left it: ${what}`);
        }
        catch (error) {
            left.push(`${what}: ${(0,reason_of/* reasonOf */.A)(error)}`);
        }
    }
    return { removed, left };
}
function reasonToLeave({ kind, id, environment, createdAt }, request, kept, now) {
    if (environment !== request.environment)
        return `its tag names the environment ${environment}`;
    if (!request.names.some((name) => isNamed(kind, id, name)))
        return 'it has no name that a drill gives';
    if (kept.some((name) => isNamed(kind, id, name)))
        return 'a drill that is not closed has named it';
    if (createdAt === undefined)
        return 'it is being made';
    const ageMs = now.getTime() - createdAt.getTime();
    return ageMs < REAP_AFTER_MS ? `it is ${Math.round(ageMs / 60_000)} minutes old` : undefined;
}
/** An instance is called like its cluster, with a number. */
function isNamed(kind, id, name) {
    if (id === name)
        return true;
    return kind === 'instance' && id.startsWith(`${name}-`) && /^\d+$/.test(id.slice(name.length + 1));
}
function describe({ kind, id, region, createdAt }) {
    return `the ${kind} ${id} in ${region}${createdAt === undefined ? '' : `, made at ${createdAt.toISOString()}`}`;
}

// EXTERNAL MODULE: ./src/drill/recovery/recover.ts + 7 modules
var recover = __webpack_require__(5144);
// EXTERNAL MODULE: ./src/environment/load-environments.ts + 6 modules
var load_environments = __webpack_require__(6461);
// EXTERNAL MODULE: ./src/interlock/interlock.ts
var interlock = __webpack_require__(2172);
// EXTERNAL MODULE: ./src/interlock/settings.ts
var settings = __webpack_require__(1812);
// EXTERNAL MODULE: ./src/interlock/with-lease.ts
var with_lease = __webpack_require__(4170);
// EXTERNAL MODULE: ./actions/drill/src/recovery.ts
var src_recovery = __webpack_require__(2146);
// EXTERNAL MODULE: ./actions/drill/src/services.ts + 43 modules
var src_services = __webpack_require__(2911);
// EXTERNAL MODULE: ./actions/drill/src/tell-of-untold.ts
var tell_of_untold = __webpack_require__(2157);
;// CONCATENATED MODULE: ./actions/drill/src/modes/recover.ts












/**
 * Mends what a drill left that was broken off, tells of one of which nobody has told, and removes what older ones forgot.
 */
async function recover_recover(inputs, context) {
    const interrupted = (0,process_interruption/* processInterruption */.f)();
    const environments = (0,load_environments/* loadEnvironments */.H2)(await (0,repository_files/* environmentFiles */.r)(context.workspace).readAll());
    const environment = (0,load_environments/* findEnvironment */.jY)(environments, inputs.environment, inputs.target);
    const services = (0,src_services/* servicesOf */.Yj)(environment, inputs, interrupted);
    const { clock, logger, names } = services;
    const started = { startedAt: clock.now(), startedMs: clock.monotonicMs() };
    const by = context.runUrl ?? 'a run outside GitHub';
    const { recovery: result, kept } = await (0,with_lease/* withLease */.p)(services.interlock.lease, (0,interlock/* leaseHolder */.Fp)('drill', context.runUrl, started.startedAt), settings/* LEASE_WAIT_MS */.Ih, async (held) => {
        const recovery = await (0,recover/* recoverDrill */.U)((0,src_recovery/* recoveryRequest */.n)(environment, by), {
            ...(0,src_recovery/* recoveryPorts */.G)(services, environment),
            held,
        });
        const kept = await (0,tell_of_untold/* tellOfUntold */.P)(recovery, {
            environment,
            context,
            services,
            directory: inputs.reportDirectory,
            started,
        });
        const { removed, left } = await reap({ environment: environment.name, names: [names.restoreDrillCluster, names.restoreDrillSnapshot] }, { temporary: services.temporary, store: services.drillState, logger }, clock.now());
        for (const sentence of removed)
            logger.info(`removed: ${sentence}`);
        for (const sentence of left)
            logger.info(`left: ${sentence}`);
        return { recovery, kept };
    });
    core/* setOutput */.uH('recovery', result.kind);
    if (kept !== undefined) {
        await core/* summary */.z.addRaw(kept.markdown, true).write();
        for (const failure of kept.failures)
            core/* setFailed */.C1(failure);
    }
    if (result.kind === 'nothing-to-do')
        logger.info(result.sentence);
    if (result.kind === 'needs-human')
        core/* setFailed */.C1(`${result.reason}; begin with ${result.runbook}`);
    // Steps that an interruption has overtaken are not waited for.
    if (interrupted.aborted)
        process.exit();
}


/***/ })

};
