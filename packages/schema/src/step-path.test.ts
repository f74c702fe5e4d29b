import { expect, test } from 'vitest';
import { stepName } from './step-path.ts';

test('numbers of repetitions are left out, those within words stay', () => {
  expect(['turn 12', 'turn[3]', 'task_7', 'page #4', '99'].map(stepName)).toEqual([
    'turn #',
    'turn[#]',
    'task_#',
    'page #',
    '#',
  ]);
  expect(['chat gpt-4o', 'text-embedding-3-small', 'h264', 'v2.1'].map(stepName)).toEqual([
    'chat gpt-4o',
    'text-embedding-3-small',
    'h264',
    'v2.1',
  ]);
});
