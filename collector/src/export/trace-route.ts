import { type RoutedRun, TRACEWRIGHT, type TraceRoute } from '@tracewright/schema';
import { DEFAULT_EXPERIMENT_ID } from '../ingest/prepare-batches.ts';
import { readText } from '../normalise/read-attribute.ts';
import { decodeResource } from '../otlp/read-origin.ts';
import { decodeSpan } from '../otlp/read-span.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';

/** The experiment that a trace lies in. */
interface Experiment {
  readonly id: string;
  readonly name: string;
}

/**
 * What is to be said beside the spans of a trace so that they come to the same place again.
 *
 * @param experiment undefined where it is not known
 * @returns undefined where the spans say all of it
 */
export function traceRoute(spans: readonly StoredSpan[], experiment: Experiment | undefined): TraceRoute | undefined {
  const runs = routedRuns(spans);
  const isNamed = experiment !== undefined && (experiment.id !== DEFAULT_EXPERIMENT_ID || spans.some(namesExperiment));
  if (!isNamed && runs.length === 0) return undefined;
  return { ...(isNamed && { experiment: experiment.name }), ...(runs.length > 0 && { runs }) };
}

function namesExperiment({ resource }: StoredSpan): boolean {
  return readText(decodeResource(resource).attributes, [TRACEWRIGHT.experiment]) !== '';
}

function routedRuns(spans: readonly StoredSpan[]): RoutedRun[] {
  const routed = spans.filter(({ record }) => record.runId !== '' && !namesRun(record.payload));
  const byRun = Map.groupBy(routed, ({ record }) => record.runId);
  return [...byRun].map(([id, ofRun]) => {
    if (ofRun.length === spans.length) return { id };
    return { id, spanIds: ofRun.map(({ record }) => record.spanId) };
  });
}

function namesRun(payload: Uint8Array): boolean {
  return readText(decodeSpan(payload).attributes, [TRACEWRIGHT.runId]) !== '';
}
