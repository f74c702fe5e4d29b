import type { VNode } from 'preact';
import { Moment } from '../tracking/page/run-facts.tsx';

/** A moment as our own API tells it. @param ns Decimal string of nanoseconds since the Unix epoch. */
export function NsMoment({ ns }: { readonly ns: string }): VNode {
  return <Moment ms={Number(BigInt(ns) / 1_000_000n)} />;
}
