import type { Attributes } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { CHAT_API } from './chat-api.ts';
import type { ModelCall } from './model-call.ts';
import { StreamTally } from './stream-tally.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const CHUNK = { choices: [{ index: 0, delta: { content: 'a' } }] };

test("chunks are counted, and the longest gap is the server's: what the app takes for a chunk is none", () => {
  const now = vi.spyOn(performance, 'now');
  const told: Attributes = {};
  const call = {
    startMs: 1_000,
    isSettled: false,
    set: (attributes: Attributes) => Object.assign(told, attributes),
    describe: () => {},
  } as unknown as ModelCall;
  const tally = new StreamTally(CHAT_API.stream?.(true) ?? expect.fail('chat streams'));
  for (const [askedMs, comeMs] of [
    [1_000, 1_250],
    [1_900, 1_905],
    [1_906, 1_936.5],
    [3_000, 3_001],
  ] as const) {
    tally.askedMs = askedMs;
    now.mockReturnValue(comeMs);
    tally.add(CHUNK, call);
  }
  tally.describe(call);
  expect(told).toEqual({
    'gen_ai.response.time_to_first_chunk': 0.25,
    'tracewright.stream.chunks': 4,
    'tracewright.stream.max_gap_ms': 30.5,
  });
});
