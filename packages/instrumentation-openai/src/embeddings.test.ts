import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { json } from './scripted-server.test.support.ts';

const VECTOR = [0.25, -0.5, 0.125];
const answer = (embedding: unknown) => ({
  object: 'list',
  model: 'embed-2026',
  data: [{ object: 'embedding', index: 0, embedding }],
  usage: { prompt_tokens: 4, total_tokens: 4 },
});

describe.each(SDKS)('embeddings, %s', (_name, sdk) => {
  test.each([
    ['as the SDK asks for it', Buffer.from(new Float32Array(VECTOR).buffer).toString('base64'), {}],
    ['as numbers', VECTOR, { encoding_format: 'float' as const }],
    [
      'as base64',
      Buffer.from(new Float32Array(VECTOR).buffer).toString('base64'),
      { encoding_format: 'base64' as const },
    ],
  ])('a vector is counted, and never kept, %s', async (_case, vector, options) => {
    const [span] = await compare(sdk, {
      reply: json(answer(vector)),
      run: (client) => client.embeddings.create({ model: 'embed', input: ['one', 'two'], ...options }),
    });
    expect(span?.name).toBe('embeddings embed');
    expect(span?.attributes).toMatchObject({
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.response.model': 'embed-2026',
      'gen_ai.usage.input_tokens': 4,
      'gen_ai.embeddings.dimension.count': 3,
      'tracewright.embeddings.count': 1,
      'tracewright.span.kind': 'embedding',
    });
    expect(contentOf(span, 'tracewright.input')).toEqual(['one', 'two']);
    expect(JSON.stringify(span?.attributes)).not.toContain('0.125');
  });

  test.each([
    ['one list', [11, 12, 13], { type: 'generic', generic_type: 'tokens', count: 3 }],
    [
      'several',
      [[11, 12], [13]],
      [
        { type: 'generic', generic_type: 'tokens', count: 2 },
        { type: 'generic', generic_type: 'tokens', count: 1 },
      ],
    ],
  ])('token numbers are counted and not kept, %s', async (_case, input, shown) => {
    const [span] = await compare(sdk, {
      reply: json(answer(VECTOR)),
      run: (client) => client.embeddings.create({ model: 'embed', input: input as number[], encoding_format: 'float' }),
    });
    expect(contentOf(span, 'tracewright.input')).toEqual(shown);
  });
});
