import { MESSAGES, MODEL, WEATHER, WEATHER_QUESTION } from './conversation.mjs';

export const OPENAI_OPTIONS = { baseURL: process.env.MODEL_URL, apiKey: 'none', maxRetries: 0 };

/** The calls for libraries that watch the OpenAI SDK. */
export async function makeOpenAiCalls(openai) {
  await ask(openai);
  await askStreamed(openai);
  await askWithTool(openai);
  await openai.embeddings.create({ model: 'demo-embedding', input: ['The Nile is a river.'] });
}

export async function ask(openai) {
  await openai.chat.completions.create({ model: MODEL, messages: MESSAGES, temperature: 0.2 });
}

export async function askStreamed(openai) {
  const stream = await openai.chat.completions.create({
    model: MODEL,
    messages: MESSAGES,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const _ of stream);
}

export async function askWithTool(openai) {
  await openai.chat.completions.create({
    model: MODEL,
    messages: [{ role: 'user', content: WEATHER_QUESTION }],
    tools: [{ type: 'function', function: WEATHER }],
  });
}
