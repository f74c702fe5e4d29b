import type { Attributes } from '@opentelemetry/api';
import { GEN_AI, type MessagePart, OPENAI } from '@tracewright/schema';
import type { Answer, Api, ContentAttribute } from './api.ts';
import { ImagesStreamReader } from './images-stream.ts';
import { asList, asName, asNumber, asObject, asText, type JsonObject } from './json-reading.ts';
import { blobPart, mediaPart } from './media-parts.ts';
import { uploadParts } from './uploads.ts';
import { mediaUsage, usageAttributes } from './usage-attributes.ts';

/** `images.generate`. */
export const IMAGE_GENERATIONS_API: Api = imagesApi('images_generations');

/** `images.edit`. */
export const IMAGE_EDITS_API: Api = imagesApi('images_edits');

/** `images.createVariation`. */
export const IMAGE_VARIATIONS_API: Api = imagesApi('images_variations');

function imagesApi(apiType: string): Api {
  return {
    name: 'generate_content',
    operation: 'generate_content',
    kind: 'llm',
    requestAttributes: (body) => imagesRequestAttributes(apiType, body),
    requestContent: imagesRequestContent,
    answer: imagesAnswer,
    stream: (keepContent) => new ImagesStreamReader(keepContent, imagesAnswer),
  };
}

function imagesRequestAttributes(apiType: string, body: JsonObject): Attributes {
  const choices = asNumber(body.n);
  return {
    [OPENAI.apiType]: apiType,
    [GEN_AI.requestModel]: asName(body.model),
    [GEN_AI.outputType]: 'image',
    [GEN_AI.requestStream]: body.stream === true ? true : undefined,
    [GEN_AI.requestChoiceCount]: choices === 1 ? undefined : choices,
  };
}

function imagesRequestContent(body: JsonObject): readonly ContentAttribute[] {
  const prompt = asText(body.prompt);
  const parts: readonly MessagePart[] = [
    ...(prompt === undefined ? [] : ([{ type: 'text', content: prompt }] satisfies MessagePart[])),
    ...uploadParts('image', body.image),
    ...uploadParts('image', body.mask),
  ];
  return [[GEN_AI.inputMessages, [{ role: 'user', parts }]]];
}

/** Reads an answer of images, or one that was put together from a stream. */
function imagesAnswer(value: unknown): Answer {
  const body = asObject(value);
  const images = asList(body.data).map(asObject);
  const format = asText(body.output_format);
  return {
    attributes: usageAttributes(mediaUsage(asObject(body.usage))),
    messages: () =>
      images.length === 0
        ? []
        : [{ role: 'assistant', parts: images.flatMap((image) => imageParts(image, format)), finish_reason: 'stop' }],
  };
}

/** An image, after the prompt that was really used where the model has changed it. */
function imageParts(image: JsonObject, format: string | undefined): readonly MessagePart[] {
  const parts: MessagePart[] = [];
  const revised = asText(image.revised_prompt);
  const base64 = asText(image.b64_json);
  const url = asText(image.url);
  if (revised !== undefined) parts.push({ type: 'generic', generic_type: 'revised_prompt', content: revised });
  if (base64 !== undefined) parts.push(blobPart('image', base64, format === undefined ? undefined : `image/${format}`));
  else if (url !== undefined) parts.push(mediaPart('image', url));
  return parts;
}
