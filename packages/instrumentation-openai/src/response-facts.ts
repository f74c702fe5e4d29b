import { quietly, reportFailure } from '@tracewright/instrumentation-core';
import { asObject } from './json-reading.ts';
import { hasMethods } from './sdk-shapes.ts';

/** What a response says beside its body. */
export interface ResponseFacts {
  readonly requestId?: unknown;
  /** The software that answered, where it was asked for. */
  readonly server?: string | undefined;
}

const NOTHING: ResponseFacts = {};
const GET: readonly string[] = ['get'];

/**
 * Reads the headers of a response. Never throws.
 *
 * @param props what the SDK knows about it
 */
export function responseFacts(props: unknown, asksForServer: boolean): ResponseFacts {
  try {
    const { headers } = asObject(asObject(props).response);
    // Not necessarily the global class: an app may bring its own fetch.
    if (!hasMethods(headers, GET)) return NOTHING;
    const requestId = (headers as Headers).get('x-request-id');
    return asksForServer ? { requestId, server: (headers as Headers).get('server') ?? undefined } : { requestId };
  } catch (error) {
    reportFailure('reading response headers', error);
    return NOTHING;
  }
}

/** The id that an error of the SDK's has from the response. Never throws. */
export function failedRequestId(error: unknown): unknown {
  return quietly('reading an error', () => asObject(error).requestID);
}
