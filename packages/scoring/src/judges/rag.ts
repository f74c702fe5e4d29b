import { yesOrNoShapes } from './answer/verdict-shapes.ts';
import { ANSWER_RELEVANCE } from './answer-relevance.ts';
import { CONTEXT_SUFFICIENCY } from './context-quality.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

const GROUNDEDNESS =
  'Does all that the answer in {{outputs}} states as a fact follow from {{context}}? No as soon as one statement is not borne out by it, even if it is true in the world.';
const CONTEXT_RELEVANCE =
  'Does {{context}} speak of what was asked in {{inputs}}? Yes if most of its pieces hold something that helps to answer it; no if most of it is beside the point.';

const QUESTIONS = {
  context_relevance: CONTEXT_RELEVANCE,
  context_sufficiency: CONTEXT_SUFFICIENCY,
  groundedness: GROUNDEDNESS,
  answer_relevance: ANSWER_RELEVANCE,
};

/**
 * Retrieval and answer judged in one call: whether the context is about the question and suffices for it, whether the
 * answer stands on it and addresses the question. Four scores, yes or no each: coarser than the judges of one thing
 * alone, at a quarter of their calls.
 */
export function rag(options: JudgeOptions): Judge {
  const questions = Object.entries(QUESTIONS).map(([name, question]) => `${name}: ${question}`);
  const instructions = `Answer these questions, each by itself: none follows from another.\n\n${questions.join('\n\n')}`;
  return makeJudge(
    {
      name: options.name ?? 'rag',
      prompt: judgePrompt(instructions),
      shape: yesOrNoShapes(Object.keys(QUESTIONS)),
      names: Object.keys(QUESTIONS),
    },
    options,
  );
}
