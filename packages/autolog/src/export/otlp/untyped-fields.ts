import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/**
 * What an app without types gives to a tracer can be anything. A receiver refuses a request for a single field of the
 * wrong type, with all other spans in it.
 */

/** A name, a version or an address. Nothing and objects become an empty text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' || value === undefined ? '' : String(value);
}

/** A number that stands for one of a few words, 0 where it is none. */
export function enumOf(value: unknown): number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 0x7fff_ffff ? (value as number) : 0;
}

const TRACE_ID = /^[\da-f]{32}$/i;
const SPAN_ID = /^[\da-f]{16}$/i;

/** Those links that lead anywhere: an id of another form would spoil the request. */
export function linksOf({ links }: ReadableSpan): ReadableSpan['links'] {
  return links.every(isLink) ? links : links.filter(isLink);
}

function isLink({ context }: { readonly context?: { readonly traceId: unknown; readonly spanId: unknown } }): boolean {
  return isText(context?.traceId, TRACE_ID) && isText(context?.spanId, SPAN_ID);
}

function isText(value: unknown, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}
