import { ApiError } from '../../../errors.ts';

/** Of the connection: asked again later, it may work. */
const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_SOCKET',
];
/**
 * What ClickHouse says when it cannot do a thing now: too many queries, parts or bytes, a time limit, no room on the
 * disk, tables that only take reads, replicas or Keeper out of reach.
 */
const BUSY = [
  '159',
  '160',
  '164',
  '201',
  '202',
  '203',
  '209',
  '210',
  '225',
  '241',
  '242',
  '243',
  '252',
  '279',
  '285',
  '286',
  '289',
  '319',
  '394',
  '439',
  '473',
  '499',
  '722',
  '999',
];
/** What it says of who is asking. */
const REFUSED = ['192', '193', '194', '195', '497', '516'];

/** What a failed request to ClickHouse means to whoever asked; anything unknown is a bug. */
export function clickHouseFailure(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const reason = reasonOf(error);
  return reason === undefined ? error : new ApiError('TEMPORARILY_UNAVAILABLE', reason, { cause: error });
}

/** Whether the same request, sent once more at once, may go through: nothing is known of what became of it. */
export function isBroken(error: unknown): boolean {
  return UNREACHABLE.includes(codeOf(error)) || /socket hang up|aborted/i.test(messageOf(error));
}

/** Whether no answer came in all the time that one is waited for: nothing says that one would come another time. */
function isLate(error: unknown): boolean {
  return /Timeout error/i.test(messageOf(error));
}

function reasonOf(error: unknown): string | undefined {
  const code = codeOf(error);
  if (isBroken(error)) return 'the database of spans cannot be reached';
  if (isLate(error)) return 'the database of spans does not answer';
  if (BUSY.includes(code)) return `the database of spans cannot do this now (${code})`;
  if (REFUSED.includes(code)) return `the database of spans does not let the collector in (${code})`;
  return undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
