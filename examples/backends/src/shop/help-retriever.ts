import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';

/** Finds what the shop tells its customers about delivery, whatever they ask. */
export class HelpRetriever extends BaseRetriever {
  override readonly lc_namespace: string[] = ['examples', 'backends'];

  static override lc_name(): string {
    return 'HelpRetriever';
  }

  override async _getRelevantDocuments(_query: string): Promise<Document[]> {
    return [new Document({ id: 'shipping', pageContent: 'Delivery takes two days.', metadata: { score: 0.5 } })];
  }
}
