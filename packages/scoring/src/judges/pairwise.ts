import { type FeedbackValue, type JsonValue, judgeSourceId } from '@tracewright/schema';
import type { Score, ScoreContext, ScoredRow } from '../scorers/scorer.ts';
import { ScorerError } from '../scorers/scorer-error.ts';
import { type Reasoned, readAnswer, reasoned } from './answer/answer-shape.ts';
import { askJudge } from './ask-judge.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Judge, JudgeOptions } from './make-judge.ts';
import { type JudgePrompt, judgePrompt } from './prompt/judge-prompt.ts';
import { rowValue, valueText } from './prompt/row-values.ts';

/** Where an answer to be compared comes from: a field of the row such as `expectations.baseline`, or a function. */
export type AnswerOf = string | ((row: ScoredRow) => unknown);

export interface PairwiseOptions extends JudgeOptions {
  /** Default: the outputs. */
  readonly a?: AnswerOf;
  /** Default: what was expected, `expectations.expected_response`. */
  readonly b?: AnswerOf;
  /** What makes one answer the better one. Default: that it serves whoever asked. */
  readonly instructions?: string;
}

/** Which of the two is better; `tie` where none is, or where the verdict moved with their order. */
export type Preference = 'a' | 'b' | 'tie';

/** What the order did to a verdict: nothing, or it drew it to the answer shown first or second. */
export type PositionEffect = 'none' | 'first' | 'second';

type Place = 'first' | 'second' | 'tie';

const DEFAULT_INSTRUCTIONS =
  'Which answer serves whoever asked {{inputs}} better: truer, more to the point, more useful? What the answers have in common counts for neither.';

const FORM =
  'Two answers are in the blocks "first answer" and "second answer". The order says nothing about them. Say "first" or "second" for the better one, and "tie" where neither is better in what matters.';

const SHAPE = {
  schema: reasoned(
    { type: 'string', enum: ['first', 'second', 'tie'] },
    'What speaks for and against each of the two, in a few sentences.',
  ),
  scores: (answer: unknown): readonly Score[] => {
    const { rationale, verdict } = answer as Reasoned<Place>;
    return [{ value: verdict, rationale }];
  },
};

/**
 * Compares two answers to the same inputs, in both orders. Two scores: which is better (`a`, `b` or `tie`; only `a`
 * passes), and as `<name>_position` what the order did to the verdict. A verdict that moves with the order is a tie.
 */
export function pairwise(options: PairwiseOptions): Judge {
  const { model, temperature = 0, seed, a = 'outputs', b = 'expectations.expected_response' } = options;
  const name = options.name ?? 'preference';
  const positionName = `${name}_position`;
  const promptOf = (first: string, second: string): JudgePrompt =>
    judgePrompt(`${options.instructions ?? DEFAULT_INSTRUCTIONS}\n\n${FORM}`, () => [
      { name: 'first answer', text: first },
      { name: 'second answer', text: second },
    ]);
  const { schema } = SHAPE;
  const parameters = { temperature, seed: seed ?? null, ...model.settings };
  const record = {
    judge: name,
    model: model.name,
    parameters,
    prompt: promptOf('', '').system,
    schema: schema as JsonValue,
  };
  const fingerprint = fingerprintOf(record);

  const ask = async (row: ScoredRow, first: string, second: string, context: ScoreContext): Promise<Verdict> => {
    const messages = promptOf(first, second).messages(row);
    const read = (value: unknown): readonly Score[] => readAnswer(SHAPE, value, row);
    const question = { judge: name, fingerprint, model, messages, schema, temperature, seed, read };
    const [score] = await askJudge(question, context);
    return { place: score?.value as Place, rationale: score?.rationale ?? '' };
  };

  return {
    name,
    names: [name, positionName],
    source: { kind: 'judge', id: judgeSourceId(model.name, fingerprint) },
    direction: 'higher',
    fingerprint,
    model: model.name,
    passes: (value: FeedbackValue) => value === 'a' || value === 'none',
    describe: () => ({ ...record, fingerprint }),
    async score(row, context) {
      const [textA, textB] = [answerText(row, a), answerText(row, b)];
      const forward = await ask(row, textA, textB, context);
      const backward = await ask(row, textB, textA, context);
      return [
        {
          name,
          value: preferenceOf(forward.place, backward.place),
          rationale: `a first: ${forward.place}. ${forward.rationale}\nb first: ${backward.place}. ${backward.rationale}`,
        },
        { name: positionName, value: positionEffect(forward.place, backward.place) },
      ];
    },
  };
}

interface Verdict {
  readonly place: Place;
  readonly rationale: string;
}

/** Of the verdict with a first and the one with b first. */
function preferenceOf(aFirst: Place, bFirst: Place): Preference {
  if (aFirst === 'first' && bFirst === 'second') return 'a';
  if (aFirst === 'second' && bFirst === 'first') return 'b';
  return 'tie';
}

function positionEffect(aFirst: Place, bFirst: Place): PositionEffect {
  const firsts = Number(aFirst === 'first') + Number(bFirst === 'first');
  const seconds = Number(aFirst === 'second') + Number(bFirst === 'second');
  return firsts === seconds ? 'none' : firsts > seconds ? 'first' : 'second';
}

/** @throws ScorerError where the row has no such answer */
function answerText(row: ScoredRow, from: AnswerOf): string {
  const answer = typeof from === 'function' ? from(row) : rowValue(row, from);
  if (answer === undefined) throw new ScorerError('VALUE_UNSUITABLE', 'the row lacks one of the two answers');
  return valueText(answer);
}
