import type { CostPart, Usage } from '@tracewright/schema';
import type { Rates } from './rates.ts';

/** Tokens of each part; the parts are disjoint. `undefined` where a part was used, but nobody knows how much. */
export type TokenParts = ReadonlyMap<CostPart, number | undefined>;

/** What was reported of a call's tokens. */
export interface ReportedUsage {
  readonly usage: Usage;
  /** True where the call has both input and output: of these, a sum that is missing was used all the same. */
  readonly isGeneration: boolean;
}

/**
 * Splits a usage into the parts that are billed apart. Reasoning and images without a price of their own are output,
 * images that were sent likewise input, and audio input or output unless the provider keeps it apart; cached tokens always stand alone.
 *
 * Where the details exceed the sum that should contain them, the sum cannot be trusted: its part is then unknown.
 * Counts that are no whole numbers of at least 0 are taken as not reported.
 */
export function tokenParts({ usage, isGeneration }: ReportedUsage, rates: Rates): TokenParts {
  const parts = new Map<CostPart, number | undefined>();
  const set = (part: CostPart, tokens: number | undefined) => {
    if (tokens !== undefined && tokens > 0) parts.set(part, tokens);
  };

  const audioIn = count(usage.audioInputTokens);
  const isAudioInApart = rates.audio_input !== undefined || rates.isAudioApart;
  set('cache_read', count(usage.cacheReadInputTokens));
  set('cache_write', count(usage.cacheWriteInputTokens));
  if (isAudioInApart) set('audio_input', audioIn);
  const imageIn = count(usage.imageInputTokens);
  if (rates.image_input !== undefined) set('image_input', imageIn);
  setRest(
    parts,
    'input',
    count(usage.inputTokens),
    ['cache_read', 'cache_write', 'audio_input', 'image_input'],
    Math.max(audioIn ?? 0, imageIn ?? 0),
  );

  const audioOut = count(usage.audioOutputTokens);
  const reasoning = count(usage.reasoningOutputTokens);
  const imageOut = count(usage.imageOutputTokens);
  const isAudioOutApart = rates.audio_output !== undefined || rates.isAudioApart;
  if (rates.reasoning !== undefined) set('reasoning', reasoning);
  if (isAudioOutApart) set('audio_output', audioOut);
  if (rates.image_output !== undefined) set('image_output', imageOut);
  setRest(
    parts,
    'output',
    count(usage.outputTokens),
    ['reasoning', 'audio_output', 'image_output'],
    Math.max(reasoning ?? 0, audioOut ?? 0, imageOut ?? 0),
  );
  if (isGeneration && billedSeconds(usage) === undefined) {
    if (count(usage.inputTokens) === undefined) parts.set('input', undefined);
    if (count(usage.outputTokens) === undefined) parts.set('output', undefined);
  }
  return parts;
}

/** True if the usage tells anything at all, if only that nothing was used. */
export function isReported(usage: Usage): boolean {
  const { audioSeconds: _, ...tokens } = usage;
  return billedSeconds(usage) !== undefined || Object.values(tokens).some((each) => count(each) !== undefined);
}

/** The length of audio that a call is billed by, seconds; undefined where it is billed by tokens. */
export function billedSeconds({ audioSeconds, inputTokens, outputTokens }: Usage): number | undefined {
  if (inputTokens !== undefined || outputTokens !== undefined || audioSeconds === undefined) return undefined;
  return Number.isFinite(audioSeconds) && audioSeconds >= 0 ? audioSeconds : undefined;
}

/** A reported number of tokens, or undefined. */
export function count(tokens: number | undefined): number | undefined {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : undefined;
}

/** `largestDetail` is checked against the sum even where it has no part of its own. */
function setRest(
  parts: Map<CostPart, number | undefined>,
  name: 'input' | 'output',
  sum: number | undefined,
  details: readonly CostPart[],
  largestDetail: number | undefined,
): void {
  if (sum === undefined) return;
  const rest = details.reduce((left, detail) => left - (parts.get(detail) ?? 0), sum);
  if (rest < 0 || (largestDetail ?? 0) > sum) parts.set(name, undefined);
  else if (rest > 0) parts.set(name, rest);
}
