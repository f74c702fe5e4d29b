import { setTimeout as delay } from 'node:timers/promises';
import type { Page, TraceSummary } from '@tracewright/schema';
import { type Answer, ask, type Question } from './ask-questions.ts';
import { HttpClient } from './http-client.ts';
import { WORDS } from './llm-vocabulary.ts';

/** Waits until the texts of all spans have been read. @returns how long that took, ms */
export async function textsRead(url: string): Promise<number> {
  const client = new HttpClient(url);
  const startMs = performance.now();
  while (!/^tracewright_text_index_lag_spans 0$/m.test(String(await client.get('/metrics')))) await delay(200);
  client.close();
  return performance.now() - startMs;
}

/** Asks for the newest 50 traces that say something, each time something else. @param longestMs see {@link ask} */
export async function askTexts(url: string, longestMs?: number): Promise<readonly Answer[]> {
  const client = new HttpClient(url);
  const orders = await someOrders(client);
  const find = (text: string): string => `/api/v1/traces?limit=50&filter=${encodeURIComponent(text)}`;
  const word = (round: number): string => `"${WORDS[round % WORDS.length]!}"`;
  const order = (round: number): string => orders[round % orders.length]!;
  const questions: readonly Question[] = [
    { what: 'a word of one trace', path: (round) => find(order(round)) },
    { what: 'a word of none', path: (round) => find(`${order(round)}x`) },
    { what: 'a beginning', path: (round) => find(`${order(round).slice(0, 4)}*`) },
    { what: 'a common word', path: (round) => find(word(round)) },
    {
      what: 'two common words with an error',
      path: (round) => find(`${word(round)} ${word(round + 7)} status = error`),
    },
    { what: 'a phrase of all', path: (round) => find(`"order number never promise" ${word(round)}`) },
  ];
  const answers: Answer[] = [];
  for (const question of questions) answers.push(await ask(client, question, longestMs));
  client.close();
  return answers;
}

/** Numbers of orders out of traces of all ages: each stands in one trace. */
async function someOrders(client: HttpClient): Promise<readonly string[]> {
  const page = JSON.parse(String(await client.get('/api/v1/traces?limit=1000'))) as Page<TraceSummary>;
  const orders: string[] = [];
  for (let index = 0; index < page.items.length; index += 8) {
    const filter = encodeURIComponent(`id = '${page.items[index]!.traceId}'`);
    const found = /order\\":\\"([0-9a-f]{10})\b/.exec(String(await client.get(`/api/v1/export?filter=${filter}`)));
    if (found !== null) orders.push(found[1]!);
  }
  return orders;
}
