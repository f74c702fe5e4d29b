import { ApiError } from '../../../errors.ts';

/**
 * Waits so long for an answer, ms.
 *
 * @param onLate told where none has come by then, before whoever waits is
 * @throws ApiError `TEMPORARILY_UNAVAILABLE` then
 */
export async function answeredWithin<T>(
  limitMs: number,
  answer: Promise<T>,
  onLate: (error: ApiError) => void = () => {},
): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new ApiError('TEMPORARILY_UNAVAILABLE', 'the database does not answer');
    onLate(error);
    late.reject(error);
  }, limitMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
