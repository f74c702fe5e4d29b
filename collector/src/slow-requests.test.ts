import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { SlowRequests } from './slow-requests.ts';

/** A server whose requests may take 100 ms, by a clock that the test sets, and a connection to it. */
async function opened(): Promise<{
  readonly clock: { nowMs: number };
  readonly slow: SlowRequests;
  readonly server: Server;
  readonly socket: Socket;
  /** Sends the head of a request for 10 bytes; resolves when the server has it. */
  readonly begin: (method: string) => Promise<IncomingMessage>;
}> {
  const clock = { nowMs: 0 };
  const slow = new SlowRequests(
    100,
    ({ method }) => method === 'PUT',
    () => clock.nowMs,
  );
  const server = createServer();
  slow.watch(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  const begin = (method: string): Promise<IncomingMessage> =>
    new Promise((resolve) => {
      server.once('request', resolve);
      socket.write(`${method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n`);
    });
  return { clock, slow, server, socket, begin };
}

/** Sends one byte more; resolves when it has come. */
async function sendByte(socket: Socket, request: IncomingMessage): Promise<void> {
  const come = new Promise((resolve) => request.once('data', resolve));
  socket.write('x');
  await come;
}

test('a request that has not come in time is answered 408 and cut off, however it goes on', async () => {
  const { clock, slow, socket, begin } = await opened();
  const answer = text(socket);
  const request = await begin('POST');
  clock.nowMs = 100;
  slow.check();
  await sendByte(socket, request);
  clock.nowMs = 101;
  slow.check();
  expect(await answer).toMatch(/^HTTP\/1.1 408 /);
});

test('an upload is cut off only once nothing more of it comes', async () => {
  const { clock, slow, socket, begin } = await opened();
  const answer = text(socket);
  const request = await begin('PUT');
  for (let count = 0; count < 5; count++) {
    await sendByte(socket, request);
    clock.nowMs += 90;
    slow.check();
  }
  expect(request.socket.destroyed).toBe(false);
  clock.nowMs += 101;
  slow.check();
  expect(await answer).toMatch(/^HTTP\/1.1 408 /);
});

test('a request that has come is left alone, however long its answer takes', async () => {
  const { clock, slow, socket, begin } = await opened();
  const request = await begin('POST');
  const ended = new Promise((resolve) => request.once('end', resolve));
  request.resume();
  socket.write('x'.repeat(10));
  await ended;
  clock.nowMs = 1_000;
  slow.check();
  expect(request.socket.destroyed).toBe(false);
});

test('a request that was answered before it had come is forgotten once its sender has gone', async () => {
  const { clock, slow, server, socket, begin } = await opened();
  server.once('request', (_, response) => response.writeHead(401).end());
  const request = await begin('POST');
  await once(socket, 'data');
  const gone = new Promise((resolve) => request.socket.once('close', resolve));
  socket.destroy();
  await gone;
  const before = request.socket.listenerCount('finish');
  clock.nowMs = 101;
  slow.check();
  slow.check();
  expect(request.socket.listenerCount('finish')).toBe(before);
  expect(slow.size).toBe(0);
});
