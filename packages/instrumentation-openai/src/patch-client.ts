import { trace } from '@opentelemetry/api';
import { patch, quietly, reportFailure } from '@tracewright/instrumentation-core';
import { type StandIn, standIn } from '@tracewright/schema';
import type { Attempts } from './attempts.ts';
import { currentCall, outsideCalls } from './current-call.ts';
import { requestWithUsage } from './include-usage/ask-for-usage.ts';
import { asObject } from './json-reading.ts';
import type { ModelCall } from './model-call.ts';
import type { Method } from './sdk-shapes.ts';

/** Whether our wrappers still do anything: those that somebody else has wrapped since stay in place, inert. */
export interface Switch {
  isOn: boolean;
}

/** The two methods of the client through which every request goes. */
export interface RequestingClient {
  makeRequest: Method;
  fetchWithTimeout: Method;
}

/**
 * Watches the requests that a client makes for our calls. The outcome of a request is known here even if nobody ever
 * looks at its promise, and so are the attempts that the SDK's own retries hide.
 *
 * @returns the ways back
 */
export function patchClient(client: RequestingClient, enabled: Switch): ReadonlyArray<() => void> {
  return [
    patch(client, 'makeRequest', (original) => watchRequest(original, enabled)),
    patch(client, 'fetchWithTimeout', (original) => watchAttempt(original, enabled)),
  ];
}

function watchRequest(original: Method, enabled: Switch): Method {
  return function makeRequest(this: unknown, ...args: unknown[]): unknown {
    const call = enabled.isOn ? currentCall(this) : undefined;
    if (call === undefined) return original.apply(this, args);
    if (call.hasRequest) {
      // Retries come through here again, inside the first request, and name the request that they repeat. Anything else
      // is a request of the app's own, from inside its `fetch` for one.
      const isRetry = args[2] !== undefined;
      return isRetry ? original.apply(this, args) : outsideCalls(() => original.apply(this, args));
    }
    call.requestStarted();
    const request = call.asksForUsage
      ? requestWithUsage(
          args[0],
          (options) => original.call(this, options, ...args.slice(1)),
          asObject(this).baseURL,
          () => call.usageRefused(),
        )
      : original.apply(this, args);
    if (!(request instanceof Promise)) return request;
    // In place of the original: if nobody handles it, the rejection is reported once, as without us.
    return request.then(
      (props: unknown) => {
        call.requestAnswered(props);
        return props;
      },
      (error: unknown) => {
        call.requestFailed(error);
        throw error;
      },
    );
  };
}

function watchAttempt(original: Method, enabled: Switch): Method {
  return function fetchWithTimeout(this: unknown, ...args: unknown[]): unknown {
    const call = enabled.isOn ? currentCall(this) : undefined;
    const attempts = call?.isSettled === false ? call.attempts : undefined;
    const stand = enabled.isOn ? standIn() : undefined;
    attempts?.started();
    const response = stand === undefined ? original.apply(this, args) : stoodIn(stand, call, args);
    if (attempts === undefined) return response;
    if (!(response instanceof Promise)) return response;
    // The client awaits it in any case, so a second handler hides nothing.
    response.then(
      (value: unknown) => noteAnswer(attempts, value),
      (error: unknown) => quietly('noting an attempt', () => attempts.unanswered(error)),
    );
    return response;
  };
}

/** What `fetchWithTimeout(url, init)` gives, without a network. */
function stoodIn(stand: StandIn, call: ModelCall | undefined, [url, init]: readonly unknown[]): Promise<unknown> {
  return stand.respond(call === undefined ? undefined : trace.getActiveSpan(), String(url), asObject(init).body);
}

/** The response is the app's where it brings its own `fetch`. */
function noteAnswer(attempts: Attempts, response: unknown): void {
  try {
    if (typeof response === 'object' && response !== null && 'status' in response) {
      attempts.answered(Number(response.status));
    }
  } catch (error) {
    reportFailure('noting an attempt', error);
  }
}
