import { createHash, type Hash } from 'node:crypto';
import { MATCH_ALL } from '../filter/expression.ts';
import type { SpanStore, TraceRow } from '../storage/spans/span-store.ts';
import { copyTraces, type TraceSource } from './copy-traces.ts';

export type ComparedSpans = TraceSource & Pick<SpanStore, 'append' | 'getSentSpans' | 'deleteTraces'>;

/** The traces of one day, by the start of each in UTC. */
export interface DaySync {
  /** Such as `2026-03-01`. */
  readonly day: string;
  readonly traces: number;
  readonly spans: number;
  /** Traces of the target that were not as they are at the source, and have been made so. */
  readonly written: number;
  readonly deleted: number;
  /** SHA-256 over the summaries of all traces, of either side as it was found. */
  readonly sourceSha256: string;
  readonly targetSha256: string;
}

const PAGE = 500;
const DAY_NS = 86_400_000_000_000n;

/**
 * Compares all traces of a workspace, the newest first, and makes those of the target what they are at the source. It may
 * be broken off at any point and begun again.
 *
 * @param onDay told of each day as it is done
 */
export async function syncTraces(
  workspaceId: string,
  { source, target }: { readonly source: ComparedSpans; readonly target: ComparedSpans },
  onDay: (day: DaySync) => void,
): Promise<void> {
  const theirs = allTraces(workspaceId, source);
  const ours = allTraces(workspaceId, target);
  let day: OneDay | undefined;
  const end = async (): Promise<void> => {
    if (day !== undefined) onDay(await day.end(workspaceId, source, target));
    day = undefined;
  };
  try {
    let [wanted, found] = [await next(theirs), await next(ours)];
    while (wanted !== undefined || found !== undefined) {
      const order = wanted === undefined ? 1 : found === undefined ? -1 : compareRows(wanted, found);
      const number = ((order > 0 ? found : wanted) as TraceRow).startNs / DAY_NS;
      if (day !== undefined && day.number !== number) await end();
      day ??= new OneDay(number);
      if (order <= 0) day.has(wanted as TraceRow);
      if (order >= 0) day.found(found as TraceRow);
      if (order > 0) day.deletions.push((found as TraceRow).traceId);
      else if (order < 0) day.copies.push((wanted as TraceRow).traceId);
      else if (textOf(wanted as TraceRow) !== textOf(found as TraceRow)) day.changes.push((wanted as TraceRow).traceId);
      if (order <= 0) wanted = await next(theirs);
      if (order >= 0) found = await next(ours);
    }
    await end();
  } finally {
    await Promise.all([theirs.return(undefined), ours.return(undefined)]);
  }
}

async function* allTraces(workspaceId: string, store: Pick<SpanStore, 'listTraces'>): AsyncGenerator<TraceRow> {
  const query = { workspaceId, filter: MATCH_ALL, limit: PAGE } as const;
  for (let page = await store.listTraces(query); ; ) {
    yield* page.rows;
    const last = page.rows.at(-1);
    if (!page.hasMore || last === undefined) return;
    page = await store.listTraces({ ...query, after: { startNs: last.startNs, traceId: last.traceId } });
  }
}

async function next(rows: AsyncGenerator<TraceRow>): Promise<TraceRow | undefined> {
  const { done, value } = await rows.next();
  return done === true ? undefined : value;
}

/** The newest start first, then the largest id. */
function compareRows(one: TraceRow, two: TraceRow): number {
  if (one.startNs !== two.startNs) return one.startNs > two.startNs ? -1 : 1;
  if (one.traceId === two.traceId) return 0;
  return one.traceId > two.traceId ? -1 : 1;
}

function textOf(row: TraceRow): string {
  const names = Object.keys(row).sort() as (keyof TraceRow)[];
  return JSON.stringify(names.map((name) => (typeof row[name] === 'bigint' ? String(row[name]) : row[name])));
}

class OneDay {
  /** Days since the Unix epoch. */
  readonly number: bigint;
  readonly deletions: string[] = [];
  readonly copies: string[] = [];
  /** Copied anew once they are deleted: the target keeps the first it is given of a span. */
  readonly changes: string[] = [];
  readonly #source: Hash = createHash('sha256');
  readonly #target: Hash = createHash('sha256');
  #traces = 0;
  #spans = 0;

  constructor(number: bigint) {
    this.number = number;
  }

  has(row: TraceRow): void {
    this.#traces++;
    this.#spans += row.spanCount;
    this.#source.update(`${textOf(row)}\n`);
  }

  found(row: TraceRow): void {
    this.#target.update(`${textOf(row)}\n`);
  }

  async end(workspaceId: string, source: ComparedSpans, target: ComparedSpans): Promise<DaySync> {
    const gone = [...this.deletions, ...this.changes];
    if (gone.length > 0) await target.deleteTraces(workspaceId, gone);
    await copyTraces(workspaceId, { source, target }, [...this.copies, ...this.changes]);
    return {
      day: new Date(Number(this.number) * 86_400_000).toISOString().slice(0, 10),
      traces: this.#traces,
      spans: this.#spans,
      written: this.copies.length + this.changes.length,
      deleted: this.deletions.length,
      sourceSha256: this.#source.digest('hex'),
      targetSha256: this.#target.digest('hex'),
    };
  }
}
