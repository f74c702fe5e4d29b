import { yesOrNoShapes } from './answer/verdict-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

const QUESTIONS = {
  summary_faithful:
    'Does {{outputs}} say nothing that {{inputs}} does not say? No as soon as one statement is not in it, or is turned round.',
  summary_complete:
    'Would someone who reads {{outputs}} alone learn what matters in {{inputs}}? No if a main point, a result or a warning is left out.',
  summary_concise:
    'Is {{outputs}} a summary: clearly shorter than {{inputs}}, without repeating itself and without passages taken over whole?',
};

/** A summary, in the outputs, of a text, in the inputs. Three scores, yes or no each. */
export function summarisation(options: JudgeOptions): Judge {
  const questions = Object.entries(QUESTIONS).map(([name, question]) => `${name}: ${question}`);
  return makeJudge(
    {
      name: options.name ?? 'summarisation',
      prompt: judgePrompt(`Answer these questions, each by itself.\n\n${questions.join('\n\n')}`),
      shape: yesOrNoShapes(Object.keys(QUESTIONS)),
      names: Object.keys(QUESTIONS),
    },
    options,
  );
}
