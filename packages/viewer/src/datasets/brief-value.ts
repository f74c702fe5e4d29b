const MAX_LENGTH = 300;

/** A value on one line: an object of one field by that field alone. */
export function briefValue(value: unknown): string {
  const fields = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : [];
  const shown = fields.length === 1 ? fields[0] : value;
  const text = typeof shown === 'string' ? shown : (JSON.stringify(shown) ?? '');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)} …` : text.replaceAll(/\s+/g, ' ');
}
