import type { SpanStore } from '../storage/spans/span-store.ts';
import { inParts } from '../storage/tracking/in-parts.ts';
import type { TraceInfoStore } from '../storage/tracking/trace-infos/trace-info-store.ts';
import { currentAccess } from './access-context.ts';
import type { Action } from './level.ts';
import { noTrace } from './no-trace.ts';
import { requireExperiment } from './require-access.ts';
import { may, mayAll } from './rights.ts';

/** Traces whose spans were deleted, until what else is known of them is gone as well. */
const MAX_GONE = 10_000;

/** Which experiments traces belong to, asked of the stores themselves. */
export class TraceOwners {
  readonly #spans: Pick<SpanStore, 'listTraces'>;
  readonly #infos: Pick<TraceInfoStore, 'getInfos'>;
  readonly #gone = new Map<string, string>();

  constructor(spans: Pick<SpanStore, 'listTraces'>, infos: Pick<TraceInfoStore, 'getInfos'>) {
    this.#spans = spans;
    this.#infos = infos;
  }

  /** By their spans; what has none as yet by what a client has said. Traces that nobody knows are left out. */
  async experimentsOf(workspaceId: string, traceIds: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const owners = new Map<string, string>();
    for (const ids of inParts([...traceIds])) {
      const filter = { type: 'traceIds', traceIds: new Set(ids) } as const;
      const { rows } = await this.#spans.listTraces({ workspaceId, filter, limit: ids.length });
      for (const { traceId, experimentId } of rows) owners.set(traceId, experimentId);
      const missing = ids.filter((id) => !owners.has(id));
      if (missing.length === 0) continue;
      const infos = await this.#infos.getInfos(workspaceId, missing);
      for (const id of missing) {
        const owner = infos.get(id)?.experimentId ?? this.#gone.get(`${workspaceId}/${id}`);
        if (owner !== undefined) owners.set(id, owner);
      }
    }
    return owners;
  }

  /** Those that whoever asks may see; which are not there is not looked up for those who may see all. */
  async seen(workspaceId: string, traceIds: readonly string[]): Promise<readonly string[]> {
    const { experiments } = currentAccess();
    if (mayAll(experiments, 'read') || traceIds.length === 0) return traceIds;
    const owners = await this.experimentsOf(workspaceId, traceIds);
    return traceIds.filter((id) => owners.has(id) && may(experiments, 'read', owners.get(id)!));
  }

  /** What is said of traces that whoever asks may see. */
  async seenOf<Said extends { readonly traceId: string }>(
    workspaceId: string,
    said: readonly Said[],
  ): Promise<readonly Said[]> {
    if (mayAll(currentAccess().experiments, 'read')) return said;
    const seen = new Set(await this.seen(workspaceId, [...new Set(said.map(({ traceId }) => traceId))]));
    return said.filter(({ traceId }) => seen.has(traceId));
  }

  /** @throws ApiError `RESOURCE_DOES_NOT_EXIST` or `PERMISSION_DENIED` unless the action is allowed on all of them. */
  async require(action: Action, workspaceId: string, traceIds: readonly string[]): Promise<void> {
    if (mayAll(currentAccess().experiments, action)) return;
    const owners = await this.experimentsOf(workspaceId, traceIds);
    for (const id of traceIds) {
      const owner = owners.get(id);
      if (owner === undefined) throw noTrace(id);
      requireExperiment(action, owner, () => noTrace(id));
    }
  }

  /** Notes where traces belong whose spans are to be deleted, so that their notes can be deleted after them. */
  remember(workspaceId: string, owners: ReadonlyMap<string, string>): void {
    for (const [id, owner] of owners) {
      if (this.#gone.size >= MAX_GONE) this.#gone.clear();
      this.#gone.set(`${workspaceId}/${id}`, owner);
    }
  }
}
