import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { expect, onTestFinished, test } from 'vitest';
import { limitUnreadBodies } from './unread-bodies.ts';

const MIB = 1_024 * 1_024;

/** A server that lets nobody in, and the connections to it. */
async function refusing(maxBytes: number): Promise<{ readonly port: number; readonly taken: Promise<Socket> }> {
  const fetch = async () => new Response('who are you?', { status: 401 });
  const server = createAdaptorServer({ fetch, hostname: 'localhost' }) as Server;
  limitUnreadBodies(server, maxBytes);
  const taken = once(server, 'connection').then(([socket]) => socket as Socket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, taken };
}

test('whoever is refused reads the answer, and may then send only so much more', async () => {
  const { port, taken } = await refusing(MIB / 4);
  const client = connect(port, '127.0.0.1');
  // It is reset while it still sends.
  const closed = new Promise((resolve) => client.on('error', () => {}).on('close', resolve));
  client.write(`POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${64 * MIB}\r\n\r\n`);
  const [answer] = await once(client, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1.1 401/);
  client.write(new Uint8Array(64 * MIB));
  await closed;
  expect((await taken).bytesRead).toBeLessThan(MIB);
});

test('what fits is read to its end, and the connection serves the next request', async () => {
  const { port } = await refusing(MIB);
  const client = connect(port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  for (let request = 0; request < 2; request++) {
    client.write(`POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${MIB / 2}\r\n\r\n`);
    const [answer] = await once(client, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 401/);
    client.write(new Uint8Array(MIB / 2));
  }
});
