import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ComparedTrace } from './compared-trace.ts';
import { type DeltaCause, explainDelta } from './explain-delta.ts';
import { matchSteps } from './match-steps.ts';
import { type TestStep, testTrace } from './test-trace.test.support.ts';

const ROOT: TestStep = { name: 'root', start: 0, end: 100 };
const call = (more: Partial<TestStep>): TestStep => ({
  ...{ name: `chat ${more.model ?? 'small'}`, kind: 'llm', start: 0, end: 100, model: 'small' },
  ...{ input: 80, output: 20, costUsd: 1 },
  ...more,
});
const explain = (a: ComparedTrace, b: ComparedTrace) => explainDelta(a, b, matchSteps(a, b));

function part(a: readonly TestStep[], b: readonly TestStep[], cause: DeltaCause) {
  const found = explain(testTrace(...a), testTrace(...b)).parts.find((each) => each.cause === cause);
  if (!found) throw new Error(`no part ${cause}`);
  return found;
}

test('a trace does not differ from itself', () => {
  const trace = testTrace(ROOT, call({}));

  expect(explain(trace, trace)).toMatchObject({ timeUs: 0, tokens: 0, costUsd: 0, unpricedCalls: 0 });
});

test('a call more is added with its time, tokens and money', () => {
  const after = [{ ...ROOT, end: 150 }, call({}), call({ start: 100, end: 150, costUsd: 0.5 })];

  expect(part([ROOT, call({})], after, 'added')).toEqual({
    ...{ cause: 'added', timeUs: 50, tokens: 100, costUsd: 0.5, steps: 1 },
  });
  expect(part(after, [ROOT, call({})], 'removed')).toMatchObject({ timeUs: -50, tokens: -100, costUsd: -0.5 });
});

test('twice the tokens at the same rates are due to the tokens', () => {
  const after = [{ ...ROOT, end: 200 }, call({ end: 200, input: 160, output: 40, costUsd: 2 })];

  expect(part([ROOT, call({})], after, 'tokens')).toMatchObject({ timeUs: 100, tokens: 100, costUsd: 1 });
  expect(part([ROOT, call({})], after, 'rate')).toMatchObject({ timeUs: 0, costUsd: 0 });
});

test('the same tokens at another price, or slower, are due to the rate, or to the model where that is another', () => {
  const slower = { end: 130, costUsd: 1.5 };

  expect(part([ROOT, call({})], [{ ...ROOT, end: 130 }, call(slower)], 'rate')).toMatchObject({
    ...{ timeUs: 30, costUsd: 0.5 },
  });
  expect(part([ROOT, call({})], [{ ...ROOT, end: 130 }, call({ ...slower, model: 'large' })], 'model')).toMatchObject({
    timeUs: 30,
    costUsd: 0.5,
  });
});

test('a call whose cost is not known on one side is counted, and changes no money', () => {
  const { costUsd: _, ...unpriced } = call({});

  expect(explain(testTrace(ROOT, call({})), testTrace(ROOT, unpriced))).toMatchObject({
    ...{ costUsd: 0, unpricedCalls: 1 },
  });
});

test('a call that two instrumentations saw is counted once', () => {
  const twice = testTrace(ROOT, call({}), call({ parent: 1 }));

  expect(explain(testTrace(ROOT), twice)).toMatchObject({ tokens: 100, costUsd: 1 });
});

const arbitraryTrace = fc
  .array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      start: fc.integer({ min: 0, max: 50 }),
      length: fc.integer({ min: 0, max: 50 }),
      parent: fc.integer({ min: -1, max: 7 }),
      kind: fc.constantFrom('llm' as const, 'tool' as const),
      model: fc.constantFrom('small', 'large'),
      input: fc.integer({ min: -1, max: 50 }),
      output: fc.integer({ min: -1, max: 50 }),
      costUsd: fc.constantFrom(-1, 0, 1, 2),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((steps) => testTrace(...steps.map(({ length, ...step }) => ({ ...step, end: step.start + length }))));

test('the parts are exactly the difference in time', () => {
  const waitedUs = ({ criticalUs, gapUs }: ComparedTrace) => criticalUs.reduce((sum, us) => sum + us, gapUs);
  fc.assert(
    fc.property(arbitraryTrace, arbitraryTrace, (a, b) => {
      expect(explain(a, b).timeUs).toBeCloseTo(waitedUs(b) - waitedUs(a), 6);
    }),
    { numRuns: 60 },
  );
});
