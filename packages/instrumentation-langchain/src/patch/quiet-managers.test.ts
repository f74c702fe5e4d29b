import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { CallbackManager } from '@langchain/core/callbacks/manager';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { expect, test } from 'vitest';
import { recorded } from '../testing/recorder.test.support.ts';

const prompt = ChatPromptTemplate.fromTemplate('{question}');

/** As LangChain makes one for a run that the app gives no callbacks to. */
function newManager(): CallbackManager {
  const manager = CallbackManager._configureSync(undefined, undefined, ['a']);
  if (manager === undefined) throw new Error('nobody listens');
  return manager;
}

test('a handler that joins later hears all that LangChain tells, with the JSON of the runnable', () =>
  recorded(async (spans) => {
    const heard: unknown[] = [];
    const handler = BaseCallbackHandler.fromMethods({
      handleChainStart: (chain, _inputs, _id, _parent, tags) => void heard.push(chain, tags),
      handleChainEnd: () => void heard.push('end'),
    });
    handler.awaitHandlers = true;
    const manager = newManager();
    manager.addHandler(handler);

    const run = await manager.handleChainStart(prompt.toJSON(), { question: 'x' });
    await run.handleChainEnd({ output: 'y' });

    expect(heard).toEqual([prompt.toJSON(), ['a'], 'end']);
    expect(spans.tree()).toEqual(['ChatPromptTemplate']);
  }));

test('a handler that joins a manager is not heard of by its copies', () =>
  recorded(async () => {
    const manager = newManager();
    const copy = manager.copy();

    manager.addHandler(BaseCallbackHandler.fromMethods({}));

    expect(manager.handlers).toHaveLength(2);
    expect(copy.handlers).toHaveLength(1);
    expect(copy.tags).toEqual(['a']);
  }));

test('a runnable gives its whole JSON to everybody but us', () =>
  recorded(async () => {
    const manager = newManager();
    const whole = prompt.toJSON();

    const run = await manager.handleChainStart(prompt.toJSON(), { question: 'x' });
    await run.handleChainEnd({ output: 'y' });

    expect(prompt.toJSON()).toEqual(whole);
    expect(whole).toMatchObject({
      type: 'constructor',
      id: ['langchain_core', 'prompts', 'chat', 'ChatPromptTemplate'],
    });
  }));

test('managers and the managers of runs stay of the classes that they are of', () =>
  recorded(async () => {
    const manager = newManager();
    const run = await manager.handleChainStart(prompt.toJSON(), { question: 'x' }, undefined, 'prompt');
    const child = run.getChild('step');

    expect(manager).toBeInstanceOf(CallbackManager);
    expect(child).toBeInstanceOf(CallbackManager);
    expect(child.getParentRunId()).toBe(run.runId);
    expect(child.tags).toEqual(['a', 'step']);
    await run.handleChainEnd({ output: 'y' });
  }));
