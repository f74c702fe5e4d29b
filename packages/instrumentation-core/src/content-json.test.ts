import { expect, test } from 'vitest';
import { contentJson } from './content-json.ts';
import { type ContentOptions, contentRules } from './content-rules.ts';

const json = (value: unknown, options: ContentOptions = {}) =>
  contentJson('attribute', value, contentRules(options, {}));

test('a value becomes its JSON', () => {
  expect(json({ a: [1, true, null, 'x'], b: { c: 'd' } })).toEqual({
    json: '{"a":[1,true,null,"x"],"b":{"c":"d"}}',
    isTruncated: false,
  });
});

test('with content off, or without a value, there is nothing', () => {
  expect(json('secret', { captureContent: false })).toBeUndefined();
  expect(json(undefined)).toBeUndefined();
  expect(json(() => 'secret')).toBeUndefined();
});

test('a long string keeps its beginning and says how much is missing', () => {
  expect(json(['abcdef', 'abc'], { maxContentStringLength: 3 })).toEqual({
    json: '["abc… [3 more characters]","abc"]',
    isTruncated: true,
  });
});

test('a cut never splits a surrogate pair', () => {
  expect(json('ab😀', { maxContentStringLength: 3 })?.json).toBe('"ab… [1 more characters]"');
});

test('many strings share one budget', () => {
  const content = json(Array.from({ length: 100_000 }, () => 'x'.repeat(100)));
  expect(content?.isTruncated).toBe(true);
  expect(content?.json.length).toBeLessThan(65_536);
});

test('many numbers, keys and empty containers share it too', () => {
  const values: unknown[] = [
    Array.from({ length: 1_000_000 }, () => 1.234567890123),
    Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`key${i}`, i])),
    Array.from({ length: 1_000_000 }, () => []),
    Array.from({ length: 1_000_000 }, () => false),
    Array.from({ length: 20_000 }, () => '"'.repeat(40)),
    '\u0001'.repeat(1_000_000),
    { ['k'.repeat(1_000_000)]: 1 },
  ];
  for (const value of values) {
    const content = json(value, { maxContentStringLength: 1_000_000 });
    expect(content?.isTruncated).toBe(true);
    expect(content?.json.length).toBeLessThan(52_000);
  }
});

test('every string is redacted before it is cut, and its place is told', () => {
  const places: unknown[] = [];
  const content = json(
    { messages: [{ text: 'my card 4111' }] },
    {
      maxContentStringLength: 9,
      redact: (text, place) => {
        places.push(place);
        return text.replace('4111', '****');
      },
    },
  );
  expect(content?.json).toBe('{"messages":[{"text":"my card *… [3 more characters]"}]}');
  expect(places).toEqual([{ attribute: 'attribute', path: 'messages.0.text' }]);
});

test('a value whose redaction throws is not shown at all', () => {
  const redact = () => {
    throw new Error('broken');
  };
  expect(json({ a: 'secret' }, { redact })).toBeUndefined();
});

test('a redaction that returns no text hides the value rather than fail', () => {
  expect(json({ a: 'secret' }, { redact: () => undefined as unknown as string })).toBeUndefined();
});

test('cycles, depth, bytes and big integers are written as something', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  expect(json(cycle)?.json).toBe('{"self":"[circular]"}');
  expect(json([new Uint8Array(3), new ArrayBuffer(4), 7n])?.json).toBe('["[3 bytes]","[4 bytes]","7"]');
  let deep: unknown = 'end';
  for (let i = 0; i < 100; i++) deep = [deep];
  expect(json(deep)).toMatchObject({ isTruncated: true });
});

test('the same object twice is no cycle', () => {
  const shared = { a: 1 };
  expect(json([shared, shared])?.json).toBe('[{"a":1},{"a":1}]');
});

test('values that throw when they are read, or never end, are not read', () => {
  const hostile = {
    get thrown() {
      throw new Error('no');
    },
    trap: new Proxy({}, { ownKeys: () => assertUnreached() }),
  };
  expect(json(hostile)?.json).toBe('{"trap":"[Proxy]"}');
  const endless = { toJSON: () => ({ toJSON: () => endless }) };
  expect(json(endless)?.json).toBe('{}');
});

test("no toJSON runs, be it a list's own, its class's or one that is not enumerable", () => {
  class Answers extends Array<string> {
    toJSON(): never {
      return assertUnreached();
    }
  }
  const list = Object.assign(['b'], { toJSON: assertUnreached });
  const record = Object.defineProperty({ c: 1 }, 'toJSON', { value: assertUnreached });
  expect(json([Answers.of('a'), list, record])?.json).toBe('[["a"],["b"],{"c":1}]');
});

function assertUnreached(): never {
  throw new Error('the app was asked');
}

test('a key named __proto__ is data', () => {
  expect(json(JSON.parse('{"__proto__":{"a":1}}'))?.json).toBe('{"__proto__":{"a":1}}');
});
