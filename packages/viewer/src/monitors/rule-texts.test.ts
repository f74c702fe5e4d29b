import type { NewAlertRule } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { conditionText, formatLength, readingText, ruleText } from './rule-texts.ts';

test.each([
  [600_000, '10 minutes'],
  [86_400_000, '1 day'],
  [90_000, '90 seconds'],
  [5_400_000, '90 minutes'],
  [1_500, '1,500 ms'],
])('%d ms are %s', (ms, text) => {
  expect(formatLength(ms)).toBe(text);
});

test('a rule is told as one would say it', () => {
  const rule: Pick<NewAlertRule, 'metric' | 'condition' | 'windowMs' | 'forMs'> = {
    metric: { kind: 'traces', figure: 'latencyP95' },
    condition: { kind: 'threshold', is: 'above', value: 2_000 },
    windowMs: 600_000,
    forMs: 300_000,
  };
  expect(conditionText(rule)).toBe('latency p95 above 2,000 ms over 10 minutes, for 5 minutes');
  const change: NewAlertRule['condition'] = { kind: 'weekBefore', is: 'below', share: 0.2 };
  const score: NewAlertRule['metric'] = { kind: 'score', name: 'polite', figure: 'mean' };
  expect(conditionText({ ...rule, metric: score, condition: change, forMs: 0 })).toBe(
    'mean score polite 20.0 % less than a week before over 10 minutes',
  );
});

test('a reading says what it stands on', () => {
  const metric: NewAlertRule['metric'] = { kind: 'traces', figure: 'errorRate' };
  expect(readingText(metric, { value: 0.25, before: 0.1, count: 40 })).toBe('25.0 % (10.0 % a week before), of 40');
  expect(readingText(metric, { value: null, before: null, count: 0 })).toBe('–, of 0');
  expect(readingText(metric, null)).toBe('–');
});

test('a scorer says what it looks at', () => {
  expect(ruleText({ kind: 'tools', required: ['search'], forbidden: ['delete'], maxCalls: 3 })).toBe(
    'calls search; never delete; at most 3 calls',
  );
  expect(ruleText({ kind: 'contains', texts: ['please'], mode: 'none', ignoreCase: true })).toBe(
    'contains none of please',
  );
});
