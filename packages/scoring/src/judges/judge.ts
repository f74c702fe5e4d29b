import type { FeedbackValue } from '@tracewright/schema';
import type { AnswerShape } from './answer/answer-shape.ts';
import { choiceShape, scaleShape, yesOrNoShape } from './answer/verdict-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

interface TemplateOptions extends JudgeOptions {
  readonly name: string;
  /**
   * What to judge, in plain words. `{{inputs}}`, `{{outputs}}`, `{{expectations}}`, `{{context}}` and fields of them such
   * as `{{inputs.question}}` stand for what the row has there. Default: inputs and outputs are shown.
   */
  readonly instructions: string;
}

/** Labels, of which some are good, or each with what it is worth. */
interface ChoiceOptions extends TemplateOptions {
  readonly choices: readonly string[] | Readonly<Record<string, number>>;
  /** The labels that pass. Default: none is said to. */
  readonly passing?: readonly string[];
  readonly scale?: undefined;
}

/** Whole numbers from one to another, the higher the better. */
interface ScaleOptions extends TemplateOptions {
  readonly scale: readonly [from: number, to: number];
  /** The least that passes. Default: none is said to. */
  readonly threshold?: number;
  readonly choices?: undefined;
}

/** Yes or no, of which yes is good. */
interface YesOrNoOptions extends TemplateOptions {
  readonly choices?: undefined;
  readonly scale?: undefined;
}

export type CustomJudgeOptions = ChoiceOptions | ScaleOptions | YesOrNoOptions;

/**
 * A judge of your own. Without choices and scale it says yes or no.
 *
 * @throws TypeError for a placeholder that no row has, choices of fewer than two labels, a label that passes and is none
 * of them, or a scale that is none
 * @example
 * judge({
 *   name: 'tone',
 *   model,
 *   instructions: 'Is the answer in {{outputs}} written as one would write to a customer who is angry?',
 *   choices: { fitting: 1, cold: 0.3, rude: 0 },
 * });
 */
export function judge(options: CustomJudgeOptions): Judge {
  const { name, instructions } = options;
  return makeJudge({ name, prompt: judgePrompt(instructions), ...answers(options) }, options);
}

interface Answers {
  readonly shape: AnswerShape;
  readonly range?: readonly [number, number];
  passes?(value: FeedbackValue): boolean;
}

function answers(options: CustomJudgeOptions): Answers {
  if (options.choices !== undefined) return choiceAnswers(options);
  if (options.scale === undefined) return { shape: yesOrNoShape() };
  const { scale, threshold } = options;
  const [from, to] = scale;
  if (!Number.isInteger(from) || !Number.isInteger(to) || from >= to || to - from > 100) {
    throw new TypeError(`a scale goes from a whole number up to another, not from ${from} to ${to}`);
  }
  return {
    shape: scaleShape(from, to),
    range: scale,
    ...(threshold !== undefined && { passes: (value: FeedbackValue) => Number(value) >= threshold }),
  };
}

function choiceAnswers({ choices, passing }: ChoiceOptions): Answers {
  const worth = Array.isArray(choices) ? undefined : new Map(Object.entries(choices as Record<string, number>));
  const labels = worth === undefined ? (choices as readonly string[]) : [...worth.keys()];
  if (new Set(labels).size < 2) throw new TypeError('a judge chooses among two labels or more');
  const unknown = passing?.find((label) => !labels.includes(label));
  if (unknown !== undefined) throw new TypeError(`${JSON.stringify(unknown)} passes, but is none of the choices`);
  return {
    shape: choiceShape(labels, { worth, passing }),
    ...(worth !== undefined && { range: [Math.min(...worth.values()), Math.max(...worth.values())] as const }),
  };
}
