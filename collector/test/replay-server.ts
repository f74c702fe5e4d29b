import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Recording } from './recordings.ts';

/** A server that answers each request for a model with the recording of that model. */
export interface ReplayServer {
  /** Takes requests meant for the provider to this server instead. */
  readonly fetch: typeof fetch;
  close(): Promise<void>;
}

/** Serves JSON recordings on a free port; a model without a recording answers 404. */
export async function startReplayServer(recordings: readonly Recording[]): Promise<ReplayServer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { model } = JSON.parse(Buffer.concat(chunks).toString()) as { model: string };
    const recording = recordings.find((candidate) => candidate.request.body.model === model);
    response.writeHead(recording?.response.status ?? 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(recording?.response.body ?? { error: { message: `no recording of ${model}` } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      return fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, init);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
