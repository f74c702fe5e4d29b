import { expect, test } from 'vitest';
import { parseRunRules, takesRunsOut } from './run-rules.ts';

const NAMES = { days: '--run-days', experiments: '--experiments', keepTags: '--keep-tags' };
const ALWAYS = { key: 'tracewright.keep', value: undefined };
const DAY_MS = 86_400_000;

test('rules are days for all, days or forever by experiment, and tags that keep', () => {
  const texts = { days: '30', experiments: 'ci=7, a=b=forever', keepTags: 'is_production_eval=true, team' };
  expect(parseRunRules(texts, NAMES)).toEqual({
    maxAgeMs: 30 * DAY_MS,
    experiments: new Map([
      ['ci', 7 * DAY_MS],
      ['a=b', undefined],
    ]),
    keepTags: [ALWAYS, { key: 'is_production_eval', value: 'true' }, { key: 'team', value: undefined }],
  });
});

test('without rules nothing is ever taken out', () => {
  expect(takesRunsOut(parseRunRules({}, NAMES))).toBe(false);
  expect(takesRunsOut(parseRunRules({ days: '', experiments: 'ci=forever' }, NAMES))).toBe(false);
  expect(takesRunsOut(parseRunRules({ experiments: 'ci=1' }, NAMES))).toBe(true);
});

test.each([
  [{ days: '0' }, '--run-days must count whole days, not "0"'],
  [{ experiments: 'ci=soon' }, '--experiments must count whole days, not "soon"'],
  [{ experiments: 'ci' }, '--experiments must list experiments such as ci=7 or nightly=forever'],
])('%j is refused', (texts, message) => {
  expect(() => parseRunRules(texts, NAMES)).toThrow(new RangeError(message));
});
