import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

/** Where Debian puts each version. */
const VERSIONS = '/usr/lib/postgresql';

export interface PostgresServer {
  /** Address of a new, empty database. */
  readonly createDatabase: () => string;
  stop(): Promise<void>;
}

/** Where a server can be had. */
export type PostgresSource =
  /** One that is there, by the address of a database from which others can be made. */
  | { readonly url: string; readonly programs?: undefined }
  /** Folder of the programs by which one is started. */
  | { readonly programs: string; readonly url?: undefined };

/**
 * The server that `POSTGRES_URL` names, such as `postgres://user:password@host:5432/postgres`, whose user may make
 * databases; else the newest Postgres that is installed here; undefined where there is neither.
 */
export function postgresSource(): PostgresSource | undefined {
  const url = process.env.POSTGRES_URL;
  if (url) return { url };
  if (!existsSync(VERSIONS)) return undefined;
  const versions = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  const folders = versions.map((version) => join(VERSIONS, version, 'bin'));
  const programs = folders.find((folder) => existsSync(join(folder, 'initdb')));
  return programs === undefined ? undefined : { programs };
}

/** Databases on the server that is named, or on one that is started for it; afterwards they are gone. */
export async function openPostgres({ url, programs }: PostgresSource): Promise<PostgresServer> {
  return url === undefined ? startPostgres(programs) : namedPostgres(url);
}

function namedPostgres(url: string): PostgresServer {
  const made: string[] = [];
  return {
    createDatabase: () => {
      const name = `tracewright_test_${process.pid}_${Date.now()}_${made.length + 1}`;
      // Waits for it, as the program does that makes one on a server of our own.
      execFileSync(process.execPath, ['--input-type=module', '-e', CREATE, url, name], { cwd: import.meta.dirname });
      made.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    stop: async () => {
      const client = new Client({ connectionString: url });
      await client.connect();
      for (const name of made) await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await client.end();
    },
  };
}

const CREATE = `
  import pg from 'pg';
  const [url, name] = process.argv.slice(-2);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE DATABASE ' + name);
  await client.end();
`;

/** Starts a server of its own on a free port over an empty folder, which is gone afterwards. */
async function startPostgres(programs: string): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-postgres-'));
  const data = join(folder, 'data');
  const as = owner();
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
  const run = (program: string, args: readonly string[]): void => {
    execFileSync(join(programs, program), args, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  run('initdb', ['-D', data, '-U', 'test', '--auth=trust', '--locale=C.UTF-8', '--encoding=UTF8', '--no-sync']);
  const port = await freePort();
  const args = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'];
  const server = spawn(join(programs, 'postgres'), args, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  await isReady(server);
  let databases = 0;
  return {
    createDatabase: () => {
      const name = `test${++databases}`;
      run('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'test', name]);
      return `postgres://test@127.0.0.1:${port}/${name}`;
    },
    stop: async () => {
      // At once, without waiting for connections: nothing of it is kept.
      server.kill('SIGQUIT');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root: then it runs as the user that its package has made. */
function owner():
  | { readonly uid: number; readonly gid: number }
  | { readonly uid?: undefined; readonly gid?: undefined } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

/** The server says so in its log. */
async function isReady(server: ChildProcess): Promise<void> {
  let log = '';
  for await (const piece of server.stderr!) {
    log += String(piece);
    if (!log.includes('ready to accept connections')) continue;
    // What is never read would stop the server once the pipe is full.
    server.stderr!.resume();
    return;
  }
  throw new Error(`Postgres did not start: ${log}`);
}
