import { expect, test } from 'vitest';
import { parseDash } from './dash-state.ts';
import { type Mark, tracesBehind } from './traces-behind.ts';

/** Parameters of the list behind a mark. */
function behind(search: string, mark: Mark): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(tracesBehind(parseDash(search), mark), 'http://localhost').searchParams);
}
const bucket = { fromMs: 1_790_000_000_000, toMs: 1_790_000_060_000 };

test('behind all figures are the traces of the page’s filter that have such spans', () => {
  expect(behind('?q=tags.env+%3D+live+OR+cost+%3E+1', {})).toEqual({
    q: '(tags.env = live OR cost > 1) AND has(kind = llm)',
    from: '-7d',
  });
  expect(behind('?of=steps', {})).toEqual({ from: '-7d' });
});

test('one span has to fulfil all that a mark says', () => {
  expect(behind('?by=model', { group: ["o'1"], bucket, also: 'status = error' })).toEqual({
    q: String.raw`has(kind = llm AND model = 'o\'1' AND status = error AND time >= '2026-09-21T14:13:20.000Z' AND time < '2026-09-21T14:14:20.000Z')`,
    from: '-7d',
  });
  expect(behind('?by=prompt', { group: ['greet', null] }).q).toBe(
    "has(kind = llm AND prompt = 'greet' AND prompt_version IS NULL)",
  );
});

test('of whole traces the bucket is the range', () => {
  expect(behind('?of=traces&by=user', { group: [null], bucket })).toEqual({
    q: 'user IS NULL',
    from: '1790000000000',
    to: '1790000060000',
  });
});
