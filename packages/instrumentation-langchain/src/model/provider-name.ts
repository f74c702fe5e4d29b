import type { Provider } from '@tracewright/schema';

/**
 * Fragments of `ls_provider` and `_llmType()` in lower case with letters and digits only, the more special ones first:
 * `azure_openai` is not `openai`.
 */
const PROVIDERS: readonly (readonly [fragment: string, provider: Provider])[] = [
  ['azureai', 'azure.ai.inference'],
  ['azure', 'azure.ai.openai'],
  ['openrouter', 'openrouter'],
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['bedrock', 'aws.bedrock'],
  ['vertex', 'gcp.vertex_ai'],
  ['gemini', 'gcp.gemini'],
  ['google', 'gcp.gemini'],
  ['mistral', 'mistral_ai'],
  ['groq', 'groq'],
  ['cohere', 'cohere'],
  ['deepseek', 'deepseek'],
  ['together', 'together'],
  ['ollama', 'ollama'],
  ['vllm', 'vllm'],
  ['llamacpp', 'llama_cpp'],
  ['lmstudio', 'lm_studio'],
  ['perplexity', 'perplexity'],
  ['watsonx', 'ibm.watsonx.ai'],
  ['moonshot', 'moonshot_ai'],
  ['xai', 'x_ai'],
];

/** Names that were looked for before: an app uses few. */
const known = new Map<string, Provider>();

const MAX_KNOWN = 100;

/** The conventions' name for what LangChain calls a provider or a type of model; `custom` for one we do not know. */
export function providerName(langchainName: string | undefined): Provider {
  if (langchainName === undefined) return 'custom';
  const before = known.get(langchainName);
  if (before !== undefined) return before;
  const name = langchainName.toLowerCase().replace(/[^a-z0-9]/g, '');
  const provider = PROVIDERS.find(([fragment]) => name.includes(fragment))?.[1] ?? 'custom';
  if (known.size < MAX_KNOWN) known.set(langchainName, provider);
  return provider;
}

/** Hosts of servers that speak OpenAI's protocol, and their subdomains. */
const HOSTS: readonly (readonly [domain: string, provider: Provider])[] = [
  ['openai.azure.com', 'azure.ai.openai'],
  ['cognitiveservices.azure.com', 'azure.ai.openai'],
  ['openai.com', 'openai'],
  ['groq.com', 'groq'],
  ['deepseek.com', 'deepseek'],
  ['mistral.ai', 'mistral_ai'],
  ['together.xyz', 'together'],
  ['openrouter.ai', 'openrouter'],
  ['perplexity.ai', 'perplexity'],
  ['moonshot.ai', 'moonshot_ai'],
  ['x.ai', 'x_ai'],
];

/** Who answers at an address that the app has set; `custom` for one we do not know, or that is none. */
export function providerAt(baseUrl: string): Provider {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
  return HOSTS.find(([domain]) => host === domain || host.endsWith(`.${domain}`))?.[1] ?? 'custom';
}
