import { expect, test } from 'vitest';
import { contentLabels } from './content-labels.ts';
import { contentRules } from './content-rules.ts';

test('labels stay what they are', () => {
  const labels = { plan: 'pro', seats: 3, trial: false, tags: ['a', 'b'] };
  expect(contentLabels(labels, contentRules({}, {}))).toEqual(labels);
});

test('with content off there are none', () => {
  expect(contentLabels({ plan: 'pro', seats: 3 }, contentRules({ captureContent: false }, {}))).toEqual({});
});

test('texts of labels are redacted; one whose redaction fails is left out', () => {
  const redact = (text: string) => {
    if (text === 'bad') throw new Error('no');
    return text.replace('secret', '***');
  };
  const labels = { plan: 'my secret', tags: ['secret', 'x'], other: 'bad' };
  expect(contentLabels(labels, contentRules({ redact }, {}))).toEqual({ plan: 'my ***', tags: ['***', 'x'] });
});

test('a label takes a kibibyte at most, and one with an endless name nothing', () => {
  const labels = {
    text: 'x'.repeat(2_000_000),
    tags: Array.from({ length: 1_000 }, () => 'y'.repeat(100)),
    ['n'.repeat(1_000)]: 'z',
  };
  const shown = contentLabels(labels, contentRules({}, {}));
  expect(Object.keys(shown)).toEqual(['text', 'tags']);
  expect(String(shown.text).length).toBeLessThan(1_100);
  expect(JSON.stringify(shown.tags).length).toBeLessThan(1_200);
});
