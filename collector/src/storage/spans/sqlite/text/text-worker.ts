import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { idleCollector } from '../../../../collect-garbage-when-idle.ts';
import { packThreadError } from '../../../thread-error.ts';
import { FillingPace } from './filling-pace.ts';
import { TextFiller } from './text-filler.ts';
import type { FromTextThread, TextSettings, ToTextThread } from './text-protocol.ts';

/** How long the thread works before it looks for messages, and one chunk more, ms. */
const SLICE_MS = 20;
/** How long to wait after a failure, such as a full disk, ms. */
const RETRY_MS = 10_000;
/** As `nice` counts: a tenth of the weight of the threads that answer. */
const NICE = 10;

// Entry of the thread that reads texts: started by `startTextThread`, imported by nobody.
if (parentPort !== null) run(parentPort, workerData as TextSettings);

function run(port: MessagePort, { file, passedOver }: TextSettings): void {
  yieldToOthers();
  const send = (message: FromTextThread): void => port.postMessage(message);
  let filler: TextFiller | undefined;
  const pace = new FillingPace();
  const idle = idleCollector(() => filler?.rest());
  /** Spans that have not been read, as of the last turn. */
  let waiting = 0;
  const turn = (): number => {
    filler ??= new TextFiller(file, { passedOver, onRead: (chunk) => send({ type: 'reading', chunk }) });
    const startMs = performance.now();
    const hasChanged = pace.observe(filler.version(), startMs);
    if (!hasChanged && waiting === 0) return pace.pauseMs(startMs, 0, false);
    idle.postpone();
    const hasMore = filler.step(SLICE_MS, pace.patienceMs(startMs, waiting));
    const lag = filler.lag();
    waiting = lag.spans;
    send({ type: 'lag', lag });
    const nowMs = performance.now();
    return pace.pauseMs(nowMs, nowMs - startMs, hasMore);
  };
  let timer: NodeJS.Timeout | undefined;
  const goOn = (): void => {
    let waitMs = RETRY_MS;
    try {
      waitMs = turn();
    } catch (error) {
      send({ type: 'failure', error: packThreadError(error) });
    }
    timer = setTimeout(goOn, waitMs);
  };
  port.on('message', (_: ToTextThread) => {
    clearTimeout(timer);
    filler?.close();
    port.close();
  });
  goOn();
}

/** Where threads have priorities of their own, as on Linux, this one comes behind those that somebody waits for. */
function yieldToOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE);
  } catch {
    // Then it only keeps its pace.
  }
}
