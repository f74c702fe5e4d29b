import type { VNode } from 'preact';
import { formatUsd } from '../format/number.ts';
import style from './cost.module.css';

export interface CostProps {
  /** Null: nothing could be priced. */
  readonly usd: number | null;
  /** The amount is a lower bound: some of the usage has no known price. */
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
    <span title="At least this: a part of the usage has no known price">≥ {formatUsd(usd)}</span>
  ) : (
    <span>{formatUsd(usd)}</span>
  );
}
