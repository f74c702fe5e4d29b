/** Answers of a model server, made up here, of the size that an ordinary call has. */

const SENTENCE = 'A span is one timed step of a trace, and a trace is the tree of all steps that one request caused. ';

/** Model that every answer names; it has a price, so that pricing is part of what is measured. */
export const MODEL = 'gpt-4o-mini';

/** What the app asks, about 600 characters. */
export const QUESTION: string = SENTENCE.repeat(6);

const ANSWER = SENTENCE.repeat(4);

const USAGE = {
  prompt_tokens: 140,
  completion_tokens: 88,
  total_tokens: 228,
  prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
};

const CHAT = {
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: `${MODEL}-2024-07-18`,
  choices: [{ index: 0, message: { role: 'assistant', content: ANSWER, refusal: null }, finish_reason: 'stop' }],
  usage: USAGE,
  service_tier: 'default',
  system_fingerprint: 'fp_bench',
};

const RESPONSE = {
  id: 'resp_bench',
  object: 'response',
  created_at: 1_790_000_000,
  status: 'completed',
  model: `${MODEL}-2024-07-18`,
  output: [
    {
      type: 'message',
      id: 'msg_bench',
      status: 'completed',
      role: 'assistant',
      content: [{ type: 'output_text', text: ANSWER, annotations: [] }],
    },
  ],
  usage: {
    input_tokens: 140,
    output_tokens: 88,
    total_tokens: 228,
    input_tokens_details: { cached_tokens: 64 },
    output_tokens_details: { reasoning_tokens: 0 },
  },
};

const EMBEDDING = {
  object: 'list',
  model: 'text-embedding-3-small',
  // 1,536 dimensions: the SDK asks for base64 of 32-bit floats, and decodes it.
  data: [{ object: 'embedding', index: 0, embedding: Buffer.alloc(1536 * 4, 1).toString('base64') }],
  usage: { prompt_tokens: 140, total_tokens: 140 },
};

/** How many chunks with a piece of the answer a stream has. */
export const STREAM_CHUNKS = 200;

/** Bodies by the end of the path. */
const BODIES: Readonly<Record<'chat' | 'responses' | 'embeddings', string>> = {
  chat: JSON.stringify(CHAT),
  responses: JSON.stringify(RESPONSE),
  embeddings: JSON.stringify(EMBEDDING),
};

/** The events of a streamed chat, each as it comes over a network: by itself. */
const EVENTS: readonly Uint8Array[] = chatEvents().map((event) => new TextEncoder().encode(event));

function chatEvents(): string[] {
  const { usage, choices: _choices, ...whole } = CHAT;
  const chunk = (fields: object): string =>
    `data: ${JSON.stringify({ ...whole, object: 'chat.completion.chunk', ...fields })}\n\n`;
  const pieces = Array.from({ length: STREAM_CHUNKS }, (_, i) => {
    const delta = i === 0 ? { role: 'assistant', content: '' } : { content: `word${i} ` };
    const finish_reason = i === STREAM_CHUNKS - 1 ? 'stop' : null;
    return chunk({ choices: [{ index: 0, delta, finish_reason }], usage: null });
  });
  return [...pieces, chunk({ choices: [], usage }), 'data: [DONE]\n\n'];
}

/** The body, whole or in pieces, and its type. */
export interface CannedAnswer {
  readonly type: string;
  readonly body: string | readonly Uint8Array[];
}

/** The answer to a request to the given path. */
export function answerTo(path: string, requestBody: string): CannedAnswer {
  if (path.endsWith('/embeddings')) return { type: 'application/json', body: BODIES.embeddings };
  if (path.endsWith('/responses')) return { type: 'application/json', body: BODIES.responses };
  if (requestBody.includes('"stream":true')) return { type: 'text/event-stream', body: EVENTS };
  return { type: 'application/json', body: BODIES.chat };
}
