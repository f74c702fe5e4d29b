import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { emptyFolder } from '../testing/empty-folder.ts';
import { testApp } from '../testing/test-app.ts';

const PAGE = '<!doctype html><div id="app"></div>';
const SCRIPT = 'console.log(1)';

function appWithViewer() {
  const root = emptyFolder();
  const viewerDir = join(root, 'viewer');
  mkdirSync(join(viewerDir, 'assets'), { recursive: true });
  writeFileSync(join(root, 'outside.txt'), 'outside');
  writeFileSync(join(viewerDir, 'index.html'), PAGE);
  writeFileSync(join(viewerDir, 'early.js'), SCRIPT);
  writeFileSync(join(viewerDir, 'assets', 'main-Ab12.js'), SCRIPT);
  writeFileSync(join(viewerDir, 'assets', 'main-Ab12.js.br'), brotliCompressSync(SCRIPT));
  return testApp({ viewerDir });
}

test.each(['/', '/traces', '/traces/0af7651916cd43dd8448eb211c80319c', '/dash', '/settings'])(
  'a browser that navigates gets the viewer: %s',
  async (path) => {
    const res = await appWithViewer().request(path, { headers: { 'sec-fetch-mode': 'navigate' } });
    expect(res.status).toBe(200);
    expect(res.headers.get('content-type')).toMatch(/^text\/html/);
    expect(res.headers.get('cache-control')).toBe('no-cache');
    expect(res.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(await res.text()).toBe(PAGE);
  },
);

test('whoever asks for a page gets it', async () => {
  const fetched = await appWithViewer().request('/traces', { headers: { 'sec-fetch-mode': 'cors', accept: '*/*' } });
  expect(fetched.headers.get('content-type')).toContain('text/html');
});

test('a person at an unknown address gets the viewer, which says that there is no such page; a program gets JSON', async () => {
  const app = appWithViewer();
  const navigation = { headers: { 'sec-fetch-mode': 'navigate', accept: 'text/html' } };
  const person = await app.request('/nowhere/at/all', navigation);
  expect(person.status).toBe(404);
  expect(person.headers.get('content-security-policy')).toContain("script-src 'self';");
  expect(await person.text()).toBe(PAGE);
  for (const answer of [
    await app.request('/nowhere/at/all'),
    await app.request('/api/v1/nowhere', navigation),
    await app.request('/assets/none.js', navigation),
  ]) {
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/json');
  }
});

test('a client that does not say what it wants gets the page', async () => {
  expect((await appWithViewer().request('/')).status).toBe(200);
});

test('files with a hash in their name are kept for good, others are asked for again', async () => {
  const app = appWithViewer();
  const hashed = await app.request('/assets/main-Ab12.js');
  const plain = await app.request('/early.js');
  expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(hashed.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(await hashed.text()).toBe(SCRIPT);
  expect(plain.headers.get('cache-control')).toBe('no-cache');
});

test('the compressed copy goes to those who take it', async () => {
  const res = await appWithViewer().request('/assets/main-Ab12.js', { headers: { 'accept-encoding': 'gzip, br' } });
  expect(res.headers.get('content-encoding')).toBe('br');
  expect(res.headers.get('vary')).toMatch(/accept-encoding/i);
  expect(brotliDecompressSync(await res.arrayBuffer()).toString()).toBe(SCRIPT);
});

test.each([
  '/../outside.txt',
  '/%2e%2e/outside.txt',
  '/..%2foutside.txt',
  '/assets/..%5c..%5coutside.txt',
  '//etc/passwd',
])('nothing outside the viewer’s folder is served: %s', async (path) => {
  const res = await appWithViewer().request(path);
  expect(res.status).toBe(404);
  expect(res.headers.get('content-type')).toMatch(/^application\/json/);
});

test('a file that is missing answers 404 in JSON, and writing to one too', async () => {
  const app = appWithViewer();
  expect((await app.request('/assets/none.js')).status).toBe(404);
  expect((await app.request('/early.js', { method: 'POST' })).status).toBe(404);
});

test('where the viewer is not built a plain page says so', async () => {
  const res = await testApp().request('/traces', { headers: { 'sec-fetch-mode': 'navigate' } });
  expect(res.status).toBe(503);
  expect(res.headers.get('content-type')).toMatch(/^text\/html/);
  expect(await res.text()).toContain('npm run build');
});
