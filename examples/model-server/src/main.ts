import { MODELS } from './models.ts';
import { startModelServer } from './start-model-server.ts';

const server = await startModelServer({ port: Number(process.env.PORT ?? 8089) });
console.log(
  `A stand-in for a model provider, no language model, answers at ${server.url} (models: ${MODELS.join(', ')})`,
);
console.log(`Use it with OPENAI_BASE_URL=${server.url} OPENAI_API_KEY=none; Ctrl-C stops it.`);
