import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { autolog } from '@tracewright/autolog';
import { connectModels } from '@tracewright/example-model-server';
import { answerChain } from './answer-chain.ts';
import { documents } from './documents.ts';
import { askOrderAgent } from './order-agent.ts';
import { VectorRetriever } from './vector-retriever.ts';

const models = await connectModels();
const tracing = autolog({ experiment: 'rag-chain', serviceName: 'rag-chain', prices: models.prices });

const { apiKey, baseURL } = models.client;
const chatModel = (model: string) => new ChatOpenAI({ model, apiKey, configuration: { baseURL } });
const embeddings = new OpenAIEmbeddings({ model: models.embeddingModel, apiKey, configuration: { baseURL } });
const retriever = new VectorRetriever(documents, embeddings);
await retriever.index();

/** Streams, so that the trace tells the wait for the first token from the rest. */
async function ask(question: string, modelName: string): Promise<string> {
  const chain = answerChain(retriever, chatModel(modelName), chatModel(models.chatModel));
  let answer = '';
  for await (const piece of await chain.stream(question)) answer += piece.answer ?? '';
  return answer;
}

const questions: Readonly<Record<string, (question: string) => Promise<string>>> = {
  'How long do I have to return a tent?': (question) => ask(question, models.chatModel),
  'What does the warranty of a backpack cover, and what does a repair cost?': (question) =>
    ask(question, models.largeModel),
  'How long does delivery take?': (question) => ask(question, models.busyModel),
  'Is shipping free?': (question) => ask(question, 'a-model-that-was-retired'),
  'Can you track order A-4711?': (question) => askOrderAgent(chatModel(models.chatModel), question),
  'Can you track order B-9999?': (question) => askOrderAgent(chatModel(models.chatModel), question),
};

await Promise.all(
  Object.entries(questions).map(async ([question, answer]) => {
    try {
      console.log(`${question} ${await answer(question)}`);
    } catch (error) {
      // A failed question is a failed trace, and the others go on.
      console.log(`${question} [failed] ${String(error).split('\n')[0]}`);
    }
  }),
);

await tracing.shutdown();
await models.close();
