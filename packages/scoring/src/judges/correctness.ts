import type { ScoredRow } from '../scorers/scorer.ts';
import { ScorerError } from '../scorers/scorer-error.ts';
import { inLines, numberedShape } from './answer/item-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';
import { valueText } from './prompt/row-values.ts';

const INSTRUCTIONS = `Does the answer in {{outputs}} to what was asked in {{inputs}} say what it was expected to say? The block "expected" numbers what is expected.

For each number, say whether the answer states it: "stated" where a reader would learn it from the answer, in whatever words; "missing" where the answer does not say it, or only part of it; "contradicted" where the answer says otherwise. Take what is expected as true. Anything else in the answer is not your concern.`;

/**
 * Whether an answer states all that was expected: each of `expected_facts`, or else `expected_response`. Yes or no, with
 * a verdict on each fact in the rationale.
 */
export function correctness(options: JudgeOptions): Judge {
  return makeJudge(
    {
      name: options.name ?? 'correctness',
      prompt: judgePrompt(INSTRUCTIONS, (row) => [{ name: 'expected', text: valueText(expected(row)) }]),
      shape: numberedShape(['stated', 'missing', 'contradicted'], expected, (items) => {
        const isCorrect = items.every(({ verdict }) => verdict === 'stated');
        return { value: isCorrect ? 'yes' : 'no', passed: isCorrect, rationale: inLines(items) };
      }),
    },
    options,
  );
}

/** @throws ScorerError `EXPECTATION_MISSING` */
function expected({ expectations }: ScoredRow): readonly string[] {
  const { expected_facts: facts, expected_response: response } = expectations as Readonly<Record<string, unknown>>;
  if (Array.isArray(facts) && facts.length > 0) return (facts as readonly unknown[]).map(valueText);
  if (response !== undefined && response !== null) return [valueText(response)];
  throw new ScorerError('EXPECTATION_MISSING', 'the row has neither expected_facts nor expected_response');
}
