import { createHash } from 'node:crypto';

/** One piece of what is judged. */
export interface MaterialBlock {
  readonly name: string;
  readonly text: string;
}

/** Hex digits of a boundary. */
const BOUNDARY_LENGTH = 16;

/**
 * Quotes what is judged so that it cannot end its own quotation: each block stands between two lines with a boundary
 * that is a digest of all blocks. A text would have to contain a digest of itself to forge it. The same material has
 * the same boundary, so that equal questions stay equal.
 */
export function quoteMaterial(blocks: readonly MaterialBlock[]): string {
  const boundary = boundaryOf(blocks);
  const quoted = blocks.map(({ name, text }) => `[[${name} ${boundary}]]\n${text}\n[[end of ${name} ${boundary}]]`);
  return `The boundary of this message is ${boundary}.\n\n${quoted.join('\n\n')}`;
}

function boundaryOf(blocks: readonly MaterialBlock[]): string {
  for (let salt = 0; ; salt++) {
    const digest = createHash('sha256')
      .update(JSON.stringify([salt, blocks]))
      .digest('hex')
      .slice(0, BOUNDARY_LENGTH);
    if (!blocks.some(({ name, text }) => text.includes(digest) || name.includes(digest))) return digest;
  }
}
