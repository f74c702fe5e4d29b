import { TracewrightClient } from '@tracewright/client';
import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run } from '../run-command.test.support.ts';

test('runs are listed by what they logged, and compared by what differs', async () => {
  const { url } = await collectorOn(emptyFolder());
  const client = new TracewrightClient({ url });
  await client.setExperiment('prompts');
  const ids: string[] = [];
  for (const [name, accuracy] of [
    ['first', 0.5],
    ['second', 2 / 3],
    ['second', Number.NaN],
  ] as const) {
    ids.push(
      await client.startRun({ name, params: { model: 'small', prompt: name } }, (active) => {
        active.logMetric('accuracy', accuracy);
        return active.id;
      }),
    );
  }
  await client.startRun({ name: 'elsewhere', experiment: 'other' }, () => {});
  const tracewright = (words: readonly string[]) => run(words, '', { TRACEWRIGHT_URL: url });
  const rows = (out: string) =>
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s{2,}/));

  const list = await tracewright([
    'runs',
    'list',
    'prompts',
    '--order',
    'metrics.accuracy ASC',
    '--filter',
    'metrics.accuracy > 0',
  ]);
  expect(list).toMatchObject({ code: 0, err: '' });
  expect(rows(list.out)).toEqual([
    ['RUN', 'NAME', 'STATUS', 'STARTED', 'params.model', 'params.prompt', 'metrics.accuracy'],
    [ids[0], 'first', 'FINISHED', expect.stringMatching(/Z$/), 'small', 'first', '0.5'],
    [ids[1], 'second', 'FINISHED', expect.stringMatching(/Z$/), 'small', 'second', '0.666667'],
  ]);
  const all = await tracewright(['runs', 'list', '--columns', 'metrics.accuracy', '--limit', '4']);
  expect(rows(all.out)[0]).toEqual(['RUN', 'NAME', 'EXPERIMENT', 'STATUS', 'STARTED', 'metrics.accuracy']);
  expect(rows(all.out)[1]?.slice(1, 3)).toEqual(['elsewhere', 'other']);
  expect(JSON.parse((await tracewright(['runs', 'list', 'prompts', '--limit', '1', '--json'])).out)).toMatchObject([
    { id: ids[2], metrics: { accuracy: 'NaN' }, params: { model: 'small' } },
  ]);

  const compared = await tracewright(['runs', 'compare', ids[0] ?? '', ids[1] ?? '']);
  expect(compared.code).toBe(1);
  expect(rows(compared.out)).toEqual([
    ['', 'first', 'second'],
    ['metrics.accuracy', '0.5', '0.666667'],
    ['params.prompt', 'first', 'second'],
  ]);
  const namesakes = await tracewright(['runs', 'compare', ids[1] ?? '', ids[2] ?? '', '--all']);
  expect(rows(namesakes.out)[0]).toEqual(['', `second ${ids[1]?.slice(-8)}`, `second ${ids[2]?.slice(-8)}`]);
  expect(rows(namesakes.out)).toContainEqual(['params.model', 'small', 'small']);
  const same = await tracewright(['runs', 'compare', ids[0] ?? '', ids[0] ?? '']);
  expect(same).toMatchObject({ code: 0, err: '' });

  expect(await tracewright(['runs', 'compare', 'one'])).toMatchObject({ code: 2 });
  expect(await tracewright(['runs', 'list', 'nobody'])).toMatchObject({
    code: 1,
    err: 'tracewright runs list: there is no experiment "nobody"\n',
  });
  expect(await tracewright(['runs', 'list', '--columns', 'bogus'])).toMatchObject({ code: 2 });
  expect(await tracewright(['runs', 'list', '--limit', 'all'])).toMatchObject({ code: 2 });
});
