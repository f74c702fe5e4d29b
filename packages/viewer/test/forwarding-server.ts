import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { serveBuilt } from './built-files.ts';
import { listenAgain } from './same-port.ts';

/** Serves a build of the viewer, and what the pages ask for from a collector that runs elsewhere. */
export class ForwardingServer {
  readonly #distDir: string;
  readonly #collector: string;
  readonly #server: Server;
  #policy: string | undefined;

  /** @param collector Address without a slash at its end. */
  constructor(distDir: string, collector: string) {
    this.#distDir = distDir;
    this.#collector = collector;
    this.#server = createServer((incoming, response) => {
      this.#answer(incoming, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** @returns the address, without a slash at its end. */
  listen(): Promise<string> {
    return listenAgain(this.#server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/';
    if (/^\/((ajax-)?api|v1)\//.test(path)) return this.#forward(incoming, response);
    // The collector's own policy, so that pages are held to it.
    this.#policy ??= (await fetch(`${this.#collector}/experiments`)).headers.get('content-security-policy') ?? '';
    return serveBuilt(this.#distDir, new URL(path, 'http://localhost').pathname, this.#policy, response);
  }

  #forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { host: _host, origin: _origin, ...headers } = incoming.headers;
    const asked = request(`${this.#collector}${incoming.url}`, { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', (error) => response.destroy(error));
    incoming.pipe(asked);
  }
}
