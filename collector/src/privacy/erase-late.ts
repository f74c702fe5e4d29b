import { compare } from '../filter/expression.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { ErasureStore, StoredErasure } from '../storage/tracking/privacy/erasure-store.ts';
import type { RedactionRuleStore } from '../storage/tracking/privacy/redaction-rule-store.ts';
import type { TraceInfoStore } from '../storage/tracking/trace-infos/trace-info-store.ts';
import { type EraseDeps, eraseTraces, sumOf } from './erase-traces.ts';
import { subjectDigest } from './subject-digest.ts';

/** Changed traces that are looked at together. */
const PAGE = 500;
/** MLflow's names, whose clients say it. */
const USER = 'mlflow.trace.user';
const SESSION = 'mlflow.trace.session';

export interface EraseLateDeps extends EraseDeps {
  readonly spans: EraseDeps['spans'] & Pick<SpanStore, 'changes'>;
  readonly erasures: Pick<
    ErasureStore,
    'addTraces' | 'watched' | 'erasureOf' | 'cursor' | 'setCursor' | 'note' | 'get'
  >;
  readonly traceInfos: Pick<TraceInfoStore, 'getMetadata'>;
  readonly rules: Pick<RedactionRuleStore, 'secret'>;
  readonly nowMs: () => number;
}

/** Deletes what has arrived of users and sessions after they were erased, as long as that is watched. */
export async function eraseLate(deps: EraseLateDeps, signal: AbortSignal): Promise<void> {
  const watched = await deps.erasures.watched(deps.nowMs());
  for (const [workspaceId, erasures] of Map.groupBy(watched, (erasure) => erasure.workspaceId)) {
    const ofSubject = new Map(erasures.map((erasure) => [erasure.digest, erasure]));
    let cursor = (await deps.erasures.cursor(workspaceId)) ?? 0;
    while (!signal.aborted) {
      const page = await deps.spans.changes(workspaceId, cursor, PAGE);
      await erasePage(workspaceId, page.traceIds, ofSubject, deps);
      if (page.cursor === cursor) break;
      cursor = page.cursor;
      await deps.erasures.setCursor(workspaceId, cursor);
    }
  }
}

async function erasePage(
  workspaceId: string,
  changed: readonly string[],
  ofSubject: ReadonlyMap<string, StoredErasure>,
  deps: EraseLateDeps,
): Promise<void> {
  if (changed.length === 0) return;
  const filter = compare('id', 'in', ...changed);
  // Those that are not there have been deleted: that is a change, too.
  const { rows } = await deps.spans.listTraces({ workspaceId, filter, limit: changed.length });
  if (rows.length === 0) return;
  const traceIds = rows.map(({ traceId }) => traceId);
  const erased = await deps.erasures.erasureOf(workspaceId, traceIds, deps.nowMs());
  const byId = new Map([...ofSubject.values()].map((erasure) => [erasure.id, erasure]));
  const metadata = await deps.traceInfos.getMetadata(workspaceId, traceIds);
  const secret = await deps.rules.secret(workspaceId);
  const late = Map.groupBy(rows, ({ traceId, userId, sessionId }) => {
    const { [USER]: user, [SESSION]: session } = metadata.get(traceId) ?? {};
    const said = [
      ...[userId, user].map((value) => value && subjectDigest(secret, 'user', value)),
      ...[sessionId, session].map((value) => value && subjectDigest(secret, 'session', value)),
    ];
    const subject = said.map((digest) => ofSubject.get(digest ?? '')).find((erasure) => erasure !== undefined);
    return byId.get(erased.get(traceId) ?? '') ?? subject;
  });
  for (const [erasure, of] of late) {
    if (erasure === undefined) continue;
    const deleted = await eraseTraces(
      erasure,
      of.map(({ traceId }) => traceId),
      deps,
    );
    // Those that an earlier page has added, too.
    const { counts } = (await deps.erasures.get(workspaceId, erasure.id)) ?? erasure;
    const again = of.filter(({ traceId }) => erased.has(traceId)).length;
    const sum = sumOf(counts, { ...deleted, traces: deleted.traces - again, lateTraces: of.length });
    await deps.erasures.note(erasure, { counts: sum });
  }
}
