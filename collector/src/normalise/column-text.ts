/** Longest name of a span that lists and columns hold, in UTF-16 units. */
export const MAX_NAME = 1_024;

/** Longest text of any other column: a model, an id, the name of a service. */
export const MAX_COLUMN_TEXT = 256;

/**
 * A text as columns hold it. Columns are read for every span of a list, so one sender's long text would be everybody's
 * cost; the payload keeps it whole.
 *
 * @param maxLength in UTF-16 units; a character of two units is never split.
 */
export function columnText(text: string, maxLength: number = MAX_COLUMN_TEXT): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  const isHighSurrogate = last >= 0xd800 && last < 0xdc00;
  return text.slice(0, isHighSurrogate ? maxLength - 1 : maxLength);
}
