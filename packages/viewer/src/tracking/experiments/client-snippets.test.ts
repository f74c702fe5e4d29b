import { expect, test } from 'vitest';
import { clientSnippets } from './client-snippets.ts';

test('the first snippet is of TypeScript, and each logs to the experiment that it stands in, whatever its name', () => {
  const snippets = clientSnippets('http://localhost:4318', `the "best" one's`);
  expect(snippets.map(({ title }) => title)).toEqual(['TypeScript', 'Python', 'Shell']);
  expect(snippets[0]?.code).toContain(`setExperiment("the \\"best\\" one's")`);
  expect(snippets[1]?.code).toContain(`set_experiment("the \\"best\\" one's")`);
  for (const { code } of snippets) expect(code).toContain('http://localhost:4318');
});
