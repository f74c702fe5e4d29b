import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Erasure, nanos } from '@tracewright/schema';
import { expect, onTestFinished, test } from 'vitest';
import { columnText } from '../normalise/column-text.ts';
import { overriding } from '../overriding.ts';
import { withTraceFiles } from '../retention/with-trace-files.ts';
import { DiskBlobStore } from '../storage/blobs/disk/disk-blob-store.ts';
import { TracePayloads } from '../storage/blobs/trace-payloads.ts';
import { MemorySpanStore } from '../storage/spans/memory/memory-span-store.ts';
import { newRecord } from '../storage/tracking/audit/audit-store.contract.ts';
import { openTrackingStores } from '../storage/tracking/sqlite/open-tracking-stores.ts';
import { emptyFolder } from '../testing/empty-folder.ts';
import { spanId, testSpan, traceId } from '../testing/span.ts';
import { Eraser } from './eraser.ts';
import { subjectDigest } from './subject-digest.ts';

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;
const CONTENT = new TextEncoder().encode('a long prompt');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

/** Traces 1 and 2 of Ann, 3 of Bob, with something in every store of each; the same once more in another workspace. */
async function world() {
  const clock = { nowMs: 1_767_225_600_000 };
  const nowMs = () => clock.nowMs;
  const spans = new MemorySpanStore();
  const blobs = new DiskBlobStore(join(emptyFolder(), 'blobs'));
  const payloads = new TracePayloads(blobs);
  const tracking = withTraceFiles(await openTrackingStores({ file: ':memory:', nowMs }), { blobs, payloads });
  onTestFinished(() => tracking.close());
  const { notes, erasures, redactionRules: rules, traceInfos, datasets, traceContents: contents } = tracking;
  const send = (workspaceId: string, id: number, userId: string, sessionId = '') => {
    const records = [testSpan({ traceId: traceId(id), spanId: spanId(id), userId, sessionId })];
    const group = { resource: new Uint8Array(), scope: new Uint8Array(), spans: records };
    return spans.append([{ workspaceId, experimentId: '0', groups: [group] }]);
  };
  const datasetIds = new Map<string, string>();
  for (const workspaceId of ['default', 'other']) {
    const { id } = await datasets.create(workspaceId, { name: 'd', tags: new Map(), experimentIds: [] });
    datasetIds.set(workspaceId, id);
    for (const [number, userId] of [
      [1, 'ann'],
      [2, 'ann'],
      [3, 'bob'],
    ] as const) {
      await send(workspaceId, number, userId, number === 2 ? 's2' : '');
      await notes.setTraceTag(workspaceId, traceId(number), 'team', 'x');
      await payloads.put(workspaceId, traceId(number), SHA256, pieces());
      const source = { source_type: 'TRACE', source_data: { trace_id: `tr-${traceId(number)}` } };
      await datasets.putRecords(workspaceId, id, [{ inputs: { q: number }, source }]);
    }
  }
  const stores = { spans, notes, payloads, contents, erasures, traceInfos, rules, blobs, audit: tracking.audit };
  const deps = { ...stores, runs: tracking.subjectRuns, nowMs };
  const eraser = new Eraser(deps, (error) => expect.unreachable(String(error)));
  const ask = async (of: Erasure['of'], subject: string, isDryRun = false) =>
    erasures.add('default', {
      ...{ of, subject, isDryRun, requestedBy: 'root', watchedUntilMs: isDryRun ? undefined : nowMs() + HOUR_MS },
      digest: subjectDigest(await rules.secret('default'), of, subject),
    });
  /** Ids of traces that something is left of, by where. */
  const left = async (workspaceId = 'default') => {
    const ids = [1, 2, 3];
    const { items } = await datasets.records(workspaceId, datasetIds.get(workspaceId)!, 10);
    const tags = await notes.getTraceTags(workspaceId, ids.map(traceId));
    const stored = await Promise.all(ids.map((id) => spans.getTrace(workspaceId, traceId(id))));
    return {
      spans: ids.filter((_, index) => stored[index] !== undefined),
      tags: ids.filter((id) => tags.get(traceId(id))?.team !== undefined),
      records: items.map(({ content }) => content.inputs.q).sort(),
      payloads: await payloads.count(workspaceId, ids.map(traceId)),
      isContentKept: (await payloads.read(workspaceId, SHA256)) !== undefined,
    };
  };
  return { clock, deps, eraser, ask, left, send, erasures, tracking, blobs };
}

async function* pieces(text?: string): AsyncGenerator<Uint8Array> {
  yield text === undefined ? CONTENT : new TextEncoder().encode(text);
}

const ALL = { spans: [1, 2, 3], tags: [1, 2, 3], records: [1, 2, 3], payloads: 3, isContentKept: true };

test('everything of a user goes from all stores, of nobody else and in no other workspace', async () => {
  const { eraser, ask, left, erasures } = await world();
  const { id } = await ask('user', 'ann');
  await eraser.runOnce(NEVER);
  expect(await left()).toEqual({ spans: [3], tags: [3], records: [3], payloads: 1, isContentKept: true });
  expect(await left('other')).toEqual(ALL);
  expect(await erasures.get('default', id)).toMatchObject({
    ...{ state: 'done', subject: undefined },
    counts: { traces: 2, spans: 2, traceTags: 2, datasetRecords: 2, payloads: 2, lateTraces: 0 },
  });
});

test('a dry run counts the same and deletes nothing', async () => {
  const { eraser, ask, left, erasures } = await world();
  const { id } = await ask('session', 's2', true);
  await eraser.runOnce(NEVER);
  expect(await left()).toEqual(ALL);
  expect(await erasures.get('default', id)).toMatchObject({
    ...{ state: 'done', watchedUntilMs: undefined },
    counts: { traces: 1, spans: 1, datasetRecords: 1 },
  });
});

test('what arrives of somebody afterwards goes as well, by whom it is of or by its trace, until the time is over', async () => {
  const { clock, eraser, ask, left, send, erasures } = await world();
  const { id } = await ask('user', 'ann');
  await eraser.runOnce(NEVER);
  // A late span that does not say whose it is, and a new trace.
  await send('default', 1, '');
  await send('default', 2, 'ann');
  await eraser.runOnce(NEVER);
  expect((await left()).spans).toEqual([3]);
  expect(await erasures.get('default', id)).toMatchObject({ counts: { traces: 2, lateTraces: 2 } });
  await send('default', 4, 'ann');
  await eraser.runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ counts: { traces: 3, lateTraces: 3 } });
  clock.nowMs += HOUR_MS;
  await send('default', 1, 'ann');
  await eraser.runOnce(NEVER);
  expect((await left()).spans).toEqual([1, 3]);
});

test('what arrives of somebody goes by any of its spans, and by a long id of which columns hold the beginning', async () => {
  const { deps, eraser, ask, left } = await world();
  const long = 'u'.repeat(600);
  for (const user of ['ann', long]) await ask('user', user);
  await eraser.runOnce(NEVER);
  const arrive = (id: number, ...users: readonly string[]) => {
    const records = users.map((userId, at) =>
      testSpan({ traceId: traceId(id), spanId: spanId(10 * id + at), userId, startNs: nanos(String(at + 1)) }),
    );
    const group = { resource: new Uint8Array(), scope: new Uint8Array(), spans: records };
    return deps.spans.append([{ workspaceId: 'default', experimentId: '0', groups: [group] }]);
  };
  await arrive(1, 'carl', 'ann');
  await arrive(2, columnText(long));
  await arrive(4, 'carl', 'ann');
  await eraser.runOnce(NEVER);
  expect((await left()).spans).toEqual([3]);
  expect(await deps.spans.getTrace('default', traceId(4))).toBeUndefined();
});

test('an erasure that broke off in between is finished by whoever comes next, to the last store', async () => {
  const { deps, ask, left, erasures } = await world();
  const { id } = await ask('user', 'ann');
  const notes = { ...deps.notes, tracesSaid: async () => [], deleteTraces: () => Promise.reject(new Error('killed')) };
  const reported: unknown[] = [];
  await new Eraser({ ...deps, notes }, (error) => reported.push(error)).runOnce(NEVER);
  expect(reported).toHaveLength(1);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'failed', error: 'killed', subject: 'ann' });
  // By now nothing tells whose these tags and contents are, but that they were under way.
  expect(await left()).toMatchObject({ spans: [3], tags: [1, 2, 3], payloads: 3 });
  await new Eraser(deps, () => {}).runOnce(NEVER);
  expect(await left()).toEqual({ spans: [3], tags: [3], records: [3], payloads: 1, isContentKept: true });
  expect(await erasures.get('default', id)).toMatchObject({ state: 'done', error: null, counts: { traces: 2 } });
});

test('an erasure that has failed is tried again after a while, though the clock is set back meanwhile', async () => {
  const { deps, ask, erasures, clock } = await world();
  const { id } = await ask('user', 'ann');
  let isDown = true;
  const tracesSaid: typeof deps.notes.tracesSaid = async (...given) => {
    if (isDown) throw new Error('down');
    return deps.notes.tracesSaid(...given);
  };
  const notes = Object.assign(Object.create(deps.notes) as typeof deps.notes, { tracesSaid });
  const eraser = new Eraser({ ...deps, notes }, () => {});
  await eraser.runOnce(NEVER);
  isDown = false;
  await eraser.runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'failed' });
  clock.nowMs -= 24 * HOUR_MS;
  await eraser.runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'done' });
});

test('the last trace that has a content takes it along', async () => {
  const { eraser, ask, left } = await world();
  for (const user of ['ann', 'bob']) await ask('user', user);
  await eraser.runOnce(NEVER);
  expect(await left()).toEqual({ spans: [], tags: [], records: [], payloads: 0, isContentKept: false });
});

test('what was erased is taken out of files as well, again until nothing is left, and after a restart', async () => {
  const { deps, ask, clock } = await world();
  const answers = [false, true];
  let asked = 0;
  const scrub = async () => {
    asked++;
    return answers.shift() ?? true;
  };
  const report = (error: unknown) => expect.unreachable(String(error));
  const idle = new Eraser({ ...deps, scrub }, report);
  expect(await idle.runOnce(NEVER)).toBe(true);
  expect(asked).toBe(0);
  await ask('user', 'ann');
  for (let round = 0; round < 3; round++) expect(await idle.runOnce(NEVER)).toBe(false);
  expect(asked).toBe(2);
  const restarted = new Eraser({ ...deps, scrub }, report);
  for (let round = 0; round < 2; round++) await restarted.runOnce(NEVER);
  expect(asked).toBe(3);
  clock.nowMs += 2 * HOUR_MS;
  expect(await restarted.runOnce(NEVER)).toBe(true);
});

test('what the audit log says of somebody stays, and is counted', async () => {
  const { eraser, ask, deps, erasures } = await world();
  await deps.audit.append('default', [
    newRecord(1, { object: 'sessions/s2' }),
    newRecord(2, { object: 'sessions/s3' }),
  ]);
  const { id } = await ask('session', 's2');
  await eraser.runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'done', counts: { traces: 1, auditMentions: 1 } });
});

test('runs that are about somebody lose their files, tables their rows, and what nobody can know is listed', async () => {
  const { eraser, ask, erasures, tracking, blobs } = await world();
  const { runs } = tracking;
  const made = async (tags: Readonly<Record<string, string>>, workspaceId = 'default', userId = '') => {
    const run = { experimentId: '0', name: '', userId, startMs: undefined, tags: new Map(Object.entries(tags)) };
    const { id, artifactUri } = await runs.create(workspaceId, run);
    const folder = artifactUri.replace('mlflow-artifacts:/', '');
    await blobs.put(workspaceId, `${folder}/notes.txt`, pieces());
    const files = async () => {
      const paths: string[] = [];
      for await (const { path } of blobs.files(workspaceId, folder)) paths.push(path.slice(folder.length + 1));
      return paths;
    };
    const write = (path: string, content: unknown) =>
      blobs.put(workspaceId, `${folder}/${path}`, pieces(JSON.stringify(content)));
    const read = async (path: string): Promise<unknown> =>
      new Response((await blobs.read(workspaceId, `${folder}/${path}`))?.stream).json();
    return { id, files, write, read };
  };
  const about = await made({ user_id: 'ann', note: 'x' });
  const elsewhere = await made({ user_id: 'ann' }, 'other');
  const started = await made({}, 'default', 'ann');
  const tagged = await made({ reviewer: 'ann' });
  const tables = ['rows.json', 'gone.json', 'list.json', '../../up.json'].map((path) => ({ path, type: 'table' }));
  const logged = await made({ 'mlflow.loggedArtifacts': JSON.stringify(tables.slice(0, 2)) });
  const unreadable = await made({ 'mlflow.loggedArtifacts': JSON.stringify(tables) });
  const data = [
    ['ann', 1],
    ['bob', 2],
    ['', { trace: [`tr-${traceId(2)}`] }],
    ['', traceId(3)],
  ];
  await logged.write('rows.json', { columns: ['User ID', 'q'], index: [0, 1, 2, 3], data });
  await unreadable.write('list.json', ['ann']);

  const dry = await ask('user', 'ann', true);
  await eraser.runOnce(NEVER);
  const { id } = await ask('user', 'ann');
  await eraser.runOnce(NEVER);
  const done = await erasures.get('default', id);
  expect(done).toMatchObject({ state: 'done', counts: { traces: 2, runs: 1, artifacts: 1, tableRows: 2 } });
  expect(done!.leftOver).toEqual([
    { runId: unreadable.id, why: 'unreadableTable' },
    ...[started.id, tagged.id].sort().map((runId) => ({ runId, why: 'named' })),
  ]);
  expect(await erasures.get('default', dry.id)).toMatchObject({
    ...{ counts: { runs: 1, artifacts: 1, tableRows: 2 }, leftOver: done!.leftOver },
  });
  expect([await about.files(), await elsewhere.files(), await tagged.files()]).toEqual([
    ...[[], ['notes.txt'], ['notes.txt']],
  ]);
  expect([...(await runs.get('default', about.id)).tags.keys()]).not.toContain('user_id');
  expect(await logged.read('rows.json')).toEqual({
    ...{
      columns: ['User ID', 'q'],
      index: [1, 3],
      data: [
        ['bob', 2],
        ['', traceId(3)],
      ],
    },
  });
});

test('rows that come into a table while it is looked through are not lost', async () => {
  const { deps, ask, erasures, tracking, blobs } = await world();
  const tags = new Map([['mlflow.loggedArtifacts', '[{"path": "t.json", "type": "table"}]']]);
  const run = { experimentId: '0', name: '', userId: '', startMs: undefined, tags };
  const { artifactUri } = await tracking.runs.create('default', run);
  const file = `${artifactUri.replace('mlflow-artifacts:/', '')}/t.json`;
  const write = (data: readonly unknown[]) =>
    blobs.put('default', file, pieces(JSON.stringify({ columns: ['user'], data })));
  await write([['ann']]);
  let reads = 0;
  const read: typeof blobs.read = async (...given) => {
    const content = await blobs.read(...given);
    if (reads++ === 0) await write([['ann'], ['new']]);
    return content;
  };
  const { id } = await ask('user', 'ann');
  const racing = { ...deps, blobs: overriding(blobs, { read }) };
  await new Eraser(racing, (error) => expect.unreachable(String(error))).runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'done', counts: { tableRows: 1 } });
  expect(await new Response((await blobs.read('default', file))?.stream).json()).toMatchObject({ data: [['new']] });
});

test('the tables of a run are read one after the other, and one that is named twice once', async () => {
  const { deps, ask, erasures, tracking, blobs } = await world();
  const tables = ['a.json', 'b.json', 'a.json', 'c.json'].map((path) => ({ path, type: 'table' }));
  const tags = new Map([['mlflow.loggedArtifacts', JSON.stringify(tables)]]);
  const run = { experimentId: '0', name: '', userId: '', startMs: undefined, tags };
  const { artifactUri } = await tracking.runs.create('default', run);
  const folder = artifactUri.replace('mlflow-artifacts:/', '');
  for (const { path } of tables) {
    await blobs.put('default', `${folder}/${path}`, pieces('{"columns":["user"],"data":[["ann"],["bob"]]}'));
  }
  let [open, most] = [0, 0];
  const stat: typeof blobs.stat = (...given) => {
    most = Math.max(most, ++open);
    return blobs.stat(...given);
  };
  const put: typeof blobs.put = async (...given) => {
    const done = await blobs.put(...given);
    open = 0;
    return done;
  };
  const { id } = await ask('user', 'ann');
  const watched = { ...deps, blobs: overriding(blobs, { stat, put }) };
  await new Eraser(watched, (error) => expect.unreachable(String(error))).runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'done', counts: { tableRows: 3 } });
  // Looked at before it is read and before it is written.
  expect(most).toBe(2);
});

test('where it is ended between two runs it goes on with the next, and counts each once', async () => {
  const { deps, ask, erasures, tracking, blobs } = await world();
  for (let number = 0; number < 3; number++) {
    const run = { experimentId: '0', name: '', userId: '', startMs: undefined, tags: new Map([['user', 'ann']]) };
    const { artifactUri } = await tracking.runs.create('default', run);
    await blobs.put('default', `${artifactUri.replace('mlflow-artifacts:/', '')}/notes.txt`, pieces());
  }
  const end = new AbortController();
  const remove: typeof blobs.delete = (...given) => {
    end.abort();
    return blobs.delete(...given);
  };
  const { id } = await ask('user', 'ann');
  const ended = { ...deps, blobs: overriding(blobs, { delete: remove }) };
  const failed = (error: unknown) => expect.unreachable(String(error));
  await new Eraser(ended, failed).runOnce(end.signal);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'running', counts: { artifacts: 1 } });
  await new Eraser(deps, failed).runOnce(NEVER);
  expect(await erasures.get('default', id)).toMatchObject({ state: 'done', counts: { runs: 3, artifacts: 3 } });
});
