import type { VNode } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Canvas } from '../../dashboards/chart/canvas.tsx';
import type { ChartTheme } from '../../dashboards/chart/chart-theme.ts';
import type { ChartHandle } from '../../dashboards/chart/echarts.ts';
import { formatCount } from '../../format/number.ts';
import type { ListedRun } from '../runs/listed-run.ts';
import { AxesMenu } from './axes-menu.tsx';
import { type Brush, brushParameter, type Intervals, parseBrush } from './brush.ts';
import { BrushedRuns } from './brushed-runs.tsx';
import { listed } from './compare-url.ts';
import { applyBrush, listenToBrush } from './parallel-brush.ts';
import { parallelOption, parallelWidthPx } from './parallel-option.ts';
import type { RunAxis } from './run-axis.ts';
import { RunAxisChoice } from './run-axis-choice.tsx';
import style from './view.module.css';

const HEIGHT_PX = 420;
/** Axes without anyone asking. */
const USUAL_AXES = 8;
/** The list of the chosen follows when the brush rests, ms: it is not what one looks at while brushing. */
const REST_MS = 120;

export interface ParallelViewProps {
  readonly runs: readonly ListedRun[];
  readonly axes: readonly RunAxis[];
  /** From the URL. */
  readonly chosenAxes: string | undefined;
  readonly color: string | undefined;
  readonly brush: string | undefined;
  readonly onChange: (change: { readonly axes?: string | undefined; readonly color?: string }) => void;
  /** What is chosen on the axes, once the hand rests. */
  readonly onBrush: (brush: string | undefined) => void;
  /** Compares some of the runs alone. */
  readonly onKeep: (ids: readonly string[]) => void;
}

/** Runs as lines over parallel axes; what is chosen on the axes is listed below. */
export function ParallelView(props: ParallelViewProps): VNode {
  const { runs, axes, chosenAxes, onBrush } = props;
  const shown = useMemo(() => {
    const wanted = listed(chosenAxes).flatMap((id) => axes.find((axis) => axis.id === id) ?? []);
    return wanted.length > 1 ? wanted : axes.slice(0, USUAL_AXES);
  }, [axes, chosenAxes]);
  const color = axes.find(({ id }) => id === props.color) ?? shown.find(({ id }) => id.startsWith('metrics.'));
  const [lines, setLines] = useState<readonly number[]>();
  const option = useCallback(
    (theme: ChartTheme) => parallelOption(runs.length, shown, color, theme),
    [runs, shown, color],
  );
  const chart = useRef<ChartHandle>();
  const brush = useRef(new Map<string, Intervals>(parseBrush(props.brush)));
  const resting = useRef<ReturnType<typeof setTimeout>>();
  const told = useRef(onBrush);
  told.current = onBrush;
  useEffect(() => () => clearTimeout(resting.current), []);
  const drawn = (made: ChartHandle) => {
    if (chart.current !== made) {
      chart.current = made;
      listenToBrush(made, brush.current, (now: Brush, active) => {
        clearTimeout(resting.current);
        resting.current = setTimeout(() => {
          setLines(active);
          told.current(brushParameter(now));
        }, REST_MS);
      });
    }
    // Drawn anew, it has no choice: that of the URL, or the one before, is made on it again.
    applyBrush(made, new Map(brush.current));
  };
  const clear = () => {
    const ids = [...brush.current.keys()];
    if (chart.current) applyBrush(chart.current, new Map(ids.map((id) => [id, []])));
  };
  if (axes.length < 2) return <p class={style.none}>There are no two figures in which these runs differ.</p>;
  const active = lines?.flatMap((at) => runs[at] ?? []);
  return (
    <>
      <div class={style.bar}>
        <AxesMenu axes={axes} shown={shown} onChange={(ids) => props.onChange({ axes: ids.join() || undefined })} />
        <RunAxisChoice label="Colour" axes={axes} value={color} onChange={(id) => props.onChange({ color: id })} />
        <button type="button" class={style.button} disabled={active === undefined} onClick={clear}>
          Clear the choice
        </button>
        <span class={style.count} role="status">
          {active === undefined
            ? `${formatCount(runs.length)} runs; draw along an axis to choose among them`
            : `${formatCount(active.length)} of ${formatCount(runs.length)} runs`}
        </span>
      </div>
      <section class={style.scroll} tabIndex={0} aria-label="Parallel axes">
        <div style={{ minWidth: `${parallelWidthPx(shown.length)}px` }}>
          <Canvas
            label="Each run as a line over parallel axes; the list below has those that are chosen"
            heightPx={HEIGHT_PX}
            option={option}
            onDrawn={drawn}
          />
        </div>
      </section>
      <BrushedRuns
        runs={active ?? runs}
        all={runs}
        axes={shown}
        isChosen={active !== undefined}
        onKeep={props.onKeep}
      />
    </>
  );
}
