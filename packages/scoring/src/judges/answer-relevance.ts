import { yesOrNoShape } from './answer/verdict-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

/** As one question of several, too. */
export const ANSWER_RELEVANCE = `Does the answer in {{outputs}} address what was asked in {{inputs}}? Yes if what it says bears on the question, the whole of it, and would help whoever asked; no if it answers another question, only a part of it, or mostly speaks of something else. Whether it is true does not matter here. To say openly that something is not known, or will not be done, addresses the question.`;

/** Whether an answer addresses the question; nothing of whether it is right. Yes or no. */
export function answerRelevance(options: JudgeOptions): Judge {
  const prompt = judgePrompt(ANSWER_RELEVANCE);
  return makeJudge({ name: options.name ?? 'answer_relevance', prompt, shape: yesOrNoShape() }, options);
}
