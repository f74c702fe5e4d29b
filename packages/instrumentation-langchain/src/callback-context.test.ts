import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { awaitAllCallbacks } from '@langchain/core/callbacks/promises';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnableLambda } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Recorded, recorded, userSpan } from './testing/recorder.test.support.ts';

/** A handler that makes a span for each end that it hears of, after a while. */
function recorder(spans: Recorded, awaitHandlers: boolean): BaseCallbackHandler {
  const write = (name: string) => () => userSpan(spans.tracer, `write ${name}`, () => new Promise(setImmediate));
  const handler = BaseCallbackHandler.fromMethods({
    handleChainEnd: write('chain'),
    handleLLMEnd: write('model'),
    handleToolEnd: write('tool'),
    handleChainError: write('error'),
  });
  handler.awaitHandlers = awaitHandlers;
  return handler;
}

test.each([
  ['awaited', true],
  ['called in the background', false],
])('a span that a handler makes stands in the run that it hears of: %s', (_how, isAwaited) =>
  recorded(async (spans) => {
    const add = tool(() => '4', { name: 'add', schema: z.object({}) });
    const failing = RunnableLambda.from(() => Promise.reject(new RangeError('no')));
    const chain = ChatPromptTemplate.fromTemplate('{q}').pipe(new FakeListChatModel({ responses: ['one'] }));
    const config = () => ({ callbacks: [recorder(spans, isAwaited)] });

    // At once, so that what one has put into LangChain's queue is started by what another one ends.
    await Promise.all([
      chain.invoke({ q: 'x' }, { ...config(), runName: 'answer' }),
      add.invoke({}, config()),
      failing.invoke('x', { ...config(), runName: 'fail' }).catch(() => {}),
    ]);
    await awaitAllCallbacks();

    expect(spans.tree()).toEqual([
      'answer',
      '  ChatPromptTemplate',
      '    write chain',
      '  chat',
      '    write model',
      '  write chain',
      'fail',
      '  write error',
      'execute_tool add',
      '  write tool',
    ]);
  }),
);
