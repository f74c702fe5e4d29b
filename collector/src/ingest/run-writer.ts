import type { MessagePort } from 'node:worker_threads';
import { createPricer } from '@tracewright/pricing';
import { idleCollector } from '../collect-garbage-when-idle.ts';
import { WorkspaceRedactors } from '../redact/workspace-redactors.ts';
import type { SpanStore } from '../storage/spans/span-store.ts';
import { packThreadError, unpackThreadError } from '../storage/thread-error.ts';
import { youngCollector } from './collect-young.ts';
import { GroupCommit } from './group-commit.ts';
import type { IngestRequest, ResolveExperiment } from './ingest.ts';
import { FILE_LIMITS, SERVER_LIMITS, type WrittenStore } from './write-requests.ts';
import type { FromWriter, ToWriter, WriterSettings } from './writer-protocol.ts';

type WriterStore = WrittenStore & Pick<SpanStore, 'close'>;

/**
 * The writer thread's side: opens its store, then commits what it is sent. All the work between the bytes and the disk
 * happens here, so that the thread which answers HTTP is never kept waiting by it.
 */
export async function runWriter(
  port: MessagePort,
  settings: WriterSettings,
  openStore: (settings: WriterSettings) => WriterStore | Promise<WriterStore>,
): Promise<void> {
  const send = (message: FromWriter): void => port.postMessage(message);
  const experiments = new Map<number, PromiseWithResolvers<string>>();
  let lastId = 0;
  const resolveExperiment: ResolveExperiment = (name, workspaceId) => {
    const asked = Promise.withResolvers<string>();
    experiments.set(++lastId, asked);
    send({ type: 'resolveExperiment', id: lastId, name, workspaceId });
    return asked.promise;
  };
  const take = (id: number): PromiseWithResolvers<string> | undefined => {
    const asked = experiments.get(id);
    experiments.delete(id);
    return asked;
  };

  let redactors = new WorkspaceRedactors(settings.redaction);
  const redact = (request: IngestRequest): IngestRequest => redactors.request(request);
  let store: WriterStore;
  let isClosing = false;
  let commits: GroupCommit;
  try {
    store = await openStore(settings);
    // Between two commits nothing young is alive: collecting it then takes next to nothing, and nothing gets old.
    const collectYoung = youngCollector();
    const idle = idleCollector();
    idle.postpone();
    const onCommitted = (bodyBytes: number): void => {
      collectYoung(bodyBytes);
      idle.postpone();
    };
    const pricer = createPricer(settings.prices);
    const limits = settings.spansUrl === undefined ? FILE_LIMITS : SERVER_LIMITS;
    const deps = { store, pricer, resolveExperiment, redact, limits, onCommitted, isClosing: () => isClosing };
    commits = new GroupCommit(deps, (error) => send({ type: 'report', error: packThreadError(error) }));
  } catch (error) {
    send({ type: 'notReady', error: packThreadError(error) });
    port.close();
    return;
  }

  port.on('message', (message: ToWriter) => {
    switch (message.type) {
      case 'submit':
        commits.submit(message.request).then(
          (result) => send({ type: 'stored', id: message.id, result }),
          (error: unknown) => send({ type: 'failed', id: message.id, error: packThreadError(error) }),
        );
        break;
      case 'experiment':
        take(message.id)?.resolve(message.experimentId);
        break;
      case 'noExperiment':
        take(message.id)?.reject(unpackThreadError(message.error));
        break;
      case 'redaction':
        redactors = new WorkspaceRedactors(message.rules);
        break;
      case 'redact':
        try {
          send({ type: 'redacted', id: message.id, content: redactors.content(message.workspaceId, message.content) });
        } catch (error) {
          send({ type: 'notRedacted', id: message.id, error: packThreadError(error) });
        }
        break;
      case 'close':
        isClosing = true;
        close(commits, store)
          .then(
            () => send({ type: 'closed' }),
            (error: unknown) => send({ type: 'report', error: packThreadError(error) }),
          )
          .finally(() => port.close());
        break;
    }
  });
  send({ type: 'ready' });
}

async function close(commits: GroupCommit, store: WriterStore): Promise<void> {
  await commits.idle();
  await store.close();
}
