import { expect, test } from 'vitest';
import { allOf, compare, type Expression, type FullText } from '../../../../filter/expression.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import { wordTest } from './word-test.ts';

const says = (text: string, isPrefix = false): FullText => ({ type: 'text', text, isPrefix });
const TRACE = [sentSpan('plan', { text: 'Where is my REFUND?' }), sentSpan('answer', { text: '{"a":"Ärger\\nsoon"}' })];

function mayPass(filter: Expression): boolean | undefined {
  return wordTest(filter)?.mayPass(TRACE);
}

test.each([
  [says('refund'), true],
  [says('my refund'), true],
  [says('refu', true), true],
  [says('where ref', true), true],
  [says('ärger'), true],
  [says('soon'), true],
  [says('refunds'), false],
  [says('my parcel'), false],
  [says('parc', true), false],
])('a trace passes over %j: %j', (text, isPossible) => {
  expect(mayPass(text)).toBe(isPossible);
});

test('what every trace has to say that passes is asked for, wherever it stands in the filter', () => {
  const isCall = compare('kind', '=', 'llm');
  expect(mayPass({ type: 'has', of: allOf(isCall, says('parcel')) })).toBe(false);
  expect(mayPass(allOf(says('refund'), { type: 'trace', of: says('soon') }))).toBe(true);
});

test('what a trace may say or not is not asked for', () => {
  expect(mayPass({ type: 'or', of: [says('parcel'), says('refund')] })).toBeUndefined();
  expect(mayPass({ type: 'not', of: says('parcel') })).toBeUndefined();
  expect(mayPass(says('re', true))).toBeUndefined();
});
