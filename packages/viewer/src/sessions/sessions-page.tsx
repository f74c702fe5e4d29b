import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { poll } from '../api/poll.ts';
import { formatCount } from '../format/number.ts';
import { MessagePage } from '../shell/message-page.tsx';
import { FilterBox } from '../traces/filter-box/filter-box.tsx';
import { RangeMenu } from '../traces/toolbar/range-menu.tsx';
import { PageBar } from '../ui/page-bar.tsx';
import { formatQuery } from '../url/query.ts';
import { useQuery } from '../url/use-query.ts';
import { SessionList } from './session-list.ts';
import { SessionTable } from './session-table.tsx';
import style from './sessions-page.module.css';

const REFRESH_MS = 5_000;

/** `/sessions?q=&from=&to=&sel=`: conversations, the one that was active last first. */
export function SessionsPage(): VNode {
  const [, navigate] = useLocation();
  const { q, from, to, sel } = useQuery();
  const list = useMemo(() => new SessionList({ filter: q, from, to }), [q, from, to]);
  useEffect(() => {
    document.title = 'Sessions · Tracewright';
    return poll(async (abort) => {
      await list.refresh(abort);
      return REFRESH_MS;
    });
  }, [list]);
  const change = (wanted: Readonly<Record<string, string | undefined>>) =>
    navigate(`/sessions${formatQuery({ q, from, to, ...wanted })}`);

  const loaded = list.loaded.value;
  const isFiltered = Boolean(q ?? from ?? to);
  if (loaded?.items.length === 0 && !isFiltered) return <NoSessions />;
  return (
    <div class={style.page}>
      <PageBar title="Sessions" total={loaded ? formatCount(loaded.total) : ''} failure={list.failure.value}>
        <FilterBox applied={q ?? ''} onApply={(filter) => change({ q: filter })} />
        <RangeMenu range={{ from, to }} onChange={(range) => change({ ...range })} />
      </PageBar>
      {loaded?.items.length === 0 ? (
        <p class={style.note}>
          No session matches. <Link href="/sessions">Show all sessions</Link>
        </p>
      ) : (
        <SessionTable list={list} selected={sel} />
      )}
    </div>
  );
}

function NoSessions(): VNode {
  return (
    <MessagePage title="No sessions yet">
      <p>Traces of one conversation belong together once they carry its id:</p>
      <pre class={style.code}>
        <code>{`import { withSession } from '@tracewright/autolog';

await withSession(chat.id, () => answer(question));`}</code>
      </pre>
      <p>
        Other senders set the attribute <code>gen_ai.conversation.id</code> or <code>session.id</code>. This page fills
        by itself.
      </p>
    </MessagePage>
  );
}
