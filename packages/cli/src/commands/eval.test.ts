import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configure, TracewrightClient } from '@tracewright/client';
import { expect, onTestFinished, test } from 'vitest';
import { collectorOn, emptyFolder, run } from '../run-command.test.support.ts';

/** An evaluation in TypeScript, of which as many of forty rows pass as the environment says. */
const EVALUATION = `
interface Row { readonly outputs: unknown }
const scorer = {
  name: 'right',
  source: { kind: 'code', id: 'right' } as const,
  direction: 'higher' as const,
  score: ({ outputs }: Row) => ({ value: outputs === 'yes' }),
};
export const evaluation = () => ({
  name: 'answers',
  experiment: 'gate',
  data: Array.from({ length: 40 }, (_, index) => ({ inputs: { index } })),
  task: ({ index }: { index: number }) => (index < Number(process.env.TEST_EVALUATION_RIGHT) ? 'yes' : 'no'),
  scorers: [scorer],
  progress: false,
});
`;

test('an evaluation in a file is run, and fails where it is worse than the last or than one by name', async () => {
  // The command says for all of its process which server is meant; other tests run in this one.
  onTestFinished(() => configure({}));
  const { url } = await collectorOn(emptyFolder());
  const folder = emptyFolder();
  const file = join(folder, 'answers.eval.ts');
  writeFileSync(file, EVALUATION);
  const evaluated = async (right: number, ...words: readonly string[]) => {
    process.env.TEST_EVALUATION_RIGHT = String(right);
    return run(['eval', 'run', file, ...words], '', { TRACEWRIGHT_URL: url });
  };

  const first = await evaluated(36, '--baseline', 'last');
  expect(first).toMatchObject({ code: 0, err: 'there is no earlier evaluation called answers to compare with\n' });
  expect(first.out).toMatch(/^right\/mean {2}0\.9$/m);
  expect(first.out).toContain(`${url}/`);

  const worse = await evaluated(20, '--baseline', 'last');
  expect(worse.code).toBe(1);
  expect(worse.out).toMatch(/right +0\.9 +0\.5 +-0\.4 .* 0\/24\/16 +worse/);
  expect(worse.err).toMatch(/^right got worse: 0\.9 → 0\.5/);

  // The baseline is an earlier one of that name, never the one that has just been made.
  const better = await evaluated(40, '--baseline', 'answers', '--json');
  expect(better.code).toBe(0);
  const told = JSON.parse(better.out);
  expect(told).toMatchObject({ name: 'answers', regressions: [], metrics: { 'right/mean': 1 } });
  expect(told.comparison.rows).toBe(40);
  expect(told.comparison.changes[0]).toMatchObject({ name: 'right', before: 0.5, after: 1, verdict: 'better' });
  const tagged = await new TracewrightClient({ url }).runs.get(told.runId);
  expect(tagged.tags['tracewright.evaluation.baseline']).toBe(told.comparison.before.runId);

  const earlier = told.comparison.before.runId;
  expect(await evaluated(18, '--baseline', earlier, '--margin', '0.2')).toMatchObject({ code: 0 });
  expect(await evaluated(18, '--baseline', earlier, '--evidence', 'not worse')).toMatchObject({ code: 1 });

  const compared = await run(['eval', 'compare', earlier, told.runId], '', { TRACEWRIGHT_URL: url });
  expect(compared).toMatchObject({ code: 1, err: '' });
  expect(compared.out).toMatch(/^answers → answers: 40 rows in both\n/);

  // What cannot be evaluated is no regression: the exit code is another.
  const other = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const evalRun = (...words: readonly string[]) => run(['eval', 'run', ...words], '', { TRACEWRIGHT_URL: url });
  expect(await evalRun(other('broken.mjs', `throw new Error('no key');`))).toMatchObject({
    code: 2,
    err: expect.stringContaining('no key'),
  });
  expect(await evalRun(other('empty.mjs', 'export const other = 1;'))).toMatchObject({
    code: 2,
    err: expect.stringContaining('exports no evaluation'),
  });
  expect(await evalRun(file, '--baseline', 'nobody')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no finished evaluation called nobody in the same experiment'),
  });
  expect(await run(['eval', 'compare', 'nobody', 'no one'], '', { TRACEWRIGHT_URL: url })).toMatchObject({
    code: 2,
    err: expect.stringContaining('called no one in the experiment of runs (`experiment` names another)'),
  });
  expect(await run(['eval', 'compare', earlier, 'nobody'], '', { TRACEWRIGHT_URL: url })).toMatchObject({
    code: 2,
    err: expect.stringContaining('no finished evaluation called nobody in the same experiment'),
  });
});

test('an evaluation that was typed wrongly is not run', async () => {
  expect(await run('eval run')).toMatchObject({ code: 2, err: expect.stringContaining('say one file') });
  expect(await run('eval run x.mjs --margin some')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--margin'),
  });
  expect(await run('eval compare one')).toMatchObject({ code: 2, err: expect.stringContaining('two evaluations') });
});
