import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collectorOn, emptyFolder, run, traceLine } from '../run-command.test.support.ts';

test('datasets are made of files and traces, listed, compared and written out', async () => {
  const { url } = await collectorOn(emptyFolder());
  const folder = emptyFolder();
  const file = join(folder, 'cases.csv');
  writeFileSync(file, 'question,answer\nHow long?,60 days\nWhere?,here\n');
  const tracewright = (words: string | readonly string[], stdin = '') =>
    run(words, stdin, { TRACEWRIGHT_URL: url, USER: 'ann' });

  expect(await tracewright(`datasets create returns ${file} --expectations answer`)).toMatchObject({
    code: 0,
    out: 'returns/1\n',
    err: expect.stringMatching(/^version 1 of returns, 2 records, [0-9a-f]{12}\n$/),
  });
  expect((await tracewright(`datasets create returns ${file} --expectations answer`)).err).toMatch(
    /^nothing has changed/,
  );
  const changed = '{"inputs":{"question":"Where?"},"expectations":{"answer":"there"}}\n';
  await tracewright(['datasets', 'create', 'returns', '-', '--note', 'moved'], changed);
  const diff = await tracewright('datasets diff returns/1 returns');
  expect(diff).toMatchObject({ code: 1, err: '0 added, 1 removed, 1 changed, 0 the same\n' });
  expect(diff.out.split('\n')[1]).toMatch(/^~ +dr-[0-9a-f]{32} +expectations\.answer +{"question":"Where\?"}$/);
  expect(await tracewright('datasets diff returns/1 returns/1')).toMatchObject({ code: 0, out: '' });
  expect((await tracewright('datasets export returns/2')).out).toMatch(
    /"question":"Where\?"},"expectations":{"answer":"there"}/,
  );
  expect((await tracewright('datasets export returns/1 --csv')).out.split('\r\n')[0]).toBe(
    'id,inputs.question,expectations.answer',
  );
  expect((await tracewright('datasets list returns')).out).toMatch(/^VERSION .*\n2 +1 .* ann +moved\n1 +2 /);
  const pointer = join(folder, 'cases.csv.dvc');
  writeFileSync(pointer, 'outs:\n- md5: a304afb96060aad90176268345e10355\n  path: cases.csv\n');
  expect(await tracewright(`datasets create outside --dvc ${pointer}`)).toMatchObject({ code: 0, out: 'outside/1\n' });
  await tracewright('traces import', traceLine(1));
  // Its root has been called with nothing.
  expect(await tracewright(['datasets', 'create', 'traced', '--traces', "name = 'agent'"])).toMatchObject({ code: 1 });
  expect((await tracewright('datasets list')).out).toMatch(/^NAME .*\noutside +1 +0 .*\nreturns +2 +1 /);
  expect(await tracewright('datasets create')).toMatchObject({ code: 2 });
  expect(await tracewright('datasets export nothing')).toMatchObject({
    code: 1,
    err: 'tracewright datasets export: there is no dataset "nothing"\n',
  });
});
