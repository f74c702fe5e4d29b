/** The collector takes 64 MiB: what is larger is sent in parts. */
const MAX_REQUEST_CHARACTERS = 16 * 1_024 * 1_024;

/** One OTLP request in JSON. */
export interface TraceRequest {
  readonly body: string;
  readonly spans: number;
}

interface ScopeSpans {
  readonly spans?: readonly unknown[];
}

interface ResourceSpans {
  readonly scopeSpans?: readonly ScopeSpans[];
}

/**
 * The requests that a line is to be sent as: itself, or parts of it where one request would be too large.
 *
 * @returns undefined where the line is no request
 */
export function requestsOf(line: string, maxCharacters: number = MAX_REQUEST_CHARACTERS): TraceRequest[] | undefined {
  const resourceSpans = parse(line);
  if (resourceSpans === undefined) return undefined;
  const spans = countOf(resourceSpans);
  if (line.length <= maxCharacters || spans < 2) return [{ body: line, spans }];
  // Spans differ in size: parts of as many each may still be too large.
  const most = Math.min(spans - 1, Math.ceil((spans * maxCharacters) / line.length));
  return split(resourceSpans, most).flatMap(
    (part) => requestsOf(JSON.stringify({ resourceSpans: part }), maxCharacters) ?? [],
  );
}

function parse(line: string): readonly ResourceSpans[] | undefined {
  try {
    const { resourceSpans } = JSON.parse(line) as { readonly resourceSpans?: unknown };
    if (!Array.isArray(resourceSpans)) return undefined;
    countOf(resourceSpans);
    return resourceSpans;
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
