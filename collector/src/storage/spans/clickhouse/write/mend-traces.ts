import type { ClickHouseDatabase } from '../clickhouse-database.ts';
import { completenessIn, completenessOf } from '../trace-rows.ts';
import { deletedLately } from './deleted-traces.ts';
import { type KnownTrace, knownSpans, knownTraces } from './known-traces.ts';
import { deleteLostSpans, deleteSummaries } from './lost-spans.ts';
import { unsummedTraces } from './unsummed-traces.ts';

/** Writes traces anew from the spans that are stored of them, if there are any. */
export type Settle = (workspaceId: string, rows: readonly KnownTrace[]) => Promise<void>;

/** Puts right what was written by halves, or while somebody else took it out. */
export class TraceMender {
  readonly #database: ClickHouseDatabase;
  readonly #settle: Settle;

  constructor(database: ClickHouseDatabase, settle: Settle) {
    this.#database = database;
    this.#settle = settle;
  }

  /** Sums up traces whose spans an append has stored, here or elsewhere, that did not come to their summaries. */
  async sumUpRest(): Promise<void> {
    const rest = Map.groupBy(await unsummedTraces(this.#database), ({ workspaceId }) => workspaceId);
    for (const [workspaceId, ofWorkspace] of rest) {
      const traceIds = ofWorkspace.map(({ trace }) => trace.traceId);
      const known = await knownTraces(this.#database, workspaceId, traceIds);
      const rows = ofWorkspace.flatMap(({ trace }) => [...(known.get(trace.traceId) ?? []), trace]);
      await this.#settle(workspaceId, rows);
      await this.mendDeleted(workspaceId, traceIds);
    }
  }

  /** To be called behind what has been written: whoever takes traces out looks once more, but may have done so by then. */
  async mendDeleted(workspaceId: string, traceIds: readonly string[]): Promise<void> {
    const deleted = await deletedLately(this.#database, workspaceId, traceIds);
    if (deleted.length > 0) await this.mend(workspaceId, deleted);
  }

  /**
   * Puts right what is left of traces that were taken out while somebody wrote to them: summaries of no spans, and spans
   * that were written anew without their payloads.
   */
  async mend(workspaceId: string, traceIds: Iterable<string>): Promise<void> {
    const known = await knownTraces(this.#database, workspaceId, traceIds);
    const rows = [...known.values()].flat();
    if (rows.length === 0) return;
    const stored = await knownSpans(this.#database, workspaceId, rows);
    const spans = [...stored.values()].flatMap((ofTrace) => [...ofTrace.values()]);
    const lost = await deleteLostSpans(this.#database, workspaceId, rows, spans);
    const wrong = [...known].flatMap(([traceId, ofTrace]) => {
      const columns = [...(stored.get(traceId)?.values() ?? [])].map((span) => span.columns);
      const isSummed = completenessIn(ofTrace[0]!.version) === completenessOf(columns);
      return isSummed && !lost.has(traceId) ? [] : ofTrace;
    });
    if (wrong.length === 0) return;
    // Summaries of fewer spans stand only once the others are gone.
    await this.#settle(workspaceId, wrong);
    await deleteSummaries(this.#database, workspaceId, wrong);
  }
}
