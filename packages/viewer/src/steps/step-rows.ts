import { type AggregateGroup, isStepKind, PATH_SEPARATOR, type StepKind } from '@tracewright/schema';

/** A step over many traces, in one group of them or in two. */
export interface StepRow {
  readonly id: string;
  /** Names from the root down; the last is the step's own. */
  readonly path: readonly string[];
  readonly kind: StepKind;
  /** Undefined where the group has no such step. */
  readonly first: AggregateGroup | undefined;
  /** The only group where nothing is compared. */
  readonly last: AggregateGroup | undefined;
}

/** Figures by `path` and `kind`, and what the names of steps lose. */
export interface GroupFigures {
  readonly groups: readonly AggregateGroup[];
  readonly ownWord: string;
}

/**
 * Brings the steps of one or two groups together, as a tree: each before those below it, of siblings the one first for
 * which the traces waited longest, itself and all below it.
 *
 * @param first The group that changes are counted from; undefined where nothing is compared.
 */
export function stepRows(first: GroupFigures | undefined, last: GroupFigures): readonly StepRow[] {
  const rows = new Map<string, StepRow>();
  const add = (figures: GroupFigures, side: 'first' | 'last') => {
    for (const group of figures.groups) {
      const path = pathOf(group, '');
      const plain = pathOf(group, figures.ownWord);
      const kind = group.key[1] ?? '';
      // Two steps of one group stay two, even where their names differ by the word alone.
      const isTaken = rows.get(idOf(plain, kind))?.[side] !== undefined;
      const id = idOf(isTaken ? path : plain, kind);
      const row = rows.get(id) ?? {
        id,
        path,
        kind: isStepKind(kind) ? kind : 'task',
        first: undefined,
        last: undefined,
      };
      rows.set(id, { ...row, path: side === 'last' ? path : row.path, [side]: group });
    }
  };
  if (first) add(first, 'first');
  add(last, 'last');
  return inTreeOrder([...rows.values()]);
}

function pathOf({ key }: AggregateGroup, word: string): readonly string[] {
  const names = (key[0] ?? '').split(PATH_SEPARATOR);
  return word === '' ? names : names.map((name) => name.replaceAll(word, '').trim());
}

function idOf(path: readonly string[], kind: string): string {
  return `${path.join(PATH_SEPARATOR)}\n${kind}`;
}

function inTreeOrder(rows: readonly StepRow[]): readonly StepRow[] {
  const waited = new Map<string, number>();
  for (const row of rows) {
    const ms = Math.max(row.first?.criticalMs ?? 0, row.last?.criticalMs ?? 0);
    const names = plainPath(row);
    for (let end = 1; end <= names.length; end++) {
      const above = names.slice(0, end).join(PATH_SEPARATOR);
      waited.set(above, (waited.get(above) ?? 0) + ms);
    }
  }
  return rows.toSorted((a, b) => {
    const [first, second] = [plainPath(a), plainPath(b)];
    for (let end = 1; end <= Math.min(first.length, second.length); end++) {
      if (first[end - 1] === second[end - 1]) continue;
      const [left, right] = [first, second].map((path) => path.slice(0, end).join(PATH_SEPARATOR));
      return (waited.get(right!) ?? 0) - (waited.get(left!) ?? 0) || (left! < right! ? -1 : 1);
    }
    return first.length - second.length || (a.kind < b.kind ? -1 : 1);
  });
}

/** The names by which the row is known, without what tells groups apart. */
function plainPath({ id }: StepRow): readonly string[] {
  return id.slice(0, id.lastIndexOf('\n')).split(PATH_SEPARATOR);
}
