import { ArtifactFolder, TracewrightClient } from '@tracewright/client';
import { expect, test } from 'vitest';
import { collectorOn, emptyFolder } from '../run-command.test.support.ts';
import { copyFiles, type SourceFiles } from './copy-files.ts';
import { ImportJob } from './import-job.ts';

const LARGE_BYTES = 9 * 1_024 * 1_024;

/** Files that say of themselves how large they are, whatever comes of them. */
function filesOf(files: Readonly<Record<string, readonly [sizeBytes: number, content: string]>>): SourceFiles {
  return {
    list: async () => Object.entries(files).map(([path, [sizeBytes]]) => ({ path, isFolder: false, sizeBytes })),
    read: async (path) => new Response(files[path]?.[1]),
  };
}

test('a file of which less comes than there is has failed, and is asked for again by the next import', async () => {
  const client = new TracewrightClient({ url: (await collectorOn(emptyFolder())).url });
  const { artifactUri } = await client.runs.create({ experimentId: '0' });
  const folder = new ArtifactFolder(client.connection, artifactUri);
  const warnings: string[] = [];
  const copied = async (source: SourceFiles) => {
    const job = new ImportJob(client, client, (text) => warnings.push(text));
    const isWhole = await copyFiles(job, 'run', source, folder);
    return { isWhole, ...job.tallies.file };
  };
  const cut = filesOf({ empty: [0, ''], small: [9, 'half'], large: [LARGE_BYTES, 'half'] });
  expect(await copied(cut)).toEqual({ isWhole: false, found: 3, added: 1, known: 0, failed: 2 });
  expect(warnings).toEqual([
    'file run/small: 4 bytes have come, not 9',
    `file run/large: 4 bytes have come, not ${LARGE_BYTES}`,
  ]);
  const whole = filesOf({ empty: [0, ''], small: [9, 'all of it'], large: [LARGE_BYTES, 'x'.repeat(LARGE_BYTES)] });
  expect(await copied(whole)).toEqual({ isWhole: true, found: 3, added: 2, known: 1, failed: 0 });
  expect(await folder.get('small').text()).toBe('all of it');
});
