'use strict';
// Loaded before the code of every deployed function (NODE_OPTIONS), which knows nothing of the sandbox: to it, names and ports are those
// of AWS. Here names are resolved by the data plane, to a line of the function's own region, and the sandbox's certificate authority is
// trusted beside those that the function brings along.
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');
const { readFileSync } = require('node:fs');

const settings = JSON.parse(process.env.SANDBOX_FUNCTION_NETWORK ?? 'null');
const region = process.env.AWS_REGION;
if (settings !== null && region !== undefined) enter();

function enter() {
  const awsPort = settings.awsPorts[region];
  // What the SDK calls instead of the regional endpoints of AWS.
  if (awsPort !== undefined) process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${awsPort}`;

  // The emulator's runtime sends every https request for amazonaws.com to itself, past the names and lines of the regions: an API of a
  // lost region would answer. The SDK finds the emulator by its endpoint; everything else is to be resolved below.
  const request = https.request;
  Object.defineProperty(https, 'request', { get: () => request, set: () => undefined });

  const authority = readFileSync(settings.caFile, 'utf8');
  const createSecureContext = tls.createSecureContext;
  tls.createSecureContext = (options) => {
    const context = createSecureContext(options);
    // Without authorities of its own a context trusts Node's, and the sandbox's through NODE_EXTRA_CA_CERTS.
    if (options?.ca !== undefined) context.context.addCACert(authority);
    return context;
  };

  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    // net.connect and tls.connect call this method with their arguments in order already, as one array.
    const [options, callback] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
    const name = options.host;
    // The https module says null where there is no path of a socket.
    const isLocal = (options.path ?? undefined) !== undefined || name === undefined || name === 'localhost';
    if (isLocal || net.isIP(name) !== 0) return connect.apply(this, args);
    if (typeof callback === 'function') this.once('connect', callback);
    // As during a look-up by the operating system: what is written meanwhile waits.
    this.connecting = true;
    resolve(name).then(
      (port) => {
        if (!this.destroyed) connect.call(this, { ...options, host: '127.0.0.1', port });
      },
      (error) => this.destroy(error),
    );
    return this;
  };
}

function resolve(name) {
  return new Promise((done, failed) => {
    const request = http.request(
      `${settings.url}/v1/resolve`,
      { method: 'POST', headers: { authorization: `Bearer ${settings.token}` }, agent: false },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => {
          if (response.statusCode === 200) return done(JSON.parse(Buffer.concat(chunks).toString()).port);
          const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
          return failed(Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name }));
        });
      },
    );
    request.on('error', failed);
    request.end(JSON.stringify({ region, name }));
  });
}
