import type { DatasetRecord } from '@tracewright/client';
import { PAGES } from './help-pages.ts';

/** What a question's answer is measured by. A type, since records are of any fields, and interfaces are not. */
export type CaseExpectations = {
  readonly expected_response: string;
  /** Words that a right answer has in it. */
  readonly keyword: string;
  /** Ids of the pages that answer it. */
  readonly expected_documents: readonly string[];
};

/** Sixty questions, each with the page that answers it. */
export const CASES: readonly DatasetRecord<{ readonly question: string }, CaseExpectations>[] = PAGES.flatMap(
  ({ id, facts }) =>
    facts.map(([question, sentence, keyword]) => ({
      inputs: { question },
      expectations: { expected_response: sentence, keyword, expected_documents: [id] },
      tags: { topic: id },
    })),
);
