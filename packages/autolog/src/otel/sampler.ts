import { type Attributes, type Context, type Link, type SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { getNumberFromEnv, getStringFromEnv } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { quietly, report } from '@tracewright/instrumentation-core';
import { registeredSampler } from './registered-sampler.ts';

/**
 * Decides which traces we record, by `OTEL_TRACES_SAMPLER[_ARG]`; default all of them.
 *
 * An unsampled parent belongs to another set-up, which drops the trace for itself: we record under it all the same,
 * with its flag left at 0 so that nobody downstream starts to sample. A root of ours may be the parent of the app's
 * spans: its flag is what the app's own sampler says. Where our own ratio dropped the root, the ratio
 * gives the same answer for its descendants, since it looks at the trace id alone.
 */
export function appSampler(): Sampler {
  const name = getStringFromEnv('OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on';
  const root = rootSampler(name.replace(/^parentbased_/, ''));
  return new RecordingSampler(root, name.startsWith('parentbased_'));
}

class RecordingSampler implements Sampler {
  readonly #root: Sampler;
  readonly #followsParent: boolean;

  constructor(root: Sampler, followsParent: boolean) {
    this.#root = root;
    this.#followsParent = followsParent;
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const parent = trace.getSpanContext(context);
    const hasParent = parent !== undefined && trace.isSpanContextValid(parent);
    const isSampledParent = hasParent && (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
    if (isSampledParent && this.#followsParent) return { decision: SamplingDecision.RECORD_AND_SAMPLED };
    const own = this.#root.shouldSample(context, traceId, name, kind, attributes, links);
    if (own.decision === SamplingDecision.NOT_RECORD || isSampledParent) return own;
    if (!hasParent && isSampledByApp(context, traceId, name, kind, attributes, links)) return own;
    return { ...own, decision: SamplingDecision.RECORD };
  }

  toString(): string {
    return `RecordingSampler{${this.#root.toString()}}`;
  }
}

/** True where the app has no sampler of its own. */
function isSampledByApp(...about: Parameters<Sampler['shouldSample']>): boolean {
  const result = quietly("asking the app's sampler", () => registeredSampler()?.shouldSample(...about));
  return result === undefined || result.decision === SamplingDecision.RECORD_AND_SAMPLED;
}

function rootSampler(name: string): Sampler {
  if (name === 'always_on') return new AlwaysOnSampler();
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratio());
  report('error', `tracewright: unknown OTEL_TRACES_SAMPLER ${name}; recording every trace`);
  return new AlwaysOnSampler();
}

function ratio(): number {
  const value = getNumberFromEnv('OTEL_TRACES_SAMPLER_ARG') ?? 1;
  if (value >= 0 && value <= 1) return value;
  report('error', `tracewright: OTEL_TRACES_SAMPLER_ARG must be between 0 and 1, not ${value}; recording every trace`);
  return 1;
}
