import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { Canaries } from './canaries.test.support.ts';
import { type Client, compare, SDKS } from './differential.test.support.ts';
import { readAll } from './read-all.test.support.ts';
import { events, inTurn, json } from './scripted-server.test.support.ts';

/** What leaves the process, attributes, events, status and names included. */
function exported(spans: readonly ReadableSpan[]): string {
  return new TextDecoder().decode(JsonTraceSerializer.serializeRequest([...spans]));
}

const file = (name: string) => new File(['bytes'], name);

/** Calls every API that the app does not chat through, with a canary wherever content may stand. */
async function callAll(client: Client, plant: Canaries['plant']): Promise<void> {
  const speech = { model: 'm', voice: 'ash', input: plant('speech'), instructions: plant('instructions') } as const;
  await client.completions.create({
    model: 'm',
    prompt: plant('completions'),
    suffix: plant('suffix'),
    user: plant('user'),
  });
  await readAll(await client.completions.create({ model: 'm', prompt: plant('stream'), stream: true }));
  await client.images.generate({ model: 'm', prompt: plant('generate') });
  await client.images.edit({
    model: 'm',
    prompt: plant('edit'),
    image: file(plant('image')),
    mask: file(plant('mask')),
  });
  await client.audio.speech.create(speech);
  await client.audio.transcriptions.create({ model: 'm', file: file(plant('audio')), prompt: plant('hint') });
  await client.audio.translations.create({ model: 'm', file: file(plant('foreign')), prompt: plant('foreign hint') });
  await client.moderations.create({ input: plant('moderated') });
  await client.responses.retrieve('resp_1');
  await client.files.create({ file: file(plant('file')), purpose: 'batch' });
  await client.vectorStores.search('vs_1', { query: plant('sought') });
  await client.conversations.create({ metadata: { topic: plant('topic') } });
}

const replies = (plant: Canaries['plant']) =>
  inTurn(
    json({ choices: [{ index: 0, text: plant('completion'), finish_reason: 'stop' }] }),
    events([{ choices: [{ index: 0, text: plant('piece'), finish_reason: 'stop' }] }]),
    json({ data: [{ b64_json: plant('drawn'), revised_prompt: plant('revised') }] }),
    json({ data: [{ url: `https://images.test/${plant('address')}` }] }),
    json({}),
    json({ text: plant('heard') }),
    json({ text: plant('translated') }),
    json({ results: [{ categories: { [plant('category')]: true } }] }),
    json({
      id: 'resp_1',
      object: 'response',
      status: 'failed',
      error: { code: 'server_error', message: plant('failure') },
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: plant('fetched') }] }],
    }),
    json({ id: 'f', filename: plant('stored') }),
    json({ object: 'list', data: [] }),
    json({ error: { message: plant('refused') } }, 400),
  );

/** Of the plain calls, and of what nobody would look for in a span. */
const NEVER_SHOWN = ['suffix', 'user', 'file', 'topic', 'stored'];

describe.each(SDKS)('content off, the other APIs, %s', (_name, sdk) => {
  test('with content all of it is in the spans, and without nothing', async () => {
    const canaries = new Canaries();
    const scenario = {
      reply: replies(canaries.plant),
      run: (client: Client) => callAll(client, canaries.plant),
    };

    const shown = canaries.in(exported(await compare(sdk, scenario)));
    expect(shown.toSorted()).toEqual(
      canaries.planted.filter((canary) => !NEVER_SHOWN.some((field) => canary === `canary(${field})`)).toSorted(),
    );

    const spans = await compare(sdk, { ...scenario, config: { captureContent: false } });
    expect(spans).toHaveLength(12);
    expect(canaries.in(exported(spans))).toEqual([]);
  });
});
