import { type AggregateGroup, type LatencyQuantiles, type NanoUsd, toUsd } from '@tracewright/schema';
import type { RowReader } from '../row-binary/row-reader.ts';
import { NO_QUANTILES, quantilesSql, readQuantiles, type SqlQuantiles } from './quantiles-sql.ts';

/** What a row brings, as `Measured` has it: expressions in SQL, -1 where there is none. */
export interface MeasuredSql {
  readonly is_error: string;
  readonly duration: string;
  readonly self: string;
  readonly critical: string;
  readonly ttft: string;
  readonly input: string;
  readonly output: string;
  readonly cost: string;
  readonly is_partial: string;
}

/** How many tokens a second came once they came, -1 where none did. */
const SPEED =
  'if(output > 0 AND duration > 0, output * 1e6 / (duration - if(ttft >= 0 AND ttft < duration, ttft, 0)), -1)';

const COUNTS = "(kind IN ('llm', 'embedding', 'reranker') AND NOT is_repeated)";

/** A measure that no row has. */
export const NOTHING = '-1';

/** The columns of {@link figuresSql}, for a question within the one that adds up. */
export function measuredSql(measured: MeasuredSql): string {
  const columns = Object.entries(measured).map(([name, sql]) => `${sql} AS ${name}`);
  return [...columns, `${SPEED} AS speed`].join(', ');
}

/** What rows of spans bring; `self` and `critical` where attribution is asked for. */
export const OF_SPANS: MeasuredSql = {
  is_error: 'status_code = 2',
  duration: 'duration_us',
  self: 'self_us',
  critical: 'critical_us',
  ttft: 'ttft_us',
  input: `if(${COUNTS}, input_tokens, -1)`,
  output: `if(${COUNTS}, output_tokens, -1)`,
  cost: `if(${COUNTS}, cost_nano_usd, -1)`,
  is_partial: `${COUNTS} AND is_cost_partial`,
};

function knownSum(measure: string): string {
  return `if(countIf(${measure} >= 0) = 0, -1, sumIf(toFloat64(${measure}), ${measure} >= 0))`;
}

/** What {@link readFigures} reads, in its order. */
export function figuresSql({ self, ttft }: MeasuredSql): string {
  return [
    'count()',
    'countIf(is_error)',
    quantilesSql('duration'),
    self === NOTHING ? NO_QUANTILES : quantilesSql('self'),
    ttft === NOTHING ? NO_QUANTILES : quantilesSql('ttft'),
    quantilesSql('speed'),
    'sumIf(toFloat64(critical), critical > 0)',
    ...['input', 'output', 'cost'].map(knownSum),
    'max(is_partial)',
  ].join(', ');
}

/** @param tracesUs duration of all traces together; undefined where attribution was not asked for */
export function readFigures(from: RowReader, key: AggregateGroup['key'], tracesUs: number | undefined): AggregateGroup {
  const count = Number(from.uint64());
  const errors = Number(from.uint64());
  const duration = readQuantiles(from);
  const self = readQuantiles(from);
  const ttft = readQuantiles(from);
  const speed = readQuantiles(from);
  const criticalUs = from.float64();
  const [input, output, cost] = [from.float64(), from.float64(), from.float64()];
  return {
    ...{ key, count, errors },
    durationMs: summed(duration),
    selfMs: summed(self),
    criticalMs: tracesUs === undefined ? null : criticalUs / 1_000,
    criticalShare: tracesUs === undefined ? null : tracesUs === 0 ? 0 : criticalUs / tracesUs,
    ttftMs: quantilesOf(ttft, 1_000),
    tokensPerSecond: quantilesOf(speed, 1),
    inputTokens: input < 0 ? null : input,
    outputTokens: output < 0 ? null : output,
    costUsd: cost < 0 ? null : toUsd(cost as NanoUsd),
    isCostPartial: from.flag(),
  };
}

function summed(of: SqlQuantiles): AggregateGroup['durationMs'] {
  const quantiles = quantilesOf(of, 1_000);
  return quantiles && { ...quantiles, sum: of.sum / 1_000 };
}

function quantilesOf({ count, at }: SqlQuantiles, divisor: number): LatencyQuantiles | null {
  if (count === 0) return null;
  return { count, p50: at(0.5) / divisor, p95: at(0.95) / divisor, p99: at(0.99) / divisor };
}
