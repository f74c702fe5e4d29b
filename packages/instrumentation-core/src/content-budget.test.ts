import { expect, test } from 'vitest';
import { ContentBudget } from './content-budget.ts';
import { contentRules } from './content-rules.ts';

const budget = (maxSpanContentBytes: number) => new ContentBudget(contentRules({ maxSpanContentBytes }, {}));
const exportedBytes = (json: string | undefined) => Buffer.byteLength(JSON.stringify(json ?? ''));

test('what is small is kept as it is', () => {
  expect(budget(1000).fit('input', ['hello'])).toEqual({ json: '["hello"]', isTruncated: false });
});

test.each([
  ['Latin letters', 'x'],
  ['Chinese characters', '漢'],
  ['quotes', '"'],
  ['line ends', '\n'],
  ['emoji', '😀'],
])('all values of a span together stay within its bytes, and each is shown: %s', (_name, letter) => {
  const whole = budget(20_000);
  const contents = ['input', 'tools', 'output'].map((attribute) =>
    whole.fit(attribute, [`Begin ${letter.repeat(50_000)}`]),
  );
  const sizes = contents.map((content) => exportedBytes(content?.json));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(20_000);
  expect(Math.min(...sizes)).toBeGreaterThan(500);
  for (const content of contents) {
    expect(content).toMatchObject({ isTruncated: true, json: expect.stringContaining('Begin') });
    expect(() => JSON.parse(content?.json ?? '')).not.toThrow();
  }
});

test('a value that is set again gives back the room of the first', () => {
  const whole = budget(20_000);
  const first = whole.fit('input', ['x'.repeat(50_000)]);
  expect(whole.fit('input', ['x'.repeat(50_000)])).toEqual(first);
});

test('many messages lose the last of them rather than the beginning of each', () => {
  const messages = Array.from({ length: 1000 }, (_, i) => ({
    role: 'user',
    content: `message ${i} ${'x'.repeat(50)}`,
  }));
  const content = budget(20_000).fit('input', messages);
  const kept = JSON.parse(content?.json ?? '') as { readonly content: string }[];
  expect(kept[0]?.content).toContain('message 0 ');
  expect(kept.length).toBeLessThan(300);
});

test('where nothing is left, nothing is kept, and that is said', () => {
  const whole = budget(100);
  for (let i = 0; i < 20; i++) whole.fit(`attribute ${i}`, 'x'.repeat(500));
  expect(whole.fit('last', 'x'.repeat(500))).toEqual({ json: undefined, isTruncated: true });
});

test('the bytes of a span grow with the length that an attribute may have', () => {
  const { maxSpanBytes } = contentRules({ maxContentLength: 100_000 }, {});
  expect(maxSpanBytes).toBe(200_000);
  expect(contentRules({}, {}).maxSpanBytes).toBe(61_440);
});

test('a value that does not fit leaves the room taken that the one before it has', () => {
  const whole = budget(2_000);
  const first = whole.fit('input', 'x'.repeat(300));
  expect(whole.fit('input', 'y'.repeat(2_000), 1_000)?.json).toBeUndefined();
  const later = Array.from({ length: 20 }, (_, i) => whole.fit(`attribute ${i}`, 'x'.repeat(2_000)));
  const sum = [first, ...later].reduce(
    (bytes, content) => bytes + (content?.json ? exportedBytes(content.json) : 0),
    0,
  );
  expect(sum).toBeLessThanOrEqual(2_000);
});
