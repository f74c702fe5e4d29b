import {
  type ComparedTrace,
  comparedTrace,
  type Delta,
  explainDelta,
  matchSteps,
  type StepMatch,
} from '@tracewright/attribution';
import { STEP_KINDS, type StepKind, type TraceSkeleton, type TraceSummary } from '@tracewright/schema';

/** One of the two traces. */
export interface ComparedSide {
  readonly summary: TraceSummary;
  readonly skeleton: TraceSkeleton;
  readonly trace: ComparedTrace;
}

/** Two traces with what is known of their difference. */
export interface Comparison {
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly matches: readonly StepMatch[];
  readonly delta: Delta;
  /** Rows of the steps that differ, and of those above them. */
  readonly changed: readonly number[];
}

/** What a step is, on whichever side it is, and how much it took there. */
export interface StepFigures {
  readonly spanId: string;
  readonly name: string;
  readonly kind: StepKind;
  readonly durationUs: number;
  readonly isError: boolean;
  /** Undefined where nothing is known. */
  readonly tokens: number | undefined;
  readonly costUsd: number | undefined;
}

/** Of the longer trace: a smaller change in the length of a step is not told. */
const NOTABLE_SHARE = 0.01;
const STATUS_ERROR = 2;

export function compareSides(a: Omit<ComparedSide, 'trace'>, b: Omit<ComparedSide, 'trace'>): Comparison {
  const sides = { a: withTrace(a), b: withTrace(b) };
  const matches = matchSteps(sides.a.trace, sides.b.trace);
  return {
    ...sides,
    matches,
    delta: explainDelta(sides.a.trace, sides.b.trace, matches),
    changed: changedRows(sides.a, sides.b, matches),
  };
}

function withTrace(side: Omit<ComparedSide, 'trace'>): ComparedSide {
  return { ...side, trace: comparedTrace(side.skeleton) };
}

/** Undefined where the side has no such step. */
export function figuresOf({ skeleton, trace }: ComparedSide, span: number): StepFigures | undefined {
  if (span === -1) return undefined;
  const used = [skeleton.inputTokens[span] ?? -1, skeleton.outputTokens[span] ?? -1].filter((count) => count >= 0);
  const costUsd = skeleton.costUsd[span] ?? -1;
  const isCall = trace.isCall[span] === 1;
  return {
    spanId: skeleton.spanId[span] ?? '',
    name: skeleton.names[skeleton.name[span] ?? -1] ?? '',
    kind: STEP_KINDS[skeleton.kind[span] ?? -1] ?? 'task',
    durationUs: Math.max(0, (trace.columns.endUs[span] ?? 0) - (trace.columns.startUs[span] ?? 0)),
    isError: skeleton.status[span] === STATUS_ERROR,
    // Chains and agents often repeat what the calls below them used.
    tokens: isCall && used.length > 0 ? used.reduce((sum, count) => sum + count, 0) : undefined,
    costUsd: isCall && costUsd >= 0 ? costUsd : undefined,
  };
}

function changedRows(a: ComparedSide, b: ComparedSide, matches: readonly StepMatch[]): readonly number[] {
  const notableUs = NOTABLE_SHARE * 1_000 * Math.max(a.summary.durationMs, b.summary.durationMs);
  const isShown = new Uint8Array(matches.length);
  /** Row of the nearest step above, by depth. */
  const above: number[] = [];
  for (const [row, match] of matches.entries()) {
    above[match.depth] = row;
    if (!isChanged(figuresOf(a, match.a), figuresOf(b, match.b), notableUs)) continue;
    for (let depth = match.depth; depth >= 0 && isShown[above[depth]!] === 0; depth--) isShown[above[depth]!] = 1;
  }
  return [...isShown.keys()].filter((row) => isShown[row] === 1);
}

function isChanged(a: StepFigures | undefined, b: StepFigures | undefined, notableUs: number): boolean {
  if (!a || !b) return true;
  return (
    Math.abs(b.durationUs - a.durationUs) >= notableUs ||
    a.isError !== b.isError ||
    a.tokens !== b.tokens ||
    a.costUsd !== b.costUsd ||
    a.name !== b.name
  );
}
