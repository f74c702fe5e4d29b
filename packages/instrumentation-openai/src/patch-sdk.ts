import { quietly, report } from '@tracewright/instrumentation-core';
import { PromiseObserver } from './observe-promise.ts';
import { patchClient, type RequestingClient, type Switch } from './patch-client.ts';
import { patchMethod, type Tracing } from './patch-create.ts';
import { hasMethods, type Method } from './sdk-shapes.ts';
import { tracedMethods } from './traced-methods.ts';

/** On a client's prototype that is patched already, by whichever copy of this package. */
const PATCHED = Symbol.for('tracewright.openai.patched');

/** By the client's prototype of a copy: the promises of its open calls are watched beyond the end of a patch. */
const observers = new WeakMap<object, PromiseObserver>();

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
    report('warn', 'tracewright: this version of openai looks unlike any we know; it is left as it is');
    return undefined;
  }
  const enabled: Switch = { isOn: true };
  const promises = observers.get(client) ?? new PromiseObserver();
  observers.set(client, promises);
  promises.hold();
  const undo = [() => release(promises, tracing), ...patchClient(client, enabled)];
  for (const { path, method, api, isInEveryVersion } of tracedMethods(tracing.responses)) {
    const prototype = member(path.split('.').reduce<unknown>(member, sdk), 'prototype');
    if (hasMethod(prototype, method)) undo.push(patchMethod(prototype, method, api, tracing, enabled, promises));
    else if (isInEveryVersion) report('warn', `tracewright: openai has no ${path}.${method}; its calls are not traced`);
  }
  Object.defineProperty(client, PATCHED, { value: true, configurable: true });
  return () => {
    enabled.isOn = false;
    for (const back of undo.reverse()) quietly('restoring openai', back);
    Reflect.deleteProperty(client, PATCHED);
  };
}

/** Calls that are open yet end by how their promises are read. */
function release(promises: PromiseObserver, { calls }: Tracing): void {
  calls.whenNoneIsOpen(() => quietly('restoring promises of openai', () => promises.release()));
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

function hasMethod<Name extends string>(value: unknown, name: Name): value is Record<Name, Method> {
  return hasMethods(value, [name]);
}
