import { findProvider } from '@pydantic/genai-prices';
import type { LocalProvider, Provider } from '@tracewright/schema';

type ListedProvider = Exclude<Provider, LocalProvider | 'custom' | 'ibm.watsonx.ai'>;

/** Our names of providers, and the price list's. */
const LIST_ID: ReadonlyMap<string, string> = new Map<ListedProvider, string>([
  ['openai', 'openai'],
  ['anthropic', 'anthropic'],
  ['aws.bedrock', 'aws'],
  ['azure.ai.inference', 'azure'],
  ['azure.ai.openai', 'azure'],
  ['cohere', 'cohere'],
  ['deepseek', 'deepseek'],
  ['gcp.gemini', 'google'],
  ['gcp.gen_ai', 'google'],
  ['gcp.vertex_ai', 'google'],
  ['groq', 'groq'],
  ['mistral_ai', 'mistral'],
  ['moonshot_ai', 'moonshotai'],
  ['perplexity', 'perplexity'],
  ['x_ai', 'x-ai'],
  ['together', 'together'],
  ['openrouter', 'openrouter'],
]);

/**
 * The list's id of a provider. A name that is not ours counts only if it is exactly one of the list's: the list itself
 * would take any name that contains `openai` for OpenAI.
 */
export function priceListProvider(provider: string): string | undefined {
  const known = LIST_ID.get(provider);
  if (known !== undefined) return known;
  return findProvider({ providerId: provider })?.id === provider ? provider : undefined;
}
