/** What the bot of `LlmRequests` does for one question, the first step being the root. */
export const STEPS: readonly { readonly name: string; readonly kind: string }[] = [
  { name: 'support chain', kind: 'chain' },
  { name: 'retrieve documents', kind: 'retriever' },
  { name: 'rewrite question', kind: 'llm' },
  { name: 'search orders', kind: 'tool' },
  { name: 'answer', kind: 'llm' },
  { name: 'parse answer', kind: 'parser' },
  { name: 'check policy', kind: 'guardrail' },
  { name: 'summarise', kind: 'llm' },
  { name: 'write history', kind: 'task' },
];

export const MODELS: readonly string[] = ['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'o3-2025-04-16', 'gpt-4.1'];

export const SYSTEM: string =
  'You are a support assistant of a web shop. Answer in the language of the customer, name the order number, never ' +
  'promise a refund, and hand over to a human when the customer asks for one.';

const TEXT =
  'the of to a and in is it you that order was for on are with as his they be at one have this from or had by but ' +
  'what some we can out other were all there when up use your how said an each she which do their time if will way ' +
  'about many then them would write like so these her long make thing see him two has look more day could go come ' +
  'did number sound no most people my over know water than call first who may down side been now find any new work ' +
  'part take get place made live where after back little only round man year came show every good me give our under ' +
  'shipping refund policy invoice customer delivery warehouse tracking parcel courier address payment card account';

export const WORDS: readonly string[] = TEXT.split(' ');
