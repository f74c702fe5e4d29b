import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BlobStore, ByteRange } from './blob-store.ts';
import { withSha256 } from './with-sha256.ts';

/** What every adapter has to do. @param open an empty store */
export function blobStoreContract(open: () => BlobStore): void {
  putCases(open);
  readCases(open);
  listCases(open);
  fileCases(open);
  deleteCases(open);
  pathCases(open);
}

/** Content that comes in these pieces. */
export async function* pieces(...given: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of given) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

/** Content that breaks off behind `first`, as a connection that is cut does. */
async function* cutOff(first: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(first);
  throw new Error('the connection was cut');
}

/** The text of a file, or of a part of it; undefined if there is none. */
export async function textAt(store: BlobStore, path: string, range?: ByteRange): Promise<string | undefined> {
  const content = await store.read('default', path, range);
  return content && new Response(content.stream).text();
}

const HELLO_SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

function putCases(open: () => BlobStore): void {
  test('a file comes back as it was put', async () => {
    const store = open();
    expect(await store.put('default', '1/run/model.bin', pieces('he', '', 'llo'))).toBe(5);
    expect(await textAt(store, '1/run/model.bin')).toBe('hello');
    expect(await store.stat('default', '1/run/model.bin')).toEqual({
      path: '1/run/model.bin',
      isFolder: false,
      sizeBytes: 5,
    });
  });

  test('an empty file is a file', async () => {
    const store = open();
    expect(await store.put('default', 'empty', pieces())).toBe(0);
    expect(await textAt(store, 'empty')).toBe('');
  });

  test('a file of many megabytes in pieces of odd sizes keeps every byte', async () => {
    const store = open();
    const content = randomBytes(9_000_001);
    async function* inOddPieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < content.length; at += 65_521) yield content.subarray(at, at + 65_521);
    }
    expect(await store.put('default', 'large', inOddPieces())).toBe(9_000_001);
    const read = await store.read('default', 'large');
    expect(content.equals(new Uint8Array(await new Response(read?.stream).arrayBuffer()))).toBe(true);
  });

  test('a file is replaced as a whole; who has begun to read the old one reads it to its end', async () => {
    const store = open();
    await store.put('default', 'a', pieces('old'));
    const reading = await store.read('default', 'a');
    await store.put('default', 'a', pieces('newer'));
    expect(await textAt(store, 'a')).toBe('newer');
    expect(await new Response(reading?.stream).text()).toBe('old');
  });

  test('of a file that is put many times at once one stays, whole', async () => {
    const store = open();
    const contents = Array.from({ length: 8 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(contents.map((content) => store.put('default', 'folder/a', pieces(content, content))));
    expect(contents.map((content) => content + content)).toContain(await textAt(store, 'folder/a'));
    expect(await store.list('default', 'folder')).toHaveLength(1);
  });

  test('an upload that breaks off leaves what was there, and nothing else', async () => {
    const store = open();
    await store.put('default', 'folder/a', pieces('old'));
    await expect(store.put('default', 'folder/a', cutOff('new'))).rejects.toThrow('the connection was cut');
    await expect(store.put('default', 'other/b', cutOff('new'))).rejects.toThrow('the connection was cut');
    expect(await textAt(store, 'folder/a')).toBe('old');
    expect((await store.list('default', '')).map(({ path }) => path)).toEqual(['folder']);
  });

  test('content with another hash than announced is refused', async () => {
    const store = open();
    const put = (path: string, text: string) => store.put('default', path, withSha256(pieces(text), HELLO_SHA256));
    await expect(put('a', 'hallo')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    await put('b', 'hello');
    expect((await store.list('default', '')).map(({ path }) => path)).toEqual(['b']);
  });

  test('a file and a folder cannot have the same path', async () => {
    const store = open();
    await store.put('default', 'a/b', pieces('x'));
    for (const path of ['a', 'a/b/c', 'a/b/c/d']) {
      await expect(store.put('default', path, pieces('y')), path).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
      });
    }
    expect(await textAt(store, 'a/b')).toBe('x');
  });

  test('workspaces do not see each other’s files', async () => {
    const store = open();
    await store.put('one', 'a', pieces('x'));
    expect(await store.read('two', 'a')).toBeUndefined();
    expect(await store.list('two', '')).toEqual([]);
    expect(await store.delete('two', 'a')).toBe(false);
  });
}

function readCases(open: () => BlobStore): void {
  test.each<[ByteRange, string]>([
    [{ first: 0, last: 0 }, '0'],
    [{ first: 3, last: 5 }, '345'],
    [{ first: 7 }, '789'],
    [{ first: 9, last: 1_000 }, '9'],
  ])('the range %j is read alone', async (range, text) => {
    const store = open();
    await store.put('default', 'digits', pieces('0123456789'));
    expect(await textAt(store, 'digits', range)).toBe(text);
  });

  test('a range behind the end is refused, and one that ends before it begins', async () => {
    const store = open();
    await store.put('default', 'digits', pieces('0123456789'));
    await store.put('default', 'empty', pieces());
    for (const path of ['digits', 'empty']) {
      for (const range of [{ first: 10 }, { first: 5, last: 4 }]) {
        await expect(store.read('default', path, range)).rejects.toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
      }
    }
  });

  test('nothing is read where there is no file', async () => {
    const store = open();
    await store.put('default', 'folder/a', pieces('x'));
    for (const path of ['folder', 'none', 'folder/none', 'folder/a/b']) {
      expect(await store.read('default', path), path).toBeUndefined();
    }
    expect(await store.stat('default', 'none')).toBeUndefined();
    expect(await store.stat('default', 'folder')).toEqual({ path: 'folder', isFolder: true, sizeBytes: 0 });
    expect(await store.stat('default', '')).toEqual({ path: '', isFolder: true, sizeBytes: 0 });
  });
}

function listCases(open: () => BlobStore): void {
  test('a folder lists its files with their sizes and its folders, by name', async () => {
    const store = open();
    for (const path of ['r/model/data/weights', 'r/model/MLmodel', 'r/b.txt', 'r/ä b.txt', 's/c']) {
      await store.put('default', path, pieces(path));
    }
    expect(await store.list('default', 'r')).toEqual([
      { path: 'r/b.txt', isFolder: false, sizeBytes: 7 },
      { path: 'r/model', isFolder: true, sizeBytes: 0 },
      { path: 'r/ä b.txt', isFolder: false, sizeBytes: 10 },
    ]);
    expect((await store.list('default', '')).map(({ path }) => path)).toEqual(['r', 's']);
    expect(await store.list('default', 'r/b.txt')).toEqual([]);
    expect(await store.list('default', 'none')).toEqual([]);
  });
}

function fileCases(open: () => BlobStore): void {
  test('all files below a folder are told, with their sizes and times, those of a folder in it together', async () => {
    const store = open();
    const beforeMs = Date.now();
    const paths = ['r/a/b/c', 'r/a/d', 'r/b/e', 'r/a.txt', 'r/f', 'ra'];
    for (const path of paths) await store.put('default', path, pieces(path));
    const found: string[] = [];
    for await (const { path, sizeBytes, modifiedMs } of store.files('default', 'r')) {
      expect(sizeBytes, path).toBe(path.length);
      // Clocks of servers and file systems may stand still for a moment, or count in seconds.
      expect(Math.abs(modifiedMs - beforeMs), path).toBeLessThan(600_000);
      found.push(path);
    }
    expect(found.toSorted()).toEqual(paths.slice(0, -1).toSorted());
    const inA = found.flatMap((path, index) => (path.startsWith('r/a/') ? index : []));
    expect(Math.abs(inA[1]! - inA[0]!)).toBe(1);
    for (const folder of ['r/f', 'none']) {
      for await (const { path } of store.files('default', folder)) expect.fail(`${path} is in no folder`);
    }
  });
}

function deleteCases(open: () => BlobStore): void {
  test('a file goes, and folders that are empty then', async () => {
    const store = open();
    await store.put('default', 'r/a/b/c', pieces('x'));
    await store.put('default', 'r/d', pieces('y'));
    expect(await store.delete('default', 'r/a/b/c')).toBe(true);
    expect(await store.delete('default', 'r/a/b/c')).toBe(false);
    expect((await store.list('default', 'r')).map(({ path }) => path)).toEqual(['r/d']);
  });

  test('a folder goes with everything in it, and with nothing else', async () => {
    const store = open();
    for (const path of ['r/a/b/c', 'r/a/d', 'r/ab']) await store.put('default', path, pieces('x'));
    expect(await store.delete('default', 'r/a')).toBe(true);
    expect(await store.stat('default', 'r/a/b/c')).toBeUndefined();
    expect((await store.list('default', 'r')).map(({ path }) => path)).toEqual(['r/ab']);
    expect(await store.delete('default', '')).toBe(true);
    expect(await store.list('default', '')).toEqual([]);
  });

  test('what is put while its folder is deleted is there afterwards, or was deleted with it', async () => {
    const store = open();
    for (let round = 0; round < 10; round++) {
      await store.put('default', 'r/old', pieces('x'));
      await Promise.all([store.delete('default', 'r'), store.put('default', 'r/new', pieces('y'))]);
      expect(await store.stat('default', 'r/old')).toBeUndefined();
      expect(['y', undefined]).toContain(await textAt(store, 'r/new'));
    }
  });
}

function pathCases(open: () => BlobStore): void {
  test.each([
    '..',
    '../a',
    'a/../../b',
    'a/..',
    './a',
    'a/./b',
    '/a',
    '/etc/passwd',
    'a//b',
    'a/',
    '\\a',
    'a\\..\\b',
    'C:/a',
    'c:a',
    'a\0b',
    'a\nb',
    '\ud800',
  ])('the path %j is refused everywhere', (path) => expectRefused(open(), path));

  test('names of more than 255 bytes and paths of more than 3 kB are refused everywhere', async () => {
    for (const path of ['x'.repeat(256), 'ä'.repeat(128), `${'x/'.repeat(1_536)}x`]) await expectRefused(open(), path);
    await open().put('default', `a/${'x'.repeat(255)}`, pieces('x'));
  });

  test('the root is no file', async () => {
    const store = open();
    await expect(store.put('default', '', pieces('x'))).rejects.toMatchObject({ message: 'Invalid path' });
    await expect(store.read('default', '')).rejects.toMatchObject({ message: 'Invalid path' });
  });

  test.each(['a b/c', '…', '.hidden', 'a..b', '%2e%2e', 'ab:c', 'CON'])(
    'the path %j is one like any other',
    async (path) => {
      const store = open();
      await store.put('default', path, pieces('x'));
      expect(await textAt(store, path)).toBe('x');
    },
  );
}

async function expectRefused(store: BlobStore, path: string): Promise<void> {
  const refused = { code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' };
  await expect(store.put('default', path, pieces('x'))).rejects.toMatchObject(refused);
  await expect(store.read('default', path)).rejects.toMatchObject(refused);
  await expect(store.stat('default', path)).rejects.toMatchObject(refused);
  await expect(store.list('default', path)).rejects.toMatchObject(refused);
  await expect(store.delete('default', path)).rejects.toMatchObject(refused);
}
