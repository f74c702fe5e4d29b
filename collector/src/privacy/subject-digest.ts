import { createHmac } from 'node:crypto';
import type { Erasure } from '@tracewright/schema';
import { columnText } from '../normalise/column-text.ts';

/**
 * What is known of somebody once they are erased: by it what arrives late is told from all else, and nobody who lacks the
 * key of the workspace can find out whom it stands for by trying. Of a long id only as much as columns hold, since that is
 * all that is known of what arrives.
 */
export function subjectDigest(secret: string, of: Erasure['of'], value: string): string {
  return createHmac('sha256', secret)
    .update(`${of}\n${columnText(value)}`)
    .digest('hex');
}
