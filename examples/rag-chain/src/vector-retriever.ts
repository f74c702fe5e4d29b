import type { Document } from '@langchain/core/documents';
import type { Embeddings } from '@langchain/core/embeddings';
import { BaseRetriever } from '@langchain/core/retrievers';

/** Finds the documents whose embeddings are nearest to the question's, in memory. */
export class VectorRetriever extends BaseRetriever {
  override readonly lc_namespace: string[] = ['examples', 'rag-chain'];
  readonly #documents: readonly Document[];
  readonly #embeddings: Embeddings;
  #vectors: Promise<number[][]> | undefined;

  constructor(documents: readonly Document[], embeddings: Embeddings) {
    super();
    this.#documents = documents;
    this.#embeddings = embeddings;
  }

  static override lc_name(): string {
    return 'VectorRetriever';
  }

  /** Embeds the documents; without this call the first question does. */
  async index(): Promise<void> {
    this.#vectors ??= this.#embeddings.embedDocuments(this.#documents.map(({ pageContent }) => pageContent));
    await this.#vectors;
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    await this.index();
    const vectors = (await this.#vectors) ?? [];
    const wanted = await this.#embeddings.embedQuery(query);
    return this.#documents
      .map((document, at) => ({ document, score: dot(wanted, vectors[at] ?? []) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, 3)
      .map(({ document }) => document);
  }
}

/** Embeddings have length 1, so that this is their cosine. */
function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
