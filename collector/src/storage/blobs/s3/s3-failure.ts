import { ApiError } from '../../../errors.ts';
import { invalidPath } from '../blob-path.ts';

/** What S3 calls a thing that is not there, also where an answer to HEAD has no text. */
const MISSING = ['NoSuchKey', 'NotFound', 'NoSuchUpload'];
/** Of the connection: asked again later, it may work. */
const UNREACHABLE = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];

export function isMissing(error: unknown): boolean {
  return MISSING.includes(nameOf(error));
}

/** Whether a range begins behind the end of what it is of. */
export function isBehindEnd(error: unknown): boolean {
  return nameOf(error) === 'InvalidRange' || statusOf(error) === 416;
}

/** What servers say that keep objects as files, where a folder stands at their place, or is deleted at the moment. */
export function isFolderThere(error: unknown): boolean {
  return nameOf(error) === 'ExistingObjectIsDirectory';
}

/** What a failed request to S3 means to whoever asked; anything unknown is a bug. */
export function s3Failure(error: unknown): unknown {
  if (error instanceof ApiError) return error;
  const name = nameOf(error);
  if (name === 'KeyTooLongError') return invalidPath();
  const reason = reasonOf(name, statusOf(error), error);
  return reason === undefined ? error : new ApiError('TEMPORARILY_UNAVAILABLE', reason, { cause: error });
}

function reasonOf(name: string, status: number, error: unknown): string | undefined {
  if (name === 'NoSuchBucket') return 'the bucket of the store is not there';
  if (name === 'CredentialsProviderError') return 'the collector has no credentials for the bucket of the store';
  if (status === 401 || status === 403) return `the bucket of the store does not let the collector in (${name})`;
  if (status === 301 || status === 400 || status === 404)
    return `the bucket of the store refuses the request (${name})`;
  if (status === 429 || status >= 500 || name === 'TimeoutError' || UNREACHABLE.includes(codeOf(error))) {
    return 'the bucket of the store cannot be reached';
  }
  return undefined;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** HTTP status of the answer; 0 where none came. */
function statusOf(error: unknown): number {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return (metadata as { readonly httpStatusCode?: number } | undefined)?.httpStatusCode ?? 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
