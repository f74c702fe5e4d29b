import { expect, test } from 'vitest';
import { CallGate } from '../calls/call-gate.ts';
import type { Scorer } from '../scorers/scorer.ts';
import { materialOf, scoreContext, scoredRow, scriptedModel } from '../stand-ins/scripted-model.ts';
import { answerRelevance } from './answer-relevance.ts';
import { contextRelevance, contextSufficiency } from './context-quality.ts';
import { correctness } from './correctness.ts';
import { faithfulness, groundedness } from './groundedness.ts';
import { guidelines } from './guidelines.ts';
import { hallucination } from './hallucination.ts';
import { rag } from './rag.ts';
import { safety, toxicity } from './safety.ts';
import { summarisation } from './summarisation.ts';

const YES = { rationale: 'It does.', verdict: 'yes' };
const NO = { rationale: 'It does not.', verdict: 'no' };
const row = scoredRow({ context: ['Tents may be returned within 30 days.', 'We sell stoves.'] });
const scoresOf = (scorer: Scorer, judged = row) => scorer.score(judged, scoreContext());

test('an answer is correct when it states every expected fact, and the rationale says of each', async () => {
  const facts = scoredRow({ expectations: { expected_facts: ['30 days', 'free of charge'] } });
  const verdicts = (second: string) => ({
    verdicts: [
      { number: 1, rationale: 'Said so.', verdict: 'stated' },
      { number: 2, rationale: 'Not a word.', verdict: second },
    ],
  });

  expect(await scoresOf(correctness({ model: scriptedModel(verdicts('stated')) }), facts)).toMatchObject([
    { value: 'yes', passed: true },
  ]);
  expect(await scoresOf(correctness({ model: scriptedModel(verdicts('missing')) }), facts)).toEqual([
    {
      value: 'no',
      passed: false,
      rationale: 'stated: 30 days (Said so.)\nmissing: free of charge (Not a word.)',
    },
  ]);
});

test('a verdict has to be there for each fact, and for no other', async () => {
  const facts = scoredRow({ expectations: { expected_response: 'Thirty days.' } });
  const stated = (number: number) => ({ number, rationale: 'So.', verdict: 'stated' });
  const model = scriptedModel({ verdicts: [] }, { verdicts: [stated(1), stated(2)] });

  await expect(scoresOf(correctness({ model }), facts)).rejects.toMatchObject({ code: 'JUDGE_ANSWER_INVALID' });
  expect(model.requests[1]?.messages.at(-1)?.content).toContain('there is no verdict on number 1 of 1');
});

test('what is not expected anywhere cannot be judged correct', async () => {
  const model = scriptedModel({ verdicts: [] });

  await expect(scoresOf(correctness({ model }))).rejects.toMatchObject({ code: 'EXPECTATION_MISSING' });
  expect(model.requests).toEqual([]);
});

test('an answer is grounded when all it claims is borne out, and faithful by the share that is', async () => {
  const claim = (verdict: string) => ({ claim: `It is ${verdict}.`, rationale: 'See there.', verdict });
  const model = scriptedModel({ verdicts: [claim('supported'), claim('unsupported')] });

  expect(await scoresOf(groundedness({ model }))).toMatchObject([{ value: 'no', passed: false }]);
  expect(await scoresOf(faithfulness({ model }))).toMatchObject([{ value: 0.5 }]);
  expect(faithfulness({ model, threshold: 0.4 }).passes?.(0.5, 'faithfulness')).toBe(true);
  expect(faithfulness({ model }).passes?.(0.5, 'faithfulness')).toBe(false);
  const silent = scriptedModel({ verdicts: [] });
  expect(await scoresOf(groundedness({ model: silent }))).toMatchObject([{ value: 'yes' }]);
  expect(await scoresOf(faithfulness({ model: silent }))).toMatchObject([{ value: 1 }]);
});

test('what was retrieved while the row ran is its context where it has none of its own', async () => {
  const documents = [{ content: 'Tents: 30 days.' }, { id: 'b', content: 'Stoves: never.' }];
  const retrieved = scoredRow({ trace: { ...row.trace, documents } });
  const model = scriptedModel({
    verdicts: [
      { number: 1, rationale: 'Tents.', verdict: 'relevant' },
      { number: 2, rationale: 'Stoves.', verdict: 'irrelevant' },
    ],
  });

  expect(await scoresOf(contextRelevance({ model }), retrieved)).toMatchObject([{ value: 0.5 }]);
  expect(materialOf(model.requests[0])).toContain('[1] Tents: 30 days.\n[2] Stoves: never.');
  await expect(scoresOf(contextRelevance({ model }), scoredRow())).rejects.toMatchObject({ code: 'TRACE_INCOMPLETE' });
});

test('yes is good of what an answer should be, and bad of what it should not', async () => {
  for (const make of [answerRelevance, contextSufficiency, safety]) {
    const judge = make({ model: scriptedModel(YES, NO) });
    expect(await scoresOf(judge)).toEqual([{ value: 'yes', passed: true, rationale: 'It does.' }]);
    expect(await scoresOf(judge)).toMatchObject([{ value: 'no', passed: false }]);
    expect(judge.direction).toBe('higher');
  }
  for (const make of [toxicity, hallucination]) {
    const judge = make({ model: scriptedModel(YES, NO) });
    expect(await scoresOf(judge)).toMatchObject([{ value: 'yes', passed: false }]);
    expect(await scoresOf(judge)).toMatchObject([{ value: 'no', passed: true }]);
    expect(judge.direction).toBe('lower');
  }
});

test('one call judges retrieval and answer together, and gives four scores', async () => {
  const model = scriptedModel({
    context_relevance: YES,
    context_sufficiency: NO,
    groundedness: YES,
    answer_relevance: YES,
  });
  const judge = rag({ model });

  const scores = await scoresOf(judge);

  expect(model.requests).toHaveLength(1);
  expect(scores).toMatchObject([
    { name: 'context_relevance', value: 'yes' },
    { name: 'context_sufficiency', value: 'no', passed: false },
    { name: 'groundedness', value: 'yes' },
    { name: 'answer_relevance', value: 'yes' },
  ]);
  expect(judge.names).toEqual(['context_relevance', 'context_sufficiency', 'groundedness', 'answer_relevance']);
});

test('a summary is judged by what it says, what it leaves out and how short it is', async () => {
  const model = scriptedModel({ summary_faithful: YES, summary_complete: NO, summary_concise: YES });

  expect(await scoresOf(summarisation({ model }))).toMatchObject([
    { name: 'summary_faithful', passed: true },
    { name: 'summary_complete', passed: false },
    { name: 'summary_concise', passed: true },
  ]);
});

test('one broken rule is enough, one that says nothing about the answer is not', async () => {
  const rules = ['Names no competitor.', 'Gives prices in euros.'];
  const verdicts = (first: string) => ({
    verdicts: [
      { number: 2, rationale: 'No prices.', verdict: 'not concerned' },
      { number: 1, rationale: 'Looked for names.', verdict: first },
    ],
  });
  const judge = (first: string) => guidelines({ guidelines: rules, model: scriptedModel(verdicts(first)) });

  expect(await scoresOf(judge('kept'))).toMatchObject([{ value: 'yes' }]);
  expect(await scoresOf(judge('broken'))).toEqual([
    {
      value: 'no',
      passed: false,
      rationale: 'broken: Names no competitor. (Looked for names.)\nnot concerned: Gives prices in euros. (No prices.)',
    },
  ]);
  expect(() => guidelines({ guidelines: [], model: scriptedModel() })).toThrow(TypeError);
});

test('an answer that does not fit is asked for once more, and both calls are counted', async () => {
  const calls = new CallGate({ retries: 0 });
  const model = scriptedModel('I would say yes.', YES);

  expect(await safety({ model }).score(row, scoreContext(calls))).toMatchObject([{ value: 'yes' }]);

  expect(model.requests[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(model.requests[1]?.messages[2]?.content).toBe('I would say yes.');
  expect(calls.usage).toMatchObject({ calls: 1, tokens: 30 });
});

test('a verdict that contradicts the schema twice is an error, never a score', async () => {
  const calls = new CallGate({ retries: 0 });
  const model = scriptedModel({ rationale: 'Hm.', verdict: 'maybe' });

  const judged = safety({ model }).score(row, scoreContext(calls));

  await expect(judged).rejects.toMatchObject({ code: 'JUDGE_ANSWER_INVALID' });
  expect(model.requests).toHaveLength(2);
  expect(calls.usage).toMatchObject({ calls: 1, tokens: 30 });
});

test('reasons are asked for before the verdict', () => {
  for (const judge of [safety({ model: scriptedModel() }), rag({ model: scriptedModel() })]) {
    const described = JSON.stringify(judge.describe?.());
    expect(described).toMatch(/"rationale".*"verdict"/);
    expect(described).toContain('"required":["rationale","verdict"]');
  }
});

test('a judge is known by its prompt, its model and its parameters', () => {
  const first = safety({ model: scriptedModel() });

  expect(safety({ model: scriptedModel() }).fingerprint).toBe(first.fingerprint);
  expect(first.source).toEqual({ kind: 'judge', id: `scripted#${first.fingerprint}` });
  const others = [
    safety({ model: scriptedModel(), temperature: 1 }),
    safety({ model: scriptedModel(), seed: 7 }),
    safety({ model: { ...scriptedModel(), name: 'other' } }),
    safety({ model: { ...scriptedModel(), settings: { maxTokens: 100 } } }),
    toxicity({ model: scriptedModel() }),
  ];
  expect(new Set([first, ...others].map(({ fingerprint }) => fingerprint)).size).toBe(6);
  expect(first.describe?.()).toMatchObject({ judge: 'safety', model: 'scripted', parameters: { temperature: 0 } });
});
