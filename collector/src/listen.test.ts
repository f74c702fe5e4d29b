import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

const LONG_MS = 60_000;
const CLIENTS = 1_000;

test('port 0 picks a free port, which is named', async () => {
  const server = await listen(() => new Response('hello'), '127.0.0.1', 0);
  onTestFinished(() => server.close(0));
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect(await (await fetch(server.url)).text()).toBe('hello');
});

test('a connection is kept for longer than senders pause between two batches', async () => {
  const server = await listen(() => new Response('hello'), '127.0.0.1', 0);
  onTestFinished(() => server.close(0));
  const answer = await fetch(server.url);
  await answer.text();
  expect(answer.headers.get('keep-alive')).toBe('timeout=75');
});

test('a port that is taken is refused by its number', async () => {
  const first = await listen(() => new Response(), '127.0.0.1', 0);
  onTestFinished(() => first.close(0));
  await expect(listen(() => new Response(), '127.0.0.1', first.port)).rejects.toThrow(
    expect.objectContaining({ code: 'ADDRESS_IN_USE', message: expect.stringContaining(String(first.port)) }),
  );
});

test('a thousand clients that come at once are let in at once', async ({ skip }) => {
  if (!(await allowsAtOnce(CLIENTS))) return skip(`this system makes fewer than ${CLIENTS} connections ahead`);
  const server = await listen(() => new Response(), '127.0.0.1', 0);
  onTestFinished(() => server.close(0));

  // All of them ask before the server, on the same thread, lets in the first.
  const sockets = Array.from({ length: CLIENTS }, () => connect(server.port, '127.0.0.1'));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  const connected = (): number => sockets.filter(({ connecting }) => !connecting).length;
  for (let count = -1; count < connected(); ) {
    count = connected();
    for (let turn = 0; turn < 50; turn++) await setImmediate();
  }
  expect(connected()).toBe(CLIENTS);
});

test('an address of another machine is refused', async () => {
  await expect(listen(() => new Response(), '192.0.2.1', 0)).rejects.toThrow(
    expect.objectContaining({ code: 'ADDRESS_UNAVAILABLE' }),
  );
});

test('a request whose body never comes is cut off', async () => {
  const server = await listen(async (request) => new Response(await request.text()), '127.0.0.1', 0, {
    requestTimeoutMs: 60,
  });
  onTestFinished(() => server.close(0));
  const socket = connect(server.port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nhello');

  // Where the time is up before the server has read what came, its system cuts the connection at once.
  const answer = await text(socket).catch((error: NodeJS.ErrnoException) => error.code);
  expect(answer).toMatch(/^HTTP\/1.1 408 |^ECONNRESET$/);
});

test('a request under way is answered before the server is closed', async () => {
  const arrived = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  const server = await listen(
    () => {
      arrived.resolve();
      return answer.promise;
    },
    '127.0.0.1',
    0,
  );
  const response = fetch(server.url);
  await arrived.promise;

  const closed = server.close(LONG_MS);
  answer.resolve(new Response('late'));

  expect(await (await response).text()).toBe('late');
  await closed;
  await expect(fetch(server.url)).rejects.toThrow();
});

test('a request that takes longer than the drain is cut off', async () => {
  const arrived = Promise.withResolvers<void>();
  const server = await listen(
    () => {
      arrived.resolve();
      return new Promise<Response>(() => {});
    },
    '127.0.0.1',
    0,
  );
  const response = fetch(server.url).catch((error: unknown) => error);
  await arrived.promise;

  await server.close(0);

  expect(await response).toBeInstanceOf(TypeError);
});

/** Whether Linux lets a server have so many connections waiting; elsewhere it is not known. */
async function allowsAtOnce(connections: number): Promise<boolean> {
  const most = await readFile('/proc/sys/net/core/somaxconn', 'utf8').catch(() => '');
  return Number(most) >= connections;
}
