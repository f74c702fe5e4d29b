import type { OnlineJudge } from '@tracewright/schema';
import { type Judge, type JudgeModel, judge, scorers } from '@tracewright/scoring';

/** A judge of its rule. @throws TypeError for instructions or choices that it cannot use */
export function judgeRuleScorer(name: string, rule: OnlineJudge, model: JudgeModel): Judge {
  const options = { name, model };
  switch (rule.template) {
    case 'answerRelevance':
      return scorers.answerRelevance(options);
    case 'groundedness':
      return scorers.groundedness(options);
    case 'contextRelevance':
      return scorers.contextRelevance(options);
    case 'contextSufficiency':
      return scorers.contextSufficiency(options);
    case 'safety':
      return scorers.safety(options);
    case 'toxicity':
      return scorers.toxicity(options);
    case 'hallucination':
      return scorers.hallucination(options);
    case 'guidelines':
      return scorers.guidelines({ ...options, guidelines: rulesIn(rule.instructions) });
    case 'custom':
      return judge({
        ...options,
        instructions: rule.instructions,
        ...(rule.choices !== null && { choices: rule.choices }),
      });
  }
}

/** One a line. */
function rulesIn(instructions: string): readonly string[] {
  return instructions
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
