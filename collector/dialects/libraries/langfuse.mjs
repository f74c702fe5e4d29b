import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { propagateAttributes, startActiveObservation } from '@langfuse/tracing';
import OpenAI from 'openai';
import { QUESTION, SESSION, USER } from './conversation.mjs';
import { makeOpenAiCalls, OPENAI_OPTIONS } from './openai-calls.mjs';
import { startProvider } from './provider.mjs';

const provider = startProvider(
  (exporter) => new LangfuseSpanProcessor({ exporter, publicKey: 'pk', secretKey: 'sk', exportMode: 'immediate' }),
);
await propagateAttributes({ sessionId: SESSION, userId: USER, tags: ['rivers'], metadata: { plan: 'free' } }, () =>
  startActiveObservation('ask', async (step) => {
    step.update({ input: { question: QUESTION } });
    await makeOpenAiCalls(observeOpenAI(new OpenAI(OPENAI_OPTIONS)));
    step.update({ output: 'done' });
  }),
);
await provider.forceFlush();
await provider.shutdown();
