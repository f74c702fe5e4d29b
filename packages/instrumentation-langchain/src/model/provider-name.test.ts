import { expect, test } from 'vitest';
import { providerAt, providerName } from './provider-name.ts';

test.each([
  ['openai', 'openai'],
  ['azure', 'azure.ai.openai'],
  ['AzureChatOpenAI', 'azure.ai.openai'],
  ['google_genai', 'gcp.gemini'],
  ['google_vertexai', 'gcp.vertex_ai'],
  ['amazon_bedrock', 'aws.bedrock'],
  ['ChatMistralAI', 'mistral_ai'],
  ['xai', 'x_ai'],
  ['FakeListChatModel', 'custom'],
  [undefined, 'custom'],
])('%s is %s in the conventions', (langchainName, provider) => {
  expect(providerName(langchainName)).toBe(provider);
});

test.each([
  ['https://api.openai.com/v1', 'openai'],
  ['https://api.groq.com/openai/v1', 'groq'],
  ['https://mine.openai.azure.com', 'azure.ai.openai'],
  ['http://127.0.0.1:8000/v1', 'custom'],
  ['https://notopenai.com', 'custom'],
  ['no address', 'custom'],
])('%s is served by %s', (baseUrl, provider) => {
  expect(providerAt(baseUrl)).toBe(provider);
});
