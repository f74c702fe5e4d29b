import { autolog } from '@tracewright/autolog';
import { connectModels } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { answerWithTool } from './answer-with-tool.ts';
import { shop } from './shop.ts';

const models = await connectModels();
const tracing = autolog({ experiment: 'openai-chat', serviceName: 'openai-chat', prices: models.prices });
const openai = new OpenAI(models.client);

// 1. A streamed answer.
const stream = await openai.chat.completions.create({
  model: models.chatModel,
  messages: [
    { role: 'system', content: shop },
    { role: 'user', content: 'When is the bakery open on weekends?' },
  ],
  stream: true,
  stream_options: { include_usage: true },
});
process.stdout.write('chat:      ');
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '');
console.log();

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
