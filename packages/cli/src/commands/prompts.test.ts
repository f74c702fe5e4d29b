import { TracewrightClient } from '@tracewright/client';
import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run } from '../run-command.test.support.ts';

test('prompts are listed, shown, compared, promoted and rolled back', async () => {
  const { url } = await collectorOn(emptyFolder());
  const { prompts } = new TracewrightClient({ url });
  await prompts.register({ name: 'answer', template: 'Answer briefly.', commitMessage: 'first' });
  await prompts.register({ name: 'answer', template: [{ role: 'system', content: 'Answer at length.' }] });
  const tracewright = (words: string) => run(words, '', { TRACEWRIGHT_URL: url, USER: 'ann' });

  expect(await tracewright('prompts promote answer/1')).toMatchObject({
    code: 0,
    err: 'answer@production is version 1\n',
  });
  await tracewright('prompts promote answer/2 --user bob');
  expect((await tracewright('prompts list')).out).toMatch(/^NAME +ALIASES +CHANGED.*\nanswer +production=2 /);
  expect(await tracewright('prompts rollback answer')).toMatchObject({
    code: 0,
    err: 'answer@production is version 1 again\n',
  });
  expect((await prompts.history('answer').toArray()).map(({ by }) => by).slice(0, 3)).toEqual(['ann', 'bob', 'ann']);

  const log = (await tracewright('prompts show answer')).out.split('\n');
  expect(log.map((line) => line.split(/\s{2,}/)[0])).toEqual(['VERSION', '2', '1', '']);
  expect(log[2]).toMatch(/production +[0-9a-f]{12} +first$/);
  expect((await tracewright('prompts show answer@production')).out).toBe('Answer briefly.\n');
  expect((await tracewright('prompts show answer/2')).out).toBe('[system]\nAnswer at length.\n');
  const diff = await tracewright('prompts diff answer/1 answer/2 --json');
  expect(diff.code).toBe(1);
  expect(JSON.parse(diff.out)).toContainEqual({ kind: 'removed', text: 'briefly' });
  expect(await tracewright('prompts diff answer/1 answer@production')).toMatchObject({
    code: 0,
    out: 'Answer briefly.\n',
  });

  expect(await tracewright('prompts show nothing')).toMatchObject({
    code: 1,
    err: 'tracewright prompts show: Registered Model with name=nothing not found\n',
  });
  expect(await tracewright('models serve -m models:/nothing/1 -p 0')).toMatchObject({ code: 1 });
  expect(await tracewright('models serve')).toMatchObject({ code: 2 });
});
