import type { EvaluationError, EvaluationScore, FeedbackValue } from '@tracewright/schema';
import { numericScore } from '@tracewright/schema';
import { errorFacts } from '../calls/error-facts.ts';
import type { Score, ScoreContext, ScoredRow, Scorer } from './scorer.ts';
import { ScorerError } from './scorer-error.ts';

/** What a scorer says of a row: its scores, or for each of its names the error that kept it from scoring. Never rejects. */
export async function scoreRow(
  scorer: Scorer,
  row: ScoredRow,
  context: ScoreContext,
): Promise<readonly EvaluationScore[]> {
  try {
    const given = await scorer.score(row, context);
    const scores = Array.isArray(given) ? (given as readonly Score[]) : [given as Score];
    const cells = scores.map((score) => cellOf(scorer, score));
    const names = new Set(cells.map(({ name }) => name));
    if (names.size < cells.length) throw invalid(`${scorer.name} gave several scores of one name`);
    return cells;
  } catch (error) {
    const facts = errorFacts(error);
    return (scorer.names ?? [scorer.name]).map((name) => errorCell(scorer, name, facts));
  }
}

function cellOf(scorer: Scorer, score: Score): EvaluationScore {
  const name = score.name ?? scorer.name;
  if (name !== scorer.name && !scorer.names?.includes(name)) {
    throw invalid(`${scorer.name} does not say that it gives scores called ${name}`);
  }
  // As scorers without types give them.
  const { value, passed, rationale } = score as { readonly [field in keyof Score]: unknown };
  if (!isValue(value)) throw invalid(`${scorer.name} gave ${String(value)} for a score`);
  if (typeof (passed ?? true) !== 'boolean') throw invalid(`${scorer.name} gave ${String(passed)} for passing or not`);
  if (typeof (rationale ?? '') !== 'string') throw invalid(`${scorer.name} gave a rationale that is no text`);
  return {
    name,
    value,
    passed: score.passed ?? passedBy(scorer, value, name),
    rationale: score.rationale ?? null,
    error: null,
    source: scorer.source,
  };
}

function passedBy(scorer: Scorer, value: FeedbackValue, name: string): boolean | null {
  if (scorer.passes !== undefined) return scorer.passes(value, name);
  if (typeof value === 'number') return null;
  const number = numericScore(value);
  return number === undefined ? null : number === 1;
}

function errorCell({ source }: Scorer, name: string, error: EvaluationError): EvaluationScore {
  return { name, value: null, passed: null, rationale: null, error, source };
}

function invalid(message: string): ScorerError {
  return new ScorerError('SCORE_INVALID', message);
}

function isValue(value: unknown): value is FeedbackValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
