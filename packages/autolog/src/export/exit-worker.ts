/**
 * The worker that delivers at exit, as source text: it must work in a bundled app and from source alike, where no
 * file stands beside this one. `workerData`: `{ parcels, tls, outcome, timeoutMs }`.
 *
 * `outcome` is an `Int32Array` on shared memory: index 0 turns 1 when all is done, index i + 1 into the status that parcel
 * i was answered with last, or -1 where nobody could be reached.
 */
export const EXIT_WORKER_SOURCE = `
'use strict';
const { workerData } = require('node:worker_threads');
const { parcels, tls, outcome, timeoutMs } = workerData;
const deadlineMs = Date.now() + timeoutMs;
const agents = new Map();

function post(url, headers, body) {
  const name = url.startsWith('https:') ? 'node:https' : 'node:http';
  const { request, Agent } = require(name);
  if (!agents.has(name)) agents.set(name, new Agent({ ...(name === 'node:https' ? tls : {}), keepAlive: true, maxSockets: 4 }));
  return new Promise((resolve) => {
    const options = { method: 'POST', agent: agents.get(name), timeout: timeoutMs, headers: { ...headers, 'content-length': body.length } };
    const message = request(url, options, (response) => {
      response.resume();
      response.on('error', () => resolve(0));
      response.on('end', () => resolve(response.statusCode));
    });
    message.on('error', () => resolve(0));
    message.on('timeout', () => message.destroy());
    message.end(body);
  });
}

async function deliver(index) {
  const { url, headers, gzip, body } = parcels[index];
  const data = gzip ? require('node:zlib').gzipSync(body) : body;
  for (;;) {
    const status = await post(url, headers, data);
    Atomics.store(outcome, index + 1, status || -1);
    const mayRetry = [429, 502, 503, 504].includes(status) && Date.now() + 250 < deadlineMs;
    if (!mayRetry) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const spans = parcels.map(({ after }, index) => (after === undefined ? deliver(index) : undefined));

async function deliverAfter(index) {
  await Promise.allSettled(spans.filter((_, other) => parcels[other].url === parcels[index].after));
  await deliver(index);
}

Promise.allSettled(parcels.map(({ after }, index) => (after === undefined ? spans[index] : deliverAfter(index)))).then(() => {
  Atomics.store(outcome, 0, 1);
  Atomics.notify(outcome, 0);
});
`;
