import { expect, test } from 'vitest';
import { countFacts, leftOverFacts, pauseMsOf } from './erasure-words.ts';

const NOTHING = {
  ...{ traces: 0, spans: 0, assessments: 0, traceTags: 0, evaluationRows: 0, datasetRecords: 0, payloads: 0 },
  ...{ runs: 0, artifacts: 0, tableRows: 0, runLinks: 0, lateTraces: 0, auditMentions: 0 },
};

test('what there was none of is left out, but for traces and spans', () => {
  expect(countFacts(NOTHING)).toEqual([
    ['Traces', '0'],
    ['Spans', '0'],
  ]);
  expect(countFacts({ ...NOTHING, traces: 12, spans: 34_000, datasetRecords: 2 })).toEqual([
    ['Traces', '12'],
    ['Spans', '34k'],
    ['Records of datasets', '2'],
  ]);
});

test('runs that somebody has to look at stand with the reason, and nothing where there is none', () => {
  expect(leftOverFacts([])).toEqual([]);
  expect(leftOverFacts([{ runId: 'r1', why: 'traces' }])).toEqual([
    ['Runs to look at yourself', 'r1 (had traces of theirs)'],
  ]);
});

test('one that is done is not asked for again, one that is to be tried again is', () => {
  expect(pauseMsOf({ state: 'done' })).toBeUndefined();
  for (const state of ['waiting', 'running', 'failed'] as const) expect(pauseMsOf({ state })).toBeGreaterThan(0);
});
