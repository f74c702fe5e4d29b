import { type Nanos, type NanoUsd, STEP_KINDS, type StepKind } from '@tracewright/schema';
import { sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../../contract/sample-span.ts';
import { sentEvent, sentSpan } from '../../contract/sent-span.ts';
import type { LateEvent, SpanBatch, SpanRecord } from '../../span-record.ts';
import { isCall } from '../../trace-bill.ts';
import type { RandomChoice } from './random-choice.ts';

/** Few of each kind, so that filters find something; with signs that mean something in patterns or to SQL. */
export const TEXTS: readonly string[] = [
  '',
  'chat',
  'Chat Ärger',
  'a_b%c',
  "it's \\ 100 %",
  '会話',
  'Straße',
  '🙂 ok',
  'σοφός',
  'plan\nb',
];
export const MODELS: readonly string[] = ['', 'gpt-5', 'gpt-mini', 'GPT-5', "o'3"];
export const PERSONS: readonly string[] = ['', 'ann', 'Bob', 'céline'];
export const SAYINGS: readonly string[] = [
  'Where is my refund',
  'refund refused: parcels are late',
  '返金はどこですか',
  'Ärger mit der Straße 12',
  'σοφός ΣΟΦΌΣ',
  'order_17 of a1b2c3',
];

/** Around the nights in which clocks are changed in Europe and in America, and some in the middle of nowhere. */
export const MOMENTS: readonly bigint[] = [
  '2026-03-08T06:59:59.999',
  '2026-03-29T00:30:00.000',
  '2026-03-29T01:00:00.000',
  '2026-07-01T12:00:00.123',
  '2026-10-25T00:59:59.999',
  '2026-10-25T01:00:00.001',
  '2026-12-31T23:59:59.999',
].map((time) => BigInt(Date.parse(`${time}Z`)) * 1_000_000n);

const MS = 1_000_000n;

/**
 * What is appended at a time: traces whose spans come in pieces, twice, before their ends, late and out of order, with
 * parents that never come and clocks that differ.
 */
export function randomAppends(choice: RandomChoice, traceCount: number): readonly SpanBatch[] {
  const pieces: { readonly at: number; readonly batch: SpanBatch }[] = [];
  const put = (at: number, batch: SpanBatch): void => void pieces.push({ at, batch });
  for (let trace = 1; trace <= traceCount; trace++) {
    const experimentId = String(choice.below(3));
    const first = choice.of(MOMENTS) + BigInt(choice.below(4)) * 3_600_000n * MS + BigInt(choice.below(5_000));
    const spans = choice.some(1 + choice.below(7), () => 0).map((_, id) => randomSpan(choice, trace, id + 1, first));
    for (const span of spans) {
      const at = choice.below(1_000);
      if (choice.once(6)) put(at - 300, sampleBatch([pendingOf(span)], { experimentId }));
      // Now and then the end does not come.
      if (!choice.once(12)) put(at, sampleBatch([span], { experimentId }));
      if (choice.once(8)) put(at + choice.below(300), sampleBatch([{ ...span, name: 'a copy' }], { experimentId }));
      if (choice.once(10)) put(choice.below(1_000), { ...sampleBatch([]), events: [lateEvent(choice, span)] });
    }
  }
  pieces.sort((a, b) => a.at - b.at);
  return pieces.map(({ batch }) => batch);
}

/** Traces at the ends of what can be said. */
export function extremeTraces(): readonly SpanBatch[] {
  const last = (1n << 64n) - 1n;
  const at = (trace: number, startNs: bigint, endNs: bigint, more: Partial<SpanRecord> = {}): SpanRecord =>
    sampleSpan({
      traceId: traceIdOf(trace),
      spanId: spanIdOf(1),
      startNs: startNs as Nanos,
      endNs: endNs as Nanos,
      ...more,
    });
  const most = Number.MAX_SAFE_INTEGER;
  return [
    sampleBatch([at(1, 0n, 0n, { name: '' }), at(2, 0n, last), at(3, last, last, { name: 'x'.repeat(70_000) })]),
    sampleBatch([at(4, 1n, 1n << 62n, { kind: 'llm', inputTokens: most, costNanoUsd: most as NanoUsd })]),
    sampleBatch([at(5, 1_500n, 2_499n, { name: '\u0000\u001f\t' }), at(6, 999n, 1_500n, { ttftUs: 0 })]),
  ];
}

function randomSpan(choice: RandomChoice, trace: number, id: number, first: bigint): SpanRecord {
  const startNs = first + BigInt(choice.below(4_000)) * MS - (choice.once(9) ? 2_000n * MS : 0n);
  const kind = choice.of<StepKind>(['llm', 'llm', 'embedding', 'tool', 'agent', 'chain', ...STEP_KINDS]);
  const tokens = (): number => choice.of([-1, 0, 1, 120, 4_096, choice.below(100_000)]);
  const name = choice.of(TEXTS);
  const said = choice.of(SAYINGS);
  return sampleSpan({
    traceId: traceIdOf(trace),
    spanId: spanIdOf(id),
    parentSpanId: id === 1 && !choice.once(9) ? '' : spanIdOf(parentOf(choice, id, kind)),
    fallbackParentSpanId: choice.once(5) ? spanIdOf(parentOf(choice, id, kind)) : '',
    ...{ name, kind },
    startNs: startNs as Nanos,
    endNs: (startNs + BigInt(choice.of([0, 1, 999, 1_500, choice.below(3e9)]))) as Nanos,
    statusCode: choice.of([0, 0, 1, 2]),
    service: choice.of(['', 'web', 'bot']),
    provider: choice.of(['', 'openai', 'anthropic']),
    model: kind === 'llm' || choice.once(4) ? choice.of(MODELS) : '',
    ttftUs: choice.once(3) ? choice.below(2_000_000) : -1,
    ...{ inputTokens: tokens(), outputTokens: tokens(), cacheReadTokens: tokens(), reasoningTokens: tokens() },
    isUsageEstimated: choice.once(9),
    costNanoUsd: choice.of([-1, 0, 1, 50_000_000, choice.below(1e9)]) as NanoUsd | -1,
    isCostPartial: choice.once(6),
    ...{ sessionId: choice.of(PERSONS), userId: choice.of(PERSONS), runId: choice.of(['', '', 'r1', 'r2']) },
    ...{ promptName: choice.of(['', 'greet']), promptVersion: choice.of(['', '1', '12']) },
    preview: choice.of(['', said]),
    payload: sentSpan(name, {
      'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: said }] }]),
      [choice.of(['tracewright.metadata.team', 'langsmith.metadata.team'])]: choice.of(['red', 'Blue', '7']),
      ...(choice.once(2) && { 'tag.tags': choice.of([['vip'], ['Shop', 'vip'], []]) }),
      ...(choice.once(4) && { 'langsmith.span.tags': choice.of(['vip', 'Shop,vip', '']) }),
      'http.status_code': choice.of([200, 404, 500.5]),
      flag: choice.once(2),
      ...(choice.once(3) && { 'tracewright.output': JSON.stringify({ answer: choice.of(SAYINGS), n: 3 }) }),
    }),
  });
}

/** Mostly one that is there; sometimes one that never comes, or a step is its own. */
function parentOf(choice: RandomChoice, id: number, kind: StepKind): number {
  if (id === 1 || choice.once(9)) return 9;
  return isCall({ kind }) || !choice.once(9) ? 1 + choice.below(id - 1) : id;
}

/** What the sender said of it while it ran. */
function pendingOf(span: SpanRecord): SpanRecord {
  return { ...span, isPending: true, endNs: span.startNs, statusCode: 0, name: `${span.name} …` };
}

function lateEvent(choice: RandomChoice, { traceId, spanId }: SpanRecord): LateEvent {
  const text = `late ${choice.of(SAYINGS)}`;
  return { traceId, spanId, event: sentEvent('gen_ai.user.message', { content: text }), preview: text };
}
