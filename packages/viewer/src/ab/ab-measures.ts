import { numericScore } from '@tracewright/evaluate/compare';
import type { TraceSummary } from '@tracewright/schema';
import { type Difference, holm, mean, unpairedBootstrap, welchTest } from '@tracewright/statistics';

export type MeasureUnit = 'ms' | 'usd' | 'count' | 'share' | 'score';

/** One thing that variants are compared by. */
export interface AbMeasure {
  readonly name: string;
  readonly unit: MeasureUnit;
  readonly isLessBetter: boolean;
  /** Null: the trace does not say. */
  readonly of: (trace: TraceSummary) => number | null;
}

/** How a variant does by one measure, and how that differs from the variant that the others are held against. */
export interface AbCell {
  readonly mean: number;
  /** Independent figures that the mean is of. */
  readonly count: number;
  /** Undefined of the variant itself, and where one of the two has too few. */
  readonly difference: Difference | undefined;
  readonly verdict: 'better' | 'worse' | 'unclear' | undefined;
}

export interface AbRow {
  readonly measure: AbMeasure;
  /** By variant. */
  readonly cells: ReadonlyMap<string, AbCell>;
}

/** What counts as one observation: requests of one user or session are alike, and no evidence for each other. */
export type AbUnit = 'user' | 'session' | 'trace';

/** Differences are missed, or seen where there is none, once in twenty times. */
const MOST_P = 0.05;
/** As many traces must say whose they are, that users or sessions be counted. */
const LEAST_SHARE = 0.9;

const FACTS: readonly AbMeasure[] = [
  {
    name: 'latency',
    unit: 'ms',
    isLessBetter: true,
    of: ({ durationMs, status }) => (status === 'running' ? null : durationMs),
  },
  { name: 'time to first token', unit: 'ms', isLessBetter: true, of: ({ ttftMs }) => ttftMs },
  { name: 'cost', unit: 'usd', isLessBetter: true, of: ({ costUsd }) => costUsd },
  { name: 'input tokens', unit: 'count', isLessBetter: true, of: ({ inputTokens }) => inputTokens },
  { name: 'output tokens', unit: 'count', isLessBetter: true, of: ({ outputTokens }) => outputTokens },
  { name: 'failed', unit: 'share', isLessBetter: true, of: ({ status }) => (status === 'error' ? 1 : 0) },
];

/** What these traces can be compared by: what they took, and each score that is a number or yes and no. */
export function abMeasures(traces: readonly TraceSummary[]): readonly AbMeasure[] {
  const names = new Set(
    traces.flatMap(({ scores }) =>
      scores.flatMap(({ name, value }) => (numericScore(value) === undefined ? [] : [name])),
    ),
  );
  const scores = [...names].sort().map((name): AbMeasure => {
    const values = traces.flatMap((trace) => trace.scores.filter((score) => score.name === name));
    return {
      name,
      unit: values.every(({ value }) => typeof value === 'boolean') ? 'share' : 'score',
      isLessBetter: false,
      of: (trace) => {
        const score = trace.scores.find((each) => each.name === name);
        return (score && numericScore(score.value)) ?? null;
      },
    };
  });
  return [...FACTS.filter(({ of }) => traces.some((trace) => of(trace) !== null)), ...scores];
}

/** Whose requests are taken together. */
export function abUnit(traces: readonly TraceSummary[]): AbUnit {
  const isKnown = (of: (trace: TraceSummary) => string | null) =>
    traces.length > 0 && traces.filter((trace) => of(trace) !== null).length >= traces.length * LEAST_SHARE;
  if (isKnown(({ userId }) => userId)) return 'user';
  return isKnown(({ sessionId }) => sessionId) ? 'session' : 'trace';
}

/**
 * Variants by all measures, the others held against one of them by Welch's test; all these tests together are corrected
 * for being many (Holm).
 */
export function abRows(
  traces: ReadonlyMap<string, readonly TraceSummary[]>,
  reference: string,
  unit: AbUnit,
): readonly AbRow[] {
  const measures = abMeasures([...traces.values()].flat());
  const figures = measures.map((measure) => {
    return new Map([...traces].map(([variant, of]) => [variant, figuresOf(measure, of, unit)]));
  });
  const tests = figures.flatMap((ofMeasure, at) =>
    [...ofMeasure].flatMap(([variant, of]) => {
      const before = ofMeasure.get(reference) ?? [];
      const result = variant === reference ? undefined : differenceOf(before, of);
      return result === undefined ? [] : [{ at, variant, result }];
    }),
  );
  const adjusted = holm(tests.map(({ result }) => result.p));
  const found = new Map(tests.map((test, at) => [`${test.at} ${test.variant}`, { ...test, p: adjusted[at] ?? 1 }]));
  return measures.map((measure, at) => ({
    measure,
    cells: new Map(
      [...(figures[at] ?? [])].map(([variant, of]) => {
        const test = found.get(`${at} ${variant}`);
        const verdict = test && verdictOf(measure, test.result, test.p);
        const difference = test && { ...test.result, p: test.p };
        return [variant, { mean: mean(of), count: of.length, difference, verdict }];
      }),
    ),
  }));
}

/**
 * Welch's test; where all figures of each variant are the same, how likely their order is by chance. Undefined where one
 * has a single figure: it does not say how far it may be off.
 */
function differenceOf(first: readonly number[], second: readonly number[]): Difference | undefined {
  if (first.length < 2 || second.length < 2) return undefined;
  const { estimate, low, high, p } = welchTest(first, second);
  return Number.isNaN(p) ? unpairedBootstrap(first, second, { draws: 1_000 }) : { estimate, low, high, p };
}

function verdictOf({ isLessBetter }: AbMeasure, { estimate }: Difference, p: number): AbCell['verdict'] {
  if (p >= MOST_P) return 'unclear';
  return estimate > 0 === isLessBetter ? 'worse' : 'better';
}

/** One figure for each user, session or trace: the mean of what its traces say. */
function figuresOf(measure: AbMeasure, traces: readonly TraceSummary[], unit: AbUnit): readonly number[] {
  const groups = Map.groupBy(traces, ({ traceId, userId, sessionId }) => {
    return (unit === 'user' ? userId : unit === 'session' ? sessionId : traceId) ?? traceId;
  });
  return [...groups.values()].flatMap((group) => {
    const values = group.flatMap((trace) => measure.of(trace) ?? []);
    return values.length === 0 ? [] : [mean(values)];
  });
}
