import { diag } from '@opentelemetry/api';
import { quietly } from '@tracewright/instrumentation-core';
import type { Api } from './api.ts';
import { CHAT_API } from './chat-api.ts';
import { EMBEDDINGS_API } from './embeddings-api.ts';
import { patchClient, type RequestingClient, type Switch } from './patch-client.ts';
import { patchCreate, type Tracing } from './patch-create.ts';
import { RESPONSES_API } from './responses-api.ts';
import { hasMethods, type Method } from './sdk-shapes.ts';

/** Resources by the path on which the client's class names them, in every version from 5 on. */
const RESOURCES: ReadonlyArray<readonly [path: readonly string[], api: Api]> = [
  [['Chat', 'Completions'], CHAT_API],
  [['Responses'], RESPONSES_API],
  [['Embeddings'], EMBEDDINGS_API],
];

/** On a client's prototype that is patched already, by whichever copy of this package. */
const PATCHED = Symbol.for('tracewright.openai.patched');

/**
 * Patches one copy of the SDK.
 *
 * @param module the exports of `openai`, as imported or required
 * @returns the way back; undefined if there was nothing to patch or it is patched already
 */
export function patchSdk(module: unknown, tracing: Tracing): (() => void) | undefined {
  const sdk = clientClass(module);
  const client = member(sdk, 'prototype');
  if (sdk === undefined || typeof client !== 'object' || client === null || Object.hasOwn(client, PATCHED)) return;
  if (!isRequestingClient(client)) {
    diag.warn('tracewright: this version of openai looks unlike any we know; it is left as it is');
    return undefined;
  }
  const enabled: Switch = { isOn: true };
  const undo = [...patchClient(client, enabled)];
  for (const [path, api] of RESOURCES) {
    const prototype = member(path.reduce<unknown>(member, sdk), 'prototype');
    if (isResource(prototype)) undo.push(patchCreate(prototype, api, tracing, enabled));
    else diag.warn(`tracewright: openai has no ${path.join('.')}; its calls are not traced`);
  }
  Object.defineProperty(client, PATCHED, { value: true, configurable: true });
  return () => {
    enabled.isOn = false;
    for (const back of undo.reverse()) quietly('restoring openai', back);
    Reflect.deleteProperty(client, PATCHED);
  };
}

/** The `OpenAI` class: among the exports, the default export, or given itself. */
function clientClass(module: unknown): unknown {
  const candidates = [
    member(module, 'OpenAI'),
    member(module, 'default'),
    member(member(module, 'default'), 'OpenAI'),
    module,
  ];
  return candidates.find((candidate) => typeof candidate === 'function' && member(candidate, 'Chat') !== undefined);
}

function member(value: unknown, name: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}

function isRequestingClient(value: object): value is RequestingClient {
  return hasMethods(value, ['makeRequest', 'fetchWithTimeout']);
}

function isResource(value: unknown): value is { create: Method } {
  return hasMethods(value, ['create']);
}
