import { GEN_AI, type RetrievedDocument } from '@tracewright/schema';
import type { Answer, Api } from './api.ts';
import { asList, asName, asNumber, asObject, asText, present } from './json-reading.ts';

/**
 * `vectorStores.search`. What it found is shown where the SDK lets it be seen: the lists of openai 7 are read behind a
 * promise that is out of reach.
 */
export const VECTOR_SEARCH_API: Api = {
  name: 'retrieval',
  operation: 'retrieval',
  kind: 'retriever',
  request: ([store, search]) => ({ store, search }),
  requestAttributes: ({ store, search }) => ({
    [GEN_AI.dataSourceId]: asName(store),
    [GEN_AI.retrievalTopK]: asNumber(asObject(search).max_num_results),
  }),
  requestContent: ({ search }) => {
    const { query } = asObject(search);
    return query === undefined ? [] : [[GEN_AI.retrievalQueryText, query]];
  },
  answer: vectorSearchAnswer,
};

/** @param page as the SDK gives it to the app */
function vectorSearchAnswer(page: unknown): Answer {
  const found = asList(asObject(page).data);
  return {
    attributes: {},
    messages: () => [],
    content: () => [[GEN_AI.retrievalDocuments, found.map(documentOf)]],
  };
}

function documentOf(result: unknown): RetrievedDocument {
  const { file_id: id, filename, score, content, attributes } = asObject(result);
  const texts = asList(content).flatMap((part) => asText(asObject(part).text) ?? []);
  return present({
    id: asText(id),
    content: texts.length === 0 ? undefined : texts.join('\n\n'),
    score: asNumber(score),
    metadata: present({ ...asObject(attributes), filename: asText(filename) }),
  });
}
