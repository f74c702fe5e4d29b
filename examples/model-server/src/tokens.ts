import { decode, encode } from 'gpt-tokenizer/encoding/o200k_base';

/** Text that looks like a special token is only text here. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** Tokens of a text, by the tokenizer of OpenAI's current models. */
export function countTokens(text: string): number {
  return encode(text, AS_TEXT).length;
}

/** The first `limit` tokens of a text. */
export function firstTokens(text: string, limit: number): string {
  return decode(encode(text, AS_TEXT).slice(0, limit));
}

/** OpenAI's rule of thumb: three tokens around every message, and three that open the answer. */
export function countInputTokens(texts: readonly string[], tools: readonly unknown[]): number {
  const messages = texts.reduce((sum, text) => sum + 3 + countTokens(text), 3);
  return tools.length === 0 ? messages : messages + countTokens(JSON.stringify(tools));
}

/** A text in the pieces that a stream sends, about a word each. Put together they are the text. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}
