import { randomUUID } from 'node:crypto';
import { readConfig, startCollector } from '@tracewright/collector';
import type { ValuedOption } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { existingFolder } from './store-folder.ts';

const DEFAULT_URL = 'http://127.0.0.1:4318';

/** Options by which a command is told whose traces are meant. */
export const SERVER_OPTIONS: Record<'url' | 'key' | 'data', ValuedOption> = {
  url: { value: 'address', says: `of a running collector; default TRACEWRIGHT_URL, then ${DEFAULT_URL}` },
  key: { value: 'key', says: 'that the collector asks for; default TRACEWRIGHT_API_KEY' },
  data: { value: 'folder', says: 'of a store that no collector is running on, instead of --url' },
};

interface ServerOptions {
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly data: string | undefined;
}

/** A collector that commands speak with. */
export interface Server {
  /**
   * @throws CommandError where it cannot be reached or answers with an error; `accepts` names statuses besides 2xx that
   *   the caller looks at itself.
   */
  request(path: string, init?: RequestInit, accepts?: readonly number[]): Promise<Response>;
}

/**
 * Lets a command speak with the collector that the options name. For a folder, one is started for as long as it takes.
 *
 * @throws CommandError, StoreError or StartError where there is none.
 */
export async function withServer<T>(options: ServerOptions, io: Io, use: (server: Server) => Promise<T>): Promise<T> {
  const key = options.key ?? io.env.TRACEWRIGHT_API_KEY;
  if (key && !/^[\x21-\x7e]+$/.test(key)) throw new CommandError('a key is printable ASCII without spaces', 2);
  if (options.data === undefined) {
    const url = options.url ?? (io.env.TRACEWRIGHT_URL || DEFAULT_URL);
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw usageError(`${JSON.stringify(url)} is no address: it begins with http:// or https://`);
    }
    return use(serverAt(url.replace(/\/+$/, ''), key));
  }
  if (options.url !== undefined) throw usageError('--url and --data exclude each other');
  const folder = existingFolder(options.data);
  // A key of its own: nobody else on this machine has business there.
  const ownKey = randomUUID();
  const config = readConfig({ PORT: '0', TRACEWRIGHT_DATA: folder, TRACEWRIGHT_API_KEY: ownKey }, []);
  const collector = await startCollector(config, (line) => say(io, line));
  try {
    return await use(serverAt(collector.url, ownKey));
  } finally {
    await collector.close();
  }
}

function serverAt(url: string, key: string | undefined): Server {
  const authorization = key === undefined || key === '' ? undefined : `Bearer ${key}`;
  return {
    async request(path, init = {}, accepts = []) {
      const headers = new Headers(init.headers);
      if (authorization !== undefined) headers.set('authorization', authorization);
      const response = await fetch(`${url}${path}`, { ...init, headers }).catch((cause: unknown) => {
        throw new CommandError(`no collector answers at ${url} (${reasonOf(cause)}): is it running?`, 1, { cause });
      });
      if (response.ok || accepts.includes(response.status)) return response;
      throw new CommandError(`${url} answered ${response.status}: ${await messageOf(response)}`);
    },
  };
}

/** What the network says lies in the cause of fetch's own error. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? String(cause.code) : cause.message;
}

async function messageOf(response: Response): Promise<string> {
  const text = (await response.text()).trim();
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not one of our answers.
  }
  return text.slice(0, 500) || response.statusText;
}
