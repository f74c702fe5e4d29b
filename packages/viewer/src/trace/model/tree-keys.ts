import type { SpanOrder } from './span-order.ts';

/** What a key does in the tree. */
export type TreeAction =
  | { readonly type: 'go'; readonly row: number }
  | { readonly type: 'fold' | 'unfold'; readonly row: number };

export interface TreeState {
  readonly order: SpanOrder;
  /** Positions shown, see `visiblePositions`. */
  readonly rows: Int32Array;
  /** The row that the keyboard is on. */
  readonly row: number;
  /** Also of a row that stands for a run of spans. */
  readonly isFolded: (row: number) => boolean;
  /** The row begins a run of spans that is shown one by one. */
  readonly isOpenRun: (row: number) => boolean;
  /** Rows that `PageUp` and `PageDown` move by. */
  readonly pageRows: number;
}

/** Keys of a tree after the ARIA patterns, with h, j, k, l beside the arrows. Undefined where a key does nothing. */
export function treeAction(key: string, state: TreeState): TreeAction | undefined {
  const { rows, row, pageRows } = state;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return go(state, row + 1);
    case 'ArrowUp':
    case 'k':
      return go(state, row - 1);
    case 'PageDown':
      return go(state, row + pageRows);
    case 'PageUp':
      return go(state, row - pageRows);
    case 'Home':
      return go(state, 0);
    case 'End':
      return go(state, rows.length - 1);
    case 'ArrowRight':
    case 'l':
      return intoChildren(state);
    case 'ArrowLeft':
    case 'h':
      return outOfChildren(state);
    default:
      return undefined;
  }
}

function go({ rows, row }: TreeState, wanted: number): TreeAction | undefined {
  const target = Math.min(Math.max(wanted, 0), rows.length - 1);
  return target === row || target < 0 ? undefined : { type: 'go', row: target };
}

function intoChildren(state: TreeState): TreeAction | undefined {
  if (state.isFolded(state.row)) return { type: 'unfold', row: state.row };
  return hasChildren(state) ? go(state, state.row + 1) : undefined;
}

function outOfChildren(state: TreeState): TreeAction | undefined {
  const isOpen = !state.isFolded(state.row) && (hasChildren(state) || state.isOpenRun(state.row));
  if (isOpen) return { type: 'fold', row: state.row };
  const parent = state.order.parent[state.rows[state.row]!] ?? -1;
  // A shown row's ancestors are all shown, so the parent has a row of its own.
  return parent === -1 ? undefined : { type: 'go', row: state.rows.indexOf(parent) };
}

function hasChildren({ order, rows, row }: TreeState): boolean {
  const position = rows[row] ?? -1;
  return position >= 0 && order.end[position]! > position + 1;
}
