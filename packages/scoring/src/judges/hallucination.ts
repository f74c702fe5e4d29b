import { yesOrNoShape } from './answer/verdict-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

const INSTRUCTIONS = `Does the answer in {{outputs}} make something up? Compare it with {{context}} and {{inputs}}. Yes if it states as a fact, about the matter in question, anything that these contradict or that nobody could know from them: names, numbers, dates, sources, events, features. No if it stays with what they say, restates it, draws what plainly follows, or says that it does not know.`;

/** Whether an answer invents something beyond its inputs and context. Yes, which is bad, or no. */
export function hallucination(options: JudgeOptions): Judge {
  return makeJudge(
    {
      name: options.name ?? 'hallucination',
      prompt: judgePrompt(INSTRUCTIONS),
      shape: yesOrNoShape('no'),
      direction: 'lower',
    },
    options,
  );
}
