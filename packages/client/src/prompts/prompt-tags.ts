import { IS_PROMPT_FILTER, PROMPT_TAG } from '@tracewright/schema';

const RESERVED: readonly string[] = Object.values(PROMPT_TAG);

/** What stands in the source of a prompt's version, which needs one and has none. */
export const PROMPT_SOURCE = 'dummy-source';

/** Whether a registered model, or a version of one, is a prompt. */
export function isPrompt(tags: Readonly<Record<string, string>>): boolean {
  return tags[PROMPT_TAG.isPrompt]?.toLowerCase() === 'true';
}

/** Tags that people have given, without those that make it a prompt. */
export function ownTags(tags: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !RESERVED.includes(key)));
}

/** A condition that finds prompts alone; without it searches leave them out. */
export function promptFilter(filter: string | undefined): string {
  return filter === undefined || filter.trim() === '' ? IS_PROMPT_FILTER : `${filter} AND ${IS_PROMPT_FILTER}`;
}
