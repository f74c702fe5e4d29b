import type { Turn } from '../prompt.ts';
import { sentencesOf } from './words.ts';

/** What the server makes of a conversation. */
export interface Reading {
  readonly task: 'answer' | 'summary' | 'keywords';
  readonly question: string;
  /** What an answer may be taken from. */
  readonly context: string;
  /** What tools answered since the user last spoke. */
  readonly toolResults: readonly string[];
}

/**
 * Finds the question and the text to answer from. Prompts that mark them with `Context:` and `Question:` are taken by
 * their word; elsewhere the last sentence of the user is the question, and everything before it is context.
 */
export function readTurns(turns: readonly Turn[]): Reading {
  const lastUser = turns.findLastIndex(({ role }) => role === 'user');
  const asked = turns[lastUser]?.text ?? turns.at(-1)?.text ?? '';
  const question = marked(asked, 'question') ?? sentencesOf(asked).at(-1) ?? '';
  const everything = turns.filter(({ role }) => role === 'system' || role === 'user').map(({ text }) => text);
  const context = everything.map((text) => marked(text, 'context')).find((text) => text !== undefined);
  return {
    task: taskOf(everything.join('\n').replace(context ?? '', '')),
    question,
    context: context ?? everything.join('\n').replace(question, ''),
    toolResults: turns.slice(lastUser + 1).flatMap(({ role, text }) => (role === 'tool' ? [text] : [])),
  };
}

function taskOf(instructions: string): Reading['task'] {
  if (/\b(keywords?|key terms|topics)\b/i.test(instructions)) return 'keywords';
  return /\b(summary|summari[sz]e|in one sentence)\b/i.test(instructions) ? 'summary' : 'answer';
}

/** The text after `label:` up to the next label. */
function marked(text: string, label: string): string | undefined {
  const [, found] =
    new RegExp(`(?:^|\\n)${label}:\\s*(.*?)(?=\\n\\s*(?:question|context|answer):|$)`, 'is').exec(text) ?? [];
  return found?.trim() || undefined;
}
