import { ApiError } from '../errors.ts';

const MAX_LENGTH = 128;

/**
 * Checks what somebody signs in with. A colon would end it in Basic's header.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`
 */
export function checkUserName(name: string): void {
  if (name.length > 0 && name.length <= MAX_LENGTH && /^[^\p{C}\s:](?:[^\p{C}:]*[^\p{C}\s:])?$/u.test(name)) return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `a user's name has 1 to ${MAX_LENGTH} characters without colons, control characters and spaces at its ends`,
  );
}
