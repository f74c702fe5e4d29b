import { createHash } from 'node:crypto';
import { ApiError } from '../../errors.ts';

/**
 * The same content, which fails at its end if it has another hash than it should: then nothing of it is stored. Hashing
 * takes longer than everything else that is done with a large file, so only who knows the hash has it checked.
 *
 * @param sha256 64 hex digits in lower case
 * @throws ApiError `INVALID_PARAMETER_VALUE` while it is read.
 */
export async function* withSha256(content: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of content) {
    hash.update(piece);
    yield piece;
  }
  const found = hash.digest('hex');
  if (found !== sha256) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `the content has the SHA-256 hash ${found}, not ${sha256}`);
  }
}
