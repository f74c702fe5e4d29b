import type { Reprice, Repriced, TimeRange } from '../../reprice.ts';
import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import type { SpanAppender } from './append-spans.ts';
import { type KnownSpan, type KnownTrace, knownTraces, placeOf } from './known-traces.ts';

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
    const payloads = await this.#payloads(workspaceId, rows);
    const changed = new Set<string>();
    let spans = 0;
    const renew = ({ columns }: KnownSpan): KnownSpan['columns'] => {
      const payload = payloads.get(`${columns.traceId} ${columns.spanId}`);
      if (payload === undefined) return columns;
      const record = { ...columns, payload };
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
    await this.#appender.renew(workspaceId, rows, renew);
    return { traces: changed.size, spans };
  }

  /** By trace and span. */
  async #payloads(workspaceId: string, rows: readonly KnownTrace[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const reader = await this.#database.read(
      `SELECT trace_id, span_id, payload FROM payloads FINAL WHERE ${placeOf(rows)} ORDER BY version`,
      { workspace: workspaceId },
    );
    return new Map(reader.all((from) => [`${from.id(16)} ${from.id(8)}`, from.bytes()] as const));
  }
}
