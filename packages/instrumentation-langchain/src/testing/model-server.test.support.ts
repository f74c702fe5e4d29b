import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tokens that each answer of the server reports. */
export const USAGE = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };

export interface ModelServer {
  /** For `configuration.baseURL`. */
  readonly baseURL: string;
  /** Bodies of the requests so far. */
  readonly requests: Record<string, unknown>[];
  close(): Promise<void>;
}

/** Chat completions as OpenAI's server gives them: the text "four", streamed in three chunks if asked for. */
export async function startModelServer(): Promise<ModelServer> {
  const requests: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as Record<string, unknown>;
    requests.push(body);
    if (body.model === 'broken') {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: 'no such model', type: 'invalid_request_error' } }));
      return;
    }
    const envelope = { id: 'chatcmpl-1', created: 1, model: `${body.model}-2026` };
    if (body.stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json' });
      const choice = { index: 0, message: answer(body), finish_reason: 'stop' };
      response.end(JSON.stringify({ ...envelope, object: 'chat.completion', choices: [choice], usage: USAGE }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = (choices: unknown[], usage?: unknown) =>
      response.write(`data: ${JSON.stringify({ ...envelope, object: 'chat.completion.chunk', choices, usage })}\n\n`);
    for (const content of ['fo', 'u', 'r']) chunk([{ index: 0, delta: { role: 'assistant', content } }]);
    chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    chunk([], USAGE);
    response.end('data: [DONE]\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(body: Record<string, unknown>): Record<string, unknown> {
  const isStructured = body.response_format !== undefined;
  return { role: 'assistant', content: isStructured ? '{"sum":4}' : 'four' };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}
