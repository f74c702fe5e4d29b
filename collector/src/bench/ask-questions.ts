import type { Page, TraceSummary } from '@tracewright/schema';
import { HttpClient } from './http-client.ts';

const ROUNDS = 100;
/** So many are asked however long they take. */
const FEWEST_ROUNDS = 5;

/** A question over HTTP, and how long its answer takes. */
export interface Answer {
  readonly what: string;
  readonly medianMs: number;
  /** All but the slowest twentieth are faster. */
  readonly p95Ms: number;
}

/** A question in as many forms as there are rounds. */
export interface Question {
  readonly what: string;
  readonly path: (round: number) => string;
}

/** Asks what pages ask, one question at a time over one connection. @param longestMs see {@link ask} */
export async function askQuestions(url: string, longestMs?: number): Promise<readonly Answer[]> {
  const client = new HttpClient(url);
  const answers: Answer[] = [];
  for (const question of await questions(client)) answers.push(await ask(client, question, longestMs));
  client.close();
  return answers;
}

async function questions(client: HttpClient): Promise<readonly Question[]> {
  // Traces of all ages: asking for the same ones over and over would measure a cache.
  const page = JSON.parse(String(await client.get('/api/v1/traces?limit=1000'))) as Page<TraceSummary>;
  const traces = page.items.map(({ traceId }) => `/api/v1/traces/${traceId}`);
  const some = (round: number): string => traces[(round * 37) % traces.length]!;
  return [
    { what: 'a trace of 8 or 9 spans: its summary', path: some },
    { what: 'a trace of 8 or 9 spans: all of its spans', path: (round) => `${some(round)}/skeleton` },
    { what: 'newest 50 traces', path: () => '/api/v1/traces?limit=50' },
    { what: 'newest 50 traces with an error', path: () => '/api/v1/traces?limit=50&status=error' },
    { what: '50 traces of a model', path: () => '/api/v1/traces?limit=50&model=o3-2025-04-16' },
    {
      what: 'traces of a user, of whom there are some twenty',
      path: (round) => `/api/v1/traces?limit=50&filter=user%3Duser-${(round * 37) % 5_000}`,
    },
    {
      what: 'latency and cost of model calls by model and hour',
      path: () => '/api/v1/aggregates?by=time,model&interval=1h&filter=kind%3Dllm',
    },
    {
      what: 'top 10 steps by self time, with their critical share',
      path: () => '/api/v1/aggregates?by=name&attribution=1&order=selfSum&limit=10',
    },
  ];
}

/** Asks a question over and over, one at a time. @param longestMs when it has been asked often enough, at the latest */
export async function ask(
  client: HttpClient,
  { what, path }: Question,
  longestMs: number = Number.POSITIVE_INFINITY,
): Promise<Answer> {
  const times: number[] = [];
  const untilMs = performance.now() + longestMs;
  while (times.length < ROUNDS && (times.length < FEWEST_ROUNDS || performance.now() < untilMs)) {
    const startMs = performance.now();
    await client.get(path(times.length));
    times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  return { what, medianMs: times[times.length >> 1]!, p95Ms: times[Math.floor(times.length * 0.95)]! };
}
