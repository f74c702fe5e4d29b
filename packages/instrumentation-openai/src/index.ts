export type { OpenAIInstrumentationConfig } from './openai-instrumentation.ts';
export { OpenAIInstrumentation } from './openai-instrumentation.ts';
