import { idLiteral, idSet, MAX_INDEXED } from './id-set.ts';

/** Between which minutes the spans of a trace lie. */
export interface TracePlace {
  readonly traceId: string;
  readonly firstMinute: number;
  readonly lastMinute: number;
}

const OF_WORKSPACE = 'workspace = {workspace:String}';
/** A trace that lies in more minutes is not looked for in each of them by itself. */
const MAX_MINUTES = 4;

/**
 * Where the spans of some traces lie; the statement names the workspace as `workspace`. Spans are in order of minute and
 * trace: with both named together, the engine opens the granules of those alone, however far the traces lie apart. Where
 * they are more than it looks for in the index, that knows the minutes still.
 *
 * @param places at least one; a trace may have several
 */
export function inPlaces(places: readonly TracePlace[]): string {
  const pairs: string[] = [];
  const long: TracePlace[] = [];
  for (const place of places) {
    const { traceId, firstMinute, lastMinute } = place;
    if (lastMinute - firstMinute >= MAX_MINUTES) long.push(place);
    else for (let minute = firstMinute; minute <= lastMinute; minute++) pairs.push(pairOf(minute, traceId));
  }
  if (pairs.length > MAX_INDEXED) return aroundPlaces(places);
  const conditions = [
    ...(pairs.length > 0 ? [`(minute, trace_id) IN (${pairs.join(', ')})`] : []),
    ...(long.length > 0 ? [`(${between(long)})`] : []),
  ];
  return `${OF_WORKSPACE} AND (${conditions.join(' OR ')})`;
}

/** From the first to the last minute of any of the traces, as {@link inPlaces}. */
export function aroundPlaces(places: readonly TracePlace[]): string {
  return `${OF_WORKSPACE} AND ${between(places)}`;
}

function pairOf(minute: number, traceId: string): string {
  return `(${minute}, ${idLiteral(traceId, 16)})`;
}

function between(places: readonly TracePlace[]): string {
  const first = places.reduce((minute, { firstMinute }) => Math.min(minute, firstMinute), Number.POSITIVE_INFINITY);
  const last = places.reduce((minute, { lastMinute }) => Math.max(minute, lastMinute), 0);
  const ids = new Set(places.map(({ traceId }) => traceId));
  return `minute BETWEEN ${first} AND ${last} AND trace_id IN ${idSet(ids, 16)}`;
}
