import { ApiError } from '../../errors.ts';
import type { PageKey } from '../../storage/tracking/keyset.ts';

/** Where a page ended, as an opaque text; undefined behind the last page. */
export function encodePageToken(next: PageKey | undefined): string | undefined {
  return next && Buffer.from(JSON.stringify(next)).toString('base64url');
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
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    'Invalid page_token: pass the next_page_token of an earlier page as it is.',
  );
}

function isKeyPart(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
