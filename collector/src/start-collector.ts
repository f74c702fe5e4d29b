import { resolve } from 'node:path';
import { createApp } from './app.ts';
import type { SocketBindings } from './app-env.ts';
import { Closers } from './closers.ts';
import { idleCollector } from './collect-garbage-when-idle.ts';
import type { Config } from './config.ts';
import { listen } from './listen.ts';
import { ChangeFeed } from './live/change-feed.ts';
import { readPriceFile } from './price-file.ts';
import { isArtifactUpload } from './routes/mlflow/is-artifact-upload.ts';
import { appDeps } from './start/app-deps.ts';
import { startRetention } from './start/background-work.ts';
import { openAuth } from './start/open-auth.ts';
import { openOnline } from './start/open-online.ts';
import { openStorage } from './start/open-storage.ts';
import { startEraser } from './start/start-eraser.ts';

/** A collector that listens. */
export interface Collector {
  /** Such as `http://127.0.0.1:4318`; where it listens on all addresses, the one for this machine. */
  readonly url: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Resolves if nothing can be stored any more; until then it is pending. The collector still answers readers. */
  readonly failure: Promise<Error>;
  /** Answers what is under way, commits it, and gives up the port and the data folder. Once is enough. */
  close(): Promise<void>;
}

/** How long requests under way may take once the collector closes. */
const DRAIN_MS = 3_000;

/**
 * Opens the stores and listens. Whatever was opened is closed again if a later step fails.
 *
 * @param log Told of each failure that is a bug, one text each.
 * @throws StartError or StoreError with a sentence for whoever started it.
 */
export async function startCollector(config: Config, log: (text: string) => void): Promise<Collector> {
  const opened = new Closers();
  const failure = Promise.withResolvers<Error>();
  try {
    const prices = readPriceFile(config.pricesFile);
    const dataDir = resolve(config.dataDir);
    // First of all: a port that is taken leaves no trace in the folder.
    let answer = starting;
    const idle = idleCollector();
    opened.add(() => idle.stop());
    idle.postpone();
    const asked: typeof answer = (request, socket) => {
      idle.postpone();
      return answer(request, socket);
    };
    const listening = await listen(asked, config.host, config.port, { isUpload: isArtifactUpload });
    opened.add(() => listening.close(DRAIN_MS));
    const storage = await openStorage({ config, dataDir, prices, log, onFatal: failure.resolve }, opened);
    const auth = await openAuth(config, storage, log, opened);
    opened.add(startRetention(config, storage, log));
    const eraser = startEraser(storage, dataDir, log);
    opened.add(eraser.stop);
    const online = openOnline({ config, prices, storage, log }, opened);
    const feed = new ChangeFeed(storage.spans);
    answer = createApp(appDeps({ config, prices, storage, auth, eraser, feed, online, log })).fetch;
    // Once more, so that it closes first.
    opened.add(() => listening.close(DRAIN_MS));
    // Before that: who listens for changes would stay until he is cut off.
    opened.add(() => feed.close());
    return { url: listening.url, port: listening.port, dataDir, failure: failure.promise, close: () => opened.close() };
  } catch (error) {
    // The reason is what the caller can act on; what else fails on the way out follows from it.
    await opened.close().catch((failure: unknown) => log(String(failure)));
    throw error;
  }
}

/** Senders come again; it takes less than a second. */
function starting(_request: Request, _socket: SocketBindings): Response | Promise<Response> {
  return new Response('The collector is starting.\n', { status: 503, headers: { 'retry-after': '1' } });
}
