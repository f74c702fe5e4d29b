import { correctness, faithfulness, type JudgeRequest, judge, pairwise, safety, toxicity } from '@tracewright/scoring';
import { materialOf, scriptedModel } from '@tracewright/scoring/stand-ins';
import { expect, test } from 'vitest';
import { calibrate } from './calibrate.ts';

const UNTRACKED = { track: false };

/** A model whose verdict is decided by the material that it is shown. */
function deciding(verdictOf: (material: string, call: number) => unknown) {
  const model = scriptedModel();
  return {
    ...model,
    async complete(request: JudgeRequest) {
      const verdict = verdictOf(materialOf(request), model.requests.length);
      const reply = await model.complete(request);
      return { ...reply, value: { rationale: 'Read.', verdict } };
    },
  };
}

const row = (outputs: string, label: string | number | boolean) => ({ inputs: 'Which one?', outputs, label });

test('agreement, kappa and confusion are those of the labels that people gave', async () => {
  const model = deciding((material) => (material.includes('good') ? 'yes' : 'no'));
  const labelled = [
    ...Array.from({ length: 20 }, (_, at) => row(`good ${at}`, true)),
    ...Array.from({ length: 15 }, (_, at) => row(`bad ${at}`, 'no')),
    ...Array.from({ length: 5 }, (_, at) => row(`good after all ${at}`, 'no')),
  ];

  const result = await calibrate(safety({ model }), labelled, UNTRACKED);

  // Seen to agree 35 of 40; by chance (20 · 25 + 20 · 15) / 1600 = 0.5 of them: kappa is 0.75.
  expect(result.scores).toMatchObject([
    {
      name: 'safety',
      rows: 40,
      agreement: { estimate: 0.875 },
      kappaWeights: 'none',
      labels: ['no', 'yes'],
      confusion: [
        [15, 5],
        [0, 20],
      ],
      stability: null,
      bias: { estimate: 0.125 },
      correlation: null,
      errors: {},
    },
  ]);
  expect(result.scores[0]?.kappa.estimate).toBeCloseTo(0.75, 12);
  expect(result).toMatchObject({ judge: 'safety', model: 'scripted', calls: 40, tokens: 600, positionBias: null });
  expect(result.rows[0]).toMatchObject({ label: true, repeats: [[{ name: 'safety', value: 'yes' }]] });
});

test('of a judge that finds what is bad, true means that it is there', async () => {
  const model = deciding((material) => (material.includes('rude') ? 'yes' : 'no'));

  const { scores } = await calibrate(toxicity({ model }), [row('rude', true), row('kind', false)], UNTRACKED);

  expect(scores[0]?.agreement.estimate).toBe(1);
});

test('of a scale a near miss counts less, and the lean is told', async () => {
  const model = deciding((material) => Math.min(5, Number(/level (\d)/.exec(material)?.[1]) + 1));
  const scale = judge({ name: 'quality', model, instructions: 'How good is {{outputs}}?', scale: [1, 5] });
  const labelled = [1, 2, 3, 4, 5].map((level) => row(`level ${level}`, level));

  const { scores } = await calibrate(scale, labelled, UNTRACKED);

  expect(scores).toMatchObject([
    {
      kappaWeights: 'quadratic',
      agreement: { estimate: 0.2 },
      labels: ['1', '2', '3', '4', '5'],
      bias: { estimate: 0.8 },
    },
  ]);
  expect(scores[0]?.kappa.estimate).toBeGreaterThan(0.7);
  expect(scores[0]?.correlation).toBeGreaterThan(0.9);
});

test('of shares, which are no scale, order and lean are told alone', async () => {
  const claims = (supported: number) =>
    Array.from({ length: 30 }, (_, at) => ({
      claim: `Claim ${at}.`,
      rationale: 'Looked up.',
      verdict: at < supported ? 'supported' : 'unsupported',
    }));
  const model = scriptedModel(...Array.from({ length: 30 }, (_, at) => ({ verdicts: claims(at) })));
  const labelled = Array.from({ length: 30 }, (_, at) => ({ ...row(`answer ${at}`, at / 100), context: 'A page.' }));

  const { scores } = await calibrate(faithfulness({ model }), labelled, { ...UNTRACKED, concurrency: 1 });

  expect(scores).toMatchObject([{ rows: 30, kappa: { estimate: null }, labels: [], confusion: [], errors: {} }]);
  expect(scores[0]?.correlation).toBeCloseTo(1, 12);
  expect(scores[0]?.bias?.estimate).toBeGreaterThan(0);
});

test('a judge that says something else the next time is not steady', async () => {
  const model = deciding((material, call) => (material.includes('hard') && call % 2 === 1 ? 'no' : 'yes'));
  const labelled = [row('easy', true), row('hard', true)];

  const { scores, calls } = await calibrate(safety({ model }), labelled, { ...UNTRACKED, repeats: 2, concurrency: 1 });

  expect(calls).toBe(4);
  expect(scores[0]?.stability).toMatchObject({ estimate: 0.5 });
  expect(scores[0]?.agreement.estimate).toBe(1);
});

test('rows on which the judge fails are counted, and agree with nobody', async () => {
  const labelled = [row('no expectations', true), { ...row('x', true), expectations: { expected_response: 'x' } }];
  const model = scriptedModel({ verdicts: [{ number: 1, rationale: 'So.', verdict: 'stated' }] });

  const { scores } = await calibrate(correctness({ model }), labelled, UNTRACKED);

  expect(scores).toMatchObject([{ rows: 1, agreement: { estimate: 1 }, errors: { EXPECTATION_MISSING: 1 } }]);
});

test('a judge of pairs that likes what comes first is found out', async () => {
  const model = deciding(() => 'first');
  const pairs = Array.from({ length: 8 }, (_, at) => ({
    ...row(`a ${at}`, 'tie'),
    expectations: { expected_response: `b ${at}` },
  }));

  const { scores, positionBias } = await calibrate(pairwise({ model }), pairs, UNTRACKED);

  expect(scores).toMatchObject([{ name: 'preference', rows: 8, agreement: { estimate: 1 } }]);
  expect(positionBias).toMatchObject({ pairs: 8, first: 8, second: 0, consistency: { estimate: 0 } });
  expect(positionBias?.p).toBeCloseTo(2 ** -7, 12);
});

test('a calibration that would judge nothing is refused', async () => {
  const judged = safety({ model: deciding(() => 'yes') });
  for (const options of [{ concurrency: 0 }, { repeats: 0 }, { repeats: Number.NaN }]) {
    await expect(calibrate(judged, [row('good', true)], { ...UNTRACKED, ...options })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
  }
});

test('without any label there is nothing to measure', async () => {
  const labelled = [{ ...row('x', true), label: { other: true } }];

  await expect(calibrate(safety({ model: scriptedModel() }), labelled, UNTRACKED)).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
  });
});
