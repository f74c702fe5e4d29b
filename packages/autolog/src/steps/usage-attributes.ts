import { GEN_AI, type Usage } from '@tracewright/schema';

/** Where the fields of a usage stand in a span. */
export const USAGE_ATTRIBUTES: readonly (readonly [field: keyof Usage, name: string])[] = [
  ['inputTokens', GEN_AI.usageInputTokens],
  ['outputTokens', GEN_AI.usageOutputTokens],
  ['cacheReadInputTokens', GEN_AI.usageCacheReadInputTokens],
  ['cacheWriteInputTokens', GEN_AI.usageCacheWriteInputTokens],
  ['reasoningOutputTokens', GEN_AI.usageReasoningOutputTokens],
  ['audioInputTokens', GEN_AI.usageAudioInputTokens],
  ['audioOutputTokens', GEN_AI.usageAudioOutputTokens],
  ['imageInputTokens', GEN_AI.usageImageInputTokens],
  ['imageOutputTokens', GEN_AI.usageImageOutputTokens],
];
