import type { Score, ScoredRow } from '../../scorers/scorer.ts';
import type { JsonSchema } from '../model/judge-model.ts';
import { AnswerProblem, type AnswerShape, strictObject } from './answer-shape.ts';

/** One verdict of several: on a fact, a rule, a document or a claim. */
export interface JudgedItem {
  /** What was judged, in words. */
  readonly text: string;
  readonly rationale: string;
  readonly verdict: string;
}

/** What the verdicts on all items amount to. */
type Summary = (items: readonly JudgedItem[]) => Score;

/** A verdict on each of the items that the row has, numbered from 1 as the prompt numbers them. */
export function numberedShape(
  verdicts: readonly string[],
  itemsOf: (row: ScoredRow) => readonly string[],
  summary: Summary,
): AnswerShape {
  return {
    schema: listSchema(
      { number: { type: 'integer', description: 'Of the item, as it is numbered in the material.' } },
      verdicts,
    ),
    scores(answer, row) {
      const items = itemsOf(row);
      const { verdicts: given } = answer as {
        readonly verdicts: readonly (JudgedItem & { readonly number: number })[];
      };
      const byNumber = new Map(given.map((one) => [one.number, one]));
      const missing = items.findIndex((_, index) => !byNumber.has(index + 1));
      if (missing >= 0) throw new AnswerProblem(`there is no verdict on number ${missing + 1} of ${items.length}`);
      if (given.length !== items.length) {
        throw new AnswerProblem(
          `there are ${given.length} verdicts, but ${items.length} are asked for, one for each number`,
        );
      }
      return [summary(items.map((text, index) => ({ ...byNumber.get(index + 1)!, text })))];
    },
  };
}

/** A verdict on each of the statements that the judge finds in what it judges. */
export function claimShape(verdicts: readonly string[], summary: Summary): AnswerShape {
  return {
    schema: listSchema({ claim: { type: 'string', description: 'One statement, in its own words.' } }, verdicts),
    scores(answer) {
      const { verdicts: given } = answer as { readonly verdicts: readonly (JudgedItem & { readonly claim: string })[] };
      return [summary(given.map((one) => ({ ...one, text: one.claim })))];
    },
  };
}

/** The items in lines, each with its verdict and why: a rationale that one can read. */
export function inLines(items: readonly JudgedItem[]): string {
  return items.map(({ text, verdict, rationale }) => `${verdict}: ${text} (${rationale})`).join('\n');
}

function listSchema(first: Readonly<Record<string, JsonSchema>>, verdicts: readonly string[]): JsonSchema {
  const item = strictObject({
    ...first,
    rationale: { type: 'string', description: 'What in the material speaks for and against, in a sentence or two.' },
    verdict: { type: 'string', enum: [...verdicts] },
  });
  return strictObject({ verdicts: { type: 'array', items: item } });
}
