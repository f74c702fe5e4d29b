import { expect, test } from 'vitest';
import { materialOf, scoreContext, scoredRow, scriptedModel } from '../stand-ins/scripted-model.ts';
import { pairwise } from './pairwise.ts';

const row = scoredRow({ outputs: 'Thirty days.', expectations: { expected_response: 'A month or so.' } });
const says = (verdict: string) => ({ rationale: `The ${verdict}.`, verdict });

test('two answers are compared in both orders, and the better one wins', async () => {
  const model = scriptedModel(says('first'), says('second'));

  const scores = await pairwise({ model }).score(row, scoreContext());

  expect(scores).toMatchObject([
    { name: 'preference', value: 'a' },
    { name: 'preference_position', value: 'none' },
  ]);
  const [forward, backward] = model.requests.map(materialOf);
  expect(forward).toMatch(/\[\[first answer \w+\]\]\nThirty days\.\n[\s\S]*\[\[second answer \w+\]\]\nA month or so\./);
  expect(backward).toMatch(
    /\[\[first answer \w+\]\]\nA month or so\.\n[\s\S]*\[\[second answer \w+\]\]\nThirty days\./,
  );
});

test('an answer that is not there is not compared', async () => {
  const model = scriptedModel(says('first'), says('second'));

  await expect(pairwise({ model, b: () => undefined }).score(row, scoreContext())).rejects.toMatchObject({
    code: 'VALUE_UNSUITABLE',
  });
  expect(model.requests).toEqual([]);
});

test('a verdict that moves with the order is a tie, and the order is told', async () => {
  const cases = [
    [says('first'), says('first'), 'tie', 'first'],
    [says('second'), says('second'), 'tie', 'second'],
    [says('tie'), says('second'), 'tie', 'second'],
    [says('tie'), says('tie'), 'tie', 'none'],
    [says('second'), says('first'), 'b', 'none'],
  ] as const;
  for (const [aFirst, bFirst, preference, position] of cases) {
    const scores = await pairwise({ model: scriptedModel(aFirst, bFirst) }).score(row, scoreContext());
    expect(scores).toMatchObject([{ value: preference }, { value: position }]);
  }
});

test('what is compared, and by what, can be said', async () => {
  const model = scriptedModel(says('second'), says('first'));
  const judge = pairwise({
    name: 'shorter',
    model,
    a: ({ tags }) => tags.old,
    b: 'outputs',
    instructions: 'Which is shorter? The question is not needed.',
  });

  const scores = await judge.score(scoredRow({ tags: { old: 'At most a month.' } }), scoreContext());

  expect(scores).toMatchObject([{ name: 'shorter', value: 'b' }, { name: 'shorter_position' }]);
  expect(materialOf(model.requests[0])).toContain('At most a month.');
  expect(materialOf(model.requests[0])).not.toContain('[[inputs');
  expect([judge.passes?.('a', 'shorter'), judge.passes?.('tie', 'shorter')]).toEqual([true, false]);
});
