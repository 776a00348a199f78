export const id = 550;
export const ids = [550];
export const modules = {

/***/ 4632:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ actionsLogger)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3360);

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

/***/ 1616:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ gitChangedFiles),
/* harmony export */   r: () => (/* binding */ environmentFiles)
/* harmony export */ });
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
            const { exitCode, stdout } = await (0,_actions_exec__WEBPACK_IMPORTED_MODULE_2__/* .getExecOutput */ .H)('git', ['-C', root, 'diff', '--name-only', '-z', '--no-renames', base, 'HEAD', '--'], { silent: true, ignoreReturnCode: true });
            // The commit is not in this checkout, as after a force push: then nobody knows what changed.
            return exitCode === 0 ? stdout.split('\0').filter((path) => path !== '') : undefined;
        },
    };
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

/***/ 9769:
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
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 11 modules
var schemas = __webpack_require__(2857);
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

;// CONCATENATED MODULE: ./src/environment/windows.ts
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
    if (dailyMinutes(database.backupWindow) < 30) {
        yield { path: ['database', 'backupWindow'], message: 'must last at least 30 minutes' };
    }
    if (weeklyMinutes(database.maintenanceWindow) < 30) {
        yield { path: ['database', 'maintenanceWindow'], message: 'must last at least 30 minutes' };
    }
    if (windowsOverlap(database.backupWindow, database.maintenanceWindow)) {
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
    if (weeklyMinutes(drill.window) < 60)
        yield { path, message: 'must last at least 60 minutes' };
    if (windowsOverlap(database.backupWindow, drill.window)) {
        yield { path, message: `overlaps the daily backup window ${database.backupWindow}` };
    }
    if (weeklyWindowsOverlap(database.maintenanceWindow, drill.window)) {
        yield { path, message: `overlaps the maintenance window ${database.maintenanceWindow}` };
    }
}
/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html; the length is ours. */
const ROTATION_WINDOW = '00:00-02:00';
/** A password that is changed while the writer moves can be lost with what was not replicated. */
function* checkSecrets({ database, drill, secrets }) {
    const clear = `the time in which passwords are changed, ${ROTATION_WINDOW} UTC`;
    if (windowsOverlap(ROTATION_WINDOW, drill.window))
        yield { path: ['drill', 'window'], message: `overlaps ${clear}` };
    if (windowsOverlap(ROTATION_WINDOW, database.maintenanceWindow)) {
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
/* harmony export */   Nr: () => (/* binding */ resourceNames)
/* harmony export */ });
/* unused harmony exports drillProbeNames, evidenceNames */
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2857);
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


/***/ })

};
