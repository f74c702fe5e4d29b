import { Agent, type IncomingMessage, request } from 'node:http';

/** What goes along with a body. */
export type Headers = Readonly<Record<string, string>>;

/** Connections of one client, which takes as little of the processor as it can: the server shares it. */
export class HttpClient {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, connections = 1) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path: string, body: Uint8Array, headers: Headers): Promise<Buffer> {
    return this.#exchange('POST', path, headers, body);
  }

  put(path: string, body: Uint8Array): Promise<Buffer> {
    return this.#exchange('PUT', path, {}, body);
  }

  get(path: string): Promise<Buffer> {
    return this.#exchange('GET', path, {});
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(method: string, path: string, headers: Headers, body?: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(body.byteLength) };
      const options = { method, agent: this.#agent, headers: { ...headers, ...length } };
      const sent = request(this.#url + path, options, (response) => read(response, path).then(resolve, reject));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

async function read(response: IncomingMessage, path: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  if (response.statusCode === undefined || response.statusCode > 299)
    throw new Error(`${path} answered ${response.statusCode}: ${body.subarray(0, 300)}`);
  return body;
}
