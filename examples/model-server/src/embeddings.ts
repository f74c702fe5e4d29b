import { contentWords } from './answer/words.ts';
import { arrayAt, type Json, optionalNumber, requiredText, textAt } from './json-fields.ts';
import { invalid, ModelError } from './model-error.ts';
import { hashOf } from './pace.ts';
import { countTokens } from './tokens.ts';

const DEFAULT_DIMENSIONS = 256;

/** Answers `POST /v1/embeddings`. @throws ModelError 400 naming the field at fault. */
export function embeddingsResponse(body: Json): object {
  const model = requiredText(body, 'model');
  const inputs = readInputs(body.input);
  const dimensions = optionalNumber(body, 'dimensions', { min: 1, max: 3_072, integer: true }) ?? DEFAULT_DIMENSIONS;
  const encoding = body.encoding_format ?? 'float';
  if (encoding !== 'float' && encoding !== 'base64') throw invalid('encoding_format', "expected 'float' or 'base64'");
  const tokens = inputs.reduce((sum, input) => sum + countTokens(input), 0);
  return {
    object: 'list',
    model,
    data: inputs.map((input, index) => {
      const vector = embed(input, dimensions);
      return { object: 'embedding', index, embedding: encoding === 'float' ? [...vector] : toBase64(vector) };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/**
 * A unit vector in which texts with words, or parts of words, in common are near each other: every word and each three
 * letters of one are hashed to a dimension and a sign.
 */
export function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (feature: string, weight: number) => {
    const hash = hashOf(feature);
    vector[hash % dimensions]! += hash & 0x8000_0000 ? weight : -weight;
  };
  for (const word of contentWords(text)) {
    add(word, 1);
    for (let at = 0; at + 3 <= word.length; at++) add(`#${word.slice(at, at + 3)}`, 0.3);
  }
  const length = Math.hypot(...vector);
  if (length === 0) vector[0] = 1;
  return length === 0 ? vector : vector.map((value) => value / length);
}

function readInputs(input: unknown): readonly string[] {
  if (input === undefined) {
    throw new ModelError(400, "Missing required parameter: 'input'.", {
      param: 'input',
      code: 'missing_required_parameter',
    });
  }
  const inputs = typeof input === 'string' ? [input] : arrayAt(input, 'input');
  if (inputs.length === 0 || inputs.length > 2_048) throw invalid('input', 'expected 1 to 2048 texts');
  return inputs.map((item, at) => {
    const text = textAt(item, `input[${at}]`);
    if (text === '') throw invalid(`input[${at}]`, 'expected a text that is not empty');
    return text;
  });
}

/** Little-endian, as the SDK reads it. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString('base64');
}
