import type { CostPart, SpanCost } from '@tracewright/schema';

const LABELS: Readonly<Record<CostPart, string>> = {
  input: 'Input',
  cache_read: 'Cache read',
  cache_write: 'Cache write',
  audio_input: 'Audio in',
  image_input: 'Images in',
  output: 'Output',
  reasoning: 'Reasoning',
  audio_output: 'Audio out',
  image_output: 'Images out',
  request: 'Request',
};

/** The parts of a cost; null for those without a price. */
export function costRows(cost: SpanCost): readonly { readonly label: string; readonly usd: number | null }[] {
  const label = (part: string) => (LABELS as Readonly<Record<string, string | undefined>>)[part] ?? part;
  return [
    ...Object.entries(cost.partsUsd).map(([part, usd]) => ({ label: label(part), usd })),
    ...cost.unpriced.map((part) => ({ label: label(part), usd: null })),
  ];
}
