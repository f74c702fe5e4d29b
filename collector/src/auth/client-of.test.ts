import { Hono } from 'hono';
import { expect, test } from 'vitest';
import type { AppEnv } from '../app-env.ts';
import type { Client } from './client.ts';
import { clientReader, isProxy } from './client-of.ts';

async function client(
  remoteAddress: string,
  headers: Record<string, string>,
  trusted: readonly string[] = [],
): Promise<Client> {
  const read = clientReader(trusted);
  const app = new Hono<AppEnv>().get('/', (c) => c.json(read(c)));
  // A stand-in for the one thing that is read of a socket.
  const socket = { incoming: { socket: { remoteAddress, bytesRead: 0 } } } as unknown as AppEnv['Bindings'];
  return (await (await app.request('/', { headers }, socket)).json()) as Client;
}

const FORWARDED = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };

test('what is said of where a request came from is believed of trusted proxies alone', async () => {
  expect(await client('10.0.0.7', FORWARDED)).toEqual({ address: '10.0.0.7', isSecure: false });
  expect(await client('10.0.0.7', FORWARDED, ['192.168.0.0/16'])).toEqual({ address: '10.0.0.7', isSecure: false });
  expect(await client('10.0.0.7', FORWARDED, ['10.0.0.0/8'])).toEqual({ address: '203.0.113.9', isSecure: true });
  expect(await client('::ffff:10.0.0.7', FORWARDED, ['10.0.0.7'])).toEqual({ address: '203.0.113.9', isSecure: true });
});

test('the client is the last one that no trusted proxy is: what stands before it anybody could have written', async () => {
  const chain = { 'x-forwarded-for': '1.2.3.4, 203.0.113.9, 10.0.0.9' };
  expect(await client('10.0.0.7', chain, ['10.0.0.0/8'])).toMatchObject({ address: '203.0.113.9' });
  expect(await client('10.0.0.7', { 'x-forwarded-for': 'nonsense' }, ['10.0.0.0/8'])).toEqual({
    ...{ address: '10.0.0.7', isSecure: false },
  });
});

test('a proxy that says the port as well is understood, and behind what is no address nothing is believed', async () => {
  const behind = (forwarded: string) => client('10.0.0.7', { 'x-forwarded-for': forwarded }, ['10.0.0.0/8']);
  expect(await behind('1.2.3.4, 203.0.113.9:5123')).toMatchObject({ address: '203.0.113.9' });
  expect(await behind('1.2.3.4, [2001:db8::9]:5123, 10.0.0.9:80')).toMatchObject({ address: '2001:db8::9' });
  expect(await behind('1.2.3.4, unknown')).toMatchObject({ address: '10.0.0.7' });
});

test('proxies are addresses and networks', () => {
  expect(['10.0.0.1', '10.0.0.0/8', 'fd00::/8', '::1'].map(isProxy)).toEqual([true, true, true, true]);
  expect(['proxy', '10.0.0.0/33', '10.0.0.0/x', ''].map(isProxy)).toEqual([false, false, false, false]);
});
