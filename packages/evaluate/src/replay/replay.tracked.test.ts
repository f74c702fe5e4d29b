import { Document } from '@langchain/core/documents';
import { LLM } from '@langchain/core/language_models/llms';
import { AIMessage, type BaseMessage } from '@langchain/core/messages';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { ChatOpenAI } from '@langchain/openai';
import { type AutologOptions, autolog, trace } from '@tracewright/autolog';
import { INSTANT, type ModelServer, startModelServer } from '@tracewright/example-model-server';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { runningCollector } from '../testing/running-collector.test.support.ts';
import { recordTrace } from './record-trace.ts';
import { parseRecording, type Recording, recordingText } from './recording.ts';
import { replay, startReplay } from './replay.ts';
import { showPackages } from './show-packages.ts';

const collector = runningCollector();
let models: ModelServer;
beforeAll(async () => {
  models = await startModelServer({ pace: INSTANT });
});
afterAll(() => models.close());

/** What work gives while it is traced, and its recording, as a file would have it. */
async function recorded<T>(
  work: () => Promise<T>,
  options: AutologOptions = {},
): Promise<{ result: T; recording: Recording; gaps: readonly string[] }> {
  showPackages();
  const tracing = autolog({ ...options, endpoint: collector.url });
  let id = '';
  const result = await trace('app', async (step) => {
    id = step.traceId;
    return await work();
  });
  await tracing.shutdown();
  const query = new URLSearchParams({ filter: `id = '${id}'`, format: 'otlp' });
  const lines = await (await fetch(`${collector.url}/api/v1/export?${query}`)).text();
  const made = recordTrace(lines);
  if (made === undefined) throw new Error('the trace is not there');
  return { result, gaps: made.gaps, recording: parseRecording(recordingText(made.recording), 'the recording') };
}

/** A client of the model server, or of an address at which nobody answers. */
function client(isOnline = true): OpenAI {
  return new OpenAI({ apiKey: 'none', baseURL: isOnline ? models.url : 'http://nobody.invalid/v1', maxRetries: 0 });
}

const WEATHER = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'Now',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
    parse: JSON.parse,
    function: () => 'sunny',
  },
};

/** Everything that the SDK makes of answers. */
async function askEverything(openai: OpenAI) {
  const ask = (content: string) => ({ model: 'demo-small', messages: [{ role: 'user' as const, content }] });
  const whole = await openai.chat.completions.create({ ...ask('What is a span?'), temperature: 0.2 });
  const chunks: string[] = [];
  const stream = await openai.chat.completions.create({
    ...ask('What is a trace?'),
    stream: true,
    stream_options: { include_usage: true },
  });
  let usage: unknown;
  for await (const chunk of stream) {
    chunks.push(chunk.choices[0]?.delta.content ?? '');
    usage = chunk.usage ?? usage;
  }
  const tools = await openai.chat.completions
    .runTools({
      ...ask('get_weather: what is the weather in Paris?'),
      tools: [WEATHER],
    })
    .finalContent();
  const response = await openai.responses.create({
    model: 'demo-small',
    input: 'What is a chain?',
    instructions: 'Be brief.',
  });
  const helper = openai.responses.stream({ model: 'demo-small', input: 'What is a tool?' });
  const deltas: string[] = [];
  helper.on('response.output_text.delta', ({ delta }) => void deltas.push(delta));
  const streamed = await helper.finalResponse();
  const failure: unknown = await openai.chat.completions.create({ ...ask('?'), model: 'none' }).catch((error) => error);
  return {
    whole: [whole.choices[0]?.message.content, whole.choices[0]?.finish_reason, whole.usage?.total_tokens, whole.model],
    stream: { text: chunks.join(''), count: chunks.length, usage: (usage as { total_tokens: number }).total_tokens },
    tools,
    response: [response.output_text, response.usage?.total_tokens],
    streamed: [streamed.output_text, deltas.join('')],
    failure: failure instanceof OpenAI.NotFoundError && failure.message,
  };
}

test('what the SDK makes of answers is the same without a server as with it', async () => {
  const { result, recording, gaps } = await recorded(() => askEverything(client()));

  expect(result.failure).toContain('404');
  expect(gaps).toEqual([]);
  expect(recording.calls.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => 'model'));
  expect(await replay(recording, () => askEverything(client(false)))).toEqual(result);
});

class Shelf extends BaseRetriever {
  override lc_namespace: string[] = ['test'];
  readonly #searched: string[];

  constructor(searched: string[]) {
    super();
    this.#searched = searched;
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    this.#searched.push(query);
    return [new Document({ pageContent: `all about ${query}`, metadata: { page: 3 }, id: 'd1' })];
  }
}

class Texts extends LLM {
  readonly #said: string;

  constructor(said: string) {
    super({});
    this.#said = said;
  }

  override _llmType(): string {
    return 'texts';
  }

  override async _call(): Promise<string> {
    return this.#said;
  }
}

async function askChain(isOnline: boolean) {
  const baseURL = isOnline ? models.url : 'http://nobody.invalid/v1';
  const model = new ChatOpenAI({ model: 'demo-small', apiKey: 'none', maxRetries: 0, configuration: { baseURL } });
  const chain = ChatPromptTemplate.fromTemplate('Tell me of {thing}.').pipe(model).pipe(new StringOutputParser());
  const searched: string[] = [];
  const search = tool(
    ({ query }) => {
      searched.push(query);
      return `found ${query}`;
    },
    { name: 'search', description: 'finds', schema: z.object({ query: z.string() }) },
  );
  const listed = new FakeListChatModel({ responses: isOnline ? ['one', 'two'] : ['never said'] });
  const streamed: string[] = [];
  for await (const chunk of await listed.stream('count')) streamed.push(String(chunk.content));
  const said: BaseMessage = await listed.invoke('go on');
  return {
    chain: await chain.batch([{ thing: 'spans' }, { thing: 'traces' }]),
    found: await search.invoke({ query: 'tents' }),
    documents: await new Shelf(searched).invoke('tents'),
    written: await new Texts(isOnline ? 'by text' : 'never said').invoke('write'),
    searched,
    streamed: streamed.join(''),
    said: [said.content, AIMessage.isInstance(said)],
  };
}

test('chains, tools, retrievers and models of any provider are answered where LangChain calls them', async () => {
  const { result, recording } = await recorded(() => askChain(true));

  expect(result).toMatchObject({
    searched: ['tents', 'tents'],
    found: 'found tents',
    written: 'by text',
    streamed: 'one',
    said: ['two', true],
  });
  // The tool and the retriever themselves have nothing to do.
  expect(await replay(recording, () => askChain(false))).toEqual({ ...result, searched: [] });
});

const question = (content: string) => ({ model: 'demo-small', messages: [{ role: 'user' as const, content }] });

async function ask(openai: OpenAI, ...contents: readonly string[]): Promise<readonly (string | null | undefined)[]> {
  const answers = await Promise.all(contents.map((content) => openai.chat.completions.create(question(content))));
  return answers.map(({ choices }) => choices[0]?.message.content);
}

test('another question is told with its place and both texts, whatever the app makes of the refusal', async () => {
  const { recording } = await recorded(() => ask(client(), 'Where is my refund?', 'How long is a trace?'));
  const work = () => ask(client(false), 'Where is my parcel?', 'How long is a trace?').catch(() => 'never mind');

  await expect(replay(recording, work)).rejects.toMatchObject({
    code: 'DRIFT',
    message: expect.stringMatching(
      /messages\.0\.parts\.0\.content\n.*recorded: "Where is my refund\?"\n.*asked: {4}"Where is my parcel\?"/,
    ),
  });
});

test('what may differ is left out of the comparison', async () => {
  const { result, recording } = await recorded(() => ask(client(), 'Today is 2026-03-04. What is a span?'));
  const work = () => ask(client(false), 'Today is 2027-10-11. What is a span?');

  expect(await replay(recording, work, { ignore: [/\d{4}-\d\d-\d\d/] })).toEqual(result);
  expect(await replay(recording, work, { ignore: ['messages.*.parts.0.content'] })).toEqual(result);
  await expect(replay(recording, work)).rejects.toThrow('2026-03-04');
});

test('what was redacted is not in the recording, and the same redaction knows the call again', async () => {
  const redact = (text: string) => text.replaceAll('4711', '****');
  const { recording } = await recorded(() => ask(client(), 'My card is 4711. What is a span?'), { redact });
  const work = () => ask(client(false), 'My card is 4711. What is a span?');

  expect(recordingText(recording)).not.toContain('4711');
  expect(await replay(recording, work, { tracing: { redact } })).toHaveLength(1);
  await expect(replay(recording, work)).rejects.toThrow('My card is ****');
});

test('the same question is answered in the order that was recorded, and no more often', async () => {
  const { recording } = await recorded(() => ask(client(), 'Again?', 'Again?'));
  const said = (text: string) => ({
    messages: [{ role: 'assistant', parts: [{ type: 'text' as const, content: text }] }],
  });
  const [first, second] = recording.calls;
  if (first === undefined || second === undefined) throw new Error('two calls were made');
  const numbered = {
    ...recording,
    calls: [
      { ...first, answer: said('one') },
      { ...second, answer: said('two') },
    ],
  };

  expect(await replay(numbered, () => ask(client(false), 'Again?', 'Again?'))).toEqual(['one', 'two']);
  const often = replay(numbered, () => ask(client(false), 'Again?', 'Again?', 'Again?'));
  await expect(often).rejects.toMatchObject({ code: 'DRIFT', message: expect.stringContaining('2 times') });
});

test('calls that are recorded and not made are named in the end', async () => {
  const { result, recording } = await recorded(() => ask(client(), 'First?', 'Second?'));
  const work = () => ask(client(false), 'First?');

  await expect(replay(recording, work)).rejects.toMatchObject({
    code: 'NOT_MADE',
    message: expect.stringContaining('Second?'),
  });
  expect(await replay(recording, work, { allowNotMade: true })).toEqual(result.slice(0, 1));
});

test('replays beside each other answer their own calls', async () => {
  const one = await recorded(() => ask(client(), 'What is one?'));
  const other = await recorded(() => ask(client(), 'What is two?'));

  const both = await Promise.all([
    replay(one.recording, () => ask(client(false), 'What is one?')),
    replay(other.recording, () => ask(client(false), 'What is two?')),
  ]);
  expect(both).toEqual([one.result, other.result]);
});

test('a replay that is begun answers whoever calls until it ends, and nobody after it', async () => {
  const { result, recording } = await recorded(() => ask(client(), 'What is one?'));
  const openai = client(false);
  {
    await using _replaying = await startReplay(recording);
    expect(await ask(openai, 'What is one?')).toEqual(result);
  }
  await expect(ask(openai, 'What is one?')).rejects.toThrow(OpenAI.APIConnectionError);
});

test('what no recording can have is refused by name', async () => {
  const { recording } = await recorded(() => ask(client(), 'What is one?'));
  const work = async (): Promise<void> => {
    await client(false).models.list();
  };

  await expect(replay(recording, work, { allowNotMade: true })).rejects.toMatchObject({
    code: 'NOT_RECORDED',
    message: expect.stringContaining('/v1/models'),
  });
});
