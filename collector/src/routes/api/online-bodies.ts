import type {
  NewOnlineScorer,
  OnlineBackfillRequest,
  OnlineModel,
  OnlinePreviewRequest,
  OnlineScorerRule,
} from '@tracewright/schema';
import * as v from 'valibot';
import { ApiError } from '../../errors.ts';
import { FilterError } from '../../filter/filter-error.ts';
import { parseFilter } from '../../filter/parse-filter.ts';
import { sourceIdOf } from '../../online/scorers/rule-scorer.ts';
import { storableText } from '../../storable-text.ts';
import { isPlainAddress } from './plain-address.ts';
import { timeParameter } from './query-parameters.ts';

const DAY_MS = 86_400_000;

const text = (max: number) =>
  v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`), v.transform(storableText));
const name = v.pipe(text(250), v.nonEmpty('must not be empty'));
const count = v.pipe(v.number(), v.safeInteger('is a whole number'), v.minValue(0, 'counts from 0'));
const amount = v.pipe(v.number(), v.finite(), v.minValue(0, 'is not negative'));
const names = v.pipe(v.array(name), v.maxLength(100, 'at most 100'));

/** A model at an endpoint of OpenAI's interface. */
export const ModelBody: v.GenericSchema<unknown, OnlineModel> = v.object({
  baseUrl: v.pipe(text(2_000), v.check(isPlainAddress, 'is an address such as https://api.openai.com/v1')),
  model: name,
  keyName: v.nullable(v.pipe(text(100), v.regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable'))),
  provider: v.nullable(text(100)),
});

const Rule = v.variant('kind', [
  v.object({
    kind: v.literal('contains'),
    texts: v.pipe(v.array(v.pipe(text(10_000), v.nonEmpty())), v.minLength(1, 'names no text'), v.maxLength(100)),
    mode: v.picklist(['all', 'any', 'none']),
    ignoreCase: v.boolean(),
  }),
  v.object({ kind: v.literal('regex'), pattern: v.pipe(text(2_000), v.nonEmpty()), isFound: v.boolean() }),
  v.object({
    kind: v.literal('jsonSchema'),
    schema: v.record(
      v.string(),
      v.custom<never>(() => true),
    ),
    allowFence: v.boolean(),
  }),
  v.object({ kind: v.literal('length'), min: v.nullable(count), max: v.nullable(count) }),
  v.object({ kind: v.literal('latency'), maxMs: amount }),
  v.object({ kind: v.literal('cost'), maxUsd: amount }),
  v.object({ kind: v.literal('tokens'), max: count }),
  v.object({ kind: v.literal('tools'), required: names, forbidden: names, maxCalls: v.nullable(count) }),
  v.object({
    kind: v.literal('judge'),
    template: v.picklist([
      'answerRelevance',
      'groundedness',
      'contextRelevance',
      'contextSufficiency',
      'safety',
      'toxicity',
      'hallucination',
      'guidelines',
      'custom',
    ]),
    model: ModelBody,
    instructions: text(20_000),
    choices: v.nullable(v.record(name, v.pipe(v.number(), v.finite()))),
  }),
]) satisfies v.GenericSchema<unknown, OnlineScorerRule>;

const Scorer = v.object({
  name,
  rule: Rule,
  filter: text(10_000),
  sampleRate: v.pipe(v.number(), v.minValue(0, 'is 0 to 1'), v.maxValue(1, 'is 0 to 1')),
  delayMs: v.pipe(count, v.maxValue(DAY_MS, 'is at most a day')),
  budget: v.object({ calls: v.nullable(count), usd: v.nullable(amount) }),
  isEnabled: v.boolean(),
});

/** What a scorer is, as clients send it. */
export const ScorerBody: v.GenericSchema<unknown, NewOnlineScorer> = Scorer;

export const PreviewBody: v.GenericSchema<unknown, OnlinePreviewRequest> = v.pick(Scorer, ['name', 'rule', 'filter']);

export const BackfillBody: v.GenericSchema<unknown, OnlineBackfillRequest> = v.object({
  filter: text(10_000),
  fromNs: v.pipe(
    v.string(),
    v.check((ns) => v.is(timeParameter, ns), 'is a time in nanoseconds'),
  ),
  toNs: v.pipe(
    v.string(),
    v.check((ns) => v.is(timeParameter, ns), 'is a time in nanoseconds'),
  ),
  isDry: v.boolean(),
});

/**
 * Whether what a scorer says of itself can be used.
 *
 * @throws ApiError `INVALID_PARAMETER_VALUE` that says what cannot be, of its filter or its rule
 */
export function checkScorer({ name: of, rule, filter }: OnlinePreviewRequest, nowNs: bigint): void {
  checkFilter(filter, nowNs);
  try {
    sourceIdOf(of, rule);
  } catch (cause) {
    throw new ApiError('INVALID_PARAMETER_VALUE', `rule: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` */
export function checkFilter(filter: string, nowNs: bigint): void {
  try {
    parseFilter(filter, 'trace', nowNs);
  } catch (cause) {
    if (!(cause instanceof FilterError)) throw cause;
    throw new ApiError('INVALID_PARAMETER_VALUE', `filter: ${cause.reason}`, { cause });
  }
}
