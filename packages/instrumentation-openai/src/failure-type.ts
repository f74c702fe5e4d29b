/** A word or a number. Some gateways put a sentence in its place, which may quote the prompt. */
const CODE = /^[\w.:-]{1,64}$/;

/** `error.type` of a failure that a provider reports inside its answer, from the code that it gives: never content. */
export function failureType(code: unknown): string {
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && CODE.test(text) ? text : '_OTHER';
}
