import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai';
import OpenAI from 'openai';
import { makeOpenAiCalls, OPENAI_OPTIONS } from './openai-calls.mjs';
import { startProvider } from './provider.mjs';

const provider = startProvider();
const instrumentation = new OpenAIInstrumentation({ tracerProvider: provider });
instrumentation.manuallyInstrument(OpenAI);
await makeOpenAiCalls(new OpenAI(OPENAI_OPTIONS));
await provider.shutdown();
