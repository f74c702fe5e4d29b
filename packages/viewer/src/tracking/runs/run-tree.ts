import type { ListedRun } from './listed-run.ts';

/** A run where it stands in the table. */
export interface RunRow {
  readonly run: ListedRun;
  /** 0 at the left. */
  readonly depth: number;
  /** Children that are known. */
  readonly childCount: number;
  readonly isOpen: boolean;
}

/** Runs as they came, one below the other. */
export function flatRows(runs: readonly ListedRun[]): readonly RunRow[] {
  return runs.map((run) => ({ run, depth: 0, childCount: 0, isOpen: false }));
}

/**
 * Runs as a tree, in their order: a child stands below its parent, wherever that is; a parent that comes later than its
 * first child stands where that child would. One whose parent is not known stands for itself.
 *
 * @param relatives Runs that are only there as parents or children of others.
 * @param open Ids of those whose children are shown; undefined where nobody has said: those of one that all others are
 *   below, since it alone says nothing.
 */
export function treeRows(
  runs: readonly ListedRun[],
  relatives: ReadonlyMap<string, ListedRun>,
  open: ReadonlySet<string> | undefined,
): readonly RunRow[] {
  const known = new Map([...relatives, ...runs.map((run) => [run.id, run] as const)]);
  const children = new Map<string, ListedRun[]>();
  const roots: ListedRun[] = [];
  const placed = new Set<string>();
  for (const run of [...runs, ...relatives.values()]) place(run);

  function place(first: ListedRun): void {
    const path = new Set<string>();
    for (let run = first; !placed.has(run.id); ) {
      placed.add(run.id);
      path.add(run.id);
      const parent = run.parentId === undefined ? undefined : known.get(run.parentId);
      // Tags are free: a run can be said to be its own grandparent.
      if (!parent || path.has(parent.id)) {
        roots.push(run);
        return;
      }
      const siblings = children.get(parent.id);
      if (siblings) siblings.push(run);
      else children.set(parent.id, [run]);
      run = parent;
    }
  }

  const rows: RunRow[] = [];
  const shown = open ?? new Set(roots.length === 1 ? roots.map(({ id }) => id) : []);
  const pending = roots.reverse().map((run) => ({ run, depth: 0 }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const below = children.get(next.run.id) ?? [];
    const isOpen = below.length > 0 && shown.has(next.run.id);
    rows.push({ ...next, childCount: below.length, isOpen });
    if (!isOpen) continue;
    for (let at = below.length - 1; at >= 0; at--) pending.push({ run: below[at]!, depth: next.depth + 1 });
  }
  return rows;
}
