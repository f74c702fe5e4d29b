import { PATH_SEPARATOR } from '@tracewright/schema';
import { labelsOf, metadataOf } from '../normalise/metadata.ts';
import { type AttributeValue, NO_ATTRIBUTES } from '../otlp/attributes.ts';
import { droppedCount } from '../otlp/dropped-count.ts';
import type { OtlpSpan } from '../otlp/otlp-request.ts';
import { offsetUs } from '../storage/spans/offset-us.ts';
import type { SpanColumns, TraceRow } from '../storage/spans/span-store.ts';
import type { FilterValue } from './expression.ts';
import type { FieldName } from './fields.ts';
import { spanTexts } from './span-texts.ts';
import type { SpanSubject } from './subject.ts';

type Values = readonly FilterValue[];

/** What a trace has in a field of scope `trace` or `both`. @throws TypeError for fields that lie in no store of spans. */
export function traceValues(field: FieldName, row: TraceRow): Values {
  switch (field) {
    case 'id':
      return [row.traceId];
    case 'name':
      return said(row.name);
    case 'status':
      return [row.status];
    case 'time':
      return [row.startNs];
    case 'end':
      return [row.endNs];
    case 'duration':
      return [row.durationUs];
    case 'model':
      return row.models;
    case 'input_tokens':
      return known(row.inputTokens);
    case 'output_tokens':
      return known(row.outputTokens);
    case 'tokens':
      return sum(row.inputTokens, row.outputTokens);
    case 'cost':
      return known(row.costNanoUsd);
    case 'service':
      return said(row.service);
    case 'session':
      return said(row.sessionId);
    case 'user':
      return said(row.userId);
    case 'run':
      return said(row.runId);
    case 'experiment':
      return [row.experimentId];
    case 'preview':
      return said(row.preview);
    case 'problem':
      return problemsOf(row);
    case 'spans':
      return [row.spanCount];
    case 'llm_calls':
      return [row.llmCount];
    case 'errors':
      return [row.errorCount];
    default:
      throw new TypeError(`a row of a trace has no ${field}`);
  }
}

function problemsOf({ status, hasRoot, isCostPartial, isUsageEstimated }: TraceRow): Values {
  return [
    ...(status === 'running' ? ['unended'] : []),
    ...(hasRoot ? [] : ['orphaned']),
    ...(isCostPartial ? ['unpriced'] : []),
    ...(isUsageEstimated ? ['estimated'] : []),
  ];
}

/** What a span has in a field that its columns answer, so that nothing has to be unpacked. */
export function columnValues(field: FieldName, span: SpanColumns): Values | undefined {
  switch (field) {
    case 'name':
      return said(span.name);
    case 'status':
      return [spanStatus(span)];
    case 'time':
      return [span.startNs];
    case 'duration':
      return span.isPending ? [] : [offsetUs(span.startNs, span.endNs)];
    case 'ttft':
      return known(span.ttftUs);
    case 'kind':
      return [span.kind];
    case 'model':
      return said(span.model);
    case 'provider':
      return said(span.provider);
    case 'input_tokens':
      return known(span.inputTokens);
    case 'output_tokens':
      return known(span.outputTokens);
    case 'tokens':
      return sum(span.inputTokens, span.outputTokens);
    case 'cached_tokens':
      return known(span.cacheReadTokens);
    case 'reasoning_tokens':
      return known(span.reasoningTokens);
    case 'cost':
      return known(span.costNanoUsd);
    case 'service':
      return said(span.service);
    case 'session':
      return said(span.sessionId);
    case 'user':
      return said(span.userId);
    case 'run':
      return said(span.runId);
    case 'prompt':
      return said(span.promptName);
    case 'prompt_version':
      return said(span.promptVersion);
    case 'span_id':
      return [span.spanId];
    case 'preview':
      return said(span.preview);
    default:
      return undefined;
  }
}

/** What a span has in any field of scope `span` or `both`. */
export function spanValues(field: FieldName, key: string, span: SpanSubject): Values {
  const values = columnValues(field, span.columns);
  if (values !== undefined) return values;
  switch (field) {
    case 'self_time':
      return span.columns.isPending ? [] : [span.selfUs()];
    case 'skew':
      return known(span.skewUs());
    case 'path':
      return [shownPath(span.path())];
    case 'dropped':
      return droppedValues(span.sent());
    case 'content':
      return spanTexts(span.sent());
    case 'metadata':
      return metadataValues(span.sent(), key);
    case 'label':
      return labelsOf(span.sent()?.attributes ?? NO_ATTRIBUTES);
    case 'attributes':
      return attributeValues(span.sent()?.attributes.get(key));
    default:
      throw new TypeError(`a span has no ${field}`);
  }
}

function metadataValues(sent: OtlpSpan | undefined, key: string): Values {
  return sent === undefined ? [] : metadataOf(sent.attributes, key).flatMap(attributeValues);
}

/** Nothing of a span that cannot be read any more. */
function droppedValues(sent: OtlpSpan | undefined): Values {
  return sent === undefined ? [] : [droppedCount(sent.payload)];
}

/** A path as filters write it. */
export function shownPath(path: string): string {
  return path.replaceAll(PATH_SEPARATOR, ' > ');
}

/** As `Status` of the API. */
export function spanStatus({ isPending, statusCode }: Pick<SpanColumns, 'isPending' | 'statusCode'>): string {
  if (isPending) return 'running';
  return statusCode === 2 ? 'error' : statusCode === 1 ? 'ok' : 'unset';
}

/** Of a list each of its elements; of an object its JSON. */
export function attributeValues(value: AttributeValue | undefined): Values {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each: AttributeValue) => attributeValues(each));
  return [typeof value === 'object' ? JSON.stringify(value) : (value as FilterValue)];
}

function said(text: string): Values {
  return text === '' ? [] : [text];
}

function known(number: number): Values {
  return number < 0 ? [] : [number];
}

function sum(a: number, b: number): Values {
  return a < 0 && b < 0 ? [] : [Math.max(0, a) + Math.max(0, b)];
}
