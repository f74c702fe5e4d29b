import type { SpanDetail, TurnsAnswer } from '@tracewright/schema';
import { expect, test } from 'vitest';
import { MemorySpanStore } from '../../storage/spans/memory/memory-span-store.ts';
import type { StoredSpan } from '../../storage/spans/span-store.ts';
import { spanId, store, testSpan, traceId } from '../../testing/span.ts';
import { testApp } from '../../testing/test-app.ts';

/** Spans that carry their content as the bytes of its JSON. */
const says = (content: object) => new TextEncoder().encode(JSON.stringify(content));

async function askable() {
  const spans = new MemorySpanStore();
  const nothing = { system: [], inputMessages: [], outputMessages: [], tools: [], documents: [], truncated: [] };
  const spanDetail = ({ record }: StoredSpan) => {
    const content = record.payload.length === 0 ? {} : JSON.parse(new TextDecoder().decode(record.payload));
    return { content: { ...nothing, ...content } } as SpanDetail;
  };
  const app = testApp({ api: { spans, spanDetail } });
  const ask = async (ids: string) => app.request(`/api/v1/turns?ids=${ids}`);
  return { spans, ask, turns: async (ids: string) => ((await (await ask(ids)).json()) as TurnsAnswer).turns };
}

test('a turn is what the root was asked and answered, in the order of the question; traces that are gone are left out', async () => {
  const { spans, turns } = await askable();
  await store(
    spans,
    testSpan({ payload: says({ input: 'one?', output: '1' }) }),
    testSpan({ traceId: traceId(2), payload: says({ input: 'two?', output: '2' }) }),
  );

  expect(await turns(`${traceId(2)},${traceId(9)},${traceId(1)}`)).toEqual([
    {
      traceId: traceId(2),
      asked: { text: 'two?', isCut: false, spanId: spanId(1) },
      answered: { text: '2', isCut: false, spanId: spanId(1) },
    },
    {
      traceId: traceId(1),
      asked: { text: 'one?', isCut: false, spanId: spanId(1) },
      answered: { text: '1', isCut: false, spanId: spanId(1) },
    },
  ]);
});

test('where the root says nothing, the first model call says what was asked and the last one that spoke the answer', async () => {
  const { spans, turns } = await askable();
  const call = (id: number, startNs: bigint, content: object) =>
    testSpan({
      spanId: spanId(id),
      parentSpanId: spanId(1),
      kind: 'llm',
      startNs: startNs as never,
      endNs: (startNs + 5n) as never,
      payload: says(content),
    });
  const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] });
  await store(
    spans,
    testSpan({}),
    call(2, 1_000_000_010n, { inputMessages: [message('user', 'Is it late?')], outputMessages: [] }),
    call(3, 1_000_000_020n, { inputMessages: [], outputMessages: [message('assistant', 'Yes.')] }),
    call(4, 1_000_000_030n, { inputMessages: [], outputMessages: [] }),
  );

  expect(await turns(traceId(1))).toMatchObject([
    { asked: { text: 'Is it late?', spanId: spanId(2) }, answered: { text: 'Yes.', spanId: spanId(3) } },
  ]);
});

test('a long text is cut, and says so; one that says nothing is null', async () => {
  const { spans, turns } = await askable();
  await store(spans, testSpan({ payload: says({ input: 'x'.repeat(30_000) }) }));

  const [turn] = await turns(traceId(1));

  expect(turn?.asked).toMatchObject({ isCut: true });
  expect(turn?.asked?.text).toHaveLength(20_000);
  expect(turn?.answered).toBeNull();
});

test('no ids, too many, and ids that are none are refused', async () => {
  const { ask } = await askable();

  expect((await ask('')).status).toBe(400);
  expect((await ask('xyz')).status).toBe(400);
  expect((await ask(Array.from({ length: 51 }, (_, at) => traceId(at + 1)).join(','))).status).toBe(400);
});
