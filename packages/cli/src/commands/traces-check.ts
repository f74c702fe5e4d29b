import { checkSpanStore } from '@tracewright/collector';
import { type Command, command } from '../command/command.ts';
import { FOLDER_OPTION, spanFile } from '../server/store-folder.ts';

/** Exit code 1 where something is found. */
export const tracesCheck: Command = command({
  name: 'traces check',
  says: 'Verify a store end to end and say what is wrong with it; a collector may be running on it.',
  operands: '',
  options: { ...FOLDER_OPTION, json: { says: 'print what was found as JSON' } },
  async run({ data, json }, _, io) {
    const file = spanFile(data, io);
    const { findings, ...counts } = checkSpanStore(file);
    if (json) io.stdout.write(`${JSON.stringify({ file, ...counts, findings })}\n`);
    else {
      for (const { place, message } of findings) io.stdout.write(`${place} ${message}\n`);
      const found = findings.length === 0 ? 'all of it sound' : `${findings.length} found wrong`;
      const { traces, spans, chunks, fileBytes } = counts;
      io.stdout.write(`${file}: ${traces} traces, ${spans} spans, ${chunks} chunks, ${fileBytes} bytes: ${found}\n`);
    }
    return findings.length === 0 ? 0 : 1;
  },
});
