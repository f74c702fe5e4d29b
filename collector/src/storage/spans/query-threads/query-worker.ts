import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { idleCollector } from '../../../collect-garbage-when-idle.ts';
import { packThreadError } from '../../thread-error.ts';
import { openSpanServer } from '../open-span-server.ts';
import type { SpanStore } from '../span-store.ts';
import { openSqliteSpanStore } from '../sqlite/sqlite-span-store.ts';
import type { FromQueryThread, QueryCall, QuerySettings, ToQueryThread } from './query-protocol.ts';

// Entry of the query thread: started by `openSpanQueries`, imported by nobody.
if (parentPort !== null) void serve(parentPort, workerData as QuerySettings);

async function serve(port: MessagePort, { file, spansUrl }: QuerySettings): Promise<void> {
  const send = (message: FromQueryThread): void => port.postMessage(message, given(message));
  let store: SpanStore;
  try {
    store =
      spansUrl === undefined ? openSqliteSpanStore({ file, access: 'companion' }) : await openSpanServer(spansUrl);
  } catch (error) {
    send({ type: 'notReady', error: packThreadError(error) });
    return;
  }
  const idle = idleCollector();
  idle.postpone();
  port.on('message', (message: ToQueryThread) => {
    idle.postpone();
    if (message.type === 'close') void store.close().then(() => port.close());
    else void answer(store, message).then(send);
  });
  send({ type: 'ready' });
}

/** Bytes that are an answer by themselves are given away instead of copied. */
function given(message: FromQueryThread): readonly ArrayBuffer[] {
  if (message.type !== 'answer' || !(message.value instanceof Uint8Array)) return [];
  return [message.value.buffer as ArrayBuffer];
}

async function answer(store: SpanStore, call: QueryCall): Promise<FromQueryThread> {
  try {
    return { type: 'answer', id: call.id, value: await run(store, call) };
  } catch (error) {
    return { type: 'failure', id: call.id, error: packThreadError(error) };
  }
}

/** The two sides share the store's own types, so that the parameters are those of the method. */
function run(store: SpanStore, { method, parameters }: QueryCall): Promise<unknown> {
  return (store[method] as (...parameters: readonly unknown[]) => Promise<unknown>).apply(store, parameters);
}
