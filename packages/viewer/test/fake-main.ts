/** `npm run fake`: sample traces and the built viewer, for work on the viewer without a collector. */
import { fileURLToPath } from 'node:url';
import { FakeServer } from './fake-server.ts';
import { bigTrace, caseTraces, crowd } from './samples.ts';

const nowNs = BigInt(Date.now()) * 1_000_000n;
const hourNs = 3_600_000_000_000n;
const big = [1_000, 10_000, 50_000].map((count, at) => bigTrace(count, nowNs - BigInt(at + 1) * hourNs));
const server = new FakeServer(
  [...caseTraces(nowNs), ...big, ...crowd(2_000, nowNs - 10n * hourNs)],
  fileURLToPath(new URL('../dist', import.meta.url)),
);
console.log(`Sample traces at ${await server.listen(Number(process.env.PORT ?? 4318))}`);
