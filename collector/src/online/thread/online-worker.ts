import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { FromOnlineThread, OnlineSettings, ToOnlineThread } from './online-protocol.ts';
import { TraceScorer } from './score-trace.ts';

// Entry of the thread that scores: started by `OnlineThread`, imported by nobody.
if (parentPort !== null) run(parentPort, workerData as OnlineSettings);

function run(port: MessagePort, settings: OnlineSettings): void {
  const scorer = new TraceScorer(settings, process.env);
  const send = (message: FromOnlineThread): void => port.postMessage(message);
  port.on('message', (message: ToOnlineThread) => {
    const { id } = message;
    const work = 'job' in message ? scorer.score(message.job) : scorer.compare(message.comparison);
    work.then(
      (result) => send({ id, result }),
      (error: unknown) => send({ id, failure: error instanceof Error ? error.message : String(error) }),
    );
  });
}
