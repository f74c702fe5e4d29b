import type { MessagePart } from '@tracewright/schema';

/** Pictures without script or links in them. SVG has both and stays text. */
const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];
/** Larger ones are named only: decoding them would hold up the page. */
const MAX_LENGTH = 12_000_000;
/** Of a `data:` address, up to its comma. */
const MAX_HEAD = 80;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/**
 * The address by which a picture inside a message can be shown: always `data:`, so that nothing is fetched. Undefined
 * for what is no picture, is of a type that can do more than be seen, or lies elsewhere.
 */
export function imageSource(part: MessagePart): string | undefined {
  if (part.type === 'blob' && part.modality === 'image') {
    return dataAddress(String(part.mime_type ?? 'image/png'), part.content);
  }
  if (part.type !== 'uri' || typeof part.uri !== 'string') return undefined;
  // Only its beginning is looked at: the rest can be megabytes.
  const head = /^data:([^;,]+);base64,/i.exec(part.uri.slice(0, MAX_HEAD));
  return head ? dataAddress(head[1]!, part.uri.slice(head[0].length)) : undefined;
}

function dataAddress(type: string, content: unknown): string | undefined {
  const isShown =
    typeof content === 'string' &&
    content.length > 0 &&
    content.length <= MAX_LENGTH &&
    TYPES.includes(type.toLowerCase()) &&
    BASE64.test(content);
  // Some senders write base64 for addresses.
  return isShown ? `data:${type.toLowerCase()};base64,${content.replaceAll('-', '+').replaceAll('_', '/')}` : undefined;
}
