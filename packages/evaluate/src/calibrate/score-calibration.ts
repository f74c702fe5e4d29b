import type { EstimateJson, EvaluationScore, ScoreCalibration } from '@tracewright/schema';
import { numericScore } from '@tracewright/schema';
import { cohensKappa, confusion, type Interval, meanInterval, shareInterval, spearman } from '@tracewright/statistics';
import { humanLabel, type LabelledRow, labelPair } from './labelled-row.ts';

/** A row that was judged, once for each repeat. */
export interface JudgedRow {
  readonly row: LabelledRow;
  /** The judge's cells of each repeat. */
  readonly repeats: readonly (readonly EvaluationScore[])[];
}

/** More different labels are measurements rather than a scale: correlation and bias tell of them, kappa does not. */
const MAX_LABELS = 20;
const UNKNOWN: EstimateJson = { estimate: null, low: null, high: null };

/**
 * How far a judge and people agree on one of its scores. What the judge says is what it says the first time, as in an
 * evaluation; the other times tell how steady it is.
 */
export function calibrateScore(name: string, judged: readonly JudgedRow[]): ScoreCalibration {
  const labelled = judged.filter(({ row }) => humanLabel(row, name) !== undefined);
  const pairs = labelled.flatMap(({ row, repeats }) => {
    const cell = cellOf(repeats[0], name);
    return (cell && labelPair(humanLabel(row, name)!, cell)) ?? [];
  });
  const human = pairs.map((pair) => pair.human);
  const judge = pairs.map((pair) => pair.judge);
  const counted = confusion(human, judge);
  const isNumeric = counted.labels.length > 0 && counted.labels.every((label) => Number.isFinite(Number(label)));
  const kappaWeights = isNumeric ? 'quadratic' : 'none';
  const isScale = counted.labels.length <= MAX_LABELS;
  return {
    name,
    rows: pairs.length,
    errors: countErrors(labelled, name),
    agreement: estimateJson(shareInterval(counted.agreed, counted.total)),
    kappa: isScale ? estimateJson(cohensKappa(counted, kappaWeights)) : UNKNOWN,
    kappaWeights,
    correlation: isNumeric ? finite(spearman(human.map(Number), judge.map(Number)).coefficient) : null,
    labels: isScale ? counted.labels : [],
    confusion: isScale ? counted.counts : [],
    stability: stabilityOf(labelled, name),
    bias: biasOf(human, judge),
  };
}

/** JSON has no NaN. */
export function estimateJson({ estimate, low, high }: Interval): EstimateJson {
  return { estimate: finite(estimate), low: finite(low), high: finite(high) };
}

function stabilityOf(judged: readonly JudgedRow[], name: string): EstimateJson | null {
  const answered = judged
    .map(({ repeats }) => repeats.map((cells) => cellOf(cells, name)?.value ?? null).filter((value) => value !== null))
    .filter((values) => values.length > 1);
  if (answered.length === 0) return null;
  const steady = answered.filter((values) => new Set(values).size === 1);
  return estimateJson(shareInterval(steady.length, answered.length));
}

function biasOf(human: readonly string[], judge: readonly string[]): EstimateJson | null {
  const differences = human.map((label, at) => numberOf(judge[at]!) - numberOf(label));
  if (differences.length === 0 || differences.some(Number.isNaN)) return null;
  return estimateJson(meanInterval(differences));
}

function numberOf(label: string): number {
  return numericScore(label) ?? (label === '' ? Number.NaN : Number(label));
}

function countErrors(judged: readonly JudgedRow[], name: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { repeats } of judged) {
    const code = cellOf(repeats[0], name)?.error?.code;
    if (code !== undefined) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

function cellOf(cells: readonly EvaluationScore[] | undefined, name: string): EvaluationScore | undefined {
  return cells?.find((cell) => cell.name === name);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
