import { RunnableLambda } from '@langchain/core/runnables';
import { AsyncCaller } from '@langchain/core/utils/async_caller';
import { expect, test } from 'vitest';
import { recorded } from './testing/recorder.test.support.ts';

test('a call that had to wait in a queue belongs to the run that made it, not to the one that freed its place', () =>
  recorded(async (spans) => {
    const caller = new AsyncCaller({ maxConcurrency: 1 });
    const ask = async (question: string): Promise<string> => {
      const call = async (): Promise<string> => {
        spans.tracer.startSpan(`call for ${question}`).end();
        return question;
      };
      await caller.call(call);
      return caller.callWithOptions({}, call);
    };
    const chain = RunnableLambda.from(ask);

    const answers = await Promise.all(['one', 'two', 'three'].map((it) => chain.invoke(it, { runName: it })));

    expect(answers).toEqual(['one', 'two', 'three']);
    expect(spans.traces).toBe(3);
    expect(spans.tree()).toEqual(['one', 'two', 'three'].flatMap((it) => [it, `  call for ${it}`, `  call for ${it}`]));
  }));
