import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { answerChat } from './chat/chat-route.ts';
import { embeddingsResponse } from './embeddings.ts';
import { isObject, type Json, requiredText } from './json-fields.ts';
import { ModelError } from './model-error.ts';
import { assertModel, failOnDemand, MODELS, OWNER } from './models.ts';
import { type Pace, waitsOf } from './pace.ts';
import { createResponseMemory } from './responses/response-memory.ts';
import { answerResponses } from './responses/responses-route.ts';

/** OpenAI sends both; its SDK obeys the first, which is short enough for a demo, others wait for the second. */
const RETRY_AFTER = { 'retry-after-ms': '120', 'retry-after': '1' };

/** Builds the server's HTTP application, without a socket. */
export function createModelApp(pace: Pace): Hono {
  const app = new Hono();
  const failedBefore = new Set<string>();
  const memory = createResponseMemory();

  const readBody = async (c: Context): Promise<Json> => {
    const body: unknown = await c.req.json().catch(() => undefined);
    if (!isObject(body)) throw new ModelError(400, 'We could not parse the JSON body of your request.');
    const model = requiredText(body, 'model');
    assertModel(model);
    failOnDemand(model, JSON.stringify([c.req.path, body]), failedBefore);
    return body;
  };

  app.use(async (c, next) => {
    await next();
    c.header('server', OWNER);
    c.header('x-request-id', `req_${randomUUID().replaceAll('-', '')}`);
  });
  app.get('/v1/models', (c) => c.json({ object: 'list', data: MODELS.map(modelBody) }));
  app.get('/v1/models/:model', (c) => {
    assertModel(c.req.param('model'));
    return c.json(modelBody(c.req.param('model')));
  });
  app.post('/v1/chat/completions', async (c) => answerChat(c, await readBody(c), pace));
  app.post('/v1/responses', async (c) => answerResponses(c, await readBody(c), pace, memory));
  app.get('/v1/responses/:id', (c) => {
    const body = memory.body(c.req.param('id'));
    if (body === undefined) throw new ModelError(404, `Response with id '${c.req.param('id')}' not found.`);
    return c.json(body);
  });
  app.post('/v1/embeddings', async (c) => {
    const body = await readBody(c);
    const answer = embeddingsResponse(body);
    // An embedding takes about as long as one piece of an answer.
    await waitsOf(pace, JSON.stringify(body), '', c.req.raw.signal).pieces(1);
    return c.json(answer);
  });
  app.notFound((c) => c.json(new ModelError(404, `Unknown request URL: ${c.req.method} ${c.req.path}.`).toBody(), 404));
  app.onError((error, c) => {
    const known = error instanceof ModelError ? error : new ModelError(500, String(error), { type: 'server_error' });
    return c.json(known.toBody(), known.status as ContentfulStatusCode, known.status === 429 ? RETRY_AFTER : {});
  });
  return app;
}

function modelBody(id: string): object {
  return { id, object: 'model', created: 1_767_225_600, owned_by: OWNER };
}
