import { expect, test } from 'vitest';
import { linkedPrompts } from './linked-prompts.ts';

const linked = (value: string) => linkedPrompts([{ key: 'mlflow.linkedPrompts', value }]);

test('prompts that a run has used are known, each once; what is no list names none', () => {
  const said = [{ name: 'a', version: '1' }, { name: 'a', version: 1 }, { name: 'b', version: '2' }, null, {}];
  expect(linked(JSON.stringify(said))).toEqual([
    { name: 'a', version: '1' },
    { name: 'b', version: '2' },
  ]);
  expect([linked('{'), linked('{}'), linkedPrompts(undefined)]).toEqual([[], [], []]);
});
