import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** A request of chat completions, as far as tests look at it. */
export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly seed?: number;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: unknown } };
}

/** What the provider makes of a request: the text of an answer, or a refusal. */
export type Behaviour = (body: ChatBody) => string | { readonly status: number; readonly error: object };

export interface FakeProvider {
  /** Of OpenAI's interface. */
  readonly url: string;
  /** What it was asked in this test. */
  readonly bodies: ChatBody[];
  behave(behaviour: Behaviour): void;
}

/** A provider on a free port for the tests of a file, which answers as each test has it. */
export function fakeProvider(): FakeProvider {
  const bodies: ChatBody[] = [];
  let behaviour: Behaviour = () => '';
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as ChatBody;
    bodies.push(body);
    const answer = behaviour(body);
    const isText = typeof answer === 'string';
    response.writeHead(isText ? 200 : answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isText ? completion(body.model, answer) : { error: answer.error }));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  beforeEach(() => {
    bodies.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    },
    bodies,
    behave(next) {
      behaviour = next;
    },
  };
}

function completion(model: string, content: string): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: `${model}-2026`,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 40, completion_tokens: 8, total_tokens: 48 },
  };
}
