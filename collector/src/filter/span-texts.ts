import type { AttributeValue } from '../otlp/attributes.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { wordsOf } from './words.ts';

/** Deep enough for any conversation, and no sender can make it slow. */
const MAX_DEPTH = 24;

/**
 * Everything that can be searched for in a span: its name, the message of its status, and each text in its attributes
 * and in those of its events, whatever dialect they are in. Of attributes that hold JSON, the texts in it; names of
 * attributes and keys of objects are no text.
 *
 * @param onAttribute is shown each attribute of the span, for who wants both: they are read once
 */
export function spanTexts(
  span: OtlpSpan | undefined,
  onAttribute?: (key: string, value: AttributeValue) => void,
): readonly string[] {
  if (span === undefined) return [];
  const texts = [span.name];
  if (span.statusMessage !== '') texts.push(span.statusMessage);
  for (const { attributes } of [span, ...span.events]) {
    for (const key of new Set(attributes.keys)) {
      const value = attributes.get(key);
      if (value === undefined) continue;
      for (const text of valueTexts(value)) texts.push(text);
      if (attributes === span.attributes) onAttribute?.(key, value);
    }
  }
  return texts;
}

/** The texts of one attribute. */
export function valueTexts(value: AttributeValue): readonly string[] {
  const texts: string[] = [];
  if (typeof value === 'string') addText(value, texts);
  else addValue(value, texts, 0);
  return texts;
}

/** The words of each text: those of two texts never make a phrase. */
export function spanWords(span: OtlpSpan | undefined): readonly (readonly string[])[] {
  return spanTexts(span).map(wordsOf);
}

function addText(text: string, texts: string[]): void {
  const first = text.charCodeAt(0);
  if (first === 0x5b || first === 0x7b) {
    try {
      addValue(JSON.parse(text) as AttributeValue, texts, 0);
      return;
    } catch {
      // It only looked like JSON, or was cut: then it is a text like any other.
    }
  }
  texts.push(text);
}

function addValue(value: AttributeValue | undefined, texts: string[], depth: number): void {
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
    for (const each of Object.values(value)) addValue(each as AttributeValue, texts, depth + 1);
  }
}
