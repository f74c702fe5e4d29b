import type { Attributes, HrTime, Link } from '@opentelemetry/api';
import type { TimedEvent } from '@opentelemetry/sdk-trace-base';
import { keptAttributes } from './attribute-value.ts';
import type { SpanLimits } from './span-limits.ts';

/** An event as a span keeps it. */
export function keptEvent(name: string, given: Attributes | undefined, time: HrTime, limits: SpanLimits): TimedEvent {
  const { attributes, dropped } = keptAttributes(given, limits.listedAttributes, limits.valueLength);
  return { name, attributes, time, droppedAttributesCount: dropped };
}

/** A link as a span keeps it. */
export function keptLink({ context, attributes: given }: Link, limits: SpanLimits): Link {
  const { attributes, dropped } = keptAttributes(given, limits.listedAttributes, limits.valueLength);
  const link: Link = { context };
  if (Object.keys(attributes).length > 0) link.attributes = attributes;
  if (dropped > 0) link.droppedAttributesCount = dropped;
  return link;
}

/** Takes the oldest out of a list where it has as many as it may have. @returns how many it took */
export function makeRoom(list: unknown[], maxCount: number): number {
  if (list.length < maxCount) return 0;
  list.shift();
  return 1;
}
