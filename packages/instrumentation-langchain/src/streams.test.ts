import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda, RunnableParallel } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { expect, test } from 'vitest';
import { type Recorded, recorded, userSpan } from './testing/recorder.test.support.ts';

const model = () => new FakeListChatModel({ responses: ['abcdefghij'] });
const chain = () => ChatPromptTemplate.fromTemplate('{question}').pipe(model()).pipe(new StringOutputParser());

/** Collects garbage until the finalizers have run. */
async function collectUntilEnded(spans: Recorded): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let i = 0; i < 50 && spans.ended < spans.spans.length; i++) {
    collect();
    await new Promise(setImmediate);
  }
}

test('leaving the stream of a parallel step ends its branches too', () =>
  recorded(async (spans) => {
    const both = RunnableParallel.from({ left: model(), right: model().pipe(new StringOutputParser()) });

    for await (const _ of await both.stream('x' as never)) break;

    expect(spans.tree()).toEqual(['RunnableMap', '  chat', '  RunnableSequence', '    chat', '    StrOutputParser']);
    const ends = spans.spans.map((span) => span.attributes['tracewright.stream.end']);
    expect(ends).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
  }));

test('a stream inside a lambda that is left goes on to the lambda only', () =>
  recorded(async (spans) => {
    const first = RunnableLambda.from(async (question: string) => {
      for await (const text of await chain().stream({ question })) return text;
      return '';
    });

    expect(await first.invoke('x')).toBe('a');
    expect(spans.named('RunnableSequence').attributes['tracewright.stream.end']).toBe('cancelled');
    expect(spans.named('RunnableLambda').attributes).not.toHaveProperty('tracewright.stream.end');
    expect(spans.json('RunnableLambda', 'tracewright.output')).toEqual({ output: 'a' });
  }));

test('a stream that is thrown away without a word ends as abandoned when it is collected', () =>
  recorded(async (spans) => {
    await (async () => {
      const stream = await chain().stream({ question: 'x' });
      await stream.next();
    })();

    await collectUntilEnded(spans);

    expect(spans.spans.map((span) => span.ended)).toEqual([true, true, true, true]);
    expect(spans.named('RunnableSequence').attributes['tracewright.stream.end']).toBe('abandoned');
  }));

test('a stream that the app aborts ends every span', () =>
  recorded(async (spans) => {
    const abort = new AbortController();
    const read = async () => {
      for await (const _ of await chain().stream({ question: 'x' }, { signal: abort.signal })) abort.abort();
    };

    await expect(read()).rejects.toThrow(/abort/i);

    await collectUntilEnded(spans);
    expect(spans.traces).toBe(1);
  }));

test('chunks reach the app one by one, no faster than it asks', () =>
  recorded(async (spans) => {
    const given: string[] = [];
    const source = RunnableLambda.from(async function* () {
      for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) {
        given.push(text);
        yield text;
      }
    });
    const stream = await source.stream('x');
    await stream.next();
    for (let i = 0; i < 20; i++) await new Promise(setImmediate);

    expect(given.length).toBeLessThan(6);
    await stream.return();
    expect(spans.named('RunnableLambda').attributes['tracewright.stream.end']).toBe('cancelled');
  }));

test('a step that reads what another one streams says so, for its time is mostly waiting', () =>
  recorded(async (spans) => {
    for await (const _ of await chain().stream({ question: 'x' })) {
      // Read to the end.
    }

    const marks = spans.spans.map((span) => [span.name, span.attributes['tracewright.stream.input']]);
    expect(Object.fromEntries(marks)).toEqual({
      RunnableSequence: undefined,
      ChatPromptTemplate: undefined,
      chat: undefined,
      StrOutputParser: true,
    });
  }));

test('the body of a generator runs in its step at every piece, and its reader outside of it', () =>
  recorded(async (spans) => {
    const source = RunnableLambda.from(async function* () {
      for (const name of ['one', 'two']) yield await userSpan(spans.tracer, name, async () => name);
    });

    for await (const piece of await source.stream('x', { runName: 'source' })) {
      await userSpan(spans.tracer, `read ${String(piece)}`, async () => {});
    }

    expect(spans.tree().toSorted()).toEqual(['  one', '  two', 'read one', 'read two', 'source']);
    expect(spans.named('one').parentSpanContext?.spanId).toBe(spans.named('source').spanContext().spanId);
  }));
