import type { ChartHandle } from '../../dashboards/chart/echarts.ts';
import type { Brush, Intervals } from './brush.ts';

/** What of the library's insides tells which lines are chosen; it has no other name for it. */
interface ParallelModel {
  getSeriesByIndex(index: number): { getRawIndicesByActiveState?(state: 'active' | 'inactive'): readonly number[] };
}

interface AreaSelected {
  readonly parallelAxisId: string;
  readonly intervals: Intervals;
}

/**
 * Tells of each stretch that is chosen on an axis, and which lines go through all of them.
 *
 * @param brush What is chosen already; kept up to date.
 * @param onBrush Lines by their places; undefined where nothing is chosen.
 */
export function listenToBrush(
  chart: ChartHandle,
  brush: Map<string, Intervals>,
  onBrush: (brush: Brush, lines: readonly number[] | undefined) => void,
): void {
  chart.on('axisareaselected', (event) => {
    const { parallelAxisId, intervals } = event as unknown as AreaSelected;
    if (intervals.length > 0) brush.set(parallelAxisId, intervals);
    else brush.delete(parallelAxisId);
    onBrush(new Map(brush), brush.size === 0 ? undefined : activeLines(chart));
  });
}

/** Chooses on the axes what a URL says. */
export function applyBrush(chart: ChartHandle, brush: Brush): void {
  for (const [parallelAxisId, intervals] of brush) {
    chart.dispatchAction({ type: 'axisAreaSelect', parallelAxisId, intervals });
  }
  // The library takes it that who chooses draws what is chosen, too: it does so itself when it draws all anew.
  if (brush.size > 0) chart.resize();
}

function activeLines(chart: ChartHandle): readonly number[] {
  const { getModel } = chart as unknown as { readonly getModel: () => ParallelModel };
  return getModel.call(chart).getSeriesByIndex(0).getRawIndicesByActiveState?.('active') ?? [];
}
