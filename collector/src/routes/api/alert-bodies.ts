import type { AlertPreviewRequest, AlertSilence, NewAlertRule } from '@tracewright/schema';
import * as v from 'valibot';
import { storableText } from '../../storable-text.ts';
import { isPlainAddress } from './plain-address.ts';
import { timeParameter } from './query-parameters.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const text = (max: number) =>
  v.pipe(v.string(), v.maxLength(max, `at most ${max} characters`), v.transform(storableText));
const name = v.pipe(text(250), v.nonEmpty('must not be empty'));
const finite = v.pipe(v.number(), v.finite());
const time = v.pipe(
  v.string(),
  v.check((ns) => v.is(timeParameter, ns), 'is a time in nanoseconds'),
);
const length = (least: number, most: number, rule: string) =>
  v.pipe(v.number(), v.safeInteger('is a whole number'), v.minValue(least, rule), v.maxValue(most, rule));

const Metric = v.variant('kind', [
  v.object({
    kind: v.literal('traces'),
    figure: v.picklist([
      ...(['count', 'errors', 'errorRate', 'latencyP50', 'latencyP95', 'latencyP99'] as const),
      ...(['costUsd', 'costPerTrace', 'tokens'] as const),
    ]),
  }),
  v.object({ kind: v.literal('score'), name, figure: v.picklist(['mean', 'count']) }),
  v.object({ kind: v.literal('drift'), monitorId: name, measure: name }),
  v.object({ kind: v.literal('budget'), scorerId: name, of: v.picklist(['calls', 'usd']) }),
]);

const side = v.picklist(['above', 'below']);

const Watched = {
  metric: Metric,
  filter: text(10_000),
  windowMs: length(MINUTE_MS, 7 * DAY_MS, 'is a minute to a week'),
  condition: v.variant('kind', [
    v.object({ kind: v.literal('threshold'), is: side, value: finite }),
    v.object({ kind: v.literal('weekBefore'), is: side, share: v.pipe(finite, v.minValue(0, 'is not negative')) }),
  ]),
  minCount: length(0, 1_000_000, 'is 0 to a million'),
  forMs: length(0, 7 * DAY_MS, 'is at most a week'),
};

/** What a rule is, as clients send it. */
export const AlertBody: v.GenericSchema<unknown, NewAlertRule> = v.object({
  ...Watched,
  name,
  everyMs: length(10_000, DAY_MS, 'is ten seconds to a day'),
  webhook: v.nullable(
    v.object({
      url: v.pipe(text(2_000), v.check(isPlainAddress, 'is an address such as https://hooks.example.com/alerts')),
      secretName: v.nullable(v.pipe(text(100), v.regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable'))),
    }),
  ),
  isEnabled: v.boolean(),
});

export const AlertPreviewBody: v.GenericSchema<unknown, AlertPreviewRequest> = v.object({
  ...Watched,
  days: length(1, 14, 'is 1 to 14'),
});

export const SilenceBody: v.GenericSchema<unknown, AlertSilence> = v.object({ untilNs: v.nullable(time) });
