import { expect, test } from 'vitest';
import { codeScorer } from '../testing/code-scorer.test.support.ts';
import { evaluate } from './evaluate.ts';

const isExpected = codeScorer('exact', ({ outputs, expectations }) => ({ value: outputs === expectations.answer }));

test('rows are run, scored and told in the order of the data, whatever is done first', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const result = await evaluate({
    track: false,
    data: [
      { inputs: { at: 0 }, expectations: { answer: 'a0' }, tags: { topic: 'x' } },
      { inputs: { at: 1 }, expectations: { answer: 'other' } },
    ],
    task: async ({ at }) => {
      // The second is done before the first.
      if (at === 0) await gates[0]?.promise;
      else gates[0]?.resolve();
      return `a${at}`;
    },
    scorers: [isExpected],
  });
  expect(result.rows.map(({ outputs, scores }) => [outputs, scores.exact?.passed])).toEqual([
    ['a0', true],
    ['a1', false],
  ]);
  expect(result.metrics).toMatchObject({
    ...{ rows: 2, row_errors: 0, score: 0.5, score_p50: 0.5 },
    ...{ 'exact/mean': 0.5, 'exact/pass_rate': 0.5, 'exact/errors': 0, dim_exact: 0.5 },
  });
  expect(result.rows[0]?.key).toMatch(/^[0-9a-f]{16}$/);
  expect(result.runId).toBeUndefined();
});

test('a task that fails is an error of its row alone, a scorer that fails one of its cell', async () => {
  const failing = codeScorer('failing', () => {
    throw Object.assign(new Error('no verdict'), { code: 'JUDGE_ANSWER_INVALID' });
  });
  const result = await evaluate({
    track: false,
    data: [{ inputs: 1 }, { inputs: 2, expectations: { answer: 2 } }],
    task: (inputs: number) => {
      if (inputs === 1) throw new TypeError('not this one');
      return inputs;
    },
    scorers: [isExpected, failing],
  });
  expect(result.rows[0]).toMatchObject({ error: { code: 'TypeError', message: 'not this one' }, scores: {} });
  expect(result.rows[1]?.scores).toMatchObject({
    exact: { value: true, error: null },
    failing: { value: null, passed: null, error: { code: 'JUDGE_ANSWER_INVALID', message: 'no verdict' } },
  });
  expect(result.metrics).toMatchObject({ row_errors: 1, 'failing/errors': 1, 'exact/mean': 1 });
  expect(result.metrics).not.toHaveProperty('failing/mean');
});

test('scores cannot be called what something else is called', async () => {
  for (const name of ['constructor', '__proto__', 'score']) {
    const scorer = codeScorer(name, () => ({ value: 1 }));
    const evaluation = evaluate({ track: false, data: [{ inputs: 1 }], task: () => 1, scorers: [scorer] });
    await expect(evaluation, name).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  }
});

test('a scorer that never comes back does not keep an evaluation from ending', async () => {
  const ending = new AbortController();
  const hanging = codeScorer('hanging', () => {
    ending.abort(new Error('enough'));
    return new Promise(() => undefined);
  });
  const { signal } = ending;
  const data = [{ inputs: 1 }];

  await expect(evaluate({ track: false, signal, data, task: () => 1, scorers: [hanging] })).rejects.toMatchObject({
    ...{ code: 'ABORTED', cause: { message: 'enough' } },
  });
});

test('what is no row is said to be none', async () => {
  const evaluation = evaluate({ track: false, data: [null] as never, task: () => 1, scorers: [] });

  await expect(evaluation).rejects.toMatchObject({ code: 'INVALID_DATA' });
});

test('no more rows are under way than allowed, and data are drawn as there is room', async () => {
  let [underWay, most, drawn] = [0, 0, 0];
  async function* endless() {
    for (; drawn < 20; drawn++) yield { inputs: drawn };
  }
  const result = await evaluate({
    ...{ track: false, data: endless(), scorers: [], concurrency: 3 },
    task: async (at: number) => {
      most = Math.max(most, ++underWay);
      expect(drawn - at).toBeLessThan(6);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return at;
    },
  });
  expect(most).toBe(3);
  expect(result.rows.map(({ outputs }) => outputs)).toEqual(Array.from({ length: 20 }, (_, at) => at));
});

test('with several trials each row is run as often, and one sees how steady it is', async () => {
  const result = await evaluate({
    ...{
      track: false,
      data: [
        { id: 'a', inputs: 'a' },
        { id: 'b', inputs: 'b' },
      ],
      trials: 2,
    },
    task: (inputs: string, { trial }) => (inputs === 'a' ? 1 : trial),
    scorers: [codeScorer('value', ({ outputs }) => ({ value: outputs as number }), { range: [0, 2] })],
  });
  expect(result.rows.map(({ key, trial, index }) => [key, trial, index])).toEqual([
    ['a', 0, 0],
    ['a', 1, 0],
    ['b', 0, 1],
    ['b', 1, 1],
  ]);
  expect(result.spreads()).toEqual([
    { name: 'value', key: 'a', count: 2, mean: 1, variance: 0 },
    { name: 'value', key: 'b', count: 2, mean: 0.5, variance: expect.closeTo(0.5, 12) },
  ]);
  expect(result.metrics).toMatchObject({ 'value/mean': 0.75, dim_value: 0.375, 'value/p50': 1 });
});

test('a task whose time is up is told so, and its row says it', async () => {
  let reason: unknown;
  const result = await evaluate({
    ...{ track: false, data: [{ inputs: 1 }], scorers: [isExpected], rowTimeoutMs: 5 },
    task: (_: number, { signal }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => {
        reason = signal.reason;
        resolve();
      });
      return promise;
    },
  });
  expect(result.rows[0]?.error).toEqual({ code: 'ROW_TIMED_OUT', message: 'the task took longer than 5 ms' });
  expect(reason).toMatchObject({ code: 'ROW_TIMED_OUT' });
});

test('a task that fails for a reason that passes is tried again, another is not', async () => {
  const attempts: Record<string, number> = {};
  const result = await evaluate({
    ...{ track: false, data: [{ inputs: 'busy' }, { inputs: 'wrong' }], scorers: [] },
    task: (inputs: string, { attempt }) => {
      attempts[inputs] = attempt;
      if (inputs === 'wrong') throw Object.assign(new Error('wrong'), { status: 400 });
      if (attempt < 3) throw Object.assign(new Error('busy'), { status: 429, headers: { 'retry-after-ms': '0' } });
      return 'done';
    },
  });
  expect(attempts).toEqual({ busy: 3, wrong: 1 });
  expect(result.rows.map(({ error }) => error?.code)).toEqual([undefined, 'Error']);
});

test('an evaluation that is ended keeps what was done', async () => {
  const ending = new AbortController();
  const evaluation = evaluate({
    ...{ track: false, data: [1, 2, 3, 4].map((inputs) => ({ inputs })), scorers: [], concurrency: 1 },
    signal: ending.signal,
    task: (inputs: number) => {
      if (inputs < 3) return inputs;
      ending.abort(new Error('enough'));
      return new Promise(() => {});
    },
  });
  await expect(evaluation).rejects.toMatchObject({
    code: 'ABORTED',
    cause: { message: 'enough' },
    result: { rows: [{}, {}] },
  });
});

test('data that cannot be read end the evaluation, and rows under way are done first', async () => {
  let isDone = false;
  async function* broken() {
    yield { inputs: 1 };
    throw new Error('half a file');
  }
  const task = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    isDone = true;
  };
  await expect(evaluate({ track: false, data: broken(), scorers: [], task })).rejects.toThrow('half a file');
  expect(isDone).toBe(true);
});

test('rows with outputs need no task; without either a row says so', async () => {
  const data = [{ inputs: 1, outputs: 'a', expectations: { answer: 'a' } }, { inputs: 2 }];
  const result = await evaluate({ track: false, data, scorers: [isExpected] });
  expect(result.rows[0]).toMatchObject({ durationMs: null, scores: { exact: { value: true } } });
  expect(result.rows[1]?.error?.code).toBe('OUTPUTS_MISSING');
});

test.each([
  ['two scorers of one name', { scorers: [isExpected, isExpected] }, 'two scorers give scores called exact'],
  ['a name that no metric can have', { scorers: [codeScorer('a#b', () => ({ value: 1 }))] }, 'cannot be called "a#b"'],
  ['no trials', { scorers: [], trials: 0 }, 'trials must be a whole number from 1'],
  ['nothing to resume', { scorers: [], resume: 'x' }, 'nothing to resume'],
  ['a limit of nothing', { scorers: [], rateLimits: { task: { requestsPerMinute: 0 } } }, 'must be above 0'],
  ['a dataset without a server', { scorers: [], data: { dataset: 'cases' } }, 'give a client'],
])('%s is refused before anything is run', async (_, options, message) => {
  let isRun = false;
  const data = [{ inputs: 1 }];
  const task = () => {
    isRun = true;
  };
  const evaluation = evaluate({ track: false, data, task, ...options } as never);
  await expect(evaluation).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
    message: expect.stringContaining(message),
  });
  expect(isRun).toBe(false);
});

test('a scorer that gives what is no score has failed', async () => {
  const wrong = [Number.NaN, undefined, { value: {} }].map((value, at) =>
    codeScorer(`wrong${at}`, () => (at === 1 ? value : { value }) as never),
  );
  const stray = codeScorer('stray', () => ({ name: 'other', value: 1 }));
  const result = await evaluate({ track: false, data: [{ inputs: 1, outputs: 1 }], scorers: [...wrong, stray] });
  const codes = Object.values(result.rows[0]?.scores ?? {}).map(({ error }) => error?.code);
  expect(codes).toEqual(['SCORE_INVALID', 'TypeError', 'SCORE_INVALID', 'SCORE_INVALID']);
});
