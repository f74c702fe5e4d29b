import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
import { INSTANT } from '../pace.ts';
import { startModelServer } from '../start-model-server.ts';

/** The real SDK, talking to a server of this test's own that does not wait. */
export async function clientOfNewServer(): Promise<OpenAI> {
  const server = await startModelServer({ pace: INSTANT });
  onTestFinished(() => server.close());
  return new OpenAI({ baseURL: server.url, apiKey: 'none', maxRetries: 0 });
}
