import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatDuration } from '../../format/duration.ts';
import { formatCount } from '../../format/number.ts';
import { formatShare } from '../../format/share.ts';
import { Usd } from '../../ui/cost.tsx';
import { KindBadge } from '../../ui/kind.tsx';
import { onPageKeys } from '../../ui/page-keys.ts';
import { useRowCursor } from '../../window/use-row-cursor.ts';
import { useWindow } from '../../window/use-window.ts';
import { idOfSpan, type TraceModel } from '../model/trace-model.ts';
import type { TraceView } from '../trace-view.ts';
import { askWorker } from '../worker/ask-worker.ts';
import type { Step } from './step.ts';
import style from './steps-view.module.css';

const ROW_PX = 30;
const HEADER_PX = 28;
const MAX_INDENTS = 10;

const COLUMNS: readonly { readonly label: string; readonly title?: string }[] = [
  { label: 'Step' },
  { label: 'Spans' },
  { label: 'Critical path', title: 'Time for which the trace waited for just these spans, and its share' },
  { label: 'Self', title: 'Time with nothing inside them running' },
  { label: 'p50' },
  { label: 'p95' },
  { label: 'Tokens' },
  { label: 'Cost' },
];

/** The spans of a trace added up by step: repeated siblings are one. A row leads to the slowest of its spans. */
export function StepsView({ view, model }: { readonly view: TraceView; readonly model: TraceModel }): VNode {
  const [steps, setSteps] = useState<readonly Step[]>();
  useEffect(() => {
    let isCurrent = true;
    const { skeleton, columns, selfUs, criticalUs } = model;
    askWorker('steps', { model: { skeleton, columns, selfUs, criticalUs } }).then(
      (found) => isCurrent && setSteps(found),
      () => isCurrent && setSteps([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [model]);
  const rows = steps ?? [];
  const window = useWindow<HTMLDivElement>(rows.length, ROW_PX, HEADER_PX);
  const { ref, range } = window;
  const selectedId = view.selectedId.value;
  const isSelected = ({ slowest }: Step) => idOfSpan(model, slowest) === selectedId;
  const { current, keysFor } = useRowCursor<Step>({
    rows: () => rows,
    idOf: ({ slowest }) => String(slowest),
    elementIdOf,
    window,
    selected: undefined,
    onMove: (slowest) => view.select(Number(slowest)),
  });
  useEffect(() => onPageKeys(keysFor('step')), [keysFor]);
  // A span can be selected by other means, too.
  const selectedStep = rows.find(isSelected);
  useEffect(() => {
    if (selectedStep) current.value = String(selectedStep.slowest);
  }, [selectedStep]);
  return (
    <div class={style.view}>
      <div class={style.scroll} ref={ref} role="table" aria-label="Steps" aria-rowcount={rows.length + 1}>
        <div class={style.header} role="row" aria-rowindex={1}>
          {COLUMNS.map(({ label, title }) => (
            <span key={label} role="columnheader" title={title}>
              {label}
            </span>
          ))}
        </div>
        <div class={style.rows} role="rowgroup" style={{ height: `${rows.length * ROW_PX}px` }}>
          {rows.slice(range.first, range.end).map((step, at) => (
            <StepRow
              key={range.first + at}
              step={step}
              row={range.first + at}
              totalUs={model.totalUs}
              isSelected={isSelected(step)}
              onSelect={() => view.select(step.slowest)}
            />
          ))}
        </div>
      </div>
      <p class={style.foot} role="status">
        {steps ? `${formatCount(steps.length)} steps of ${formatCount(model.columns.count)} spans` : 'Adding up …'}
      </p>
    </div>
  );
}

/** Of what takes the focus in the row of a step. @param slowest Of its spans. */
function elementIdOf(slowest: string): string {
  return `step-${slowest}`;
}

interface StepRowProps {
  readonly step: Step;
  readonly row: number;
  readonly totalUs: number;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

function StepRow({ step, row, totalUs, isSelected, onSelect }: StepRowProps): VNode {
  const share = totalUs > 0 ? step.criticalUs / totalUs : 0;
  const tokens =
    step.inputTokens === undefined && step.outputTokens === undefined
      ? undefined
      : (step.inputTokens ?? 0) + (step.outputTokens ?? 0);
  return (
    <div
      class={isSelected ? `${style.row} ${style.selected}` : style.row}
      role="row"
      aria-rowindex={row + 2}
      style={{ transform: `translateY(${row * ROW_PX}px)` }}
    >
      <span class={style.name} role="cell" style={{ '--level': Math.min(step.depth, MAX_INDENTS) }}>
        <KindBadge kind={step.kind} />
        <button
          type="button"
          id={elementIdOf(String(step.slowest))}
          class={style.link}
          title="Select the slowest of these spans"
          onClick={onSelect}
          dir="auto"
        >
          {step.name || '(no name)'}
        </button>
        {step.errorCount > 0 && (
          <span class={style.errors} title={`${formatCount(step.errorCount)} failed`}>
            {formatCount(step.errorCount)} <span class={style.failedWord}>failed</span>
          </span>
        )}
      </span>
      <span role="cell">{formatCount(step.count)}</span>
      <span class={style.critical} role="cell">
        <span class={style.bar} style={{ width: `${share * 100}%` }} aria-hidden="true" />
        <span class={style.figure}>
          {formatDuration(step.criticalUs)} <span class={style.share}>{formatShare(share)}</span>
        </span>
      </span>
      <span role="cell">{formatDuration(step.selfUs)}</span>
      <span role="cell">{formatDuration(step.p50Us)}</span>
      <span role="cell">{formatDuration(step.p95Us)}</span>
      <span role="cell">{tokens === undefined ? '' : formatCount(tokens)}</span>
      <span role="cell">{step.costUsd !== undefined && <Usd usd={step.costUsd} />}</span>
    </div>
  );
}
