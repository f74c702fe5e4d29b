/** Which spans hide their children: all but some, or none but some. Holds ids, so that it survives new spans. */
export interface Folding {
  readonly isFoldedByDefault: boolean;
  readonly exceptions: ReadonlySet<string>;
}

export const NOTHING_FOLDED: Folding = { isFoldedByDefault: false, exceptions: new Set() };
export const EVERYTHING_FOLDED: Folding = { isFoldedByDefault: true, exceptions: new Set() };

export function isFolded(folding: Folding, id: string): boolean {
  return folding.exceptions.has(id) !== folding.isFoldedByDefault;
}

export function setFolded(folding: Folding, id: string, folded: boolean): Folding {
  const exceptions = new Set(folding.exceptions);
  if (folded === folding.isFoldedByDefault) exceptions.delete(id);
  else exceptions.add(id);
  return { ...folding, exceptions };
}

/** Longer lists would not fit a URL; the rest of the state is then kept by the page alone. */
const MAX_IDS_IN_URL = 60;

/** Writes a folding for the URL: `ab,cd` for these alone, `*,ab` for all but these, '' for none. */
export function formatFolding({ isFoldedByDefault, exceptions }: Folding): string {
  const ids = [...exceptions].slice(0, MAX_IDS_IN_URL);
  return [...(isFoldedByDefault ? ['*'] : []), ...ids].join(',');
}

export function parseFolding(text: string | undefined): Folding {
  const parts = (text ?? '').split(',').filter((part) => part !== '');
  return { isFoldedByDefault: parts[0] === '*', exceptions: new Set(parts.filter((part) => part !== '*')) };
}
