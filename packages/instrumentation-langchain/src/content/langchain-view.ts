import type { ContentView } from '@tracewright/instrumentation-core';
import { isMessage, messageOf } from './message.ts';
import { smallMessageJson } from './small-message-json.ts';

/**
 * A run's input or output as content. Messages take the form of the GenAI conventions; LangChain's own bookkeeping
 * (`lc_*`) is left out.
 */
export const LANGCHAIN_VIEW: ContentView = {
  replace: (value) => (isMessage(value) ? messageOf(value) : undefined),
  omits: (key) => key.startsWith('lc_'),
  json: (value, maxUnits) => smallMessageJson(value, maxUnits, LANGCHAIN_VIEW),
};
