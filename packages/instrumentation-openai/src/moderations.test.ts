import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { json } from './scripted-server.test.support.ts';

const ANSWER = {
  id: 'modr-1',
  model: 'guard-2026',
  results: [{ flagged: true, categories: { violence: true }, category_scores: { violence: 0.9 } }],
};

describe.each(SDKS)('moderations, %s', (_name, sdk) => {
  test('a check is a guardrail, with what was checked and what was found', async () => {
    const [span] = await compare(sdk, {
      reply: json(ANSWER),
      run: (client) => client.moderations.create({ model: 'guard', input: ['I will'] }),
    });
    expect(span?.name).toBe('moderation guard');
    expect(span?.attributes).toMatchObject({
      'tracewright.span.kind': 'guardrail',
      'openai.api.type': 'moderations',
      'gen_ai.request.model': 'guard',
      'gen_ai.response.id': 'modr-1',
      'gen_ai.response.model': 'guard-2026',
    });
    expect(span?.attributes).not.toHaveProperty(['gen_ai.operation.name']);
    expect(contentOf(span, 'tracewright.input')).toEqual(['I will']);
    expect(contentOf(span, 'tracewright.output')).toEqual(ANSWER.results);
  });

  test('a check without a model is named by itself', async () => {
    const [span] = await compare(sdk, {
      reply: json(ANSWER),
      run: (client) => client.moderations.create({ input: 'x' }),
    });
    expect(span?.name).toBe('moderation');
  });

  test('with content off nobody learns what was found', async () => {
    const [span] = await compare(sdk, {
      reply: json(ANSWER),
      config: { captureContent: false },
      run: (client) => client.moderations.create({ input: 'I will' }),
    });
    expect(JSON.stringify(span?.attributes)).not.toMatch(/violence|I will/);
  });
});
