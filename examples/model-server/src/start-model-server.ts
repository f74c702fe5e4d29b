import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { createModelApp } from './app.ts';
import { type Pace, REALISTIC } from './pace.ts';

export interface ModelServerOptions {
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /** That of a small hosted model by default. */
  readonly pace?: Pace;
}

export interface ModelServer {
  /** What an OpenAI client takes as its base URL: `http://127.0.0.1:1234/v1`. */
  readonly url: string;
  /** Stops at once; answers under way are cut off. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for a model provider on this machine.
 *
 * @throws Error with Node's own code, such as `EADDRINUSE`, where it cannot listen.
 */
export async function startModelServer({ port = 0, pace = REALISTIC }: ModelServerOptions = {}): Promise<ModelServer> {
  const server = createAdaptorServer({ fetch: createModelApp(pace).fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${actualPort}/v1`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
