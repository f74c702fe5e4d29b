import { createOpenAI } from '@ai-sdk/openai';
import { OpenTelemetry } from '@ai-sdk/otel';
import { embed, generateText, jsonSchema, registerTelemetry, stepCountIs, streamText, tool } from 'ai';
import { INSTRUCTION, MODEL, QUESTION, WEATHER, WEATHER_QUESTION } from './conversation.mjs';
import { OPENAI_OPTIONS } from './openai-calls.mjs';
import { startProvider } from './provider.mjs';

const provider = startProvider();
registerTelemetry(new OpenTelemetry());
const openai = createOpenAI(OPENAI_OPTIONS);
const model = openai.chat(MODEL);
const asked = { model, instructions: INSTRUCTION, prompt: QUESTION };
await generateText({ ...asked, temperature: 0.2 });
for await (const _ of streamText(asked).textStream);
await generateText({
  model,
  prompt: WEATHER_QUESTION,
  stopWhen: stepCountIs(2),
  tools: {
    [WEATHER.name]: tool({
      description: WEATHER.description,
      inputSchema: jsonSchema(WEATHER.parameters),
      execute: async () => ({ celsius: 7 }),
    }),
  },
});
await embed({ model: openai.embedding('demo-embedding'), value: 'The Nile is a river.' });
await provider.shutdown();
