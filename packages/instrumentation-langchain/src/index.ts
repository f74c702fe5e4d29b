export type { LangChainInstrumentationConfig } from './langchain-instrumentation.ts';
export { LangChainInstrumentation } from './langchain-instrumentation.ts';
export type { LangChainModules } from './langchain-modules.ts';
