import type { AlertRule, DriftMonitor, OnlineScorer, OnlineScorers } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { useAnswer } from '../api/use-answer.ts';
import { formatCount } from '../format/number.ts';
import { TrackingPage } from '../tracking/page/tracking-page.tsx';
import { Pending } from '../tracking/page/unanswered.tsx';
import { Section } from '../ui/section.tsx';
import { formatQuery } from '../url/query.ts';
import { AlertForm } from './alert-form.tsx';
import { AlertHistory } from './alert-history.tsx';
import { AlertList } from './alert-list.tsx';
import { DriftForm } from './drift-form.tsx';
import { DriftList } from './drift-list.tsx';
import style from './monitors.module.css';
import { ALERTS, MONITORS, SCORERS } from './monitors-api.ts';
import { ScorerForm } from './scorer-form.tsx';
import { ScorerList } from './scorer-list.tsx';

const REFRESH_MS = 3_000;
/** For a while after a change, while the collector sees to it. */
const SOON_MS = 500;
const SOON_FOR_MS = 5_000;

/** What is being edited; an id that nothing has is a new one. */
type Opened =
  | { readonly kind: 'alert'; readonly of: AlertRule | undefined }
  | { readonly kind: 'history'; readonly of: AlertRule }
  | { readonly kind: 'scorer'; readonly of: OnlineScorer | undefined }
  | { readonly kind: 'drift'; readonly of: DriftMonitor | undefined };

/** `/monitors`: alerts, scorers of what comes in, and drift. */
export function MonitorsPage(): VNode {
  const [opened, setOpened] = useState<Opened>();
  // Another question is asked at once: what was changed is seen right away.
  const [changes, setChanges] = useState(0);
  const [isSoon, setIsSoon] = useState(false);
  useEffect(() => {
    if (changes === 0) return undefined;
    setIsSoon(true);
    const timer = setTimeout(() => setIsSoon(false), SOON_FOR_MS);
    return () => clearTimeout(timer);
  }, [changes]);
  const refreshMs = isSoon ? SOON_MS : REFRESH_MS;
  const asked = (path: string): string =>
    `${path}${formatQuery({ changes: changes === 0 ? undefined : String(changes) })}`;
  const alerts = useAnswer<{ readonly items: readonly AlertRule[] }>(asked(ALERTS), refreshMs);
  const scorers = useAnswer<OnlineScorers>(asked(SCORERS), refreshMs);
  const monitors = useAnswer<{ readonly items: readonly DriftMonitor[] }>(asked(MONITORS), refreshMs);
  const refresh = (): void => setChanges((count) => count + 1);
  const close = (isSaved: boolean): void => {
    setOpened(undefined);
    if (isSaved) refresh();
  };
  const firing = alerts.value?.items.filter(({ state, isEnabled }) => isEnabled && state === 'firing').length ?? 0;
  const keys = scorers.value?.keys ?? [];
  const judges = scorers.value?.judgesExperimentId ?? null;
  return (
    <TrackingPage
      title="Monitors"
      isWide
      facts={firing === 0 ? undefined : <span class={style.failure}>{formatCount(firing)} firing</span>}
    >
      <Section
        title="Alerts"
        lead="Figures, scores, drift and budgets that are looked at on time. An alert tells its webhook when it fires and when it is over, and nothing in between."
      >
        <Add label="New alert" onClick={() => setOpened({ kind: 'alert', of: undefined })} />
        {opened?.kind === 'alert' && (
          <AlertForm
            key={opened.of?.id}
            rule={opened.of}
            scorers={scorers.value?.items ?? []}
            monitors={monitors.value?.items ?? []}
            onClose={close}
          />
        )}
        {opened?.kind === 'history' && (
          <AlertHistory key={opened.of.id} rule={opened.of} onClose={() => close(false)} />
        )}
        {alerts.value === undefined && <Pending answer={alerts} />}
        {alerts.value?.items.length === 0 && <p class={style.none}>There is no alert yet.</p>}
        {alerts.value !== undefined && alerts.value.items.length > 0 && (
          <AlertList
            rules={alerts.value.items}
            onEdit={(of) => setOpened({ kind: 'alert', of })}
            onHistory={(of) => setOpened({ kind: 'history', of })}
            onChanged={refresh}
          />
        )}
      </Section>
      <Section
        title="Scorers"
        lead={
          <>
            Run on a sample of the traces as they come in, within a daily budget. Their scores stand on the traces like
            any other.
            {judges !== null && (
              <>
                {' '}
                What judges are asked is traced in <Link href={`/experiments/${judges}`}>an experiment of its own</Link>
                .
              </>
            )}
          </>
        }
      >
        <Add label="New scorer" onClick={() => setOpened({ kind: 'scorer', of: undefined })} />
        {opened?.kind === 'scorer' && <ScorerForm key={opened.of?.id} scorer={opened.of} keys={keys} onClose={close} />}
        {scorers.value === undefined && <Pending answer={scorers} />}
        {scorers.value?.items.length === 0 && <p class={style.none}>There is no scorer yet.</p>}
        {scorers.value !== undefined && scorers.value.items.length > 0 && (
          <ScorerList
            scorers={scorers.value.items}
            onEdit={(of) => setOpened({ kind: 'scorer', of })}
            onChanged={refresh}
          />
        )}
      </Section>
      <Section
        title="Drift"
        lead="Whether what is asked, or how it is scored, differs from before by more than chance: each distance stands beside what samples of the same size show by chance."
      >
        <Add label="New monitor" onClick={() => setOpened({ kind: 'drift', of: undefined })} />
        {opened?.kind === 'drift' && <DriftForm key={opened.of?.id} monitor={opened.of} keys={keys} onClose={close} />}
        {monitors.value === undefined && <Pending answer={monitors} />}
        {monitors.value?.items.length === 0 && <p class={style.none}>Nothing is watched for drift yet.</p>}
        {monitors.value !== undefined && monitors.value.items.length > 0 && (
          <DriftList
            monitors={monitors.value.items}
            onEdit={(of) => setOpened({ kind: 'drift', of })}
            onChanged={refresh}
          />
        )}
      </Section>
    </TrackingPage>
  );
}

function Add({ label, onClick }: { readonly label: string; readonly onClick: () => void }): VNode {
  return (
    <div class={style.head}>
      <button type="button" class={style.button} onClick={onClick}>
        {label}
      </button>
    </div>
  );
}
