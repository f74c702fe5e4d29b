import { report, startTracing } from './report.mjs';

const instrumentation = startTracing();
const { default: OpenAI } = await import('openai');
await report(instrumentation, OpenAI);
