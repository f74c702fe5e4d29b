import { PROMPT_TAG } from '@tracewright/schema';
import type { EntityCondition } from '../../../filter/entities/entity-table.ts';

export function isPrompt(tags: ReadonlyMap<string, string>): boolean {
  return tags.get(PROMPT_TAG.isPrompt)?.toLowerCase() === 'true';
}

/** Whether a search is one for prompts: without such a condition they are left out of it. */
export function asksForPrompts(conditions: readonly EntityCondition[]): boolean {
  const [condition] = conditions.filter(isAboutPrompts);
  const value = String(condition?.values[0]).toLowerCase();
  return (condition?.operator === '=' && value === 'true') || (condition?.operator === '!=' && value === 'false');
}

/** Models have no such tag, so what is asked of it in a search for models says nothing more. */
export function isAboutPrompts({ kind, key }: EntityCondition): boolean {
  return kind === 'tag' && key === PROMPT_TAG.isPrompt;
}
