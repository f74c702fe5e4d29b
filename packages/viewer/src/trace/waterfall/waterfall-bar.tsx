import type { VNode } from 'preact';
import { formatDuration } from '../../format/duration.ts';
import { classNames } from '../../ui/class-names.ts';
import { kindClass } from '../../ui/kind.tsx';
import { sectionsAsSvgPath } from '../model/critical-sections.ts';
import { intervalsAsSvgPath, PATH_UNITS } from '../model/time-boxes.ts';
import { extentOf, type TimeScale } from '../model/time-scale.ts';
import type { TraceModel } from '../model/trace-model.ts';
import type { Attempt } from './attempts.ts';
import { type RowData, rowData } from './row-data.ts';
import { type RunData, runData } from './run-data.ts';
import style from './waterfall-bar.module.css';

export interface WaterfallBarProps {
  readonly model: TraceModel;
  readonly span: number;
  readonly scale: TimeScale;
  readonly showsPath: boolean;
  /** What the row stands for, -1 for the span alone. */
  readonly run: number;
  /** Failed attempts of the call, where they are known. */
  readonly attempts: readonly Attempt[];
}

/** A span in time: waiting for the first token hatched, the rest solid, its part of the critical path underlined. */
export function WaterfallBar(props: WaterfallBarProps): VNode {
  const { model, span, scale, run, attempts } = props;
  const data = rowData(model, span);
  if (run !== -1) return <RunBar data={data} run={runData(model, run)} scale={scale} />;
  const extent = extentOf(scale, data.startUs, data.endUs);
  const critical = props.showsPath ? sectionsAsSvgPath(model.path, model.sections, span, scale) : '';
  const words = describe(model, span, data, attempts);
  return (
    <span class={style.cell} role="gridcell" aria-label={words} title={words}>
      {extent && (
        <span
          class={classNames(
            style.bar,
            kindClass(data.kind),
            data.isError && style.failed,
            data.isRunning && style.running,
            (data.kind === 'chain' || data.kind === 'task' || data.kind === 'agent') && style.container,
          )}
          style={{ left: `${extent.left * 100}%`, width: `${extent.width * 100}%` }}
        />
      )}
      {data.ttftUs !== undefined && data.ttftUs > 0 && (
        <Part
          scale={scale}
          look={style.wait}
          fromUs={data.startUs}
          toUs={Math.min(data.startUs + data.ttftUs, data.endUs)}
        />
      )}
      {attempts.map(({ startUs, failedUs, waitedUs }) => (
        <span key={startUs}>
          <Part scale={scale} look={style.attempt} fromUs={data.startUs + startUs} toUs={data.startUs + failedUs} />
          <Part scale={scale} look={style.pause} fromUs={data.startUs + failedUs} toUs={data.startUs + waitedUs} />
        </span>
      ))}
      {critical !== '' && <PathMark d={critical} />}
    </span>
  );
}

/** The members of a run, each where it was. */
function RunBar({
  data,
  run,
  scale,
}: {
  readonly data: RowData;
  readonly run: RunData;
  readonly scale: TimeScale;
}): VNode {
  const words = `${run.size} spans from ${formatDuration(run.startUs)} to ${formatDuration(run.endUs)}`;
  return (
    <span class={style.cell} role="gridcell" aria-label={words} title={words}>
      <svg
        class={classNames(style.members, kindClass(data.kind))}
        viewBox={`0 0 ${PATH_UNITS} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={intervalsAsSvgPath(run.intervals, scale)} />
      </svg>
    </span>
  );
}

interface PartProps {
  readonly scale: TimeScale;
  readonly look: string | undefined;
  readonly fromUs: number;
  readonly toUs: number;
}

/** A stretch of a bar that looks different. */
function Part({ scale, look, fromUs, toUs }: PartProps): VNode | null {
  const extent = extentOf(scale, fromUs, toUs);
  if (!extent) return null;
  return <span class={look} style={{ left: `${extent.left * 100}%`, width: `${extent.width * 100}%` }} />;
}

function PathMark({ d }: { readonly d: string }): VNode {
  return (
    <svg class={style.path} viewBox={`0 0 ${PATH_UNITS} 1`} preserveAspectRatio="none" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

function describe(model: TraceModel, span: number, data: RowData, attempts: readonly Attempt[]): string {
  const parts = [
    `starts at ${formatDuration(data.startUs)}`,
    data.isRunning ? 'still running' : `lasts ${formatDuration(data.endUs - data.startUs)}`,
  ];
  if (data.ttftUs !== undefined) parts.push(`first token after ${formatDuration(data.ttftUs)}`);
  const slackUs = model.slackUs[span];
  if (slackUs !== undefined && slackUs > 0) parts.push(`could run ${formatDuration(slackUs)} longer unnoticed`);
  if (data.outlivesParent) parts.push('ends after its parent');
  if (attempts.length > 0) parts.push(`${attempts.length} failed ${attempts.length === 1 ? 'attempt' : 'attempts'}`);
  return parts.join(', ');
}
