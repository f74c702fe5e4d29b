import type { DriftMeasure, FeedbackValue, OnlineModel, SpanDetail } from '@tracewright/schema';
import { type ModelKeys, post } from '../online/judges/outgoing-chat.ts';
import { promptText } from '../online/rows/prompt-text.ts';
import type { SendOutgoing } from '../outgoing/send-outgoing.ts';
import type { StoredSpan } from '../storage/spans/span-store.ts';
import { measureEmbeddings } from './measure-embeddings.ts';
import { MIN_PROMPTS, measurePrompts } from './measure-prompts.ts';
import { measureScores } from './measure-scores.ts';
import { tooFew } from './measured.ts';

/** Two samples, as they go to the thread that compares them. */
export type DriftJob =
  | {
      readonly kind: 'prompts';
      /** Roots of traces. */
      readonly reference: readonly StoredSpan[];
      readonly current: readonly StoredSpan[];
      readonly embeddings: OnlineModel | null;
    }
  | {
      readonly kind: 'scores';
      readonly reference: readonly FeedbackValue[];
      readonly current: readonly FeedbackValue[];
    };

/** Vectors cost money: as many prompts of each side have one made. */
const MAX_EMBEDDED = 100;
/** Of a prompt, UTF-16 units. */
const MAX_EMBEDDED_TEXT = 8_000;

export interface ComparingDeps {
  readonly detailOf: (span: StoredSpan) => SpanDetail;
  readonly send: SendOutgoing;
  readonly keys: ModelKeys;
}

/** Measures how far two samples are apart. @throws what asking for vectors throws */
export async function compareSamples(job: DriftJob, deps: ComparingDeps): Promise<readonly DriftMeasure[]> {
  if (job.kind === 'scores') return measureScores(job.reference, job.current);
  const [reference, current] = [job.reference, job.current].map((spans) =>
    spans.map((span) => promptText(deps.detailOf(span))).filter((text) => text !== ''),
  ) as [string[], string[]];
  const measures = measurePrompts(reference, current);
  if (job.embeddings === null) return measures;
  if (reference.length < MIN_PROMPTS || current.length < MIN_PROMPTS) {
    return [...measures, tooFew('embedding', 'cosine', MIN_PROMPTS)];
  }
  const [before, now] = await Promise.all([
    embed(reference, job.embeddings, deps),
    embed(current, job.embeddings, deps),
  ]);
  return [...measures, measureEmbeddings(before, now)];
}

async function embed(
  texts: readonly string[],
  model: OnlineModel,
  { send, keys }: ComparingDeps,
): Promise<readonly (readonly number[])[]> {
  const input = texts.slice(0, MAX_EMBEDDED).map((text) => text.slice(0, MAX_EMBEDDED_TEXT).toWellFormed());
  const answer = (await post(model, keys, send, { path: '/embeddings', body: { model: model.model, input } })) as {
    readonly data?: readonly { readonly embedding?: readonly number[] }[];
  };
  const vectors =
    answer.data?.flatMap(({ embedding }) => (Array.isArray(embedding) ? [embedding as number[]] : [])) ?? [];
  if (vectors.length !== input.length) throw new TypeError('the endpoint gives another number of vectors than texts');
  return vectors;
}
