import { readFileSync } from 'node:fs';
import { createPricer } from '@tracewright/pricing';
import type { SpanContent } from '@tracewright/schema';
import { decodeTraceRequest } from '../../otlp/decode-trace-request.ts';
import type { OtlpSpan } from '../../otlp/otlp-request.ts';
import type { SpanRecord } from '../../storage/spans/span-record.ts';
import { dialectOf } from '../dialect-of.ts';
import { normalise } from '../normalise.ts';

/** A library, by the name of its file in `collector/dialects/generated`, without `.json`. */
export type Library =
  | 'langfuse'
  | 'langsmith'
  | 'mlflow'
  | 'openinference'
  | 'openllmetry'
  | 'otel-genai'
  | 'otel-python'
  | 'otel-python-latest'
  | 'pydantic-ai'
  | 'vercel-ai-6'
  | 'vercel-ai-7';

/** A span that a library really sent, and what becomes of it. */
export interface RecordedSpan {
  readonly span: OtlpSpan;
  readonly record: SpanRecord;
  readonly content: SpanContent;
}

const FIXTURES = new URL('../../../dialects/generated/', import.meta.url);
const ORIGIN = { service: 'dialects', runId: '' };
const PRICER = createPricer([{ model: 'demo-*', inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 }]);

/** What a library sent, as one body: OTLP in JSON. */
export function recordedBody(library: Library): Uint8Array {
  return readFileSync(new URL(`${library}.json`, FIXTURES));
}

/** What a library sent when it was run, in the order of start. The demo's models cost 1 USD in and 2 USD out per million. */
export function recordedSpans(library: Library): readonly RecordedSpan[] {
  const { resourceSpans } = decodeTraceRequest(recordedBody(library), 'json');
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return spans
    .map((span) => {
      const { record, refusal } = normalise(span, ORIGIN, PRICER);
      if (record === undefined) throw new Error(refusal);
      return { span, record, content: dialectOf(span.attributes).content(span) };
    })
    .sort((a, b) => Number(a.record.startNs - b.record.startNs));
}
