import { type Attributes, context, type Tracer } from '@opentelemetry/api';
import { type ContentRules, patch, quietly } from '@tracewright/instrumentation-core';
import { GEN_AI, OTEL } from '@tracewright/schema';
import type { Api } from './api.ts';
import { asObject, asText } from './json-reading.ts';
import { Lease } from './lease.ts';
import { ModelCall } from './model-call.ts';
import { observePromise } from './observe-promise.ts';
import type { Switch } from './patch-client.ts';
import { endpointOf } from './provider.ts';
import { startRecording } from './recording.ts';
import type { Method, SdkClient } from './sdk-shapes.ts';

/** What a patched method asks for at each call, so that settings made later hold. */
export interface Tracing {
  tracer(): Tracer;
  rules(): ContentRules;
}

/** Wraps `create` of a resource's prototype. @returns the way back */
export function patchCreate(prototype: { create: Method }, api: Api, tracing: Tracing, enabled: Switch): () => void {
  return patch(prototype, 'create', (original) => {
    const create: Method = function create(this: unknown, ...args: unknown[]): unknown {
      const call = enabled.isOn ? quietly('starting a call', () => startCall(this, args[0], api, tracing)) : undefined;
      return call === undefined ? original.apply(this, args) : callThrough(call, () => original.apply(this, args));
    };
    Object.defineProperty(create, 'length', { value: original.length, configurable: true });
    return create;
  });
}

/** Makes the real call under ours. */
function callThrough(call: ModelCall, original: () => unknown): unknown {
  let promise: unknown;
  try {
    promise = call.run(original);
  } catch (error) {
    call.fail(error);
    throw error;
  }
  observePromise(promise, new Lease(call));
  return promise;
}

function startCall(resource: unknown, request: unknown, api: Api, tracing: Tracing): ModelCall {
  const client = asObject(resource)._client;
  const body = asObject(request);
  const { baseURL, apiVersion, deploymentName } = asObject(client) as SdkClient;
  const endpoint = endpointOf(baseURL, typeof apiVersion === 'string' && 'deploymentName' in asObject(client));
  const attributes: Attributes = {
    [GEN_AI.operationName]: api.operation,
    [GEN_AI.providerName]: endpoint.provider,
    [OTEL.serverAddress]: endpoint.address,
    [OTEL.serverPort]: endpoint.port,
    ...api.requestAttributes(body),
  };
  // Azure's deployment stands for the model where the request names none.
  attributes[GEN_AI.requestModel] ??= asText(deploymentName);
  const rules = tracing.rules();
  const recording = startRecording({ tracer: tracing.tracer(), rules, api, attributes, parent: context.active() });
  const keepContent = rules.capture && recording.step.span.isRecording();
  if (keepContent) {
    quietly('reading a request', () => {
      for (const [attribute, value] of api.requestContent(body)) recording.step.content(attribute, value);
    });
  }
  return new ModelCall({ api, recording, endpoint, client, keepContent, isStreaming: body.stream === true });
}
