import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, type MessagePart, OPENAI, TRACEWRIGHT } from '@tracewright/schema';
import type { Answer, Api, ContentAttribute } from './api.ts';
import { asName, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';
import { TranscriptionsStreamReader } from './transcriptions-stream.ts';
import { uploadParts } from './uploads.ts';
import { mediaUsage, usageAttributes } from './usage-attributes.ts';

/** `audio.speech.create`. The app reads the sound from the response itself: nothing of it is looked at. */
export const SPEECH_API: Api = {
  name: 'generate_content',
  operation: 'generate_content',
  kind: 'llm',
  requestAttributes: (body) => ({
    [OPENAI.apiType]: 'audio_speech',
    [GEN_AI.requestModel]: asName(body.model),
    [GEN_AI.outputType]: 'speech',
  }),
  requestContent: speechRequestContent,
  answer: () => ({ attributes: {}, messages: () => [] }),
};

/** `audio.transcriptions.create`. */
export const TRANSCRIPTIONS_API: Api = listeningApi('audio_transcriptions');

/** `audio.translations.create`. */
export const TRANSLATIONS_API: Api = listeningApi('audio_translations');

function listeningApi(apiType: string): Api {
  return {
    name: 'generate_content',
    operation: 'generate_content',
    kind: 'llm',
    requestAttributes: (body) => listeningRequestAttributes(apiType, body),
    requestContent: listeningRequestContent,
    answer: listeningAnswer,
    stream: (keepContent) => new TranscriptionsStreamReader(keepContent, listeningAnswer),
  };
}

function listeningRequestAttributes(apiType: string, body: JsonObject): Attributes {
  return {
    [OPENAI.apiType]: apiType,
    [GEN_AI.requestModel]: asName(body.model),
    [GEN_AI.requestTemperature]: asNumber(body.temperature),
    [GEN_AI.requestStream]: body.stream === true ? true : undefined,
    [GEN_AI.outputType]: 'text',
  };
}

function listeningRequestContent(body: JsonObject): readonly ContentAttribute[] {
  const parts = [...textParts(body.prompt), ...uploadParts('audio', body.file)];
  return [[GEN_AI.inputMessages, [{ role: 'user', parts }]]];
}

function speechRequestContent(body: JsonObject): readonly ContentAttribute[] {
  const content: ContentAttribute[] = [[GEN_AI.inputMessages, [{ role: 'user', parts: textParts(body.input) }]]];
  const instructions = textParts(body.instructions);
  if (instructions.length > 0) content.push([GEN_AI.systemInstructions, instructions]);
  return content;
}

/** Reads what was heard: an object, or with the formats `text`, `srt` and `vtt` a bare text. */
function listeningAnswer(value: unknown): Answer {
  const body = typeof value === 'string' ? { text: value } : asObject(value);
  const usage = asObject(body.usage);
  const parts = textParts(body.text);
  return {
    attributes: {
      ...usageAttributes(mediaUsage(usage)),
      [TRACEWRIGHT.usageAudioSeconds]: usage.type === 'duration' ? asNumber(usage.seconds) : undefined,
    },
    messages: () => (parts.length === 0 ? [] : [{ role: 'assistant', parts }]),
  };
}

function textParts(text: unknown): readonly MessagePart[] {
  const content = asText(text);
  return content === undefined ? [] : [{ type: 'text', content }];
}
