import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

/** What charts are described with; its parts are checked where they are written. */
export type ChartOption = EChartsCoreOption;
export type ChartHandle = EChartsType;

// Only what the dashboards draw: the library as a whole weighs three times as much.
use([LineChart, BarChart, ScatterChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

/** Draws charts in an element. */
export function createChart(element: HTMLElement): ChartHandle {
  return init(element, undefined, { renderer: 'canvas' });
}
