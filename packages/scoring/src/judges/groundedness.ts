import type { Score } from '../scorers/scorer.ts';
import { claimShape, inLines, type JudgedItem } from './answer/item-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

const INSTRUCTIONS = `Does what the answer in {{outputs}} states follow from the material in {{context}}? The question was {{inputs}}.

List every statement of fact that the answer makes, one by one, each so that it can be understood alone. For each, say whether the context bears it out: "supported" where it says so or it plainly follows; "unsupported" where it does not say so, even if it is true in the world; "contradicted" where it says otherwise. Courtesies, questions, and saying that something is not in the context are no statements of fact; if there are none at all, the list is empty.`;

const VERDICTS = ['supported', 'unsupported', 'contradicted'];

/** Whether all that an answer states is borne out by its context. Yes or no, with a verdict on each claim. */
export function groundedness(options: JudgeOptions): Judge {
  const summary = (claims: readonly JudgedItem[]): Score => {
    const isGrounded = supported(claims).length === claims.length;
    return { value: isGrounded ? 'yes' : 'no', passed: isGrounded, rationale: rationaleOf(claims) };
  };
  return makeJudge(
    {
      name: options.name ?? 'groundedness',
      prompt: judgePrompt(INSTRUCTIONS),
      shape: claimShape(VERDICTS, summary),
    },
    options,
  );
}

export interface FaithfulnessOptions extends JudgeOptions {
  /** The least share that passes. Default 1. */
  readonly threshold?: number;
}

/** The share of an answer's claims that its context bears out, 0…1; 1 where it claims nothing. */
export function faithfulness(options: FaithfulnessOptions): Judge {
  const { threshold = 1 } = options;
  const summary = (claims: readonly JudgedItem[]): Score => ({
    value: claims.length === 0 ? 1 : supported(claims).length / claims.length,
    rationale: rationaleOf(claims),
  });
  return makeJudge(
    {
      name: options.name ?? 'faithfulness',
      prompt: judgePrompt(INSTRUCTIONS),
      shape: claimShape(VERDICTS, summary),
      range: [0, 1],
      passes: (value) => Number(value) >= threshold,
    },
    options,
  );
}

function supported(claims: readonly JudgedItem[]): readonly JudgedItem[] {
  return claims.filter(({ verdict }) => verdict === 'supported');
}

function rationaleOf(claims: readonly JudgedItem[]): string {
  return claims.length === 0 ? 'It claims nothing.' : inLines(claims);
}
