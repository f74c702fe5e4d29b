import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import type { Runnable } from '@langchain/core/runnables';
import type { ChatOpenAI } from '@langchain/openai';

const prompt = ChatPromptTemplate.fromMessages<{ context: string; question: string }>([
  ['system', 'Answer the question of a customer, only from the context.'],
  ['user', 'Context:\n{context}\n\nQuestion: {question}'],
]);

/** Prompt, model, parser. */
export function answerChain(model: ChatOpenAI): Runnable<{ context: string; question: string }, string> {
  return prompt.pipe(model).pipe(new StringOutputParser()).withConfig({ runName: 'answer question' });
}
