import { type Attributes, context, type Tracer } from '@opentelemetry/api';
import { type ContentRules, patch, plainCopy, quietly } from '@tracewright/instrumentation-core';
import { GEN_AI, OTEL } from '@tracewright/schema';
import type { Api } from './api.ts';
import { CallEstimate } from './estimate/call-estimate.ts';
import type { UsageEstimator } from './estimate/usage-estimator.ts';
import { mayAskForUsage } from './include-usage/ask-for-usage.ts';
import { asObject, asText } from './json-reading.ts';
import { Lease } from './lease.ts';
import { ModelCall } from './model-call.ts';
import type { PromiseObserver } from './observe-promise.ts';
import type { OpenCalls } from './open-calls.ts';
import type { Switch } from './patch-client.ts';
import { endpointOf } from './provider.ts';
import { startRecording } from './recording.ts';
import type { ResponseLedger } from './response-ledger.ts';
import type { Method, SdkClient } from './sdk-shapes.ts';
import { uploadFields } from './uploads.ts';

/** What a patched method asks for at each call, so that settings made later hold. */
export interface Tracing {
  tracer(): Tracer;
  rules(): ContentRules;
  /** Undefined where usage is not to be estimated. */
  estimator(): UsageEstimator | undefined;
  /** Whether streams are asked for the usage that they keep to themselves otherwise. */
  includesUsage(): boolean;
  readonly responses: ResponseLedger;
  readonly calls: OpenCalls;
}

/** Wraps a method of a resource's prototype. @returns the way back */
export function patchMethod<Name extends string>(
  prototype: Record<Name, Method>,
  name: Name,
  api: Api,
  tracing: Tracing,
  enabled: Switch,
  promises: PromiseObserver,
): () => void {
  return patch(prototype, name, (original) => {
    const traced: Method = function (this: unknown, ...args: unknown[]): unknown {
      const call = enabled.isOn ? quietly('starting a call', () => startCall(this, args, api, tracing)) : undefined;
      return call === undefined
        ? original.apply(this, args)
        : callThrough(call, () => original.apply(this, args), promises);
    };
    Object.defineProperty(traced, 'name', { value: original.name, configurable: true });
    Object.defineProperty(traced, 'length', { value: original.length, configurable: true });
    return traced;
  });
}

/** Values of a request that are read: more than any model takes, and few enough to go through in a moment. */
const MAX_REQUEST_VALUES = 100_000;

/** Makes the real call under ours. */
function callThrough(call: ModelCall, original: () => unknown, promises: PromiseObserver): unknown {
  let promise: unknown;
  try {
    promise = call.run(original);
  } catch (error) {
    call.fail(error);
    throw error;
  }
  promises.observe(promise, new Lease(call));
  return promise;
}

function startCall(resource: unknown, args: readonly unknown[], api: Api, tracing: Tracing): ModelCall {
  const client = asObject(resource)._client;
  // A copy: what the app computes while it is read is for the SDK alone to ask.
  const request = api.request?.(args) ?? args[0];
  const body = asObject(plainCopy(request, { replace: uploadFields, onlySent: true, maxValues: MAX_REQUEST_VALUES }));
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
  if (api.kind !== 'task' && api.kind !== 'retriever') attributes[GEN_AI.requestModel] ??= asText(deploymentName);
  const rules = tracing.rules();
  const origin = api.origin?.(body);
  const recording = startRecording({
    tracer: tracing.tracer(),
    rules,
    api,
    attributes,
    parent: context.active(),
    links: origin === undefined ? [] : [{ context: origin }],
  });
  const isRecording = recording.step.span.isRecording();
  const keepContent = rules.capture && isRecording;
  if (keepContent && api.requestLabels !== undefined) recording.step.labels(api.requestLabels(body));
  const content = keepContent ? quietly('reading a request', () => api.requestContent(body)) : undefined;
  for (const [attribute, value] of content ?? []) recording.step.content(attribute, value);
  const asksForUsage = isRecording && tracing.includesUsage() && mayAskForUsage(api, body, endpoint, baseURL);
  const estimator = isRecording ? tracing.estimator() : undefined;
  const estimate =
    estimator &&
    quietly('reading a request', () => {
      const model = attributes[GEN_AI.requestModel];
      return CallEstimate.of({ estimator, api, body, model, content, isUsageAsked: asksForUsage });
    });
  const isStreaming = body.stream === true;
  return new ModelCall({
    calls: tracing.calls,
    api,
    recording,
    endpoint,
    client,
    keepContent,
    isStreaming,
    estimate,
    asksForUsage,
  });
}
