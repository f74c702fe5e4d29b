import type { Attributes } from '../otlp/attributes.ts';
import { type Names, readNumber } from './read-attribute.ts';
import type { ReportedCost } from './step-facts.ts';

/** Where a dialect writes what a call cost by its own reckoning, USD. */
export interface CostNames {
  readonly total: Names;
  readonly input: Names;
  readonly output: Names;
}

/** A cost in total and by its two sides; undefined where there is no total. */
export function senderCost(attributes: Attributes, names: CostNames): ReportedCost | undefined {
  const totalUsd = readNumber(attributes, names.total);
  if (totalUsd === undefined) return undefined;
  const input = readNumber(attributes, names.input);
  const output = readNumber(attributes, names.output);
  const partsUsd = { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) };
  return { source: 'sender', totalUsd, partsUsd, unpriced: [] };
}
