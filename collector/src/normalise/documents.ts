import type { RetrievedDocument } from '@tracewright/schema';
import { isRecord, type JsonRecord, recordsOf, stringOr } from './json-record.ts';

/** Documents as the conventions, OpenInference or LangChain write them, in one form. */
export function documentsOf(value: unknown): readonly RetrievedDocument[] {
  return recordsOf(value).map((item) => documentOf(isRecord(item.document) ? item.document : item));
}

function documentOf(item: JsonRecord): RetrievedDocument {
  const content =
    stringOr(item.content, undefined) ??
    stringOr(item.pageContent, undefined) ??
    stringOr(item.page_content, undefined) ??
    stringOr(item.text, undefined);
  return {
    ...(typeof item.id === 'string' || typeof item.id === 'number' ? { id: String(item.id) } : {}),
    ...(content === undefined ? {} : { content }),
    ...(typeof item.score === 'number' ? { score: item.score } : {}),
    ...(item.metadata === undefined ? {} : { metadata: item.metadata }),
  };
}
