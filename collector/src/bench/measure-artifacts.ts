import { randomBytes } from 'node:crypto';
import { HttpClient } from './http-client.ts';
import { startServer } from './measured-server.ts';

const FOLDER = '/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts';
const ROUNDS = 15;

/** Measures how long files of runs take to be stored, and to be read again: one after the other, in an empty folder. */
export async function measureArtifacts(folder: string): Promise<void> {
  const server = await startServer(folder);
  const client = new HttpClient(server.url);
  for (const [size, bytes] of [
    ['32 MiB', 32 * 2 ** 20],
    ['1 MiB', 2 ** 20],
    ['1 KiB', 2 ** 10],
  ] as const) {
    const content = randomBytes(bytes);
    const name = (round: number): string => `${FOLDER}/${bytes}-${round}`;
    await client.put(name(ROUNDS), content);
    const before = await server.usage();
    const put = await median((round) => client.put(name(round), content));
    const cpuMs = ((await server.usage()).cpuMs - before.cpuMs) / ROUNDS;
    const get = await median((round) => client.get(name(round)));
    console.log(
      `a file of ${size}: stored in ${put.toFixed(1)} ms (${rate(bytes, put)}), ${cpuMs.toFixed(1)} ms of the ` +
        `processor; read in ${get.toFixed(1)} ms (${rate(bytes, get)})`,
    );
  }
  console.log(`RSS ${((await server.usage()).rssBytes / 2 ** 20).toFixed(0)} MiB at the end`);
  client.close();
  await server.stop();
}

async function median(request: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    await request(round);
    times.push(performance.now() - startMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}

function rate(bytes: number, ms: number): string {
  return `${(bytes / 1e3 / ms).toFixed(0)} MB/s`;
}
