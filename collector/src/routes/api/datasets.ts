import type { DatasetRecord, DatasetUse, DatasetVersion, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { diffVersions, type VersionPlace } from '../../datasets/diff-versions.ts';
import { recordAnswer } from '../../datasets/record-answer.ts';
import { ApiError } from '../../errors.ts';
import type { PageKey } from '../../storage/tracking/keyset.ts';
import { notACursor } from './cursor.ts';
import { nanosOfMs, summaryOf, versionAnswer } from './dataset-answers.ts';
import { type DatasetDeps, makeDatasetRoutes } from './make-datasets.ts';
import { limitParameter, parseQuery, shortText } from './query-parameters.ts';

const EXPORTED_AT_ONCE = 500;
/** Versions, records and positions are counted by numbers of this length at most. */
const number = v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'is a whole number'), v.transform(Number));
const cursor = v.optional(shortText);
const List = v.object({
  /** A part of it. */
  search: v.optional(shortText),
  name: v.optional(shortText),
  cursor,
  limit: limitParameter(50, 500),
});
const Versions = v.object({ cursor: v.optional(number), limit: limitParameter(100, 1_000) });
const Records = v.object({ version: v.optional(number), cursor, limit: limitParameter(100, 1_000) });
const place = v.pipe(v.string(), v.regex(/^[\w-]{1,64}:\d{1,9}$/, 'names a version, as <id>:<number>'));
const Diff = v.object({
  before: place,
  after: place,
  cursor: v.optional(number, '0'),
  limit: limitParameter(100, 1_000),
});
const Uses = v.object({ limit: limitParameter(100, 1_000) });

/** `/api/v1/datasets` and `/api/v1/dataset-diff`: datasets by their versions, beside MLflow's interface, which has none. */
export function datasetRoutes(deps: DatasetDeps): Hono<AppEnv> {
  const { datasets, versions } = deps;
  return new Hono<AppEnv>()
    .route('/', makeDatasetRoutes(deps))
    .get('/datasets', async (c) => {
      const { workspaceId } = c.get('principal');
      const { search, name, cursor: after, limit } = parseQuery(List, c.req.query());
      const named = { kind: 'attribute', key: 'name' } as const;
      const conditions = [
        ...(name === undefined ? [] : [{ ...named, operator: '=' as const, values: [name] }]),
        ...(search === undefined ? [] : [{ ...named, operator: 'ILIKE' as const, values: [`%${search}%`] }]),
      ];
      const found = await datasets.search(workspaceId, [], {
        conditions,
        order: [],
        limit,
        ...(after !== undefined && { after: decodeKey(after) }),
      });
      const items = (await versions.withLatest(workspaceId, found.items)).map(summaryOf);
      return c.json(pageOf(items, found.next && encodeKey(found.next)));
    })
    .get('/datasets/:id', async (c) => {
      const { workspaceId } = c.get('principal');
      const [found] = await versions.withLatest(workspaceId, [await datasets.get(workspaceId, c.req.param('id'))]);
      return c.json(summaryOf(found!));
    })
    .get('/datasets/:id/versions', async (c) => {
      const { cursor: before, limit } = parseQuery(Versions, c.req.query());
      const found = await versions.list(c.get('principal').workspaceId, c.req.param('id'), limit + 1, before);
      const items: readonly DatasetVersion[] = found.slice(0, limit).map(versionAnswer);
      const next = found.length > limit ? String(items.at(-1)?.version) : undefined;
      // They are counted without a gap.
      return c.json(pageOf(items, next, before === undefined ? found[0]?.version : undefined));
    })
    .get('/datasets/:id/records', async (c) => {
      const { workspaceId } = c.get('principal');
      const id = c.req.param('id');
      const { version, cursor: after, limit } = parseQuery(Records, c.req.query());
      if (version === undefined) {
        const { recordCount } = await datasets.get(workspaceId, id);
        const found = await datasets.records(
          workspaceId,
          id,
          limit,
          after === undefined ? undefined : decodeKey(after),
        );
        const items = found.items.map((record) => recordAnswer(record.id, record.content));
        return c.json(pageOf<DatasetRecord>(items, found.next && encodeKey(found.next), recordCount));
      }
      const from = v.safeParse(number, after ?? '0');
      if (!from.success) throw notACursor();
      const { recordCount } = await versions.get(workspaceId, id, version);
      const found = await versions.records(workspaceId, id, version, limit, from.output);
      const next = from.output + found.length;
      const items = found.map((record) => recordAnswer(record.id, record.content));
      return c.json(pageOf<DatasetRecord>(items, next < recordCount ? String(next) : undefined, recordCount));
    })
    .get('/datasets/:id/versions/:version/export', async (c) => {
      const { workspaceId } = c.get('principal');
      const [id, version] = [c.req.param('id'), v.safeParse(number, c.req.param('version'))];
      if (!version.success) throw new ApiError('INVALID_PARAMETER_VALUE', 'version is a whole number');
      const { recordCount } = await versions.get(workspaceId, id, version.output);
      c.header('Content-Type', 'application/x-ndjson');
      c.header('Content-Disposition', `attachment; filename="dataset-${version.output}.jsonl"`);
      return stream(c, async (body) => {
        for (let from = 0; from < recordCount && !body.aborted; from += EXPORTED_AT_ONCE) {
          const part = await versions.records(workspaceId, id, version.output, EXPORTED_AT_ONCE, from);
          const lines = part.map((record) => `${JSON.stringify(recordAnswer(record.id, record.content))}\n`);
          await body.write(lines.join(''));
        }
      });
    })
    .get('/datasets/:id/uses', async (c) => {
      const { workspaceId } = c.get('principal');
      const id = c.req.param('id');
      const { limit } = parseQuery(Uses, c.req.query());
      const uses = await versions.uses(workspaceId, id, limit);
      const numbers = new Map<string, number>();
      for (const { digest, version } of await versions.list(workspaceId, id, 1_000)) numbers.set(digest, version);
      const items: readonly DatasetUse[] = uses.map(({ startMs, digest, ...use }) => ({
        ...use,
        startNs: nanosOfMs(startMs),
        digest,
        version: numbers.get(digest) ?? null,
      }));
      return c.json(pageOf(items, undefined));
    })
    .delete('/datasets/:id', async (c) => {
      await datasets.delete(c.get('principal').workspaceId, c.req.param('id'));
      return c.body(null, 204);
    })
    .get('/dataset-diff', async (c) => {
      const { before, after, cursor: from, limit } = parseQuery(Diff, c.req.query());
      const { workspaceId } = c.get('principal');
      return c.json(await diffVersions(versions, workspaceId, placeOf(before), placeOf(after), { from, limit }));
    });
}

function placeOf(text: string): VersionPlace {
  const [id = '', version] = text.split(':');
  return { id, version: Number(version) };
}

function pageOf<Item>(items: readonly Item[], next: string | undefined, total?: number): Page<Item> {
  const isKnown = total !== undefined || next === undefined;
  return { items, nextCursor: next ?? null, total: total ?? items.length, totalIsEstimate: !isKnown };
}

function encodeKey(key: PageKey): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}

/** @throws ApiError `INVALID_PARAMETER_VALUE` where it is none of ours */
function decodeKey(text: string): PageKey {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const isKey = Array.isArray(key) && key.every((value) => ['string', 'number'].includes(typeof value));
    if (isKey) return key as PageKey;
  } catch (cause) {
    throw notACursor(cause);
  }
  throw notACursor();
}
