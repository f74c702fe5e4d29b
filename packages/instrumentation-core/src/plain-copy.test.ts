import { expect, test } from 'vitest';
import { contentJson } from './content-json.ts';
import { contentRules } from './content-rules.ts';
import { plainCopy } from './plain-copy.ts';

const READERS: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ['a copy', (value) => plainCopy(value)],
  ['JSON for an attribute', (value) => JSON.parse(contentJson('a', value, contentRules({}, {}))?.json ?? 'null')],
];

test.each(READERS)('%s takes data and runs no code of the app', (_name, read) => {
  const touched: string[] = [];
  const touch = (what: string) => {
    touched.push(what);
    return what;
  };
  const trap = new Proxy(
    {},
    { get: () => touch('get'), has: () => touch('has') === '', ownKeys: () => [touch('keys')] },
  );
  class Prompt {
    text = 'shown';
    get lazy() {
      return touch('getter of a class');
    }
    toJSON() {
      return touch('toJSON of a class');
    }
  }
  const list: unknown[] = ['first'];
  Object.defineProperty(list, 1, { get: () => touch('element'), enumerable: true });
  const value = {
    get content() {
      return touch('getter');
    },
    toJSON: () => touch('toJSON'),
    prompt: new Prompt(),
    list,
    trap,
    inherits: Object.create(trap) as unknown,
    url: new URL('http://localhost/a'),
    when: new Date(0),
    bytes: new Uint8Array(3),
    stream: new ReadableStream({ pull: () => void touch('stream') }, { highWaterMark: 0 }),
    set: new Set(['a']),
    map: new Map([['k', 1]]),
    error: new RangeError('text'),
    promise: Promise.resolve(1),
  };

  expect(JSON.parse(JSON.stringify(read(value)))).toEqual({
    prompt: { text: 'shown' },
    list: ['first', null],
    trap: '[Proxy]',
    inherits: '[object]',
    url: 'http://localhost/a',
    when: '1970-01-01T00:00:00.000Z',
    bytes: '[3 bytes]',
    stream: '[ReadableStream]',
    set: ['a'],
    map: [['k', 1]],
    error: '[RangeError]',
    promise: '[Promise]',
  });
  expect(touched).toEqual([]);
});

test('what the app changes later does not reach a copy', () => {
  const message = { content: 'before' };
  const copy = plainCopy({ messages: [message] });
  message.content = 'after';
  expect(copy).toEqual({ messages: [{ content: 'before' }] });
});

test('cycles end, a key named __proto__ stays data, and other forms take the place of objects', () => {
  const self: Record<string, unknown> = JSON.parse('{"__proto__":{"a":1},"secret":1}');
  self.self = self;
  self.date = new Date(0);
  const copy = plainCopy(self, {
    omits: (key) => key === 'secret',
    replace: (value) => (value instanceof Date ? { type: 'date' } : undefined),
  });
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"a":1},"self":"[circular]","date":{"type":"date"}}');
});

test('a copy with a bound ends there', () => {
  const copy = plainCopy(
    Array.from({ length: 1_000 }, () => ({ a: 1 })),
    { maxValues: 10 },
  );
  expect((copy as unknown[]).length).toBeLessThan(10);
});

test('a list that begins with numbers is copied without asking its class or its getters', () => {
  const touched: string[] = [];
  class Tokens extends Array<number> {
    static override get [Symbol.species]() {
      touched.push('species');
      return Array;
    }
    override slice(...args: [number?, number?]) {
      touched.push('slice');
      return super.slice(...args);
    }
  }
  const short: number[] = [1];
  Object.defineProperty(short, 1, { enumerable: true, get: () => touched.push('getter') });

  expect(plainCopy([Tokens.from([1, 2]), short, Array.from({ length: 200 }, () => 3)])).toEqual([
    [1, 2],
    [1, undefined],
    Array.from({ length: 200 }, () => 3),
  ]);
  expect(touched).toEqual([]);
});

test('what an object sends of itself, by a toJSON that may not be asked, is not guessed where that counts', () => {
  class Account {
    readonly name = 'Ada';
    readonly password = 'secret';
    toJSON() {
      return this.name;
    }
  }
  const request = {
    a: new Account(),
    b: { toJSON: () => 1, password: 'secret' },
    at: new Date(0),
    bytes: Buffer.of(1),
  };
  expect(plainCopy(request, { onlySent: true })).toEqual({
    a: '[toJSON]',
    b: '[toJSON]',
    at: '1970-01-01T00:00:00.000Z',
    bytes: '[1 bytes]',
  });
});

test('no getter runs that stands behind many numbers', () => {
  const list = Array.from({ length: 100 }, (_, i): number => i);
  let isAsked = false;
  Object.defineProperty(list, 90, { enumerable: true, get: () => (isAsked = true) });
  expect((plainCopy(list) as unknown[])[90]).toBeUndefined();
  expect(isAsked).toBe(false);
});
