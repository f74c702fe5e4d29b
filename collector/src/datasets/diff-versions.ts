import type { DatasetChange, DatasetDiff } from '@tracewright/schema';
import type { DatasetVersionStore, RecordMark } from '../storage/tracking/datasets/dataset-version-store.ts';
import { differingPaths } from './differing-paths.ts';
import { recordAnswer } from './record-answer.ts';

/** Which version of which dataset. */
export interface VersionPlace {
  readonly id: string;
  readonly version: number;
}

interface MarkedChange {
  readonly kind: DatasetChange['kind'];
  readonly id: string;
  readonly before?: RecordMark;
  readonly after?: RecordMark;
}

/**
 * What differs between two versions, record by record: those that have changed come first, then those that are new, then
 * those that are gone.
 *
 * @param page Items from `from` on.
 */
export async function diffVersions(
  versions: DatasetVersionStore,
  workspaceId: string,
  before: VersionPlace,
  after: VersionPlace,
  page: { readonly from: number; readonly limit: number },
): Promise<DatasetDiff> {
  const marksOf = ({ id, version }: VersionPlace) => versions.marks(workspaceId, id, version);
  const [old, now] = await Promise.all([marksOf(before), marksOf(after)]);
  const { changed, added, removed } = changesOf(old, now);
  const shown = [...changed, ...added, ...removed].slice(page.from, page.from + page.limit);
  const contentsOf = (id: string, side: 'before' | 'after') =>
    versions.contents(
      workspaceId,
      id,
      shown.flatMap((change) => change[side]?.contentHash ?? []),
    );
  const [oldContents, newContents] = await Promise.all([
    contentsOf(before.id, 'before'),
    contentsOf(after.id, 'after'),
  ]);
  const next = page.from + shown.length;
  return {
    changed: changed.length,
    added: added.length,
    removed: removed.length,
    same: now.length - changed.length - added.length,
    items: shown.map((change) => {
      const [left, right] = [
        oldContents.get(change.before?.contentHash ?? ''),
        newContents.get(change.after?.contentHash ?? ''),
      ];
      return {
        kind: change.kind,
        id: change.id,
        before: left === undefined ? null : recordAnswer(change.id, left),
        after: right === undefined ? null : recordAnswer(change.id, right),
        paths: change.kind === 'changed' ? differingPaths(left, right) : [],
      };
    }),
    nextCursor: next < changed.length + added.length + removed.length ? String(next) : null,
  };
}

function changesOf(
  old: readonly RecordMark[],
  now: readonly RecordMark[],
): Readonly<Record<'changed' | 'added' | 'removed', readonly MarkedChange[]>> {
  const before = new Map(old.map((mark) => [mark.id, mark]));
  const after = new Set(now.map(({ id }) => id));
  const changed: MarkedChange[] = [];
  const added: MarkedChange[] = [];
  for (const mark of now) {
    const was = before.get(mark.id);
    if (was === undefined) added.push({ kind: 'added', id: mark.id, after: mark });
    else if (was.contentHash !== mark.contentHash) {
      changed.push({ kind: 'changed', id: mark.id, before: was, after: mark });
    }
  }
  const removed = old.flatMap((mark) =>
    after.has(mark.id) ? [] : [{ kind: 'removed' as const, id: mark.id, before: mark }],
  );
  return { changed, added, removed };
}
