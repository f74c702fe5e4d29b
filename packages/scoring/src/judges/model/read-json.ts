/**
 * The JSON that a model has written: alone, in a fence of Markdown, or between words. Undefined where there is none,
 * or more than one could be meant.
 */
export function readJson(text: string): unknown {
  const candidates = [text, fenced(text), text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)];
  for (const candidate of candidates) {
    const value = parsed(candidate);
    if (value !== undefined) return value;
  }
  return undefined;
}

function fenced(text: string): string | undefined {
  const fences = [...text.matchAll(/```(?:json)?\s*\n([\s\S]*?)```/gi)];
  return fences.length === 1 ? fences[0]?.[1] : undefined;
}

function parsed(text: string | undefined): unknown {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
