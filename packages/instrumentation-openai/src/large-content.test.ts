import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { compare, SDKS } from './differential.test.support.ts';
import { json } from './scripted-server.test.support.ts';

const LIMIT_BYTES = 64 * 1024;

const answer = (content: string) =>
  json({
    id: '1',
    model: 'demo',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 600_000, completion_tokens: 3, total_tokens: 600_003 },
  });

const image = { type: 'image_url' as const, image_url: { url: `data:image/png;base64,${'A'.repeat(5_000_000)}` } };

/** Everything about a span, in the bytes of UTF-8 that its texts take. */
function sizeBytes(span: ReadableSpan | undefined): number {
  const { attributes, events } = span ?? {};
  return Buffer.byteLength(JSON.stringify(attributes)) + Buffer.byteLength(JSON.stringify(events));
}

/** In `npm test` that alone which takes the most bytes for a sign. */
const LETTERS = [
  ['Latin', 'x'],
  ['Chinese', '漢'],
  ['quoted', '"'],
].filter(([kind]) => process.env.TRACEWRIGHT_THOROUGH !== undefined || kind === 'Chinese');

describe.each(SDKS)('large content, %s', (_name, sdk) => {
  test.each(LETTERS)(
    'an image of 5 MB and a %s prompt of 2 million characters leave a small span that shows both',
    async (_kind, letter) => {
      const text = `Beginning ${letter.repeat(2_000_000)}`;
      const [span] = await compare(sdk, {
        reply: answer(`Answer ${letter.repeat(100_000)}`),
        run: (client) =>
          client.chat.completions.create({
            model: 'demo',
            messages: [
              { role: 'system', content: `Rules ${letter.repeat(100_000)}` },
              { role: 'user', content: [{ type: 'text', text }, image, image] },
            ],
            tools: [{ type: 'function', function: { name: 'f', description: letter.repeat(100_000) } }],
          }),
      });
      expect(sizeBytes(span)).toBeLessThan(LIMIT_BYTES);
      expect(span?.attributes['gen_ai.input.messages']).toContain('Beginning');
      expect(span?.attributes['gen_ai.output.messages']).toContain('Answer');
      expect(span?.attributes['tracewright.truncated']).toEqual([
        'gen_ai.input.messages',
        'gen_ai.tool.definitions',
        'gen_ai.output.messages',
      ]);
      expect(span?.attributes['gen_ai.usage.input_tokens']).toBe(600_000);
    },
  );
});
