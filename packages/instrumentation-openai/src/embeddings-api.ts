import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { Api } from './api.ts';
import { asList, asNumber, asObject, asText } from './json-reading.ts';
import { isTokens, tokensPart } from './token-input.ts';
import { chatUsage, usageAttributes } from './usage-attributes.ts';

/** `embeddings.create`. Vectors are counted and never kept. */
export const EMBEDDINGS_API: Api = {
  name: 'embeddings',
  operation: 'embeddings',
  kind: 'embedding',
  requestAttributes: (body) => {
    const format = asText(body.encoding_format);
    return {
      [GEN_AI.requestModel]: asText(body.model),
      [GEN_AI.requestEncodingFormats]: format === undefined ? undefined : [format],
      [GEN_AI.embeddingsDimensionCount]: asNumber(body.dimensions),
    };
  },
  requestContent: (body) => [[TRACEWRIGHT.input, shownInput(body.input)]],
  answer: (value) => {
    const body = asObject(value);
    return {
      attributes: {
        [GEN_AI.responseModel]: asText(body.model),
        [GEN_AI.embeddingsDimensionCount]: dimensions(asObject(asList(body.data)[0]).embedding),
        [TRACEWRIGHT.embeddingsCount]: asList(body.data).length,
        [GEN_AI.usageInputTokens]: usageAttributes(chatUsage(asObject(body.usage)))[GEN_AI.usageInputTokens],
      },
      messages: () => [],
    };
  },
};

/** Texts as they are; token numbers only by how many they are. */
function shownInput(input: unknown): unknown {
  if (isTokens(input)) return tokensPart(input);
  return Array.isArray(input) ? input.map((item) => (isTokens(item) ? tokensPart(item) : item)) : input;
}

/** A vector is a list of numbers, or the base64 of 32-bit floats. */
function dimensions(vector: unknown): number | undefined {
  if (Array.isArray(vector) || ArrayBuffer.isView(vector)) return (vector as ArrayLike<unknown>).length || undefined;
  if (typeof vector !== 'string') return undefined;
  const padding = vector.endsWith('==') ? 2 : vector.endsWith('=') ? 1 : 0;
  return Math.floor(((vector.length - padding) * 3) / 4 / 4) || undefined;
}
