import { BarChart, LineChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { GridComponent, ParallelComponent, TooltipComponent } from 'echarts/components';
import { connect, type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

/** What charts are described with; its parts are checked where they are written. */
export type ChartOption = EChartsCoreOption;
export type ChartHandle = EChartsType;

// Only what the pages draw: the library as a whole weighs twice as much.
use([LineChart, BarChart, ScatterChart, ParallelChart]);
use([GridComponent, ParallelComponent, TooltipComponent, LabelLayout, CanvasRenderer]);

/** Draws charts in an element. @param group Of those that show the same place where one of them is pointed at. */
export function createChart(element: HTMLElement, group?: string): ChartHandle {
  const chart = init(element, undefined, { renderer: 'canvas' });
  if (group !== undefined) {
    chart.group = group;
    connect(group);
  }
  return chart;
}
