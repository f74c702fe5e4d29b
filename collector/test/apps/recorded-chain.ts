/** An app without a word of tracing in it: a LangChain chain with two models, answered from recordings. */
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnableParallel } from '@langchain/core/runnables';
import { ChatOpenAI } from '@langchain/openai';
import { chatRecordings } from '../recordings.ts';
import { startReplayServer } from '../replay-server.ts';

const ids = process.argv.slice(2);
const replay = await startReplayServer(chatRecordings()?.filter(({ id }) => ids.includes(id)) ?? []);
const model = (name: string): ChatOpenAI =>
  new ChatOpenAI({
    model: name,
    apiKey: 'none',
    configuration: { baseURL: 'https://api.openai.com/v1', fetch: replay.fetch },
  });
const countTools = RunnableLambda.from((message: { tool_calls?: readonly unknown[] }) => message.tool_calls?.length);

const chain = ChatPromptTemplate.fromTemplate('{question}')
  .pipe(
    RunnableParallel.from({
      cached: model('gpt-4.1-mini').pipe(new StringOutputParser()).withConfig({ runName: 'cached answer' }),
      reasoned: model('o3-mini')
        .pipe(countTools.withConfig({ runName: 'count tools' }))
        .withConfig({ runName: 'reasoned answer' }),
    }),
  )
  .withConfig({ runName: 'answers' });

await chain.invoke({ question: 'Where did the time go?' });
await replay.close();
