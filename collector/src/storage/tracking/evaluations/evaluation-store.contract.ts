import type { EvaluationRow, EvaluationScore, Nanos, NanoUsd } from '@tracewright/schema';
import { expect, test } from 'vitest';
import type { OpenStores } from '../opened-stores.contract.ts';
import type { TrackingStores } from '../tracking-stores.ts';

const NEW_RUN = { experimentId: '0', name: 'evaluation', userId: '', startMs: undefined, tags: new Map() };

export function newScore(given: Partial<EvaluationScore> = {}): EvaluationScore {
  return {
    name: 'exact',
    value: true,
    passed: true,
    rationale: null,
    error: null,
    source: { kind: 'code', id: 'exact' },
    ...given,
  };
}

export function newRow(index: number, given: Partial<EvaluationRow> = {}): EvaluationRow {
  return {
    key: `row ${index}`,
    trial: 0,
    index,
    traceId: index.toString(16).padStart(32, 'a'),
    inputs: { question: `Question  ${index}?` },
    outputs: `Answer ${index}`,
    expectations: { answer: `Answer ${index}` },
    context: null,
    tags: { topic: 'returns' },
    error: null,
    durationMs: 12.5,
    scores: [newScore()],
    ...given,
  };
}

/** What every adapter has to do with evaluations. */
export function evaluationCases(open: OpenStores): void {
  const started = async (): Promise<{ readonly stores: TrackingStores; readonly runId: string }> => {
    const stores = await open();
    return { stores, runId: (await stores.runs.create('default', NEW_RUN)).id };
  };

  test('others come to their turn while many rows are written', async () => {
    const { stores, runId } = await started();
    let turns = 0;
    let next = setImmediate(function count(): void {
      turns++;
      next = setImmediate(count);
    });
    const traceIdOf = (index: number): string => (index + 1).toString(16).padStart(32, '0');
    const rows = Array.from({ length: 1_000 }, (_, index) => newRow(index, { traceId: traceIdOf(index) }));
    await stores.evaluations.put('default', runId, rows);
    clearImmediate(next);
    expect(turns).toBeGreaterThan(20);
    expect(await stores.evaluations.heads('default', runId)).toHaveLength(1_000);
  });

  test('rows come back in the order of the data, whole and as beginnings', async () => {
    const { stores, runId } = await started();
    const long = newRow(1, { outputs: ['long '.repeat(100)], context: { docs: ['a\0b'] }, expectations: {} });
    await stores.evaluations.put('default', runId, [newRow(2, { trial: 1 }), long]);
    await stores.evaluations.put('default', runId, [newRow(2, { traceId: '2'.repeat(32) })]);
    const heads = await stores.evaluations.heads('default', runId);
    expect(heads.map(({ key, trial }) => [key, trial])).toEqual([
      ['row 1', 0],
      ['row 2', 0],
      ['row 2', 1],
    ]);
    expect(heads[0]?.outputs).toHaveLength(160);
    expect(heads[2]).toMatchObject({ inputs: 'Question 2?', outputs: 'Answer 2', expectations: 'Answer 2' });
    expect(await stores.evaluations.row('default', runId, long.traceId)).toEqual(long);
    expect(await stores.evaluations.row('default', 'other', long.traceId)).toBeUndefined();
    expect(await stores.evaluations.heads('other', runId)).toEqual([]);
  });

  test('scores are feedback on the traces of their rows, a judge that failed is an error, and what is expected stands beside them', async () => {
    const { stores, runId } = await started();
    const failed = newScore({
      name: 'judge',
      value: null,
      passed: null,
      error: { code: 'JUDGE_ANSWER_INVALID', message: 'no verdict' },
      source: { kind: 'judge', id: 'f1' },
    });
    const close = newScore({ name: 'closeness', value: 0.5, passed: null, rationale: 'half of it' });
    const row = newRow(1, { scores: [failed, close] });
    await stores.evaluations.put('default', runId, [row]);
    const said = { traceId: row.traceId, rationale: null, error: null, passed: null };
    const code = { kind: 'code', id: 'exact' };
    expect(new Set(await stores.evaluations.assessments('default', runId))).toEqual(
      new Set([
        { ...said, kind: 'feedback', name: 'judge', value: null, error: failed.error, source: failed.source },
        { ...said, kind: 'feedback', name: 'closeness', value: 0.5, rationale: 'half of it', source: code },
        { ...said, kind: 'expectation', name: 'answer', value: 'Answer 1', source: { kind: 'code', id: 'evaluation' } },
      ]),
    );
    expect(await stores.notes.listFeedback('default', row.traceId)).toMatchObject([{ name: 'closeness', value: 0.5 }]);
    expect(await stores.traceInfos.linkedTraces('default', runId)).toEqual([{ traceId: row.traceId, value: runId }]);
    expect((await stores.evaluations.heads('default', runId))[0]?.scores).toMatchObject([
      { name: 'judge', value: null, errorCode: 'JUDGE_ANSWER_INVALID', source: failed.source },
      { name: 'closeness', value: 0.5, errorCode: null, source: code },
    ]);
  });

  test('a row that is sent again takes the place of what stood there, its trace and its scores', async () => {
    const { stores, runId } = await started();
    const failed = newRow(1, { error: { code: 'Timeout', message: null }, outputs: null, scores: [] });
    const other = newRow(2);
    await stores.evaluations.put('default', runId, [failed, other]);
    const again = newRow(1, { traceId: 'b'.repeat(32), scores: [newScore({ passed: false, value: false })] });
    await stores.evaluations.put('default', runId, [again]);
    await stores.evaluations.put('default', runId, [again]);
    const heads = await stores.evaluations.heads('default', runId);
    expect(heads.map(({ traceId, error }) => [traceId, error])).toEqual([
      [again.traceId, null],
      [other.traceId, null],
    ]);
    const assessments = await stores.evaluations.assessments('default', runId);
    expect(assessments.filter(({ traceId }) => traceId === failed.traceId)).toEqual([]);
    const ofAgain = assessments.filter(({ traceId, kind }) => traceId === again.traceId && kind === 'feedback');
    expect(ofAgain).toMatchObject([{ value: false, passed: false }]);
    expect(assessments).toHaveLength(4);
  });

  test('a row that is sent again leaves alone what others have said of the run on its trace', async () => {
    const { stores, runId } = await started();
    const row = newRow(1);
    await stores.evaluations.put('default', runId, [row]);
    const nowNs = 1n as Nanos;
    await stores.assessments.create('default', {
      ...{
        id: 'of-ann',
        kind: 'feedback',
        traceId: row.traceId,
        spanId: null,
        name: 'helpful',
        value: true,
        error: null,
      },
      ...{ rationale: 'It is.', source: { kind: 'human', id: 'ann' }, overrides: null, isValid: true },
      ...{ metadata: { 'mlflow.assessment.sourceRunId': runId }, createdNs: nowNs, updatedNs: nowNs },
    });
    await stores.evaluations.put('default', runId, [row]);
    const names = (await stores.evaluations.assessments('default', runId)).map(({ name }) => name);
    expect(names.filter((name) => name === 'helpful')).toHaveLength(1);
    expect(names).toHaveLength(3);
  });

  test('a trace is one row of an evaluation, and may be one of others', async () => {
    const { stores, runId } = await started();
    await stores.evaluations.put('default', runId, [newRow(1)]);
    const twice = stores.evaluations.put('default', runId, [newRow(2), newRow(3, { traceId: newRow(1).traceId })]);
    await expect(twice).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    expect(await stores.evaluations.heads('default', runId)).toHaveLength(1);
    const { id: otherRun } = await stores.runs.create('default', NEW_RUN);
    await stores.evaluations.put('default', otherRun, [newRow(1)]);
    expect(await stores.evaluations.assessments('default', otherRun)).toHaveLength(2);
    expect(await stores.notes.listFeedback('default', newRow(1).traceId)).toHaveLength(2);
  });

  test('a row has what its trace adds to the run, once that is known', async () => {
    const { stores, runId } = await started();
    await stores.evaluations.put('default', runId, [newRow(1), newRow(2)]);
    const trace = { traceId: newRow(2).traceId, runId, status: 'ok', durationUs: 5, llmCount: 1 } as const;
    const usage = { inputTokens: 3, outputTokens: -1, costNanoUsd: 7 as NanoUsd, isCostPartial: false };
    await stores.runTotals.take('default', [{ ...trace, ...usage }]);
    expect(await stores.evaluations.heads('default', runId)).toMatchObject([
      { costNanoUsd: null, inputTokens: null, outputTokens: null },
      { costNanoUsd: 7, inputTokens: 3, outputTokens: null },
    ]);
  });

  test('there are no rows without a run, and none of a deleted one', async () => {
    const { stores, runId } = await started();
    const missing = stores.evaluations.put('default', 'f'.repeat(32), [newRow(1)]);
    await expect(missing).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' });
    await stores.runs.setLifecycle('default', runId, 'deleted');
    const deleted = stores.evaluations.put('default', runId, [newRow(1)]);
    await expect(deleted).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
  });

  test('a row goes with its trace', async () => {
    const { stores, runId } = await started();
    await stores.evaluations.put('default', runId, [newRow(1), newRow(2)]);
    await stores.notes.deleteTraces('default', [newRow(1).traceId]);
    expect((await stores.evaluations.heads('default', runId)).map(({ index }) => index)).toEqual([2]);
    expect(await stores.evaluations.assessments('default', runId)).toHaveLength(2);
  });

  test('what MLflow has scored is told by its metadata, and its words say what has passed', async () => {
    const { stores, runId } = await started();
    const nowNs = 1n as Nanos;
    const values = ['yes', 'No', true, 0.5, 'fine', 'constructor'];
    for (const [index, value] of values.entries()) {
      await stores.assessments.create('default', {
        ...{ id: `a-${index}`, kind: 'feedback', traceId: 't', spanId: null, name: `n${index}`, value, error: null },
        ...{ rationale: null, source: { kind: 'judge', id: 'm' }, overrides: null, isValid: true },
        ...{ metadata: { 'mlflow.assessment.sourceRunId': runId }, createdNs: nowNs, updatedNs: nowNs },
      });
    }
    const found = await stores.evaluations.assessments('default', runId);
    expect(found.map(({ passed }) => passed)).toEqual([true, false, true, null, null, null]);
  });
}
