import type { AggregateOf } from '@tracewright/schema';
import type { Expression } from '../../../../filter/expression.ts';
import { traceIdOf } from '../../contract/sample-span.ts';
import { type AggregateRequest, DIMENSIONS, SPAN_DIMENSIONS } from '../../questions/aggregate.ts';
import type { RandomChoice } from './random-choice.ts';

/** Zones with whole, half and quarter hours, with summer time on either half of the earth, and one that did away with it. */
export const ZONES: readonly string[] = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
];
const INTERVALS = ['auto', '1s', '1m', '5m', '15m', '1h', '6h', '1d', '1w'] as const;
const ORDERS = [
  ...['count', 'errors', 'durationP50', 'durationP95', 'durationP99', 'durationSum'],
  ...['selfSum', 'criticalShare', 'ttftP95', 'tokens', 'cost'],
] as readonly AggregateRequest['order'][];

/** A question for figures, of any form that there is. */
export function randomAggregate(choice: RandomChoice, of: AggregateOf, filter: Expression): AggregateRequest {
  const dimensions = DIMENSIONS.filter((dimension) => of === 'spans' || !SPAN_DIMENSIONS.includes(dimension));
  const names = new Set(choice.some(choice.below(4), () => choice.of(dimensions)));
  const tag = {
    tag: 'team',
    valueOf: new Map(choice.some(9, () => [traceIdOf(1 + choice.below(40)), choice.of(['red', '', "o'x"])])),
  };
  return {
    workspaceId: 'default',
    ...{ of, filter },
    by: choice.once(5) ? [...names, tag] : [...names],
    ...{ interval: choice.of(INTERVALS), zone: choice.of(ZONES) },
    attribution: choice.once(2),
    order: choice.of(ORDERS),
    limit: choice.of([3, 100]),
  };
}
