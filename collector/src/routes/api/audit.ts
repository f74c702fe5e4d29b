import type { AuditEntry, AuditOutcome, Page } from '@tracewright/schema';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import * as v from 'valibot';
import type { AppEnv } from '../../app-env.ts';
import { verifyChain } from '../../audit/verify-chain.ts';
import { csvLine } from '../../export/csv.ts';
import type { AuditPlace, AuditRecord, AuditStore } from '../../storage/tracking/audit/audit-store.ts';
import { choiceParameter, limitParameter, parseQuery, shortText, timeParameter } from './query-parameters.ts';

const NS_PER_MS = 1_000_000n;
const EXPORTED_AT_ONCE = 1_000;

const List = v.object({
  action: v.optional(shortText),
  subject: v.optional(shortText),
  object: v.optional(shortText),
  outcome: v.optional(choiceParameter('done', 'refused', 'failed')),
  from: v.optional(timeParameter),
  to: v.optional(timeParameter),
  limit: limitParameter(100, 1_000),
  cursor: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,15}$/, 'is no cursor of this list'), v.transform(Number))),
});

/** Such as `17:` and 64 hex digits, as `head` of an earlier answer had them. */
const Verify = v.object({
  head: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,15}:[0-9a-f]{64}$/, 'is a number, a colon and 64 hex digits'),
      v.transform((text): AuditPlace => {
        const [seq = '', hash = ''] = text.split(':');
        return { seq: Number(seq), hash };
      }),
    ),
  ),
});

const Export = v.object({ format: v.optional(choiceParameter('jsonl', 'csv'), 'jsonl') });

const COLUMNS: readonly (keyof AuditEntry)[] = [
  ...(['seq', 'atNs', 'action', 'object', 'subject', 'via', 'keyId', 'address', 'outcome', 'status'] as const),
  ...(['count', 'writer', 'ordinal', 'hash'] as const),
];

export interface AuditDeps {
  readonly audit: Pick<AuditStore, 'list' | 'scan' | 'head'>;
  /** Resolves once what was noted is stored: nobody misses what he has just done. */
  readonly flush: () => Promise<void>;
  /** The process that writes now. */
  readonly writer: string;
}

/** `/api/v1/audit`: who did what in a workspace. */
export function auditRoutes({ audit, flush, writer }: AuditDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', async (c) => {
      const { limit, cursor, from, to, action, subject, object, outcome } = parseQuery(List, c.req.query());
      const asked = { action, subject, object, outcome: outcome as AuditOutcome | undefined };
      const bounds = { fromMs: msOf(from), toMs: msOf(to), before: cursor };
      const { workspaceId } = c.get('principal');
      await flush();
      const records = await audit.list(workspaceId, { ...asked, ...bounds, limit: limit + 1 });
      const items = records.slice(0, limit).map(auditEntry);
      const head = await audit.head(workspaceId);
      const page: Page<AuditEntry> = {
        items,
        nextCursor: records.length > limit ? String(items.at(-1)!.seq) : null,
        // What a filter finds is not counted: the log may be long.
        total: head === undefined ? 0 : head.last.seq - head.base.seq,
        totalIsEstimate: [action, subject, object, outcome, from, to].some((given) => given !== undefined),
      };
      return c.json(page);
    })
    .get('/verify', async (c) => {
      const { head: anchor } = parseQuery(Verify, c.req.query());
      await flush();
      return c.json(await verifyChain(audit, c.get('principal').workspaceId, { anchor, writer }));
    })
    .get('/export', async (c) => {
      const { workspaceId } = c.get('principal');
      const isCsv = parseQuery(Export, c.req.query()).format === 'csv';
      await flush();
      c.header('Content-Type', isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
      c.header('Content-Disposition', `attachment; filename="audit.${isCsv ? 'csv' : 'jsonl'}"`);
      return stream(c, async (body) => {
        if (isCsv) await body.write(csvLine(COLUMNS));
        for (let after = 0; !body.aborted; ) {
          const records = await audit.scan(workspaceId, after, EXPORTED_AT_ONCE);
          const last = records.at(-1);
          if (last === undefined) return;
          after = last.seq;
          const lines = records.map(auditEntry).map((entry) => (isCsv ? lineOf(entry) : `${JSON.stringify(entry)}\n`));
          await body.write(lines.join(''));
        }
      });
    });
}

function lineOf(entry: AuditEntry): string {
  return csvLine(COLUMNS.map((column) => entry[column]));
}

function msOf(ns: bigint | undefined): number | undefined {
  return ns === undefined ? undefined : Number(ns / NS_PER_MS);
}

function auditEntry({ atMs, ...record }: AuditRecord): AuditEntry {
  return { ...record, atNs: String(BigInt(Math.round(atMs)) * NS_PER_MS) };
}
