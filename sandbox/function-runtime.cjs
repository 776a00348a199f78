// Plays the runtime of Lambda for one copy of a function: loads `index.js` and calls its handler for each message of the parent.
const [code] = process.argv.slice(2);
const began = performance.now();
const { handler } = require(code);
process.send({ kind: 'loaded', ms: performance.now() - began });
process.on('message', ({ id, event }) => {
  const asked = performance.now();
  // The longest that Lambda allows.
  const context = { getRemainingTimeInMillis: () => 900_000 - (performance.now() - asked) };
  Promise.resolve(handler(event, context)).then(
    (answer) => process.send({ kind: 'answer', id, answer, ms: performance.now() - asked }),
    (error) => process.send({ kind: 'error', id, message: String(error?.stack ?? error) }),
  );
});
