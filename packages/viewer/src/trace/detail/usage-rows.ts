import type { Usage } from '@tracewright/schema';

const LABELS: readonly (readonly [keyof Usage, string])[] = [
  ['inputTokens', 'Input'],
  ['cacheReadInputTokens', '· from cache'],
  ['cacheWriteInputTokens', '· to cache'],
  ['audioInputTokens', '· audio in'],
  ['imageInputTokens', '· images in'],
  ['outputTokens', 'Output'],
  ['reasoningOutputTokens', '· reasoning'],
  ['audioOutputTokens', '· audio out'],
  ['imageOutputTokens', '· images out'],
];

/** What was reported, the parts below what contains them. */
export function usageRows(usage: Usage): readonly { readonly label: string; readonly count: number }[] {
  return LABELS.flatMap(([field, label]) => {
    const count = usage[field];
    return count === undefined ? [] : [{ label, count }];
  });
}
