import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import type { BaseRetriever } from '@langchain/core/retrievers';
import { type Runnable, RunnableMap, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import type { ChatOpenAI } from '@langchain/openai';

/** What the chain answers, whole or in the pieces of a stream. */
export interface HelpAnswer {
  readonly answer: string;
  readonly keywords: string;
}

const answerPrompt = ChatPromptTemplate.fromMessages([
  ['system', 'Answer the question of a customer, only from the context.'],
  ['user', 'Context:\n{context}\n\nQuestion: {question}'],
]);

const keywordsPrompt = ChatPromptTemplate.fromMessages([
  ['system', 'List the keywords of the context, separated by commas.'],
  ['user', 'Context:\n{context}'],
]);

/** Question → documents → an answer and, side by side with it, keywords. */
export function answerChain(
  retriever: BaseRetriever,
  model: ChatOpenAI,
  keywordsModel: ChatOpenAI,
): Runnable<string, HelpAnswer> {
  const context = retriever.pipe((documents) => documents.map(({ pageContent }) => pageContent).join('\n'));
  return RunnableSequence.from<string, HelpAnswer>([
    { context, question: new RunnablePassthrough<string>() },
    RunnableMap.from({
      answer: answerPrompt.pipe(model).pipe(new StringOutputParser()),
      keywords: keywordsPrompt.pipe(keywordsModel).pipe(new StringOutputParser()),
    }),
  ]).withConfig({ runName: 'answer question' });
}
