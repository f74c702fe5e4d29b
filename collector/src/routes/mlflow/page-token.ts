import { foreignKey, type PageKey } from '../../storage/tracking/keyset.ts';

/** Where a page ended, as an opaque text; undefined behind the last page. */
export function encodePageToken(next: PageKey | undefined): string | undefined {
  return next && Buffer.from(`[${next.map(partText).join(',')}]`).toString('base64url');
}

/**
 * @returns undefined for the first page
 * @throws ApiError `INVALID_PARAMETER_VALUE` if the text is no token of ours.
 */
export function decodePageToken(token: string | undefined): PageKey | undefined {
  if (token === undefined || token === '') return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(key) && key.length > 0 && key.every(isKeyPart)) return key;
  } catch {
    // The same as any other text that is no token.
  }
  throw foreignKey();
}

/** JSON, where a number beyond all doubles is read as an infinite one. */
function partText(part: PageKey[number]): string {
  if (part === Number.POSITIVE_INFINITY) return '1e999';
  return part === Number.NEGATIVE_INFINITY ? '-1e999' : JSON.stringify(part);
}

function isKeyPart(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
