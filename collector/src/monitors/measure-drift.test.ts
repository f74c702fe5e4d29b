import { expect, onTestFinished, test } from 'vitest';
import { onlineWorld, type SentSpan } from '../online/online-scoring.test.support.ts';
import { OnlineThread } from '../online/thread/online-thread.ts';
import { driftFigure } from './drift-figure.ts';
import { languageOf } from './language-of.ts';
import { measureEmbeddings } from './measure-embeddings.ts';
import { measurePrompts } from './measure-prompts.ts';
import { measureScores } from './measure-scores.ts';
import { measureDue } from './watch-drift.ts';

const ENGLISH = (at: number) => `How can I return the tent of my order ${at}?`;
const GERMAN = (at: number) => `Wie kann ich das Zelt der Bestellung ${at} zurückgeben?`;
const many = <Item>(count: number, of: (at: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, at) => of(at));

test.each([
  ['How do I return the tent?', 'en'],
  ['Wie kann ich das Zelt zurückgeben und ist es teuer?', 'de'],
  ['Comment puis-je rendre la tente que vous avez?', 'fr'],
  ['¿Cómo puedo devolver la tienda que compré por el sitio?', 'es'],
  ['Как вернуть палатку?', 'ru'],
  ['テントを返品するには?', 'ja'],
  ['如何退回帐篷', 'zh'],
  ['텐트를 반품하려면', 'ko'],
  ['{"a": 1}', 'other'],
  ['', 'other'],
])('%s is taken for %s', (text, language) => {
  expect(languageOf(text)).toBe(language);
});

test('prompts that stay the same have not drifted, by any measure', () => {
  const reference = many(60, (at) => ENGLISH(at + 10));
  const current = many(60, (at) => ENGLISH(at + 39));
  for (const { p, distance, limit } of measurePrompts(reference, current)) {
    expect(p).toBeGreaterThan(0.05);
    expect(distance!).toBeLessThanOrEqual(limit!);
  }
});

test('another language is drift of language and of words, and says what has come up', () => {
  const current = many(60, (at) => (at < 30 ? ENGLISH(at) : GERMAN(at)));
  const measures = new Map(measurePrompts(many(60, ENGLISH), current).map((measure) => [measure.name, measure]));
  expect(measures.get('language')).toMatchObject({
    by: 'js',
    p: 1 / 201,
    note: expect.stringMatching(/50 % now|50 % before/),
  });
  expect(measures.get('vocabulary')?.note).toContain('zelt');
  expect(measures.get('vocabulary')!.distance!).toBeGreaterThan(measures.get('vocabulary')!.limit!);
});

test('too few prompts are no reason to say anything', () => {
  for (const measure of measurePrompts(many(60, ENGLISH), many(29, ENGLISH))) {
    expect(measure).toMatchObject({ distance: null, p: null, note: expect.stringContaining('not enough data') });
  }
});

test('scores drift by their values, labels by their shares', () => {
  const shifted = measureScores(
    many(80, (at) => at % 10),
    many(80, (at) => (at % 10) + 3),
  );
  expect(shifted.map(({ name, by, p }) => [name, by, p! < 0.05])).toEqual([
    ['values', 'ks', true],
    ['stability', 'psi', true],
  ]);
  const labels = measureScores(
    many(50, (at) => at % 10 > 0),
    many(50, (at) => (at % 2 === 0 ? 'yes' : 'no')),
  );
  expect(labels).toMatchObject([
    { name: 'stability', by: 'psi', note: expect.stringMatching(/90 % before, 50 % now|10 % before, 50 % now/) },
  ]);
  expect(
    measureScores(
      many(50, () => true),
      many(50, () => 'yes'),
    )[0]?.p,
  ).toBe(1);
});

test('scores that are close together are told apart', () => {
  const near = (from: number) => many(80, (at) => 1_000 + (from + (at % 10)) / 100);
  expect(measureScores(near(0), near(5))[1]?.distance).toBeGreaterThan(1);
});

test('prompts without any word differ from those with words as far as can be', () => {
  const vocabulary = measurePrompts(
    many(40, ENGLISH),
    many(40, () => '😀'),
  )[2];
  expect(vocabulary).toMatchObject({ name: 'vocabulary', distance: 1, p: 1 / 201 });
});

test('vectors that point elsewhere have drifted', () => {
  const around = (x: number) => many(40, (at) => [x, 1, (at % 7) / 10]);
  expect(measureEmbeddings(around(0), around(0)).p).toBeGreaterThan(0.5);
  expect(measureEmbeddings(around(0), around(1))).toMatchObject({ by: 'cosine', p: 1 / 201 });
});

test('a monitor measures what has come against what came before, in the thread, on time', async () => {
  const thread = new OnlineThread({ prices: [], outgoing: { allow: [], keys: [] } });
  onTestFinished(() => thread.close());
  const { clock, send, stores, spans } = await onlineWorld({}, thread);
  const asked = (first: number, of: (at: number) => string): readonly SentSpan[] =>
    many(40, (at) => ({ trace: first + at, attributes: { 'tracewright.input': JSON.stringify(of(at)) } }));
  await send(...asked(1, ENGLISH));
  clock.nowMs += 3_600_000;
  await send(...asked(100, GERMAN));
  clock.nowMs += 1_000;
  const monitors = stores.driftMonitors;
  await monitors.create('default', 'm', {
    ...{ name: 'asked', subject: { kind: 'prompts' }, filter: '', windowMs: 1_800_000, everyMs: 3_600_000 },
    ...{ reference: { kind: 'before', lengthMs: 86_400_000 }, embeddings: null, isEnabled: true },
  });
  const deps = {
    ...{ spans, notes: stores.notes, experiments: stores.experiments, thread, monitors, nowMs: () => clock.nowMs },
    report: (error: unknown) => {
      throw error;
    },
  };
  const { signal } = new AbortController();
  await measureDue(deps, signal);
  await measureDue(deps, signal);

  const readings = await monitors.readings('default', 'm', 10);
  expect(readings).toMatchObject([{ referenceCount: 40, currentCount: 40 }]);
  const name = { workspaceId: 'default', monitorId: 'm', measure: 'language' };
  expect((await driftFigure(monitors, name, clock.nowMs))?.value).toBeGreaterThan(0.9);
  expect(await driftFigure(monitors, name, clock.nowMs + 2 * 86_400_000)).toBeUndefined();
});
