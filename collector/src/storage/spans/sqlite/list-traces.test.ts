import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseFilter } from '../../../filter/parse-filter.ts';
import { NEW_YEAR, sampleBatch, sampleSpan, spanIdOf, traceIdOf } from '../contract/sample-span.ts';
import type { TraceKey } from '../span-store.ts';
import { placeOf } from '../trace-order.ts';
import { openSqliteSpanStore } from './sqlite-span-store.ts';

test.each(['', 'has(kind = llm)'])(
  'pages by tokens end where these add up to more than a double can tell: %s',
  async (filter) => {
    const folder = mkdtempSync(join(tmpdir(), 'tracewright-list-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const store = openSqliteSpanStore({ file: join(folder, 'spans.db') });
    onTestFinished(() => store.close());
    const call = { spanId: spanIdOf(1), kind: 'llm', inputTokens: Number.MAX_SAFE_INTEGER } as const;
    await store.append([
      sampleBatch([
        sampleSpan({ ...call, traceId: traceIdOf(1), outputTokens: 2 }),
        sampleSpan({ ...call, traceId: traceIdOf(2), outputTokens: 4 }),
        sampleSpan({ ...call, traceId: traceIdOf(3), outputTokens: 0 }),
      ]),
    ]);
    const found: string[] = [];

    let after: TraceKey | undefined;
    for (let pages = 0; pages < 4; pages++) {
      const query = { workspaceId: 'default', filter: parseFilter(filter, 'trace', NEW_YEAR), limit: 1 } as const;
      const { rows } = await store.listTraces({ ...query, order: 'tokens', ...(after && { after }) });
      if (rows[0] === undefined) break;
      found.push(rows[0].traceId);
      after = placeOf(rows[0], 'tokens');
    }

    expect(found).toEqual([traceIdOf(2), traceIdOf(1), traceIdOf(3)]);
  },
);
