import type { Provider } from '@tracewright/schema';
import { asList, asObject, asText } from './json-reading.ts';

/** Where a client sends its requests. */
export interface Endpoint {
  readonly provider: Provider;
  readonly address?: string;
  readonly port?: number;
  /** The address is this machine's or its own network's, where somebody's own server may answer. */
  readonly isNear: boolean;
}

/** A host itself, or the domain that it ends with. */
const DOMAINS: ReadonlyArray<readonly [domain: string, provider: Provider]> = [
  ['openai.azure.com', 'azure.ai.openai'],
  ['cognitiveservices.azure.com', 'azure.ai.openai'],
  ['services.ai.azure.com', 'azure.ai.openai'],
  ['models.inference.ai.azure.com', 'azure.ai.inference'],
  ['api.openai.com', 'openai'],
  ['groq.com', 'groq'],
  ['together.xyz', 'together'],
  ['together.ai', 'together'],
  ['deepseek.com', 'deepseek'],
  ['mistral.ai', 'mistral_ai'],
  ['openrouter.ai', 'openrouter'],
  ['perplexity.ai', 'perplexity'],
  ['x.ai', 'x_ai'],
  ['moonshot.ai', 'moonshot_ai'],
  ['moonshot.cn', 'moonshot_ai'],
  ['api.anthropic.com', 'anthropic'],
  ['cohere.ai', 'cohere'],
  ['cohere.com', 'cohere'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
  ['aiplatform.googleapis.com', 'gcp.vertex_ai'],
];

/** First label of a host, as containers and local names carry it. */
const LABELS: Readonly<Record<string, Provider>> = {
  ollama: 'ollama',
  vllm: 'vllm',
  lmstudio: 'lm_studio',
  'lm-studio': 'lm_studio',
  'llama-cpp': 'llama_cpp',
  llamacpp: 'llama_cpp',
};

/** Base URLs that have been looked at: an app has a few, and reading one takes longer than the rest of a call's start. */
const known = new Map<string, Endpoint>();
const MAX_KNOWN = 100;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|host\.docker\.internal)$/;

/** Private networks (RFC 1918), names without a domain, and domains that no public name ends with. */
const NEAR =
  /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$|^[^.]+$|\.(local|internal|lan|home|svc|localhost)$/;

/**
 * Names the provider behind a base URL. An address on this machine proves nothing by itself: only a port or a name
 * that belongs to one server does, so port 8000 stays `custom`, and unpriced.
 *
 * @param isAzureClient the request is made by the SDK's own Azure class, whatever its address
 */
export function endpointOf(baseUrl: unknown, isAzureClient: boolean): Endpoint {
  if (typeof baseUrl !== 'string' || isAzureClient) return readEndpoint(baseUrl, isAzureClient);
  let endpoint = known.get(baseUrl);
  if (endpoint === undefined) {
    endpoint = readEndpoint(baseUrl, false);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(baseUrl, endpoint);
  }
  return endpoint;
}

function readEndpoint(baseUrl: unknown, isAzureClient: boolean): Endpoint {
  const url = typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined) return { provider: isAzureClient ? 'azure.ai.openai' : 'custom', isNear: false };
  const port = url.port !== '' ? Number(url.port) : url.protocol === 'http:' ? 80 : 443;
  const isNear = LOOPBACK.test(url.hostname) || NEAR.test(url.hostname);
  const provider = isAzureClient ? 'azure.ai.openai' : providerAt(url.hostname, port, isNear);
  return { provider, address: url.hostname, port, isNear };
}

function providerAt(host: string, port: number, isNear: boolean): Provider {
  for (const [domain, provider] of DOMAINS) {
    // Vertex puts the region before the domain with a hyphen.
    if (host === domain || host.endsWith(`.${domain}`) || host.endsWith(`-${domain}`)) return provider;
  }
  if (/^bedrock[\w-]*\..*\.(amazonaws\.com|api\.aws)$/.test(host)) return 'aws.bedrock';
  const label = LABELS[host.split('.')[0] ?? ''];
  // A public domain that merely begins like a product may belong to a hosted service, and cost money.
  if (label !== undefined && isNear) return label;
  if (port === 11_434) return 'ollama';
  if (port === 1234 && LOOPBACK.test(host)) return 'lm_studio';
  return 'custom';
}

/**
 * What an answer gives away about a server that its address does not name. Only to be asked where the server is near:
 * hosted services run the same software, and charge for it.
 */
export function providerBetrayedBy(answer: unknown, serverHeader: string | undefined): Provider | undefined {
  const body = asObject(answer);
  const fingerprint = asText(body.system_fingerprint) ?? '';
  if (fingerprint === 'fp_ollama') return 'ollama';
  if (serverHeader?.toLowerCase().startsWith('llama.cpp')) return 'llama_cpp';
  if (/^b\d{3,}-[0-9a-f]{6,}$/.test(fingerprint)) return 'llama_cpp';
  // Fields that vLLM adds to the protocol.
  if ('prompt_logprobs' in body || 'kv_transfer_params' in body) return 'vllm';
  return asList(body.choices).some((choice) => 'stop_reason' in asObject(choice)) ? 'vllm' : undefined;
}
