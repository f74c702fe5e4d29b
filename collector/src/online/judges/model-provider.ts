import type { OnlineModel } from '@tracewright/schema';

const BY_HOST: Readonly<Record<string, string>> = {
  'api.openai.com': 'openai',
  'api.groq.com': 'groq',
  'api.mistral.ai': 'mistral_ai',
  'api.deepseek.com': 'deepseek',
  'api.together.xyz': 'together',
  'api.x.ai': 'x_ai',
  'api.perplexity.ai': 'perplexity',
  'openrouter.ai': 'openrouter',
};
const OLLAMA_PORT = '11434';

/** Name of the provider by which a model's calls are priced: what the definition says, else by its address. */
export function modelProvider({ provider, baseUrl }: Pick<OnlineModel, 'provider' | 'baseUrl'>): string {
  if (provider !== null && provider !== '') return provider;
  const url = new URL(baseUrl);
  if (url.hostname.endsWith('.openai.azure.com')) return 'azure.ai.openai';
  return BY_HOST[url.hostname] ?? (url.port === OLLAMA_PORT ? 'ollama' : 'custom');
}
