import type { TraceRoute } from '@tracewright/schema';
import { routeOf } from './route-of.ts';

/** The collector takes 64 MiB: what is larger is sent in parts. */
const MAX_REQUEST_CHARACTERS = 16 * 1_024 * 1_024;

/** One OTLP request in JSON. */
export interface TraceRequest {
  readonly body: string;
  readonly spans: number;
  /** Name of the experiment that they belong to; undefined: as the spans say. */
  readonly experiment?: string;
  /** Tracking run of spans that name none. */
  readonly runId?: string;
}

interface ScopeSpans {
  readonly spans?: readonly unknown[];
}

interface ResourceSpans {
  readonly scopeSpans?: readonly ScopeSpans[];
}

/** A line, read. */
interface Line {
  readonly resourceSpans: readonly ResourceSpans[];
  readonly route: TraceRoute;
  /** Whether it says one. */
  readonly isRouted: boolean;
}

/**
 * The requests that a line is to be sent as: itself, or parts of it where one request would be too large, or where its
 * spans belong to several runs.
 *
 * @returns undefined where the line is no request
 */
export function requestsOf(line: string, maxCharacters: number = MAX_REQUEST_CHARACTERS): TraceRequest[] | undefined {
  const read = parse(line);
  if (read === undefined) return undefined;
  const { experiment, runs = [] } = read.route;
  const routed = experiment === undefined ? {} : { experiment };
  const [first] = runs;
  // What stands beside the spans is not for the collector, which reads a field that it does not know more slowly.
  const body = read.isRouted ? JSON.stringify({ resourceSpans: read.resourceSpans }) : line;
  if (first === undefined || first.spanIds === undefined) {
    const ofRun = first === undefined ? routed : { ...routed, runId: first.id };
    return sized(body, read.resourceSpans, maxCharacters).map((request) => ({ ...request, ...ofRun }));
  }
  const runOf = new Map(runs.flatMap(({ id, spanIds = [] }) => spanIds.map((spanId) => [spanId, id])));
  return [undefined, ...new Set(runOf.values())].flatMap((runId) => {
    const part = spansOf(read.resourceSpans, (spanId) => runOf.get(spanId) === runId);
    if (part.length === 0) return [];
    const ofRun = runId === undefined ? routed : { ...routed, runId };
    return sized(JSON.stringify({ resourceSpans: part }), part, maxCharacters).map((each) => ({ ...each, ...ofRun }));
  });
}

function sized(body: string, resourceSpans: readonly ResourceSpans[], maxCharacters: number): TraceRequest[] {
  const spans = countOf(resourceSpans);
  if (body.length <= maxCharacters || spans < 2) return [{ body, spans }];
  // Spans differ in size: parts of as many each may still be too large.
  const most = Math.min(spans - 1, Math.ceil((spans * maxCharacters) / body.length));
  return split(resourceSpans, most).flatMap((part) =>
    sized(JSON.stringify({ resourceSpans: part }), part, maxCharacters),
  );
}

/** What is left of them if only some spans are. */
function spansOf(resourceSpans: readonly ResourceSpans[], isMeant: (spanId: string) => boolean): ResourceSpans[] {
  const part: ResourceSpans[] = [];
  for (const resource of resourceSpans) {
    const scopeSpans = (resource.scopeSpans ?? [])
      .map((scope) => ({ ...scope, spans: (scope.spans ?? []).filter((span) => isMeant(idOf(span))) }))
      .filter(({ spans }) => spans.length > 0);
    if (scopeSpans.length > 0) part.push({ ...resource, scopeSpans });
  }
  return part;
}

function idOf(span: unknown): string {
  return String((span as { readonly spanId?: unknown } | null)?.spanId ?? '');
}

function parse(line: string): Line | undefined {
  try {
    const { resourceSpans, tracewright } = JSON.parse(line) as {
      readonly resourceSpans?: unknown;
      readonly tracewright?: unknown;
    };
    const route = routeOf(tracewright);
    if (!Array.isArray(resourceSpans) || route === undefined) return undefined;
    countOf(resourceSpans);
    return { resourceSpans, route, isRouted: tracewright !== undefined };
  } catch {
    return undefined;
  }
}

function countOf(resourceSpans: readonly ResourceSpans[]): number {
  return resourceSpans
    .flatMap(({ scopeSpans = [] }) => scopeSpans)
    .reduce((sum, { spans = [] }) => sum + spans.length, 0);
}

/** Requests of so many spans at most, each with the resource and the scope of its spans. */
function split(resourceSpans: readonly ResourceSpans[], most: number): ResourceSpans[][] {
  const parts: ResourceSpans[][] = [];
  for (const resource of resourceSpans) {
    for (const scope of resource.scopeSpans ?? []) {
      const { spans = [] } = scope;
      for (let from = 0; from < spans.length; from += most) {
        parts.push([{ ...resource, scopeSpans: [{ ...scope, spans: spans.slice(from, from + most) }] }]);
      }
    }
  }
  return parts;
}
