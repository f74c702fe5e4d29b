import type { OnlineModel, OnlineScorerRule } from '@tracewright/schema';
import type { JudgeModel, Scorer } from '@tracewright/scoring';
import { codeRuleScorer } from './code-rules.ts';
import { judgeRuleScorer } from './judge-rule.ts';

/**
 * The scorer that a definition stands for.
 *
 * @param modelOf how models are asked
 * @throws Error that says what of the rule cannot be used
 */
export function ruleScorer(name: string, rule: OnlineScorerRule, modelOf: (model: OnlineModel) => JudgeModel): Scorer {
  return rule.kind === 'judge' ? judgeRuleScorer(name, rule, modelOf(rule.model)) : codeRuleScorer(name, rule);
}

/** Name of the source of a scorer's scores. @throws Error as {@link ruleScorer} does */
export function sourceIdOf(name: string, rule: OnlineScorerRule): string {
  return ruleScorer(name, rule, unasked).source.id;
}

/** A model that is only named. */
function unasked({ model }: OnlineModel): JudgeModel {
  return { name: model, complete: () => Promise.reject(new TypeError(`${model} is not to be asked`)) };
}
