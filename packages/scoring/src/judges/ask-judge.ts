import type { Score, ScoreContext } from '../scorers/scorer.ts';
import { ScorerError } from '../scorers/scorer-error.ts';
import { AnswerProblem } from './answer/answer-shape.ts';
import { UNTRACED } from './judge-tracing.ts';
import type { JsonSchema, JudgeMessage, JudgeModel, JudgeReply } from './model/judge-model.ts';

/** What is asked of a judge's model about one row. */
export interface JudgeQuestion {
  readonly judge: string;
  readonly fingerprint: string;
  readonly model: JudgeModel;
  readonly messages: readonly JudgeMessage[];
  readonly schema: JsonSchema;
  readonly temperature: number;
  readonly seed: number | undefined;
  /** What an answer amounts to. @throws AnswerProblem where it is none */
  read(value: unknown): readonly Score[];
}

/** What came of a question, and what it took to get there. */
interface JudgeAnswer {
  readonly outcome: readonly Score[] | ScorerError;
  /** Input and output together, of all tries. */
  readonly tokens: number;
  /** USD; null where nobody knows. */
  readonly costUsd: number | null;
}

/** A model is told once what is wrong with its answer; one that is wrong again has not judged. */
const MAX_TRIES = 2;

/**
 * Asks a judge's model, in a trace of its own, within the limits of the evaluation.
 *
 * @throws ScorerError `JUDGE_ANSWER_INVALID` where two answers contradict the schema, or what the model throws
 */
export async function askJudge(question: JudgeQuestion, context: ScoreContext): Promise<readonly Score[]> {
  const { judge, fingerprint, messages } = question;
  const ask = async (): Promise<JudgeAnswer> => {
    const step = { judge, fingerprint, runId: context.runId, input: messages };
    const { result, costUsd } = await (context.tracing ?? UNTRACED)(step, () => converse(question, context.signal));
    return { ...result, costUsd: result.costUsd ?? costUsd };
  };
  // An answer that is none has cost as much as any other: it is thrown once that is counted.
  const { outcome } = await context.calls.run({
    limits: ['judges'],
    work: ask,
    usageOf: (answer) => answer,
    signal: context.signal,
  });
  if (outcome instanceof ScorerError) throw outcome;
  return outcome;
}

async function converse(question: JudgeQuestion, signal: AbortSignal): Promise<JudgeAnswer> {
  const { model, schema, temperature, seed } = question;
  const replies: JudgeReply[] = [];
  let messages = question.messages;
  for (;;) {
    const schemaName = question.judge.replace(/\W/g, '_').slice(0, 60) || 'judge';
    const reply = await model.complete({ messages, schema, schemaName, temperature, seed, signal });
    replies.push(reply);
    try {
      return { outcome: question.read(reply.value), ...usageOf(replies) };
    } catch (error) {
      if (!(error instanceof AnswerProblem)) throw error;
      if (replies.length === MAX_TRIES) return { outcome: invalid(question.judge, error, reply), ...usageOf(replies) };
      messages = [...messages, ...correction(reply, error)];
    }
  }
}

function correction({ text }: JudgeReply, { message }: AnswerProblem): readonly JudgeMessage[] {
  const again = `That answer cannot be used: ${message}. Judge the same material once more and keep to the form.`;
  // Providers refuse messages without any text.
  return [
    { role: 'assistant', content: text || '(no answer)' },
    { role: 'user', content: again },
  ];
}

function usageOf(replies: readonly JudgeReply[]): Omit<JudgeAnswer, 'outcome'> {
  const tokens = replies.reduce((sum, { usage }) => sum + (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0), 0);
  const costs = replies.map(({ costUsd }) => costUsd).filter((cost) => cost !== undefined);
  return { tokens, costUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0) };
}

function invalid(judge: string, problem: AnswerProblem, { text }: JudgeReply): ScorerError {
  const message = `${judge} has answered twice what is no verdict: ${problem.message}; at last: ${text.slice(0, 500)}`;
  return new ScorerError('JUDGE_ANSWER_INVALID', message, { cause: problem });
}
