/** Takes spans, prints its address, and says at `/received` how many came since it was last asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Stands in every span's attributes, once. */
const MARK = 'bench.mark';

let received = 0;

const server = createServer((request, response) => {
  if (request.url === '/received') {
    response.end(String(received));
    received = 0;
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(200, { 'content-type': request.headers['content-type'] ?? '' }).end();
    const body = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    received += text.toString('latin1').split(MARK).length - 1;
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
