/**
 * How fast a model generated, undefined where it cannot be known: without a first token there is no telling waiting
 * from generating, and one chunk has no speed.
 *
 * @param lengthUs Of the whole call.
 */
export function tokensPerSecond(
  lengthUs: number,
  ttftUs: number | undefined,
  outputTokens: number | undefined,
): number | undefined {
  if (ttftUs === undefined || outputTokens === undefined || outputTokens < 2) return undefined;
  const generatingUs = lengthUs - ttftUs;
  return generatingUs > 1_000 ? outputTokens / (generatingUs / 1_000_000) : undefined;
}
