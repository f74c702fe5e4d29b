import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
import { VectorStore } from '@langchain/core/vectorstores';
import { expect, test } from 'vitest';
import { recorded, userSpan } from './testing/recorder.test.support.ts';

class OllamaVectors extends Embeddings {
  readonly model = 'nomic-embed';
  work: () => Promise<void> = async () => {};
  override async embedQuery(): Promise<number[]> {
    await this.work();
    return [0, 1, 0];
  }
  override embedDocuments(texts: string[]): Promise<number[][]> {
    return Promise.all(texts.map(() => this.embedQuery()));
  }
}

/** By its name one that calls the OpenAI SDK. */
class OpenAIEmbeddings extends OllamaVectors {}

class OneDocument extends VectorStore {
  override _vectorstoreType(): string {
    return 'one';
  }
  override async addVectors(): Promise<void> {}
  override async addDocuments(): Promise<void> {}
  override async similaritySearchVectorWithScore(): Promise<[Document, number][]> {
    return [[new Document({ pageContent: 'found' }), 0.7]];
  }
}

test('a search in a vector store embeds its query inside the retriever, with the work of the class inside that', () =>
  recorded(async (spans) => {
    const embeddings = new OllamaVectors({});
    embeddings.work = () => userSpan(spans.tracer, 'request', async () => {});

    const found = await new OneDocument(embeddings, {}).asRetriever().invoke('what?');

    expect(found.map((each) => each.pageContent)).toEqual(['found']);
    expect(spans.tree()).toEqual(['VectorStoreRetriever', '  embeddings nomic-embed', '    request']);
    expect(spans.named('embeddings nomic-embed').attributes).toMatchObject({
      'tracewright.span.kind': 'embedding',
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': 'ollama',
      'gen_ai.request.model': 'nomic-embed',
      'gen_ai.embeddings.dimension.count': 3,
      'tracewright.embeddings.count': 1,
      'tracewright.input': '"what?"',
    });
  }));

test('embeddings that the app calls itself have one span for a call, once they are shown', () =>
  recorded(async (spans) => {
    const embeddings = new OllamaVectors({});
    spans.instrumentation.instrumentEmbeddings(embeddings);

    expect(await embeddings.embedDocuments(['a', 'b'])).toEqual([
      [0, 1, 0],
      [0, 1, 0],
    ]);

    expect(spans.tree()).toEqual(['embeddings nomic-embed']);
    expect(spans.spans[0]?.attributes['tracewright.embeddings.count']).toBe(2);
  }));

test('embeddings that fail say so, and the app gets the error', () =>
  recorded(async (spans) => {
    const embeddings = new OllamaVectors({});
    const error = new RangeError('too long');
    embeddings.work = () => Promise.reject(error);

    await expect(new OneDocument(embeddings, {}).similaritySearch('x')).rejects.toBe(error);

    expect(spans.spans.map((span) => [span.name, span.status.code])).toEqual([['embeddings nomic-embed', 2]]);
  }));

test('embeddings that call the OpenAI SDK are left to the span of that call', () =>
  recorded(async (spans) => {
    await new OneDocument(new OpenAIEmbeddings({}), {}).similaritySearch('x');

    expect(spans.tree()).toEqual([]);
  }));

test('switched off, an embeddings class has its own methods again', async () => {
  const original = OllamaVectors.prototype.embedQuery;
  await recorded(async () => {
    await new OneDocument(new OllamaVectors({}), {}).similaritySearch('x');
    expect(OllamaVectors.prototype.embedQuery).not.toBe(original);
  });

  expect(OllamaVectors.prototype.embedQuery).toBe(original);
});
