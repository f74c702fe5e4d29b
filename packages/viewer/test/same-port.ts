import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Of the server that listened last in this process; 0 before. */
let lastPort = 0;

/**
 * Has servers of a process listen one after the other under the same address, as far as nobody else has taken it: the
 * browser of the tests then has the viewer's scripts still, compiled, as that of somebody who comes again.
 *
 * @param wanted A port that it has to be; 0: any.
 * @returns the address, without a slash at its end.
 * @throws Error where the port that it has to be is taken.
 */
export async function listenAgain(server: Server, wanted = 0): Promise<string> {
  await listen(server, wanted || lastPort).catch((error: NodeJS.ErrnoException) => {
    if (wanted !== 0 || error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  lastPort = (server.address() as AddressInfo).port;
  return `http://127.0.0.1:${lastPort}`;
}

async function listen(server: Server, port: number): Promise<void> {
  // Rejects with what the server emits as `error`.
  const listening = once(server, 'listening');
  server.listen(port, '127.0.0.1');
  await listening;
}
