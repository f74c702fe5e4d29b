import type { Score } from '../../scorers/scorer.ts';
import { type AnswerShape, type Reasoned, reasoned, strictObject, YES_OR_NO, type YesOrNo } from './answer-shape.ts';

const WHY = 'What in the material speaks for and against, in a few sentences.';

/** Yes or no. `passing` is which of them is the good one; default yes. */
export function yesOrNoShape(passing: YesOrNo = 'yes'): AnswerShape {
  return {
    schema: reasoned(YES_OR_NO, WHY),
    scores: (answer) => [yesOrNoScore(answer as Reasoned<YesOrNo>, passing)],
  };
}

/** Several questions by the names of their scores, each with yes or no, answered in one call. */
export function yesOrNoShapes(names: readonly string[]): AnswerShape {
  return {
    schema: strictObject(Object.fromEntries(names.map((name) => [name, reasoned(YES_OR_NO, WHY)]))),
    scores(answer) {
      const verdicts = answer as Readonly<Record<string, Reasoned<YesOrNo>>>;
      return names.map((name) => ({ name, ...yesOrNoScore(verdicts[name]!, 'yes') }));
    },
  };
}

export interface ChoiceMeaning {
  /** By label: what it scores as. */
  readonly worth?: ReadonlyMap<string, number> | undefined;
  /** The labels that pass; undefined: none is said to. */
  readonly passing?: readonly string[] | undefined;
}

/** One of several labels. Those that have a number score as that; what passes goes by the label. */
export function choiceShape(labels: readonly string[], { worth, passing }: ChoiceMeaning): AnswerShape {
  return {
    schema: reasoned({ type: 'string', enum: [...labels] }, WHY),
    scores(answer) {
      const { rationale, verdict } = answer as Reasoned<string>;
      const number = worth?.get(verdict);
      const passed = passing && { passed: passing.includes(verdict) };
      return [
        number === undefined
          ? { value: verdict, ...passed, rationale }
          : { value: number, ...passed, rationale: `${verdict}: ${rationale}` },
      ];
    },
  };
}

/** A whole number from `from` to `to`. Named one by one: not every provider knows bounds in a schema. */
export function scaleShape(from: number, to: number): AnswerShape {
  const steps = Array.from({ length: to - from + 1 }, (_, step) => from + step);
  return {
    schema: reasoned({ type: 'integer', enum: steps }, WHY),
    scores(answer) {
      const { rationale, verdict } = answer as Reasoned<number>;
      return [{ value: verdict, rationale }];
    },
  };
}

function yesOrNoScore({ rationale, verdict }: Reasoned<YesOrNo>, passing: YesOrNo): Score {
  return { value: verdict, passed: verdict === passing, rationale };
}
