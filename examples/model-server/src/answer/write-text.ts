import { isObject } from '../json-fields.ts';
import type { Reading } from './reading.ts';
import { contentWords, keywordsOf, overlap, sentencesOf } from './words.ts';

/** Writes what a reader would find in the context; where there is nothing to find, says what it is. */
export function writeText(reading: Reading, model: string): string {
  const { task, question, context, toolResults } = reading;
  if (toolResults.length > 0) return `Here is what I found: ${toolResults.map(describeResult).join('; ')}.`;
  if (task === 'keywords') return keywordsOf(context, 5).join(', ');
  const limit = model === 'demo-large' ? 4 : 2;
  const found = task === 'summary' ? sentencesLike(context, context, limit) : sentencesLike(context, question, limit);
  if (found.length > 0) return found.join(' ');
  return `I am a stand-in, not a language model, and nothing I was given answers “${question}”.`;
}

/** How sentences begin that tell the model what to do, not what is so. */
const INSTRUCTION = /^(you|answer|list|use|write|reply|respond|summari[sz]e|do not|don't|be|keep|please)\b/i;

/** The sentences with the most words of `wanted`, in the order of the text. */
function sentencesLike(text: string, wanted: string, limit: number): readonly string[] {
  const words = new Set(contentWords(wanted));
  return sentencesOf(text)
    .map((sentence, at) => ({ sentence, at, score: overlap(words, sentence) }))
    .filter(({ score, sentence }) => score > 0 && !sentence.endsWith('?') && !INSTRUCTION.test(sentence))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, limit)
    .sort((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence);
}

/** `{"city":"Oslo","celsius":4}` reads `city Oslo, celsius 4`. */
function describeResult(result: string): string {
  let value: unknown;
  try {
    value = JSON.parse(result);
  } catch {
    return result.replace(/[.\s]+$/, '');
  }
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key} ${typeof part === 'object' ? JSON.stringify(part) : String(part)}`)
    .join(', ');
}
