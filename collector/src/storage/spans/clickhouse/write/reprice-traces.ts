import type { Reprice, Repriced, TimeRange } from '../../reprice.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { sentKey, sentSpans } from '../payloads/sent-spans.ts';
import type { SentSpan } from '../payloads/span-pack.ts';
import type { SpanAppender } from './append-spans.ts';
import { type KnownSpan, knownTraces } from './known-traces.ts';

/** Traces that are read, with all they were sent as, and written anew at a time. */
const TRACES_AT_A_TIME = 64;

/** Writes the rows of spans anew that cost something else by now, and sums up their traces. Payloads stay as they are. */
export class TraceRepricer {
  readonly #database: ClickHouseDatabase;
  readonly #appender: SpanAppender;

  constructor(database: ClickHouseDatabase, appender: SpanAppender) {
    this.#database = database;
    this.#appender = appender;
  }

  /** @param alone lets one piece of work at a time write; appends get their turn between two */
  async reprice(
    range: TimeRange,
    reprice: Reprice,
    alone: (work: () => Promise<Repriced>) => Promise<Repriced>,
  ): Promise<Repriced> {
    const { workspaceId } = range;
    const traceIds = await this.#tracesIn(range);
    let traces = 0;
    let spans = 0;
    for (let from = 0; from < traceIds.length; from += TRACES_AT_A_TIME) {
      const some = traceIds.slice(from, from + TRACES_AT_A_TIME);
      const changed = await alone(() => this.#repriceSome(workspaceId, some, reprice));
      traces += changed.traces;
      spans += changed.spans;
    }
    return { traces, spans };
  }

  async #tracesIn({ workspaceId, fromNs, untilNs }: TimeRange): Promise<readonly string[]> {
    const reader = await this.#database.read(
      'SELECT trace_id FROM traces FINAL WHERE workspace = {workspace:String} ' +
        'AND start_ns >= {from:UInt64} AND start_ns < {until:UInt64}',
      { workspace: workspaceId, from: fromNs, until: untilNs },
    );
    return reader.all((from) => from.id(16));
  }

  async #repriceSome(workspaceId: string, traceIds: readonly string[], reprice: Reprice): Promise<Repriced> {
    const rows = [...(await knownTraces(this.#database, workspaceId, traceIds)).values()].flat();
    if (rows.length === 0) return { traces: 0, spans: 0 };
    const changed = new Set<string>();
    let spans = 0;
    const renew = ({ columns }: KnownSpan, sent: SentSpan | undefined): KnownSpan['columns'] => {
      if (sent === undefined) return columns;
      const record = { ...columns, payload: sent.payload };
      const { costNanoUsd, isCostPartial, costSource } = reprice(record);
      const isSame =
        costNanoUsd === columns.costNanoUsd &&
        isCostPartial === columns.isCostPartial &&
        costSource === columns.costSource;
      if (isSame) return columns;
      changed.add(columns.traceId);
      spans++;
      return { ...columns, costNanoUsd, isCostPartial, costSource };
    };
    await this.#appender.renew(workspaceId, rows, async (known) => {
      const sought = known.map(({ block, columns }) => ({ ...columns, block }));
      const sent = await sentSpans(this.#database, workspaceId, sought);
      return (span) => renew(span, sent.get(sentKey(span.columns)));
    });
    return { traces: changed.size, spans };
  }
}
