import type { Status } from '@tracewright/schema';

/**
 * What a status that somebody asks for stands for. Most senders say nothing of what went well: lists call that OK as
 * they do what says so, and whoever asks for `ok` means both.
 */
export function statusesMeant(status: Status): readonly Status[] {
  return status === 'ok' ? ['ok', 'unset'] : [status];
}
