import { GEN_AI, type Message, OPENAI, type OutputMessage } from '@tracewright/schema';
import type { Answer, Api } from './api.ts';
import { completionAnswer } from './completion-answer.ts';
import { completionRequestAttributes, stopSequences } from './completion-request.ts';
import { CompletionsStreamReader } from './completions-stream.ts';
import { asList, asText, type JsonObject } from './json-reading.ts';
import { isTokens, tokensPart } from './token-input.ts';

/** The legacy `completions.create`: texts in, texts out. */
export const COMPLETIONS_API: Api = {
  name: 'text_completion',
  operation: 'text_completion',
  kind: 'llm',
  requestAttributes: (body) => ({ ...completionRequestAttributes(body), [OPENAI.apiType]: 'completions' }),
  requestLabels: stopSequences,
  requestContent: (body) => [[GEN_AI.inputMessages, promptMessages(body.prompt)]],
  answer: completionsAnswer,
  reportsUsageIfAsked: true,
  stream: (keepContent) => new CompletionsStreamReader(keepContent, completionsAnswer),
};

/** One message for each prompt: they are completed apart. A prompt is a text or a list of token numbers. */
function promptMessages(prompt: unknown): readonly Message[] {
  const prompts = Array.isArray(prompt) && !isTokens(prompt) ? asList(prompt) : [prompt];
  return prompts
    .filter((item) => item !== undefined && item !== null)
    .map((item) => ({
      role: 'user',
      parts: [isTokens(item) ? tokensPart(item) : { type: 'text', content: String(item) }],
    }));
}

/** Reads a completion, or one that was put together from a stream. */
function completionsAnswer(body: unknown): Answer {
  return completionAnswer(body, choiceMessage);
}

function choiceMessage(choice: JsonObject): OutputMessage {
  const reason = asText(choice.finish_reason);
  return {
    role: 'assistant',
    parts: [{ type: 'text', content: asText(choice.text) ?? '' }],
    ...(reason === undefined ? {} : { finish_reason: reason }),
  };
}
