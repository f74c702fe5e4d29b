import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function shown(isTTY: boolean): string {
  const written: string[] = [];
  const progress = new Progress('cities', 2, { isTTY, write: (text) => written.push(text) });
  progress.add(false);
  progress.add(true);
  progress.end();
  return written.join('');
}

test('a terminal shows how far it is, in one line', () => {
  expect(shown(true).endsWith('\rcities: 2/2 rows, 1 failed\u001b[K\n')).toBe(true);
  expect(shown(true).split('\n')).toHaveLength(2);
});

test('elsewhere nothing is written', () => {
  expect(shown(false)).toBe('');
});
