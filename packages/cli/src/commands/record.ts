import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { recordingText, recordTrace } from '@tracewright/evaluate';
import { type Command, command } from '../command/command.ts';
import { CommandError, usageError } from '../command/command-error.ts';
import { say } from '../command/io.ts';
import { SERVER_OPTIONS, withServer } from '../server/server.ts';

/** As the viewer and MLflow's clients write it. */
const TRACE_ID = /^(?:tr-)?([0-9a-f]{32})$/i;

/** A larger one is no fixture that anybody reads. UTF-16 units. */
const MAX_LENGTH = 16 * 1024 * 1024;

/** What is missing in a recording is said, and is no failure: a replay may do without. */
export const record: Command = command({
  name: 'record',
  says: "Write a trace's calls of models, tools and retrievers to a file, which tests replay without any server.",
  operands: '<trace id>',
  options: {
    ...SERVER_OPTIONS,
    out: { value: 'file', says: 'such as fixtures/refund.trace.json; default standard output' },
  },
  run({ out, ...options }, [given, ...more], io) {
    const id = TRACE_ID.exec(given ?? '')?.[1]?.toLowerCase();
    if (id === undefined || more.length > 0) throw usageError('one trace is recorded, by its id of 32 hex digits');
    return withServer(options, io, async (server) => {
      const query = new URLSearchParams({ filter: `id = '${id}'`, format: 'otlp' });
      const recorded = recordTrace(await (await server.request(`/api/v1/export?${query}`)).text());
      if (recorded === undefined) throw new CommandError(`there is no trace ${id}`);
      const { recording, gaps } = recorded;
      const text = recordingText(recording);
      if (text.length > MAX_LENGTH) throw new CommandError(`the trace is too large: ${text.length} characters`);
      if (out === undefined) io.stdout.write(text);
      else {
        await mkdir(dirname(out), { recursive: true });
        await writeFile(out, text);
      }
      for (const gap of gaps) say(io, `cannot be replayed: ${gap}`);
      const { length } = recording.calls;
      say(io, `${length} ${length === 1 ? 'call' : 'calls'} recorded`);
      return 0;
    });
  },
});
