import { inLines, numberedShape } from './answer/item-shapes.ts';
import { yesOrNoShape } from './answer/verdict-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';
import { contextPieces } from './prompt/row-values.ts';

const RELEVANCE = `Which of the numbered pieces in the block "pieces" help to answer what was asked in {{inputs}}? For each number say "relevant" if it holds something that belongs into a good answer or is needed to work it out, and "irrelevant" if it only shares words or a subject with the question.`;

/** As one question of several, too. */
export const CONTEXT_SUFFICIENCY = `Does {{context}} hold all that is needed to answer what was asked in {{inputs}} in full? Yes if someone who knows nothing else could write a complete and correct answer from it; no if something has to be known or guessed beyond it.`;

export interface ContextRelevanceOptions extends JudgeOptions {
  /** The least share that passes. Default 0.5. */
  readonly threshold?: number;
}

/** The share of the retrieved pieces that help to answer the question, 0…1. */
export function contextRelevance(options: ContextRelevanceOptions): Judge {
  const { threshold = 0.5 } = options;
  return makeJudge(
    {
      name: options.name ?? 'context_relevance',
      prompt: judgePrompt(RELEVANCE, (row) => [{ name: 'pieces', text: numbered(contextPieces(row)) }]),
      shape: numberedShape(['relevant', 'irrelevant'], contextPieces, (pieces) => ({
        value: pieces.length === 0 ? 0 : pieces.filter(({ verdict }) => verdict === 'relevant').length / pieces.length,
        rationale: inLines(pieces.map((piece) => ({ ...piece, text: beginningOf(piece.text) }))),
      })),
      range: [0, 1],
      passes: (value) => Number(value) >= threshold,
    },
    options,
  );
}

/** Whether the context holds all that a full answer needs; nothing of what was made of it. Yes or no. */
export function contextSufficiency(options: JudgeOptions): Judge {
  const prompt = judgePrompt(CONTEXT_SUFFICIENCY);
  return makeJudge({ name: options.name ?? 'context_sufficiency', prompt, shape: yesOrNoShape() }, options);
}

function numbered(pieces: readonly string[]): string {
  return pieces.map((piece, index) => `[${index + 1}] ${piece}`).join('\n');
}

/** Enough to tell the pieces apart in a rationale. */
function beginningOf(piece: string): string {
  return piece.length <= 80 ? piece : `${piece.slice(0, 79).toWellFormed()}…`;
}
