import type { Attributes } from '@opentelemetry/api';
import { own, ownNumber } from '@tracewright/instrumentation-core';
import { GEN_AI, type Usage } from '@tracewright/schema';

/**
 * Tokens of a model run from LangChain's `LLMResult` and the generations in it: the message's `usage_metadata` where there is one, else the older
 * `llmOutput`. Every choice of a call repeats the call's usage, so the first one is taken and none is added up.
 */
export function usageOf(result: unknown, generations: readonly unknown[]): Usage {
  for (const generation of generations) {
    const metadata = own(own(generation, 'message'), 'usage_metadata');
    if (metadata !== undefined) return fromMetadata(metadata);
  }
  const llmOutput = own(result, 'llmOutput');
  return fromLlmOutput(
    own(llmOutput, 'tokenUsage') ?? own(llmOutput, 'estimatedTokenUsage') ?? own(llmOutput, 'usage'),
  );
}

/** Adds what was reported, and nothing for what was not. */
export function setUsage(attributes: Attributes, usage: Usage): void {
  const set = (attribute: string, tokens: number | undefined) => {
    if (tokens !== undefined) attributes[attribute] = tokens;
  };
  set(GEN_AI.usageInputTokens, usage.inputTokens);
  set(GEN_AI.usageOutputTokens, usage.outputTokens);
  set(GEN_AI.usageCacheReadInputTokens, usage.cacheReadInputTokens);
  set(GEN_AI.usageCacheWriteInputTokens, usage.cacheWriteInputTokens);
  set(GEN_AI.usageReasoningOutputTokens, usage.reasoningOutputTokens);
  set(GEN_AI.usageAudioInputTokens, usage.audioInputTokens);
  set(GEN_AI.usageAudioOutputTokens, usage.audioOutputTokens);
}

function fromMetadata(metadata: unknown): Usage {
  const input = own(metadata, 'input_token_details');
  const output = own(metadata, 'output_token_details');
  return {
    inputTokens: ownNumber(metadata, 'input_tokens'),
    outputTokens: ownNumber(metadata, 'output_tokens'),
    cacheReadInputTokens: ownNumber(input, 'cache_read'),
    cacheWriteInputTokens: ownNumber(input, 'cache_creation'),
    reasoningOutputTokens: ownNumber(output, 'reasoning'),
    audioInputTokens: ownNumber(input, 'audio'),
    audioOutputTokens: ownNumber(output, 'audio'),
  };
}

function fromLlmOutput(usage: unknown): Usage {
  return {
    inputTokens:
      ownNumber(usage, 'promptTokens') ?? ownNumber(usage, 'prompt_tokens') ?? ownNumber(usage, 'input_tokens'),
    outputTokens:
      ownNumber(usage, 'completionTokens') ??
      ownNumber(usage, 'completion_tokens') ??
      ownNumber(usage, 'output_tokens'),
  };
}
