/** Above this a text is not tried: parsing it would hold up the page. */
const MAX_LENGTH = 2_000_000;

/** The object or array that a text is the JSON of; undefined for all other text, numbers and quoted strings too. */
export function asJson(text: string): object | undefined {
  const trimmed = text.length > MAX_LENGTH ? '' : text.trim();
  const isBracketed =
    (trimmed.startsWith('{') && trimmed.endsWith('}')) || (trimmed.startsWith('[') && trimmed.endsWith(']'));
  if (!isBracketed) return undefined;
  try {
    const value: unknown = JSON.parse(trimmed);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
