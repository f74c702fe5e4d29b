import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A balancer that knows nothing of HTTP: each connection goes to the next server that takes it, and stays there. */
export interface TcpBalancer {
  readonly url: string;
  /** How many connections each server has been given. */
  readonly given: readonly number[];
  close(): Promise<void>;
}

/** @param ports of servers on this machine; those that are gone are passed over */
export async function startBalancer(ports: readonly number[]): Promise<TcpBalancer> {
  const given = ports.map(() => 0);
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer((client) => {
    open.add(client);
    client.on('close', () => open.delete(client));
    client.on('error', () => {});
    const attempt = (left: number): void => {
      if (left === 0) return void client.destroy();
      const index = turn++ % ports.length;
      const upstream = connect({ port: ports[index]!, host: '127.0.0.1' });
      upstream.once('connect', () => {
        given[index]!++;
        client.pipe(upstream);
        upstream.pipe(client);
        upstream.on('close', () => client.destroy());
        client.on('close', () => upstream.destroy());
      });
      let isConnected = false;
      upstream.once('connect', () => {
        isConnected = true;
      });
      upstream.on('error', () => {
        if (!isConnected) attempt(left - 1);
      });
    };
    attempt(ports.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    given,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
