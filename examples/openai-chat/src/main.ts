import { autolog } from '@tracewright/autolog';
import { connectModels } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { answerWithTool } from './answer-with-tool.ts';
import { converse } from './conversation.ts';
import { shop } from './shop.ts';

const models = await connectModels();
const tracing = autolog({ experiment: 'openai-chat', serviceName: 'openai-chat', prices: models.prices });
const openai = new OpenAI(models.client);

// 1. A conversation, each answer streamed: three traces of one session.
await converse(openai, models.chatModel, {
  session: 'bakery-counter',
  instructions: shop,
  questions: [
    'When is the bakery open on weekends?',
    'What does the sourdough bread cost?',
    'Until when can I order for the next day?',
  ],
});

// 2. Two calls with a tool between them. A span of our own makes them one trace.
const tracer = tracing.tracerProvider.getTracer('openai-chat');
const answer = await tracer.startActiveSpan('answer with a tool', (span) =>
  answerWithTool(openai, models.chatModel, 'How many loaves of rye bread are in stock?').finally(() => span.end()),
);
console.log(`tool:      ${answer}`);

// 3. The responses API.
const response = await openai.responses.create({
  model: models.largeModel,
  instructions: shop,
  input: 'Which bread is baked without yeast, and what does it cost?',
});
console.log(`responses: ${response.output_text}`);

await tracing.shutdown();
await models.close();
