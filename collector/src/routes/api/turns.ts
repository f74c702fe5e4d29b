import type { ConversationTurn, SpanContent, SpanDetail, TurnsAnswer, TurnText } from '@tracewright/schema';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { ApiError } from '../../errors.ts';
import type { SpanStore, StoredSpan } from '../../storage/spans/span-store.ts';
import { parseTraceId } from './ids.ts';
import { parseQuery } from './query-parameters.ts';
import { answeredText, askedText } from './turn-text.ts';

/** Traces of one question. */
const MAX_IDS = 50;
/** Characters of a text: a turn is for reading, the whole text is with its span. */
const MAX_TEXT = 20_000;
/** Model calls that are looked into from either end of a trace whose root says nothing. */
const MAX_CALLS = 3;

const Query = v.object({ ids: v.pipe(v.string(), v.nonEmpty('names at least one trace')) });

/** `/api/v1/turns`: traces as turns of a conversation. Traces that are gone are left out. */
export function turnRoutes(spans: SpanStore, detail: (span: StoredSpan) => SpanDetail): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/turns', async (c) => {
    const { workspaceId } = c.get('principal');
    const ids = parseQuery(Query, c.req.query()).ids.split(',').map(parseTraceId);
    if (ids.length > MAX_IDS) throw new ApiError('INVALID_PARAMETER_VALUE', `ids names at most ${MAX_IDS} traces`);
    const turns: ConversationTurn[] = [];
    for (const traceId of ids) {
      const turn = await turnOf(traceId, spans, workspaceId, detail);
      if (turn !== undefined) turns.push(turn);
    }
    const answer: TurnsAnswer = { turns };
    return c.json(answer);
  });
}

async function turnOf(
  traceId: string,
  spans: SpanStore,
  workspaceId: string,
  detail: (span: StoredSpan) => SpanDetail,
): Promise<ConversationTurn | undefined> {
  const row = await spans.getTrace(workspaceId, traceId);
  if (row === undefined) return undefined;
  const read = async (spanId: string, textIn: (content: SpanContent) => string | undefined) => {
    const span = await spans.getSpan(workspaceId, traceId, spanId);
    const text = span && textIn(detail(span).content);
    return text === undefined ? undefined : turnText(text, spanId);
  };
  const first = async (spanIds: readonly string[], textIn: (content: SpanContent) => string | undefined) => {
    for (const spanId of spanIds) {
      const text = await read(spanId, textIn);
      if (text !== undefined) return text;
    }
    return null;
  };
  const asked = await read(row.rootSpanId, askedText);
  const answered = await read(row.rootSpanId, answeredText);
  if (asked !== undefined && answered !== undefined) return { traceId, asked, answered };
  const calls = ((await spans.getSpans(workspaceId, traceId)) ?? []).filter(({ kind }) => kind === 'llm');
  const inOrder = calls.map(({ spanId }) => spanId);
  return {
    traceId,
    asked: asked ?? (await first(inOrder.slice(0, MAX_CALLS), askedText)),
    answered: answered ?? (await first(inOrder.slice(-MAX_CALLS).reverse(), answeredText)),
  };
}

function turnText(text: string, spanId: string): TurnText {
  const isCut = text.length > MAX_TEXT;
  // Never half of a character that takes two units.
  return { text: isCut ? text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '') : text, isCut, spanId };
}
