import type { ScoreOrder } from '@tracewright/schema';
import * as v from 'valibot';
import { allOf, type Expression } from '../../filter/expression.ts';
import type { SpanStore, TraceRow } from '../../storage/spans/span-store.ts';
import type { Judgement } from '../../storage/tracking/trace-notes/trace-note-store.ts';
import { notACursor } from './cursor.ts';
import type { TraceNotes } from './trace-notes.ts';
import { traceScores } from './trace-scores.ts';
import { rowsOf } from './traces-of.ts';

/** Traces that are looked for in one question, and questions of one request: the next page goes on with more. */
const PART = 500;
const MAX_PARTS = 20;

export interface ScoreQuery {
  readonly workspaceId: string;
  readonly filter: Expression;
  readonly order: ScoreOrder;
  readonly limit: number;
  /** `cursor` of the page before. */
  readonly after?: string | undefined;
}

export interface ScorePage {
  readonly rows: readonly TraceRow[];
  readonly cursor: string | null;
  /** Of all traces that have the score, whether or not the filter takes them. */
  readonly scored: number;
}

/**
 * A page of the traces that have a score, by it, the rest left out. Scores and spans lie in two stores: the few traces
 * that were judged are put in order, and those of them that match are looked up in that order.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` if the cursor is not one of this order.
 */
export async function scorePage(
  spans: Pick<SpanStore, 'listTraces'>,
  notes: Pick<TraceNotes, 'judgements'>,
  { workspaceId, filter, order, limit, after }: ScoreQuery,
): Promise<ScorePage> {
  const isAscending = order.startsWith('-');
  const name = order.slice(order.indexOf('.') + 1);
  const all = scoresOf(await notes.judgements(workspaceId, name)).sort((a, b) => compare(a, b, isAscending));
  const from = after === undefined ? undefined : decode(after, order);
  const start = from === undefined ? 0 : all.findIndex((each) => compare(from, each, isAscending) < 0);
  const rows: TraceRow[] = [];
  let at = start === -1 ? all.length : start;
  for (let part = 0; part < MAX_PARTS && at < all.length && rows.length < limit; part++) {
    const ids = all.slice(at, at + PART).map(({ traceId }) => traceId);
    const found = await matching(spans, workspaceId, filter, ids);
    for (const id of ids) {
      if (rows.length === limit) break;
      at++;
      const row = found.get(id);
      if (row) rows.push(row);
    }
  }
  const last = all[at - 1];
  return { rows, cursor: at < all.length && last ? encode(last, order) : null, scored: all.length };
}

interface Score {
  readonly traceId: string;
  readonly value: number;
}

/** Of each trace, where what was said of it is a number; yes counts as 1 and no as 0. */
function scoresOf(judgements: readonly Judgement[]): Score[] {
  return [...Map.groupBy(judgements, ({ traceId }) => traceId)].flatMap(([traceId, of]) => {
    const value = traceScores(of)[0]?.value;
    return value === undefined || typeof value === 'string' ? [] : { traceId, value: Number(value) };
  });
}

/** Negative where `a` stands before `b`; where the scores are equal, the larger id stands first. */
function compare(a: Score, b: Score, isAscending: boolean): number {
  if (a.value !== b.value) return isAscending ? a.value - b.value : b.value - a.value;
  return a.traceId === b.traceId ? 0 : a.traceId > b.traceId ? -1 : 1;
}

async function matching(
  spans: Pick<SpanStore, 'listTraces'>,
  workspaceId: string,
  filter: Expression,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TraceRow>> {
  const among: Expression = { type: 'traceIds', traceIds: new Set(ids) };
  const found = new Map<string, TraceRow>();
  for await (const row of rowsOf(spans, workspaceId, allOf(among, filter), ids.length)) found.set(row.traceId, row);
  return found;
}

const Place = v.tuple([v.string(), v.number(), v.string()]);

function encode({ traceId, value }: Score, order: ScoreOrder): string {
  return Buffer.from(JSON.stringify([order, value, traceId])).toString('base64url');
}

function decode(cursor: string, order: ScoreOrder): Score {
  try {
    const [ofOrder, value, traceId] = v.parse(Place, JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (ofOrder === order) return { traceId, value };
  } catch (cause) {
    throw notACursor(cause);
  }
  throw notACursor();
}
