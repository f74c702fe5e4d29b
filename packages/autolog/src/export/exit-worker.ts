/**
 * The worker that delivers at exit, as source text: it must work in a bundled app and from source alike, where no
 * file stands beside this one. `workerData`: `{ url, headers, tls, compression, bodies, outcome, timeoutMs }`.
 *
 * `outcome` is an `Int32Array` on shared memory: index 0 turns 1 when all is done, index i + 1 when body i arrived.
 */
export const EXIT_WORKER_SOURCE = `
'use strict';
const { workerData } = require('node:worker_threads');
const { url, headers, tls, compression, bodies, outcome, timeoutMs } = workerData;
const deadlineMs = Date.now() + timeoutMs;
const { request, Agent } = require(url.startsWith('https:') ? 'node:https' : 'node:http');
const agent = new Agent({ ...tls, keepAlive: true, maxSockets: 4 });
const gzip = compression === 'gzip';

function post(body) {
  return new Promise((resolve) => {
    const options = { method: 'POST', agent, timeout: timeoutMs, headers: { ...headers, 'content-length': body.length } };
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

async function deliver(body, index) {
  const data = gzip ? require('node:zlib').gzipSync(body) : body;
  for (;;) {
    const status = await post(data);
    if (status >= 200 && status < 300) return Atomics.store(outcome, index + 1, 1);
    const mayRetry = [429, 502, 503, 504].includes(status) && Date.now() + 250 < deadlineMs;
    if (!mayRetry) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

Promise.allSettled(bodies.map(deliver)).then(() => {
  Atomics.store(outcome, 0, 1);
  Atomics.notify(outcome, 0);
});
`;
