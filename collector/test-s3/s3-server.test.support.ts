import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

const POLL_MS = 50;

/** A server that speaks S3, in which everybody who has these credentials may do everything. */
export interface S3Server {
  readonly endpoint: string;
  /** Undefined: those of the environment. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly client: S3Client;
  /** Makes a bucket of a name that is not taken. */
  createBucket(): Promise<string>;
  stop(): Promise<void>;
}

/** The server that `S3_ENDPOINT` names, else one that `S3_SERVER_PROGRAM` is; undefined where neither is set. */
export async function openS3Server(): Promise<S3Server | undefined> {
  const { S3_ENDPOINT: endpoint, S3_SERVER_PROGRAM: program } = process.env;
  if (endpoint) return s3Server(endpoint, undefined, async () => {});
  return program ? startServer(program) : undefined;
}

async function startServer(program: string): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-s3-'));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'secret-of-the-test' };
  const port = await freePort();
  const keys = ['--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey];
  const child = spawn(program, [...keys, '--quiet', '--port', `127.0.0.1:${port}`, 'posix', folder], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = s3Server(`http://127.0.0.1:${port}`, credentials, async () => {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  });
  while (!(await answers(server.client))) {
    if (child.exitCode !== null) throw new Error(`the S3 server ended with ${child.exitCode}`);
    await setTimeout(POLL_MS);
  }
  return server;
}

function s3Server(endpoint: string, credentials: S3Server['credentials'], stopped: () => Promise<void>): S3Server {
  const region = process.env.AWS_REGION || 'us-east-1';
  const client = new S3Client({ endpoint, region, forcePathStyle: true, ...(credentials && { credentials }) });
  let buckets = 0;
  return {
    endpoint,
    credentials,
    client,
    createBucket: async () => {
      const name = `tracewright-${process.pid}-${Date.now()}-${++buckets}`;
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return name;
    },
    stop: async () => {
      client.destroy();
      await stopped();
    },
  };
}

async function answers(client: S3Client): Promise<boolean> {
  return client.send(new ListBucketsCommand()).then(
    () => true,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
