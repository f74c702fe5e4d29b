import { expect, test } from 'vitest';
import { hostCheck, isLoopback } from './allowed-hosts.ts';

test.each(['localhost', 'localhost:4318', 'LOCALHOST.', 'app.localhost', '127.0.0.1:4318', '127.8.9.1', '[::1]:4318'])(
  'a loopback name is ours: %s',
  (host) => {
    expect(hostCheck('127.0.0.1', [])(host)).toBe(true);
  },
);

test.each([
  'rebound.example',
  'localhost.example',
  '127.0.0.1.nip.io',
  'evil.example:4318',
  '192.168.1.5',
  '0.0.0.0',
  '',
  'localhost:port',
  'user@localhost',
  'localhost/path',
  '[::1',
])('on loopback another name is not: %s', (host) => {
  expect(hostCheck('127.0.0.1', [])(host)).toBe(false);
});

test('the address listened on is ours', () => {
  expect(hostCheck('192.168.1.5', [])('192.168.1.5:4318')).toBe(true);
  expect(hostCheck('192.168.1.5', [])('192.168.1.6:4318')).toBe(false);
});

test('on all addresses any address is ours, but not any name', () => {
  const isOurs = hostCheck('0.0.0.0', []);
  expect(isOurs('192.168.1.5:4318')).toBe(true);
  expect(isOurs('[fd00::1]')).toBe(true);
  expect(isOurs('collector:4318')).toBe(false);
});

test('configured names are ours, whatever their case or port; a star admits all', () => {
  expect(hostCheck('0.0.0.0', ['Collector'])('collector:4318')).toBe(true);
  expect(hostCheck('0.0.0.0', ['*'])('any.example')).toBe(true);
});

test('only addresses of this machine are loopback', () => {
  expect(['127.0.0.1', '::1', '[::1]', 'localhost'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '10.0.0.1', 'example.com', '127.example.com'].some(isLoopback)).toBe(false);
});
