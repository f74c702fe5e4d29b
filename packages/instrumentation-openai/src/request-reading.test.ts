import { describe, expect, test } from 'vitest';
import { compare, contentOf, SDKS } from './differential.test.support.ts';
import { json } from './scripted-server.test.support.ts';

const ANSWER = json({ id: '1', model: 'demo', choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } });

test('names that an app asks with are cut, be it a prompt that stands where the model should', async () => {
  const long = 'name '.repeat(100_000);
  const [, sdk] = SDKS[0] as (typeof SDKS)[number];
  const spans = await compare(sdk, {
    reply: ANSWER,
    run: async (client) => {
      const request = { model: long, service_tier: long, reasoning_effort: long } as never;
      await client.chat.completions.create(request);
      await client.embeddings.create({ model: long, input: 'a', encoding_format: 'float' });
      await client.responses.create({ model: long, previous_response_id: long, input: 'a', conversation: long });
    },
  });
  expect(spans).toHaveLength(3);
  for (const { name, attributes } of spans) expect(JSON.stringify([name, attributes]).length).toBeLessThan(4_000);
});

describe.each(SDKS)('requests that say something else each time they are read, %s', (_name, sdk) => {
  test('a message taken from a queue by a getter is sent as without us', async () => {
    const [span] = await compare(sdk, {
      reply: ANSWER,
      run: async (client, server) => {
        const queue = ['only once'];
        const message = {
          role: 'user' as const,
          get content() {
            return queue.shift() ?? 'gone';
          },
        };
        await client.chat.completions.create({ model: 'demo', messages: [message] });
        return [queue, server.requests.map(({ body }) => body)];
      },
    });
    expect(contentOf(span, 'gen_ai.input.messages')).toEqual([{ role: 'user', parts: [] }]);
  });

  test('a toJSON that counts is called by the SDK alone', async () => {
    await compare(sdk, {
      reply: ANSWER,
      run: async (client) => {
        let calls = 0;
        const parameters = { toJSON: () => ({ calls: ++calls }) };
        const tools = [{ type: 'function' as const, function: { name: 'f', parameters: parameters as never } }];
        await client.chat.completions.create({ model: 'demo', messages: [], tools });
        return calls;
      },
    });
  });

  test('a request behind a proxy is asked as often as without us', async () => {
    const [span] = await compare(sdk, {
      reply: ANSWER,
      run: async (client) => {
        const asked: string[] = [];
        const request = new Proxy(
          { model: 'demo', messages: [] },
          {
            get: (target, name) => {
              asked.push(String(name));
              return Reflect.get(target, name);
            },
          },
        );
        await client.chat.completions.create(request);
        return asked;
      },
    });
    expect(span?.name).toBe('chat');
  });

  test('a field behind a getter is read by the SDK alone, wherever it stands', async () => {
    await compare(sdk, {
      reply: ANSWER,
      run: async (client) => {
        const reads: string[] = [];
        const request = {
          get model() {
            reads.push('model');
            return 'demo';
          },
          messages: [],
          response_format: {
            get type() {
              reads.push('type');
              return 'text' as const;
            },
          },
        };
        await client.chat.completions.create(request);
        return reads;
      },
    });
  });

  test('objects that know each other cost no time, and what they hide from the provider is not shown', async () => {
    const [span] = await compare(sdk, {
      reply: ANSWER,
      run: async (client) => {
        class Entity {
          readonly password = 'hidden';
          others: readonly Entity[] = [];
          toJSON() {
            return 'an entity';
          }
        }
        const entities = Array.from({ length: 10 }, () => new Entity());
        for (const entity of entities) entity.others = [...entities];
        const parameters = { owner: entities[0] };
        const tools = [{ type: 'function' as const, function: { name: 'f', parameters } }];
        await client.chat.completions.create({ model: 'demo', messages: [], tools });
      },
    });
    expect(contentOf(span, 'gen_ai.tool.definitions')).toEqual([
      { type: 'function', name: 'f', parameters: { owner: '[toJSON]' } },
    ]);
  });

  test('objects that know each other fail as fast as without us where they cannot be sent', async () => {
    await compare(sdk, {
      reply: ANSWER,
      run: async (client) => {
        const people = Array.from({ length: 10 }, () => ({ others: [] as unknown[] }));
        for (const person of people) person.others = [...people];
        const content = people as unknown as string;
        const error = await client.chat.completions
          .create({ model: 'demo', messages: [{ role: 'user', content }] })
          .catch((failure: unknown) => failure);
        return error instanceof TypeError;
      },
    });
  });
});
