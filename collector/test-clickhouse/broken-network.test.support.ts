import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What may happen to an insert on its way. */
export type Mishap =
  /** It arrives, and is carried out; the answer is lost. */
  | 'answer'
  /** It breaks off in the middle. */
  | 'body'
  | 'none';

/** A network between a collector and the server, on which things go wrong. */
export interface BrokenNetwork {
  /** The database of this address, by way of this network. */
  readonly through: (url: string) => string;
  /** What happens to the next inserts, one after the other. */
  readonly mishaps: Mishap[];
  /** Whether nobody is reached at the moment. */
  isDown: boolean;
  /** A table into which no insert gets at the moment. */
  cutOff: string | undefined;
  close(): Promise<void>;
}

/** @param target address of the server's HTTP interface */
export async function brokenNetwork(target: string): Promise<BrokenNetwork> {
  const server = createServer((asked, answer) => void pass(asked, answer));
  const pass = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    if (network.isDown) return void asked.socket.destroy();
    const statement = new URL(asked.url ?? '/', target).searchParams.get('query') ?? '';
    if (statement.startsWith(`INSERT INTO ${network.cutOff} `)) return void asked.socket.destroy();
    const mishap = statement.startsWith('INSERT') ? network.mishaps.shift() : undefined;
    if (mishap === 'body') {
      await once(asked, 'data');
      return void asked.socket.destroy();
    }
    const body = await buffer(asked);
    const onwards = request(new URL(asked.url ?? '/', target), { method: asked.method, headers: asked.headers });
    onwards.end(body);
    const [answered] = (await once(onwards, 'response')) as [IncomingMessage];
    const bytes = await buffer(answered);
    if (mishap === 'answer') return void asked.socket.destroy();
    answer.writeHead(answered.statusCode ?? 500, answered.headers).end(bytes);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const network: BrokenNetwork = {
    through: (url) => {
      const address = new URL(url);
      address.host = `127.0.0.1:${port}`;
      return address.href;
    },
    mishaps: [],
    isDown: false,
    cutOff: undefined,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return network;
}
