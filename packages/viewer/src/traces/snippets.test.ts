import { expect, test } from 'vitest';
import { snippets } from './snippets.ts';

test('every snippet points to this very server', () => {
  for (const { code } of snippets('http://localhost:4318')) expect(code).toContain('http://localhost:4318');
});
