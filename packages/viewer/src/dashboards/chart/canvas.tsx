import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { classNames } from '../../ui/class-names.ts';
import { onColours } from '../../ui/colours.ts';
import { useStable } from '../../ui/use-stable.ts';
import style from './canvas.module.css';
import type { ChartTheme } from './chart-theme.ts';
import { chartTheme } from './chart-theme.ts';
import type { ChartHandle, ChartOption } from './echarts.ts';

export interface CanvasProps {
  /** What is to be seen, for those who do not; the numbers stand in a table beside it. */
  readonly label: string;
  readonly heightPx: number;
  readonly option: (theme: ChartTheme) => ChartOption;
  /** A mark, or, with `series` undefined, what lies at a place of the first axis. */
  readonly onOpen?: ((index: number, series: number | undefined) => void) | undefined;
  /** Charts of a group show the same place where one of them is pointed at. */
  readonly group?: string;
  /** Each time that it has been drawn from its option, for whoever does more with it than click. */
  readonly onDrawn?: (chart: ChartHandle) => void;
}

/** A chart that follows its box, the theme and its data. The library comes with the first one. */
export function Canvas({ label, heightPx, option, onOpen, group, onDrawn }: CanvasProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<ChartHandle>();
  const open = useRef(onOpen);
  open.current = onOpen;

  useEffect(() => {
    let made: ChartHandle | undefined;
    let isGone = false;
    const resized = new ResizeObserver(() => made?.resize());
    import('./echarts.ts').then(
      ({ createChart }) => {
        if (isGone || !box.current) return;
        made = createChart(box.current, group);
        resized.observe(box.current);
        listen(made, (index, series) => open.current?.(index, series));
        setChart(made);
      },
      // Without the library the table stays.
      () => undefined,
    );
    return () => {
      isGone = true;
      resized.disconnect();
      made?.dispose();
    };
  }, []);
  const draw = useStable((isForPaper: boolean) => {
    if (!chart) return;
    chart.setOption(option(chartTheme()), { notMerge: true });
    onDrawn?.(chart);
    if (isForPaper) chart.getZr().flush();
  });
  useEffect(() => onColours(draw), [draw]);
  useEffect(() => draw(false), [chart, option]);

  return (
    <div
      ref={box}
      class={classNames(style.canvas, onOpen && style.opens)}
      style={{ height: `${heightPx}px` }}
      role="img"
      aria-label={label}
    />
  );
}

function listen(chart: ChartHandle, open: NonNullable<CanvasProps['onOpen']>): void {
  chart.on('click', (event) => open(event.dataIndex, event.seriesIndex));
  chart.getZr().on('click', (event) => {
    // A mark has told already.
    if (event.target) return;
    const place = [event.offsetX, event.offsetY];
    if (!chart.containPixel('grid', place)) return;
    const [index] = chart.convertFromPixel('grid', place);
    if (index !== undefined) open(index, undefined);
  });
}
