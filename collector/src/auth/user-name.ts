import { ApiError } from '../errors.ts';

/** In UTF-16 units. */
export const MAX_USER_NAME = 128;

/**
 * Checks what somebody signs in with. A colon would end it in Basic's header.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE`
 */
export function checkUserName(name: string): void {
  if (name.length > 0 && name.length <= MAX_USER_NAME && /^[^\p{C}\s:](?:[^\p{C}:]*[^\p{C}\s:])?$/u.test(name)) return;
  throw new ApiError(
    'INVALID_PARAMETER_VALUE',
    `a user's name has 1 to ${MAX_USER_NAME} characters without colons, control characters and spaces at its ends`,
  );
}
