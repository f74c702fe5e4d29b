import type { VNode } from 'preact';
import { formatExactUsd, formatLeastUsd, formatUsd } from '../format/number.ts';
import style from './cost.module.css';

export interface CostProps {
  /** Null: nothing could be priced. */
  readonly usd: number | null;
  /** The amount is a lower bound: some of the usage has no known price, or was not reported. */
  readonly isPartial: boolean;
  /** Whether there was anything to price. */
  readonly hasUsage: boolean;
}

/** An amount that says what it leaves out. */
export function Cost({ usd, isPartial, hasUsage }: CostProps): VNode {
  if (usd === null) {
    return hasUsage ? (
      <span class={style.unpriced} title="No price is known for the models used">
        unpriced
      </span>
    ) : (
      <span class={style.unpriced}>–</span>
    );
  }
  return isPartial ? (
    <span title={`At least ${formatExactUsd(usd)}: some of the usage was not reported, or has no known price`}>
      {formatLeastUsd(usd)}
    </span>
  ) : (
    <Usd usd={usd} />
  );
}

/** A known amount, exact where the pointer rests on it. */
export function Usd({ usd }: { readonly usd: number }): VNode {
  return <span title={formatExactUsd(usd)}>{formatUsd(usd)}</span>;
}
