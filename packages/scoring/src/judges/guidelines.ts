import { inLines, numberedShape } from './answer/item-shapes.ts';
import { type Judge, type JudgeOptions, makeJudge } from './make-judge.ts';
import { judgePrompt } from './prompt/judge-prompt.ts';

export interface GuidelinesOptions extends JudgeOptions {
  /** Rules in plain words, such as "The answer names no competitor." */
  readonly guidelines: readonly string[];
}

/**
 * Whether an answer keeps to rules. Yes or no, with a verdict on each rule.
 *
 * @throws TypeError if there are no rules
 */
export function guidelines(options: GuidelinesOptions): Judge {
  const { guidelines: rules } = options;
  if (rules.length === 0) throw new TypeError('there are no guidelines to judge by');
  const instructions = `Does the answer in {{outputs}} to {{inputs}} keep to these rules?

${rules.map((rule, index) => `[${index + 1}] ${rule}`).join('\n')}

For each number say "kept", "broken", or "not concerned" where the rule says nothing about such an answer. A rule counts as it is written, not as one might wish it to be.`;
  return makeJudge(
    {
      name: options.name ?? 'guidelines',
      prompt: judgePrompt(instructions),
      shape: numberedShape(
        ['kept', 'broken', 'not concerned'],
        () => rules,
        (items) => {
          const isKept = items.every(({ verdict }) => verdict !== 'broken');
          return { value: isKept ? 'yes' : 'no', passed: isKept, rationale: inLines(items) };
        },
      ),
    },
    options,
  );
}
