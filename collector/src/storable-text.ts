/** A text as all databases keep it: without characters of code 0, and without halves of characters. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').toWellFormed();
}
