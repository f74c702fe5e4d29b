import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** A request that is still coming in. */
interface Arriving {
  readonly request: IncomingMessage;
  readonly isUpload: boolean;
  /** When its time began to run, and what had come on its connection by then. */
  sinceMs: number;
  bytes: number;
}

/** Requests that take longer than they may to arrive are cut off, and uploads of which nothing more comes for so long. */
export class SlowRequests {
  readonly #limitMs: number;
  readonly #isUpload: (request: IncomingMessage) => boolean;
  readonly #nowMs: () => number;
  readonly #arriving = new Set<Arriving>();

  /** @param nowMs any clock that never goes back */
  constructor(limitMs: number, isUpload: (request: IncomingMessage) => boolean, nowMs: () => number) {
    this.#limitMs = limitMs;
    this.#isUpload = isUpload;
    this.#nowMs = nowMs;
  }

  watch(server: Server): void {
    server.on('request', (request: IncomingMessage) => {
      const { bytesRead } = request.socket;
      const one = { request, isUpload: this.#isUpload(request), sinceMs: this.#nowMs(), bytes: bytesRead };
      this.#arriving.add(one);
      request.once('close', () => this.#arriving.delete(one));
    });
  }

  /** How many are looked at. */
  get size(): number {
    return this.#arriving.size;
  }

  /** Looks at everything that is coming in; to be called now and then. */
  check(): void {
    const nowMs = this.#nowMs();
    for (const one of this.#arriving) {
      const { complete, socket } = one.request;
      // What was answered before all of it had come does not close when its connection does.
      if (complete || socket.destroyed) this.#arriving.delete(one);
      else if (one.isUpload && socket.bytesRead > one.bytes) {
        one.sinceMs = nowMs;
        one.bytes = socket.bytesRead;
      } else if (nowMs - one.sinceMs > this.#limitMs) {
        this.#arriving.delete(one);
        cutOff(socket);
      }
    }
  }
}

function cutOff(socket: Socket): void {
  if (socket.writable) socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
