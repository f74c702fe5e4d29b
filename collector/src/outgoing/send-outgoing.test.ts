import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { allowedTargets } from './allowed-targets.ts';
import { isPublicAddress } from './public-address.ts';
import { guardedOutgoing } from './send-outgoing.ts';

const LIMITS = { timeoutMs: 5_000, maxBytes: 1_000 };

async function serving(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test.each([
  ['8.8.8.8', true],
  ['127.0.0.1', false],
  ['10.0.0.1', false],
  ['172.31.255.255', false],
  ['172.32.0.1', true],
  ['169.254.169.254', false],
  ['100.100.100.200', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['2606:4700:4700::1111', true],
  ['::1', false],
  ['::', false],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::a9fe:a9fe', false],
  ['2002:7f00:1::', false],
  ['localhost', false],
])('whether %s belongs to the public internet is %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test.each([
  ['http://127.0.0.1:1/'],
  ['http://[::1]:1/'],
  ['http://0x7f000001:1/'],
  ['http://2130706433:1/'],
  ['http://127.1:1/'],
  ['http://[::ffff:127.0.0.1]:1/'],
  ['http://localhost:1/'],
  ['http://169.254.169.254/latest/meta-data/'],
  ['file:///etc/passwd'],
  ['http://user:secret@8.8.8.8/'],
  ['nonsense'],
])('%s is not asked', async (url) => {
  await expect(guardedOutgoing(allowedTargets([]))({ url, ...LIMITS })).rejects.toMatchObject({
    code: 'ADDRESS_REFUSED',
  });
});

test('a name is refused as soon as one of its addresses lies inside, and is resolved once', async () => {
  let asked = 0;
  const send = guardedOutgoing(allowedTargets([]), async () => {
    asked++;
    return ['8.8.8.8', '10.0.0.1'];
  });

  await expect(send({ url: 'http://rebinding.test/', ...LIMITS })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  expect(asked).toBe(1);
});

test('what is listed may be asked, at its port alone, and the server sees the name that was asked for', async () => {
  const port = await serving((request, response) => response.end(`${request.method} ${request.headers.host}`));
  const targets = allowedTargets([`inside.test:${port}`]);
  const send = guardedOutgoing(targets, async () => ['127.0.0.1']);

  const answer = await send({ url: `http://inside.test:${port}/x`, method: 'POST', body: '{}', ...LIMITS });

  expect(answer).toMatchObject({ status: 200, text: `POST inside.test:${port}` });
  expect(targets.allows('inside.test', port + 1, '127.0.0.1')).toBe(false);
  expect(allowedTargets(['10.1.0.0/16']).allows('any.test', 80, '10.1.9.9')).toBe(true);
  expect(allowedTargets(['10.1.0.0/16']).allows('any.test', 80, '10.2.9.9')).toBe(false);
});

test('a redirect is an error, and so is an answer that is too long or never comes', async () => {
  const port = await serving((request, response) => {
    if (request.url === '/redirect') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else if (request.url === '/long') response.end('x'.repeat(1_001));
  });
  const send = guardedOutgoing(allowedTargets(['127.0.0.1']));
  const ask = (path: string, timeoutMs = 5_000) =>
    send({ ...LIMITS, url: `http://127.0.0.1:${port}${path}`, timeoutMs });

  await expect(ask('/redirect')).rejects.toMatchObject({ code: 'REDIRECTED' });
  await expect(ask('/long')).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' });
  await expect(ask('/never', 20)).rejects.toMatchObject({ code: 'TIMED_OUT' });
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(send({ url: 'http://127.0.0.1:1/', signal: stopped, ...LIMITS })).rejects.toThrow('stopped');
});

test.each([['10.0.0.0/99'], ['a b'], ['http://x'], ['x:123456']])('%s is nothing to be allowed', (entry) => {
  expect(() => allowedTargets([entry])).toThrow(TypeError);
});
