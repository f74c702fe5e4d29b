import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Expression } from '../../../../filter/expression.ts';
import { printFilter } from '../../../../filter/print-filter.ts';
import { emptyFolder } from '../../../../testing/empty-folder.ts';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { sentSpan } from '../../contract/sent-span.ts';
import { MemorySpanStore } from '../../memory/memory-span-store.ts';
import type { SpanRecord } from '../../span-record.ts';
import type { SpanStore } from '../../span-store.ts';
import { openSqliteSpanStore } from '../sqlite-span-store.ts';
import { TextFiller } from './text-filler.ts';

/** Words that share beginnings, differ in case and accents, stand in scripts without spaces, or are very long. */
const WORDS = [
  'a',
  'ab',
  'abc',
  'Abd',
  'Éa',
  'éa',
  'ﬁn',
  'fin',
  '返金',
  '返',
  '金',
  '𠮷野',
  'х',
  'хорошо',
  'x'.repeat(40),
];
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(`${'x'.repeat(31)}𠮷`, `${'x'.repeat(32)}y`) },
);
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));

/** Keys that are cut, and values that look alike. */
const KEYS = ['plan', 'tracewright.metadata.team', 'k'.repeat(29), 'k'.repeat(30), 'k'.repeat(65), ''];
const VALUES = ['a', '', 1, '1', 1.5, -3, true, 'true', '返金', 'a\u0000b', 'x'.repeat(17), 'x'.repeat(257)];
const attributes = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 3 });

const span: fc.Arbitrary<SpanRecord> = fc
  .record({
    trace: fc.integer({ min: 1, max: 9 }),
    id: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom('step', 'a b'),
    isPending: fc.boolean(),
    prompt: text,
    result: fc.array(text, { maxLength: 2 }),
    others: attributes,
  })
  .map(({ trace, id, name, isPending, prompt, result, others }) =>
    sampleSpan({
      traceId: traceIdOf(trace),
      spanId: spanIdOf(id),
      name,
      isPending,
      payload: sentSpan(name, { ...others, prompt, result: JSON.stringify({ result }) }),
    }),
  );

type Step = { readonly append: readonly SpanRecord[] } | { readonly remove: number } | { readonly fill: true };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.array(span, { minLength: 1, maxLength: 12 }).map((append): Step => ({ append })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }).map((remove): Step => ({ remove })) },
  { weight: 2, arbitrary: fc.constant<Step>({ fill: true }) },
);

const fullText: fc.Arbitrary<Expression> = fc
  .record({ words: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }), isPrefix: fc.boolean() })
  .map(({ words, isPrefix }) => ({ type: 'has', of: { type: 'text', text: words.join(' '), isPrefix } }));

const comparison: fc.Arbitrary<Expression> = fc
  .record({
    key: fc.constantFrom(...KEYS, 'team', 'prompt', 'other'),
    field: fc.constantFrom('attributes' as const, 'metadata' as const),
    operator: fc.constantFrom(
      '=' as const,
      '!=' as const,
      '>' as const,
      'like' as const,
      'in' as const,
      'exists' as const,
    ),
    values: fc.array(fc.constantFrom(...VALUES, 'z%'), { minLength: 1, maxLength: 3 }),
  })
  .map(({ key, field, operator, values }) => {
    const compared = operator === 'exists' ? [] : operator === 'in' ? values : values.slice(0, 1);
    return { type: 'has', of: { type: 'compare', field, key, operator, values: compared } };
  });

const filter: fc.Arbitrary<Expression> = fc.letrec<{ any: Expression }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fullText,
    comparison,
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((of): Expression => ({ type: 'and', of })),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((of): Expression => ({ type: 'or', of })),
    tie('any').map((of): Expression => ({ type: 'not', of })),
    fullText.map(
      (of): Expression => ({
        type: 'has',
        of: { type: 'and', of: [of, { type: 'text', text: 'step', isPrefix: false }] },
      }),
    ),
  ),
})).any;

async function found(store: SpanStore, expression: Expression): Promise<unknown> {
  const query = { workspaceId: 'default', filter: expression };
  const { rows, total, isTotalEstimate } = await store.listTraces({ ...query, limit: 20 });
  const { spans } = await store.listSpans({ ...query, limit: 50 });
  return [rows.map(({ traceId }) => traceId), total, isTotalEstimate, spans.map((each) => each.traceId + each.spanId)];
}

test('whatever has been read so far, the index finds what a look at all spans finds', async () => {
  const folder = emptyFolder();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.array(filter, { minLength: 1, maxLength: 3 }),
      async (steps, filters) => {
        const memory = new MemorySpanStore();
        const file = join(folder, `${runs++}.db`);
        const store = openSqliteSpanStore({ file, patienceMs: Number.POSITIVE_INFINITY });
        const filler = new TextFiller(file);
        try {
          for (const next of steps) {
            for (const each of [memory, store]) {
              if ('append' in next) await each.append([sampleBatch(next.append)]);
              else if ('remove' in next) await each.deleteTraces('default', [traceIdOf(next.remove)]);
            }
            if ('fill' in next) while (filler.step(0));
            for (const each of filters) {
              expect([printFilter(each), await found(store, each)]).toEqual([
                printFilter(each),
                await found(memory, each),
              ]);
            }
          }
        } finally {
          filler.close();
          await store.close();
        }
      },
    ),
    { numRuns: Number(process.env.TRACEWRIGHT_FUZZ ?? 12) },
  );
});
