import { STEP_KINDS, type StepKind } from '@tracewright/schema';
import { STATUS_ERROR, STATUS_RUNNING } from '../model/skeleton-columns.ts';
import { idOfSpan, type TraceModel, WHOLE_TRACE } from '../model/trace-model.ts';

/** What a row of the waterfall shows. Absent numbers are undefined. */
export interface RowData {
  readonly id: string;
  readonly name: string;
  readonly kind: StepKind;
  readonly startUs: number;
  readonly endUs: number;
  /** From the span's start. */
  readonly ttftUs: number | undefined;
  readonly tokens: number | undefined;
  readonly costUsd: number | undefined;
  readonly model: string | undefined;
  readonly isError: boolean;
  readonly isRunning: boolean;
  readonly outlivesParent: boolean;
}

/** Reads one span of a trace. */
export function rowData(model: TraceModel, span: number): RowData {
  const { skeleton, columns } = model;
  if (span === WHOLE_TRACE) return wholeTrace(model);
  const isRunning = skeleton.status[span] === STATUS_RUNNING;
  const startUs = columns.startUs[span]!;
  const input = known(skeleton.inputTokens[span]);
  const output = known(skeleton.outputTokens[span]);
  return {
    id: idOfSpan(model, span),
    name: skeleton.names[skeleton.name[span]!] ?? '',
    kind: STEP_KINDS[columns.kind[span]!] ?? 'task',
    startUs,
    endUs: columns.endUs[span]!,
    ttftUs: known(columns.ttftUs[span]),
    tokens: input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0),
    costUsd: known(skeleton.costUsd[span]),
    model: skeleton.models[skeleton.model[span]!],
    isError: skeleton.status[span] === STATUS_ERROR,
    isRunning,
    // Of one that runs only the start is known.
    outlivesParent: !isRunning && model.outlivesParent[span] === 1,
  };
}

function wholeTrace(model: TraceModel): RowData {
  return {
    id: idOfSpan(model, WHOLE_TRACE),
    name: 'Whole trace',
    kind: 'task',
    startUs: 0,
    endUs: model.skeleton.durationUs,
    ttftUs: undefined,
    tokens: undefined,
    costUsd: undefined,
    model: undefined,
    isError: false,
    isRunning: model.isRunning,
    outlivesParent: false,
  };
}

/** The wire says -1 where it knows nothing. */
function known(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}
