import { type Attributes, context, type Tracer } from '@opentelemetry/api';
import { type ContentRules, patch, plainCopy, reportFailure } from '@tracewright/instrumentation-core';
import { GEN_AI, OTEL } from '@tracewright/schema';
import type { Api, ContentAttribute } from './api.ts';
import { CallEstimate, isCountable, isSilent } from './estimate/call-estimate.ts';
import type { UsageEstimator } from './estimate/usage-estimator.ts';
import { mayAskForUsage } from './include-usage/ask-for-usage.ts';
import { asName, asObject, type JsonObject } from './json-reading.ts';
import { Lease } from './lease.ts';
import { MESSAGES_VIEW } from './messages-view.ts';
import { ModelCall } from './model-call.ts';
import type { PromiseObserver } from './observe-promise.ts';
import type { OpenCalls } from './open-calls.ts';
import type { Switch } from './patch-client.ts';
import { endpointOf } from './provider.ts';
import { put } from './put.ts';
import { type Recording, startRecording } from './recording.ts';
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
      const call = enabled.isOn ? startCall(this, args, api, tracing) : undefined;
      if (call === undefined) return original.apply(this, args);
      let promise: unknown;
      try {
        promise = call.run(() => original.apply(this, args));
      } catch (error) {
        call.fail(error);
        throw error;
      }
      promises.observe(promise, new Lease(call));
      return promise;
    };
    return traced;
  });
}

function startCall(resource: unknown, args: readonly unknown[], api: Api, tracing: Tracing): ModelCall | undefined {
  try {
    return startedCall(resource, args, api, tracing);
  } catch (error) {
    reportFailure('starting a call', error);
    return undefined;
  }
}

/** Values of a request that are read: more than any model takes, and few enough to go through in a moment. */
const MAX_REQUEST_VALUES = 100_000;

const REQUEST_READING = { replace: uploadFields, onlySent: true, maxValues: MAX_REQUEST_VALUES };

function startedCall(resource: unknown, args: readonly unknown[], api: Api, tracing: Tracing): ModelCall {
  const client = asObject(resource)._client;
  // A copy: what the app computes while it is read is for the SDK alone to ask.
  const body = asObject(plainCopy(api.request?.(args) ?? args[0], REQUEST_READING));
  const { baseURL, apiVersion, deploymentName } = asObject(client) as SdkClient;
  const endpoint = endpointOf(baseURL, typeof apiVersion === 'string' && 'deploymentName' in asObject(client));
  const attributes: Attributes = api.requestAttributes(body);
  put(attributes, GEN_AI.operationName, api.operation);
  attributes[GEN_AI.providerName] = endpoint.provider;
  put(attributes, OTEL.serverAddress, endpoint.address);
  put(attributes, OTEL.serverPort, endpoint.port);
  if (attributes[GEN_AI.requestModel] === undefined && api.kind !== 'task' && api.kind !== 'retriever') {
    // Azure's deployment stands for the model where the request names none.
    put(attributes, GEN_AI.requestModel, asName(deploymentName));
  }
  const model = attributes[GEN_AI.requestModel];
  const rules = tracing.rules();
  const origin = api.origin?.(body);
  const recording = startRecording({
    tracer: tracing.tracer(),
    rules,
    api,
    attributes,
    parent: context.active(),
    links: origin === undefined ? undefined : [{ context: origin }],
  });
  const isRecording = recording.step.span.isRecording();
  const keepContent = rules.capture && isRecording;
  const content = keepContent ? writtenContent(api, body, recording) : undefined;
  const asksForUsage = isRecording && tracing.includesUsage() && mayAskForUsage(api, body, endpoint, baseURL);
  const estimator = isRecording && isCountable(api, body) ? tracing.estimator() : undefined;
  let estimate: CallEstimate | undefined;
  if (estimator !== undefined) {
    estimate = new CallEstimate({ estimator, api, body, model, content });
    if (!asksForUsage && isSilent(api, body)) estimator.prepare();
  }
  return new ModelCall({
    calls: tracing.calls,
    api,
    recording,
    endpoint,
    client,
    keepContent,
    isStreaming: body.stream === true,
    estimate,
    asksForUsage,
  });
}

/** Puts what a request says on its span. A request that cannot be read has no content. */
function writtenContent(api: Api, body: JsonObject, { step }: Recording): readonly ContentAttribute[] | undefined {
  try {
    if (api.requestLabels !== undefined) {
      const labels = api.requestLabels(body);
      if (labels !== undefined) step.labels(labels);
    }
    const content = api.requestContent(body);
    for (const [attribute, value] of content) {
      step.content(attribute, value, attribute === GEN_AI.inputMessages ? MESSAGES_VIEW : undefined);
    }
    return content;
  } catch (error) {
    reportFailure('reading a request', error);
    return undefined;
  }
}
