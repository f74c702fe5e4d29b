/**
 * What a model call used, in tokens where nothing else is said. A missing field means "not reported", which is not 0. As in the GenAI
 * conventions, `inputTokens` includes the cached tokens and `outputTokens` the reasoning tokens.
 */
export interface Usage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheWriteInputTokens?: number | undefined;
  readonly reasoningOutputTokens?: number | undefined;
  readonly audioInputTokens?: number | undefined;
  readonly audioOutputTokens?: number | undefined;
  readonly imageInputTokens?: number | undefined;
  readonly imageOutputTokens?: number | undefined;
  /** Length of the audio that a call is billed by in place of tokens, seconds. */
  readonly audioSeconds?: number | undefined;
}
