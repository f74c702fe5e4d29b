import { expect, test } from 'vitest';
import { endpointOf, providerBetrayedBy } from './provider.ts';

test.each([
  ['https://api.openai.com/v1', 'openai'],
  ['https://eu.api.openai.com/v1', 'openai'],
  ['https://my-resource.openai.azure.com/openai', 'azure.ai.openai'],
  ['https://api.groq.com/openai/v1', 'groq'],
  ['https://api.together.xyz/v1', 'together'],
  ['https://api.deepseek.com', 'deepseek'],
  ['https://api.mistral.ai/v1', 'mistral_ai'],
  ['https://openrouter.ai/api/v1', 'openrouter'],
  ['https://api.perplexity.ai', 'perplexity'],
  ['https://api.x.ai/v1', 'x_ai'],
  ['https://us-east5-aiplatform.googleapis.com/v1', 'gcp.vertex_ai'],
  ['https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1', 'aws.bedrock'],
  ['http://localhost:11434/v1', 'ollama'],
  ['http://ollama:8080/v1', 'ollama'],
  ['http://vllm.internal:8000/v1', 'vllm'],
  ['http://127.0.0.1:1234/v1', 'lm_studio'],
  ['http://llama-cpp:8080/v1', 'llama_cpp'],
] as const)('%s is %s', (url, provider) => {
  expect(endpointOf(url, false).provider).toBe(provider);
});

test.each([
  'http://localhost:8000/v1',
  'http://127.0.0.1:4318/v1',
  'https://vllm.example.com/v1',
  'https://notopenai.com/v1',
  'https://api.openai.com.evil.example/v1',
  'https://x.ai.example.org/v1',
  'http://example.org:1234/v1',
  'http://10.example.org/v1',
  'not a url',
  '',
  undefined,
  7,
])('%s proves nothing', (url) => {
  expect(endpointOf(url, false).provider).toBe('custom');
});

test("the SDK's own Azure class is Azure at any address", () => {
  expect(endpointOf('https://gateway.example.com/openai', true).provider).toBe('azure.ai.openai');
});

test("address and port are those of the URL, with the scheme's own port where it names none", () => {
  expect(endpointOf('https://api.openai.com/v1', false)).toMatchObject({ address: 'api.openai.com', port: 443 });
  expect(endpointOf('http://localhost:8000/v1', false)).toMatchObject({ address: 'localhost', port: 8000 });
});

test('an answer may give its server away', () => {
  expect(providerBetrayedBy({ system_fingerprint: 'fp_ollama' }, undefined)).toBe('ollama');
  expect(providerBetrayedBy({ system_fingerprint: 'b4719-e73d93b5' }, undefined)).toBe('llama_cpp');
  expect(providerBetrayedBy({}, 'llama.cpp')).toBe('llama_cpp');
  expect(providerBetrayedBy({ prompt_logprobs: null }, 'uvicorn')).toBe('vllm');
  expect(providerBetrayedBy({ choices: [{ stop_reason: null }] }, 'uvicorn')).toBe('vllm');
  expect(providerBetrayedBy({ system_fingerprint: 'fp_44709d6fcb' }, 'uvicorn')).toBeUndefined();
});

test('only a server nearby is asked to give itself away: hosted services run the same software', () => {
  for (const host of ['localhost:8000', '192.168.1.5', '10.0.0.7:8000', 'gpu-box', 'models.internal', '[::1]:8000']) {
    expect(endpointOf(`http://${host}/v1`, false).isNear, host).toBe(true);
  }
  for (const host of ['api.example.com', '172.15.0.1', '8.8.8.8', '10.example.org']) {
    expect(endpointOf(`http://${host}/v1`, false).isNear, host).toBe(false);
  }
});
