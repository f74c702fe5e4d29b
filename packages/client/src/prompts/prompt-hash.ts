import { sha256 } from './sha256.ts';
import type { PromptTemplate } from './template-variables.ts';

/** SHA-256 of what a prompt says, as 64 hex digits: the same text has it under any name and number, whoever wrote it. */
export function promptHash(template: PromptTemplate): string {
  // A text is hashed as it is, so that anybody can do it; of messages what counts, in this order.
  if (typeof template === 'string') return sha256(template);
  return sha256(JSON.stringify(template.map(({ role, content }) => ({ role, content }))));
}
