import { createOpenAI } from '@ai-sdk/openai-6';
import { embed, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai-6';
import { INSTRUCTION, MODEL, QUESTION, SESSION, USER, WEATHER, WEATHER_QUESTION } from './conversation.mjs';
import { OPENAI_OPTIONS } from './openai-calls.mjs';
import { startProvider } from './provider.mjs';

const provider = startProvider();
const openai = createOpenAI(OPENAI_OPTIONS);
const model = openai.chat(MODEL);
const telemetry = {
  isEnabled: true,
  functionId: 'ask',
  metadata: { sessionId: SESSION, userId: USER, tags: ['rivers'], plan: 'free' },
};
const asked = { model, system: INSTRUCTION, prompt: QUESTION, experimental_telemetry: telemetry };
await generateText({ ...asked, temperature: 0.2 });
for await (const _ of streamText(asked).textStream);
await generateText({
  model,
  prompt: WEATHER_QUESTION,
  experimental_telemetry: telemetry,
  stopWhen: stepCountIs(2),
  tools: {
    [WEATHER.name]: tool({
      description: WEATHER.description,
      inputSchema: jsonSchema(WEATHER.parameters),
      execute: async () => ({ celsius: 7 }),
    }),
  },
});
await embed({
  model: openai.embedding('demo-embedding'),
  value: 'The Nile is a river.',
  experimental_telemetry: telemetry,
});
await provider.shutdown();
