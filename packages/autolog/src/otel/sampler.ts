import {
  type Attributes,
  type Context,
  type Link,
  SamplingDecision,
  type SpanKind,
  TraceFlags,
} from '@opentelemetry/api';
import { getNumberFromEnv, getStringFromEnv } from '@opentelemetry/core';
import type { Sampler, SamplingResult } from '@opentelemetry/sdk-trace-base';
import { report, reportFailure } from '@tracewright/instrumentation-core';
import { registeredSampler } from './registered-sampler.ts';
import { parentOf } from './span/parent-of.ts';

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

/** What our own setting says of a trace, whoever its parent is. */
interface RootSampler {
  readonly name: string;
  samples(traceId: string): boolean;
}

const RECORD_AND_SAMPLED: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
const RECORD: SamplingResult = { decision: SamplingDecision.RECORD };
const NOT_RECORD: SamplingResult = { decision: SamplingDecision.NOT_RECORD };

class RecordingSampler implements Sampler {
  readonly #root: RootSampler;
  readonly #followsParent: boolean;

  constructor(root: RootSampler, followsParent: boolean) {
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
    const parent = parentOf(context);
    const isSampledParent = parent !== undefined && (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
    if (isSampledParent && this.#followsParent) return RECORD_AND_SAMPLED;
    if (!this.#root.samples(traceId)) return NOT_RECORD;
    if (isSampledParent) return RECORD_AND_SAMPLED;
    if (parent !== undefined) return RECORD;
    return isSampledByApp(context, traceId, name, kind, attributes, links) ? RECORD_AND_SAMPLED : RECORD;
  }

  toString(): string {
    return `RecordingSampler{${this.#root.name}}`;
  }
}

/** True where the app has no sampler of its own. */
function isSampledByApp(...about: Parameters<Sampler['shouldSample']>): boolean {
  try {
    const result = registeredSampler()?.shouldSample(...about);
    return result === undefined || result.decision === SamplingDecision.RECORD_AND_SAMPLED;
  } catch (error) {
    reportFailure("asking the app's sampler", error);
    return true;
  }
}

function rootSampler(name: string): RootSampler {
  if (name === 'always_on') return { name, samples: () => true };
  if (name === 'always_off') return { name, samples: () => false };
  if (name === 'traceidratio') return ratioSampler(ratio());
  report('error', `tracewright: unknown OTEL_TRACES_SAMPLER ${name}; recording every trace`);
  return { name: 'always_on', samples: () => true };
}

/** Takes the same traces as OpenTelemetry's SDK: those whose four words, combined by XOR, are below a bound. */
function ratioSampler(share: number): RootSampler {
  const bound = share === 1 ? 2 ** 32 : Math.floor(share * 0xffff_ffff);
  const samples = (traceId: string): boolean => {
    let combined = 0;
    for (let at = 0; at < 32; at += 8) combined ^= Number.parseInt(traceId.slice(at, at + 8), 16);
    return combined >>> 0 < bound;
  };
  return { name: `traceidratio{${share}}`, samples };
}

function ratio(): number {
  const value = getNumberFromEnv('OTEL_TRACES_SAMPLER_ARG') ?? 1;
  if (value >= 0 && value <= 1) return value;
  report('error', `tracewright: OTEL_TRACES_SAMPLER_ARG must be between 0 and 1, not ${value}; recording every trace`);
  return 1;
}
