import { isObject, own, ownNumber, ownText } from '@tracewright/instrumentation-core';
import type { RetrievedDocument } from '@tracewright/schema';

/** What a retriever found, as `gen_ai.retrieval.documents`. Scores are where the retriever put them: in the metadata. */
export function documentsOf(documents: unknown): RetrievedDocument[] {
  if (!Array.isArray(documents)) return [];
  return documents.filter(isObject).map((document) => {
    const metadata = own(document, 'metadata');
    const id = ownText(document, 'id') ?? ownText(metadata, 'id');
    const content = ownText(document, 'pageContent');
    const score = ownNumber(metadata, 'score') ?? ownNumber(metadata, 'relevance_score');
    return {
      ...(id === undefined ? {} : { id }),
      ...(content === undefined ? {} : { content }),
      ...(score === undefined ? {} : { score }),
      ...(metadata === undefined ? {} : { metadata }),
    };
  });
}
