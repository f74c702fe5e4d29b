import { useMemo } from 'preact/hooks';
import { spanColours } from '../../colouring/span-colours.ts';
import type { TraceModel } from '../../model/trace-model.ts';
import type { TraceView } from '../../trace-view.ts';
import type { Attempt } from '../attempts.ts';
import type { RowFrame } from './row-frame.ts';

/** What the rows are drawn from, the same object as long as none of it changes: rows are drawn again for another one. */
export function useRowFrame(
  view: TraceView,
  model: TraceModel,
  attempts: ReadonlyMap<string, readonly Attempt[]>,
  { indentPx, maxIndents }: Pick<RowFrame, 'indentPx' | 'maxIndents'>,
): RowFrame {
  const by = view.colouring.value;
  const found = view.matches.value;
  const rows = view.rows.value;
  const choice = view.rowChoice.value;
  const filter = view.filter.value;
  const scale = view.scale.value;
  const showsPath = view.showsCriticalPath.value;
  const matches = useMemo(() => new Set(found), [found]);
  const colours = useMemo(() => spanColours(model, by), [model, by]);
  return useMemo(
    () => ({ model, rows, choice, filter, matches, scale, showsPath, colours, attempts, indentPx, maxIndents }),
    [model, rows, choice, filter, matches, scale, showsPath, colours, attempts, indentPx, maxIndents],
  );
}
