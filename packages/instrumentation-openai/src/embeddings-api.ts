import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, TRACEWRIGHT } from '@tracewright/schema';
import type { Api } from './api.ts';
import { asList, asName, asNumber, asObject } from './json-reading.ts';
import { put } from './put.ts';
import { isTokens, tokensPart } from './token-input.ts';
import { asTokens } from './usage-attributes.ts';

/** `embeddings.create`. Vectors are counted and never kept. */
export const EMBEDDINGS_API: Api = {
  name: 'embeddings',
  operation: 'embeddings',
  kind: 'embedding',
  requestAttributes: (body) => {
    const format = asName(body.encoding_format);
    const attributes: Attributes = {};
    put(attributes, GEN_AI.requestModel, asName(body.model));
    if (format !== undefined) attributes[GEN_AI.requestEncodingFormats] = [format];
    put(attributes, GEN_AI.embeddingsDimensionCount, asNumber(body.dimensions));
    return attributes;
  },
  requestContent: (body) => [[TRACEWRIGHT.input, shownInput(body.input)]],
  answer: (value) => {
    const body = asObject(value);
    const vectors = asList(body.data);
    const attributes: Attributes = { [TRACEWRIGHT.embeddingsCount]: vectors.length };
    put(attributes, GEN_AI.responseModel, asName(body.model));
    put(attributes, GEN_AI.embeddingsDimensionCount, dimensions(asObject(vectors[0]).embedding));
    put(attributes, GEN_AI.usageInputTokens, asTokens(asObject(body.usage).prompt_tokens));
    return { attributes, messages: () => [] };
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
