import { type AggregateGroup, type LatencyQuantiles, type NanoUsd, toUsd } from '@tracewright/schema';
import { Quantiles } from './quantiles.ts';

/** What one span or trace brings. Numbers are -1 where there is none. */
export interface Measured {
  readonly isError: boolean;
  readonly durationUs: number;
  readonly selfUs: number;
  readonly criticalUs: number;
  readonly ttftUs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costNanoUsd: number;
  readonly isCostPartial: boolean;
}

/** The figures of a group, as they add up. */
export class Figures {
  #count = 0;
  #errors = 0;
  readonly #duration = new Quantiles();
  readonly #self = new Quantiles();
  readonly #ttft = new Quantiles();
  readonly #speed = new Quantiles();
  #criticalUs = 0;
  #input = -1;
  #output = -1;
  #cost = -1;
  #isCostPartial = false;

  add(measured: Measured): void {
    const { durationUs, selfUs, ttftUs, outputTokens, inputTokens, costNanoUsd } = measured;
    this.#count++;
    if (measured.isError) this.#errors++;
    if (durationUs >= 0) this.#duration.add(durationUs);
    if (selfUs >= 0) this.#self.add(selfUs);
    if (measured.criticalUs > 0) this.#criticalUs += measured.criticalUs;
    if (ttftUs >= 0) this.#ttft.add(ttftUs);
    if (outputTokens > 0 && durationUs > 0) {
      const generatingUs = ttftUs >= 0 && ttftUs < durationUs ? durationUs - ttftUs : durationUs;
      this.#speed.add((outputTokens * 1e6) / generatingUs);
    }
    if (inputTokens >= 0) this.#input = Math.max(0, this.#input) + inputTokens;
    if (outputTokens >= 0) this.#output = Math.max(0, this.#output) + outputTokens;
    if (costNanoUsd >= 0) this.#cost = Math.max(0, this.#cost) + costNanoUsd;
    if (measured.isCostPartial) this.#isCostPartial = true;
  }

  /** Takes in all that other figures were given. */
  merge(other: Figures): void {
    this.#count += other.#count;
    this.#errors += other.#errors;
    this.#duration.merge(other.#duration);
    this.#self.merge(other.#self);
    this.#ttft.merge(other.#ttft);
    this.#speed.merge(other.#speed);
    this.#criticalUs += other.#criticalUs;
    if (other.#input >= 0) this.#input = Math.max(0, this.#input) + other.#input;
    if (other.#output >= 0) this.#output = Math.max(0, this.#output) + other.#output;
    if (other.#cost >= 0) this.#cost = Math.max(0, this.#cost) + other.#cost;
    if (other.#isCostPartial) this.#isCostPartial = true;
  }

  /** @param tracesUs duration of all traces together; undefined where attribution was not asked for */
  group(key: AggregateGroup['key'], tracesUs: number | undefined): AggregateGroup {
    return {
      key,
      count: this.#count,
      errors: this.#errors,
      durationMs: summed(this.#duration),
      selfMs: summed(this.#self),
      criticalMs: tracesUs === undefined ? null : this.#criticalUs / 1_000,
      criticalShare: tracesUs === undefined ? null : tracesUs === 0 ? 0 : this.#criticalUs / tracesUs,
      ttftMs: quantilesOf(this.#ttft, 1_000),
      tokensPerSecond: quantilesOf(this.#speed, 1),
      inputTokens: this.#input < 0 ? null : this.#input,
      outputTokens: this.#output < 0 ? null : this.#output,
      costUsd: this.#cost < 0 ? null : toUsd(this.#cost as NanoUsd),
      isCostPartial: this.#isCostPartial,
    };
  }
}

function summed(of: Quantiles): AggregateGroup['durationMs'] {
  const quantiles = quantilesOf(of, 1_000);
  return quantiles && { ...quantiles, sum: of.sum / 1_000 };
}

function quantilesOf(of: Quantiles, divisor: number): LatencyQuantiles | null {
  if (of.count === 0) return null;
  return { count: of.count, p50: of.at(0.5) / divisor, p95: of.at(0.95) / divisor, p99: of.at(0.99) / divisor };
}
