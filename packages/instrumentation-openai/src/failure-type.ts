/** A word or a number. Some gateways put a sentence in its place, which may quote the prompt. */
const CODE = /^[\w.:-]{1,64}$/;

/**
 * `error.type` of a failure, from the code that a provider or a `fetch` gives: never content.
 *
 * @param otherwise where the code is none
 */
export function failureType(code: unknown, otherwise = '_OTHER'): string {
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && CODE.test(text) ? text : otherwise;
}
