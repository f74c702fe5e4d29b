import { Client } from 'langsmith';
import { initializeOTEL } from 'langsmith/experimental/otel/setup';
import { traceable } from 'langsmith/traceable';
import { wrapOpenAI } from 'langsmith/wrappers';
import OpenAI from 'openai';
import { QUESTION, SESSION, USER } from './conversation.mjs';
import { ask, askWithTool, OPENAI_OPTIONS } from './openai-calls.mjs';
import { startProvider } from './provider.mjs';

const provider = startProvider();
initializeOTEL({ globalTracerProvider: provider, skipGlobalContextManagerSetup: true });
const client = new Client({ apiKey: 'none', apiUrl: process.env.OTLP_URL });
const openai = wrapOpenAI(new OpenAI(OPENAI_OPTIONS), { client });
// No streamed call: its span would overwrite the one of the function around it.
const answer = traceable(
  async (_question) => {
    await ask(openai);
    await askWithTool(openai);
    return 'done';
  },
  { name: 'ask', client, tags: ['rivers'], metadata: { session_id: SESSION, user_id: USER, plan: 'free' } },
);
await answer({ question: QUESTION });
await client.awaitPendingTraceBatches();
await provider.shutdown();
