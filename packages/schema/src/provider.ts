/** Values of `gen_ai.provider.name`: the conventions' list, then ours for compatible servers. */
export type Provider =
  | 'openai'
  | 'anthropic'
  | 'aws.bedrock'
  | 'azure.ai.inference'
  | 'azure.ai.openai'
  | 'cohere'
  | 'deepseek'
  | 'gcp.gemini'
  | 'gcp.gen_ai'
  | 'gcp.vertex_ai'
  | 'groq'
  | 'ibm.watsonx.ai'
  | 'mistral_ai'
  | 'moonshot_ai'
  | 'perplexity'
  | 'x_ai'
  | 'together'
  | 'openrouter'
  | LocalProvider
  /** A host that we do not know. */
  | 'custom';

/** Servers that run on the user's own machine by nature, and so cost nothing per token. */
export type LocalProvider = 'ollama' | 'vllm' | 'lm_studio' | 'llama_cpp';

const LOCAL: readonly string[] = ['ollama', 'vllm', 'lm_studio', 'llama_cpp'] satisfies readonly LocalProvider[];

/** Tells whether a provider is local by nature. An address on localhost alone does not make one. */
export function isLocalProvider(provider: string): provider is LocalProvider {
  return LOCAL.includes(provider);
}
