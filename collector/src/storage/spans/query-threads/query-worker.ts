import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { forAsker, requireAsker } from '../../../asker.ts';
import { idleCollector } from '../../../collect-garbage-when-idle.ts';
import { BUSY_TIMEOUT_MS, runtimeFailure } from '../../sqlite-file.ts';
import { packThreadError } from '../../thread-error.ts';
import { openSpanServer } from '../open-span-server.ts';
import type { SpanStore } from '../span-store.ts';
import { openSqliteSpanStore } from '../sqlite/sqlite-span-store.ts';
import type { FromQueryThread, QueryCall, QuerySettings, ToQueryThread } from './query-protocol.ts';

// Entry of the query thread: started by `openSpanQueries`, imported by nobody.
if (parentPort !== null) void serve(parentPort, workerData as QuerySettings);

async function serve(port: MessagePort, settings: QuerySettings): Promise<void> {
  const send = (message: FromQueryThread): void => port.postMessage(message, given(message));
  let opened: Opened;
  try {
    opened = await open(settings);
  } catch (error) {
    send({ type: 'notReady', error: packThreadError(error) });
    return;
  }
  const { store } = opened;
  const calls = new Map<number, AbortController>();
  const idle = idleCollector();
  idle.postpone();
  port.on('message', (message: ToQueryThread) => {
    idle.postpone();
    if (message.type === 'close') {
      // Behind the questions that came before it.
      setImmediate(() => void store.close().then(() => port.close()));
      return;
    }
    if (message.type === 'cancel') {
      calls.get(message.id)?.abort();
      return;
    }
    const call = new AbortController();
    calls.set(message.id, call);
    const start = (): void => {
      const answered = forAsker(
        () => call.signal,
        () => answer(opened, message),
      );
      void answered.then((told) => {
        calls.delete(message.id);
        send(told);
      });
    };
    // What has come in behind it is heard first: it may say that nobody waits any more.
    if (message.mayBeCancelled) setImmediate(start);
    else start();
  });
  send({ type: 'ready' });
}

/** A store, and what to do before each question. */
interface Opened {
  readonly store: SpanStore;
  readonly begin: (call: QueryCall) => void;
}

async function open({ file, spansUrl, busyTimeoutMs = BUSY_TIMEOUT_MS }: QuerySettings): Promise<Opened> {
  if (spansUrl !== undefined) return { store: await openSpanServer(spansUrl), begin: () => {} };
  const store = openSqliteSpanStore({ file, access: 'companion' });
  // Questions wait behind each other: what one has waited before its turn is not waited for once more.
  const begin = ({ askedMs }: QueryCall): void =>
    store.waitAtMost(Math.min(busyTimeoutMs, Math.max(0, busyTimeoutMs + askedMs - Date.now())));
  return { store, begin };
}

/** Bytes that are an answer by themselves are given away instead of copied. */
function given(message: FromQueryThread): readonly ArrayBuffer[] {
  if (message.type !== 'answer' || !(message.value instanceof Uint8Array)) return [];
  return [message.value.buffer as ArrayBuffer];
}

async function answer({ store, begin }: Opened, call: QueryCall): Promise<FromQueryThread> {
  try {
    requireAsker();
    begin(call);
    return { type: 'answer', id: call.id, value: await run(store, call) };
  } catch (error) {
    return { type: 'failure', id: call.id, error: packThreadError(runtimeFailure(error)) };
  }
}

/** The two sides share the store's own types, so that the parameters are those of the method. */
function run(store: SpanStore, { method, parameters }: QueryCall): Promise<unknown> {
  return (store[method] as (...parameters: readonly unknown[]) => Promise<unknown>).apply(store, parameters);
}
