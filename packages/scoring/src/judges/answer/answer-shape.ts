import { Validator } from '@cfworker/json-schema';
import type { Score, ScoredRow } from '../../scorers/scorer.ts';
import type { JsonSchema } from '../model/judge-model.ts';

/** What a judge's model has to answer, and what the answer says of a row. */
export interface AnswerShape {
  readonly schema: JsonSchema;
  /**
   * The scores that an answer amounts to, one that fits the schema.
   *
   * @throws AnswerProblem where it contradicts the row, such as a verdict on something that is not there
   */
  scores(answer: unknown, row: ScoredRow): readonly Score[];
}

/** Why an answer is none, said so that the model can mend it. */
export class AnswerProblem extends Error {
  override readonly name = 'AnswerProblem';
}

/** Reads an answer. @throws AnswerProblem where it contradicts the schema or the row */
export function readAnswer(shape: AnswerShape, value: unknown, row: ScoredRow): readonly Score[] {
  if (value === undefined) throw new AnswerProblem('it is not one JSON object');
  const { valid, errors } = new Validator({ ...shape.schema }, '2020-12').validate(value);
  // The last one is the deepest: those before it say only that something in them does not fit.
  if (!valid) throw new AnswerProblem(`${errors.at(-1)?.instanceLocation}: ${errors.at(-1)?.error}`);
  return shape.scores(value, row);
}

/** An object that has all of these properties, in this order, and no others: what structured output asks of schemas. */
export function strictObject(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** Reasons come before the verdict, so that it follows from them: a model writes one word after the other. */
export function reasoned(verdict: JsonSchema, rationale: string): JsonSchema {
  return strictObject({ rationale: { type: 'string', description: rationale }, verdict });
}

/** An answer, or a part of one, that `reasoned` describes. */
export interface Reasoned<Verdict> {
  readonly rationale: string;
  readonly verdict: Verdict;
}

export const YES_OR_NO: JsonSchema = { type: 'string', enum: ['yes', 'no'] };
export type YesOrNo = 'yes' | 'no';
