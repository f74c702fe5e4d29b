import type { Provider } from '@tracewright/schema';
import type { Api } from '../api.ts';
import { asObject, type JsonObject } from '../json-reading.ts';
import type { Endpoint } from '../provider.ts';
import { statusOf } from '../sdk-shapes.ts';

/** They tell the usage of every stream, and some of them refuse to be asked. */
const TELL_UNASKED: readonly Provider[] = ['groq', 'mistral_ai', 'openrouter', 'perplexity', 'cohere'];

/** Base URLs whose server does not know the option; an app has a few. */
const refusing = new Set<unknown>();
const MAX_REFUSING = 100;

/** Whether a call's stream would tell its usage only if asked, and the app leaves it open. */
export function mayAskForUsage(api: Api, body: JsonObject, endpoint: Endpoint, baseUrl: unknown): boolean {
  if (api.reportsUsageIfAsked !== true || body.stream !== true) return false;
  if (TELL_UNASKED.includes(endpoint.provider) || refusing.has(baseUrl)) return false;
  return asObject(body.stream_options).include_usage === undefined;
}

/**
 * Makes a request that asks for usage. A server that refuses the option gets the request as the app made it, and is
 * not asked again.
 *
 * @param options of the request, or a promise of them; the app's own body in them is left as it is
 * @param onRefused called before the request is made again
 */
export function requestWithUsage(
  options: unknown,
  request: (options: unknown) => unknown,
  baseUrl: unknown,
  onRefused: () => void,
): unknown {
  const first = request(Promise.resolve(options).then(asking));
  if (!(first instanceof Promise)) return first;
  return first.catch((error: unknown) => {
    if (!isRefusal(error)) throw error;
    if (refusing.size >= MAX_REFUSING) refusing.clear();
    refusing.add(baseUrl);
    onRefused();
    return request(options);
  });
}

function asking(options: unknown): unknown {
  const { body } = asObject(options);
  const { stream, stream_options: streamOptions } = asObject(body);
  if (stream !== true) return options;
  const asked = { ...asObject(body), stream_options: { ...asObject(streamOptions), include_usage: true } };
  return { ...asObject(options), body: asked };
}

/** Servers name the field that they do not know. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== 400 && status !== 422) return false;
  return error instanceof Error && /stream_options|include_usage/.test(error.message);
}
