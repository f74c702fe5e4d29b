import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { ROUTING_HEADER } from '@tracewright/schema';
import { type Command, command } from '../command/command.ts';
import { CommandError } from '../command/command-error.ts';
import { type Io, say } from '../command/io.ts';
import { ExperimentHeaders, NoExperimentError } from '../import/experiment-headers.ts';
import { linesOf } from '../import/lines-of.ts';
import { requestsOf, type TraceRequest } from '../import/requests-of.ts';
import { SERVER_OPTIONS, type Server, withServer } from '../server/server.ts';

/** Requests under way at a time: one is written while the next is read. */
const AT_ONCE = 2;
const TRIES = 8;
const MAX_WAIT_MS = 30_000;
/** What the collector says when it has too much to do. */
const BUSY: readonly number[] = [429, 503];
/** Of 403 and 404 the reason is an experiment or run that whoever imports may not write to, or that is not there. */
const REFUSED: readonly number[] = [400, 403, 404, 413];

interface Import {
  readonly server: Server;
  readonly io: Io;
  readonly experiments: ExperimentHeaders;
  spans: number;
  failures: number;
}

/** A line that cannot be taken is named, and the others are taken all the same. */
export const tracesImport: Command = command({
  name: 'traces import',
  says: 'Store traces from lines of OTLP JSON, each a request of its own, as `traces export` writes them.',
  operands: '[file …]',
  options: SERVER_OPTIONS,
  run(options, files, io) {
    return withServer(options, io, async (server) => {
      const done: Import = { server, io, experiments: new ExperimentHeaders(server), spans: 0, failures: 0 };
      for (const file of files.length === 0 ? ['-'] : files) {
        await importLines(done, file, file === '-' ? io.stdin : contentOf(file));
      }
      const refused = done.failures === 0 ? '' : `; ${done.failures} could not be taken`;
      say(io, `${done.spans} ${done.spans === 1 ? 'span' : 'spans'} stored${refused}`);
      return done.failures === 0 ? 0 : 1;
    });
  },
});

/** @throws Error of the system naming the file, or CommandError. */
function contentOf(file: string): Readable {
  if (statSync(file).isDirectory()) throw new CommandError(`${file} is a folder`);
  return createReadStream(file);
}

async function importLines(into: Import, file: string, input: Readable): Promise<void> {
  const underWay = new Set<Promise<void>>();
  let number = 0;
  for await (const line of linesOf(input)) {
    const place = `${file === '-' ? 'standard input' : file}, line ${++number}`;
    if (line.trim() === '') continue;
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    const sent = importLine(into, line, place).then(() => void underWay.delete(sent));
    underWay.add(sent);
    // Whoever writes the lines may take long over the next one, behind which the failure comes to light.
    sent.catch(() => {});
  }
  await Promise.all(underWay);
}

async function importLine(into: Import, line: string, place: string): Promise<void> {
  const failed = (why: string): void => {
    into.failures++;
    say(into.io, `${place}: ${why}`);
  };
  const requests = requestsOf(line);
  if (requests === undefined) return failed('not an OTLP request in JSON');
  for (const request of requests) {
    const { body, spans } = request;
    const headers = await headersOf(request, into.experiments).catch((error: unknown) => {
      if (error instanceof NoExperimentError) return error;
      throw error;
    });
    if (headers instanceof NoExperimentError) {
      failed(headers.message);
      continue;
    }
    const response = await post(into.server, body, headers);
    const answer = await response.text();
    if (!response.ok) {
      failed(messageOf(answer));
      continue;
    }
    const { rejected, why } = rejectedBy(answer);
    into.spans += spans - rejected;
    if (rejected > 0) failed(`${rejected} of ${spans} spans refused: ${why}`);
  }
}

/** What a line says of where its spans belong goes the way of every sender: who may not write there is refused. */
async function headersOf(
  { experiment, runId }: TraceRequest,
  experiments: ExperimentHeaders,
): Promise<Record<string, string>> {
  return {
    'content-type': 'application/json',
    ...(experiment !== undefined && (await experiments.of(experiment))),
    ...(runId !== undefined && { [ROUTING_HEADER.mlflowRunId]: runId }),
  };
}

/** Comes again as long as the collector has too much to do. */
async function post(server: Server, body: string, headers: Record<string, string>): Promise<Response> {
  for (let left = TRIES; ; left--) {
    const init = { method: 'POST', headers, body };
    const response = await server.request('/v1/traces', init, [...BUSY, ...REFUSED]);
    if (!BUSY.includes(response.status)) return response;
    if (left === 1) throw new CommandError('the collector has too much to do: try again later');
    await response.arrayBuffer();
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await wait(Math.min(Number.isFinite(seconds) ? seconds * 1_000 : 1_000, MAX_WAIT_MS));
  }
}

function messageOf(answer: string): string {
  try {
    return String((JSON.parse(answer) as { readonly message?: unknown }).message ?? answer);
  } catch {
    return answer;
  }
}

function rejectedBy(answer: string): { readonly rejected: number; readonly why: string } {
  const { partialSuccess } = JSON.parse(answer) as {
    readonly partialSuccess?: { readonly rejectedSpans?: string; readonly errorMessage?: string };
  };
  return { rejected: Number(partialSuccess?.rejectedSpans ?? 0), why: partialSuccess?.errorMessage ?? '' };
}
