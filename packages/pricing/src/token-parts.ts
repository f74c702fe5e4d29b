import type { CostPart, Usage } from '@tracewright/schema';
import type { Rates } from './rates.ts';

/** What was used of one part; the parts of a call are disjoint. */
export interface PartTokens {
  readonly part: Exclude<CostPart, 'request'>;
  /** `undefined` where the part was used, but nobody knows how much. */
  readonly tokens: number | undefined;
}

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
export function tokenParts({ usage, isGeneration }: ReportedUsage, rates: Rates): readonly PartTokens[] {
  const parts: PartTokens[] = [];
  addInput(parts, usage, rates);
  addOutput(parts, usage, rates);
  if (isGeneration && billedSeconds(usage) === undefined) {
    if (count(usage.inputTokens) === undefined) parts.push({ part: 'input', tokens: undefined });
    if (count(usage.outputTokens) === undefined) parts.push({ part: 'output', tokens: undefined });
  }
  return parts;
}

function addInput(parts: PartTokens[], usage: Usage, rates: Rates): void {
  const audio = count(usage.audioInputTokens) ?? 0;
  const image = count(usage.imageInputTokens) ?? 0;
  const isAudioApart = rates.audio_input !== undefined || rates.isAudioApart;
  let apart = add(parts, 'cache_read', count(usage.cacheReadInputTokens));
  apart += add(parts, 'cache_write', count(usage.cacheWriteInputTokens));
  if (isAudioApart) apart += add(parts, 'audio_input', audio);
  if (rates.image_input !== undefined) apart += add(parts, 'image_input', image);
  addRest(parts, 'input', count(usage.inputTokens), apart, Math.max(audio, image));
}

function addOutput(parts: PartTokens[], usage: Usage, rates: Rates): void {
  const audio = count(usage.audioOutputTokens) ?? 0;
  const reasoning = count(usage.reasoningOutputTokens) ?? 0;
  const image = count(usage.imageOutputTokens) ?? 0;
  let apart = 0;
  if (rates.reasoning !== undefined) apart += add(parts, 'reasoning', reasoning);
  if (rates.audio_output !== undefined || rates.isAudioApart) apart += add(parts, 'audio_output', audio);
  if (rates.image_output !== undefined) apart += add(parts, 'image_output', image);
  addRest(parts, 'output', count(usage.outputTokens), apart, Math.max(reasoning, audio, image));
}

/** True if the usage tells anything at all, if only that nothing was used. */
export function isReported(usage: Usage): boolean {
  return (
    count(usage.inputTokens) !== undefined ||
    count(usage.outputTokens) !== undefined ||
    count(usage.cacheReadInputTokens) !== undefined ||
    count(usage.cacheWriteInputTokens) !== undefined ||
    count(usage.reasoningOutputTokens) !== undefined ||
    count(usage.audioInputTokens) !== undefined ||
    count(usage.audioOutputTokens) !== undefined ||
    count(usage.imageInputTokens) !== undefined ||
    count(usage.imageOutputTokens) !== undefined ||
    billedSeconds(usage) !== undefined
  );
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

/** @returns how many tokens the part has */
function add(parts: PartTokens[], part: PartTokens['part'], tokens: number | undefined): number {
  if (tokens === undefined || tokens === 0) return 0;
  parts.push({ part, tokens });
  return tokens;
}

/** `largestDetail` is checked against the sum even where it has no part of its own. */
function addRest(
  parts: PartTokens[],
  part: 'input' | 'output',
  sum: number | undefined,
  apart: number,
  largestDetail: number,
): void {
  if (sum === undefined) return;
  const rest = sum - apart;
  if (rest < 0 || largestDetail > sum) parts.push({ part, tokens: undefined });
  else if (rest > 0) parts.push({ part, tokens: rest });
}
