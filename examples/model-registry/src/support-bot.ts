import type { AppConfig } from '@tracewright/client';

/** The name of the application and of the registered model. */
export const NAME = 'support-bot';
/** Prompts and models share their names. */
export const PROMPT_NAME = 'support-answer';

export const PROMPT =
  'You work for a shop for outdoor gear.\nWhat is known: {{facts}}\nAnswer in one sentence: {{question}}';

/** Runs where the model is served: it finds the facts for a question, and tells the caller which they were. */
const MODULE = `
const FACTS = {
  return: 'Goods can be returned within 60 days.',
  warranty: 'Backpacks have a warranty of five years.',
  delivery: 'Delivery takes three days.',
};

export function prepare({ question }, { retriever }) {
  const known = Object.entries(FACTS).filter(([word]) => question.toLowerCase().includes(word));
  return { question, facts: known.slice(0, retriever.topK).map(([, fact]) => fact).join(' ') || 'nothing' };
}

export function postprocess(answer, { values }) {
  return { answer: answer.trim(), facts: values.facts };
}
`;

/** What makes up the application. */
export function supportBot(promptUri: string, model: string): AppConfig {
  return {
    name: NAME,
    prompt: promptUri,
    model: { provider: 'openai', name: model },
    parameters: { temperature: 0.2, max_tokens: 60 },
    retriever: { topK: 2 },
    module: MODULE,
    inputExample: { question: 'Can I return a tent?' },
  };
}
