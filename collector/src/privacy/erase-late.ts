import type { Erasure } from '@tracewright/schema';
import { allOf, compare, type Expression } from '../filter/expression.ts';
import { tracesOf } from '../routes/api/traces-of.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import type { ErasureStore, StoredErasure } from '../storage/tracking/privacy/erasure-store.ts';
import type { RedactionRuleStore } from '../storage/tracking/privacy/redaction-rule-store.ts';
import type { TraceInfoStore } from '../storage/tracking/trace-infos/trace-info-store.ts';
import { type EraseDeps, eraseTraces, sumOf } from './erase-traces.ts';
import { subjectDigest } from './subject-digest.ts';

/** Changed traces that are looked at together. */
const PAGE = 500;
/** Users, or sessions, of these traces. */
const MAX_SUBJECTS = 1_000_000;
/** MLflow's names, whose clients say it. */
const USER = 'mlflow.trace.user';
const SESSION = 'mlflow.trace.session';

export interface EraseLateDeps extends EraseDeps {
  readonly spans: EraseDeps['spans'] & Pick<SpanStore, 'changes' | 'aggregate'>;
  readonly erasures: Pick<
    ErasureStore,
    'addTraces' | 'watched' | 'erasureOf' | 'cursor' | 'setCursor' | 'note' | 'get'
  >;
  readonly traceInfos: Pick<TraceInfoStore, 'getMetadata'>;
  readonly rules: Pick<RedactionRuleStore, 'secret'>;
  readonly nowMs: () => number;
}

/** Deletes what has arrived of users and sessions after they were erased, as long as that is watched. */
export async function eraseLate(
  deps: EraseLateDeps,
  signal: AbortSignal,
): Promise<{ readonly isAnyWatched: boolean; readonly hasErased: boolean }> {
  let hasErased = false;
  const watched = await deps.erasures.watched(deps.nowMs());
  for (const [workspaceId, erasures] of Map.groupBy(watched, (erasure) => erasure.workspaceId)) {
    const ofSubject = new Map(erasures.map((erasure) => [erasure.digest, erasure]));
    let cursor = (await deps.erasures.cursor(workspaceId)) ?? 0;
    while (!signal.aborted) {
      const page = await deps.spans.changes(workspaceId, cursor, PAGE);
      hasErased = (await erasePage(workspaceId, page.traceIds, ofSubject, deps)) || hasErased;
      if (page.cursor === cursor) break;
      cursor = page.cursor;
      await deps.erasures.setCursor(workspaceId, cursor);
    }
  }
  return { isAnyWatched: watched.length > 0, hasErased };
}

/** @returns whether anything of it was to be erased */
async function erasePage(
  workspaceId: string,
  changed: readonly string[],
  ofSubject: ReadonlyMap<string, StoredErasure>,
  deps: EraseLateDeps,
): Promise<boolean> {
  if (changed.length === 0) return false;
  const filter = compare('id', 'in', ...changed);
  // Those that are not there have been deleted: that is a change, too.
  const traceIds: string[] = [];
  for await (const traceId of tracesOf(deps.spans, workspaceId, filter)) traceIds.push(traceId);
  if (traceIds.length === 0) return false;
  const erased = await deps.erasures.erasureOf(workspaceId, traceIds, deps.nowMs());
  const byId = new Map([...ofSubject.values()].map((erasure) => [erasure.id, erasure]));
  const metadata = await deps.traceInfos.getMetadata(workspaceId, traceIds);
  const secret = await deps.rules.secret(workspaceId);
  const subjectOf = (of: Erasure['of'], value: string | undefined): StoredErasure | undefined =>
    value ? ofSubject.get(subjectDigest(secret, of, value)) : undefined;
  const ofSpans = await erasuresBySpans(workspaceId, filter, subjectOf, deps.spans);
  const late = Map.groupBy(traceIds, (traceId) => {
    const { [USER]: user, [SESSION]: session } = metadata.get(traceId) ?? {};
    const said = ofSpans.get(traceId) ?? subjectOf('user', user) ?? subjectOf('session', session);
    return byId.get(erased.get(traceId) ?? '') ?? said;
  });
  for (const [erasure, of] of late) {
    if (erasure === undefined) continue;
    const deleted = await eraseTraces(erasure, of, deps);
    // Those that an earlier page has added, too.
    const { counts } = (await deps.erasures.get(workspaceId, erasure.id)) ?? erasure;
    const again = of.filter((traceId) => erased.has(traceId)).length;
    const sum = sumOf(counts, { ...deleted, traces: deleted.traces - again, lateTraces: of.length });
    await deps.erasures.note(erasure, { counts: sum });
  }
  return [...late.keys()].some((erasure) => erasure !== undefined);
}

/** The erasures of traces by whom any span of them is of: the summary of a trace names one user and one session. */
async function erasuresBySpans(
  workspaceId: string,
  filter: Expression,
  subjectOf: (of: Erasure['of'], value: string) => StoredErasure | undefined,
  spans: EraseLateDeps['spans'],
): Promise<ReadonlyMap<string, StoredErasure>> {
  const found = new Map<string, StoredErasure>();
  for (const kind of ['user', 'session'] as const) {
    const { groups } = await spans.aggregate({
      ...{ workspaceId, of: 'spans', filter: { type: 'trace', of: filter }, by: [kind] },
      ...{ interval: 'auto', zone: 'UTC', attribution: false, order: 'count', limit: MAX_SUBJECTS },
    });
    for (const { key } of groups) {
      const value = key[0] ?? '';
      const erasure = subjectOf(kind, value);
      if (erasure === undefined) continue;
      const theirs = allOf(filter, { type: 'has', of: compare(kind, '=', value) });
      for await (const traceId of tracesOf(spans, workspaceId, theirs)) found.set(traceId, erasure);
    }
  }
  return found;
}
