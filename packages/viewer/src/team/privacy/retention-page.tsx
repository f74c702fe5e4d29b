import type { CollectorSettings, ExperimentRetention } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../../api/request.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Modal } from '../../ui/modal.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import type { Thing } from '../picker/thing.ts';
import { useExperimentNames } from '../picker/use-experiment-names.ts';
import { PrivacyPages } from '../sub-pages.tsx';
import team from '../team.module.css';
import { TeamPage, Waiting } from '../team-page.tsx';
import { useList } from '../use-list.ts';
import { useLongList } from '../use-long-list.tsx';
import { DueNow } from './due-now.tsx';
import { RetentionForm } from './retention-form.tsx';

const RULES = '/api/v1/privacy/retention';
const DAY_MS = 86_400_000;

/** A rule that is being made or changed; the experiment is not chosen yet where it is a new one. */
interface Editing {
  readonly experiment: Thing | undefined;
  readonly days: number | null;
}

/** `/settings/retention`: how long traces of single experiments are kept. */
export function RetentionPage(): VNode {
  const { answer, items, reload } = useList<ExperimentRetention>(RULES);
  const { value: settings } = useAnswer<CollectorSettings>('/api/v1/settings');
  const [editing, setEditing] = useState<Editing>();
  const { isBusy, failure, run } = useChange();
  const nameOf = useExperimentNames(items.length > 0);
  const { shown, find, more } = useLongList(items, 'rules', ({ experimentId }) => nameOf(experimentId));
  const remove = (experimentId: string) => {
    if (!confirm(`Take the rule of ${nameOf(experimentId)} away? Then the rule for all holds.`)) return;
    run(async () => {
      await sendJson('DELETE', `${RULES}/${encodeURIComponent(experimentId)}`);
      reload();
    });
  };
  return (
    <TeamPage
      title="Retention"
      lead={
        <>
          {settings && (
            <>Traces are kept {forAllText(settings.retention.maxAgeMs)}, unless their experiment has a rule here. </>
          )}
          Rules are applied every hour; what they delete goes with its feedback and tags.
        </>
      }
      actions={
        <button type="button" class={team.primary} onClick={() => setEditing({ experiment: undefined, days: 30 })}>
          New rule
        </button>
      }
    >
      <PrivacyPages />
      <Waiting answer={answer} />
      <FailureLine failure={failure} />
      {answer.value && items.length === 0 && <p class={team.none}>No experiment has a rule of its own.</p>}
      {find}
      {shown.length > 0 && (
        <DataTable
          caption="Rules of single experiments"
          isCaptionHidden
          columns={[
            { title: 'Experiment' },
            { title: 'Traces are kept' },
            { title: 'Would go now', isNumber: true },
            { title: 'Change', isNumber: true },
          ]}
          rows={shown.map(({ experimentId, days }) => [
            nameOf(experimentId),
            keptText(days),
            <DueNow key={`due ${experimentId}`} experimentId={experimentId} days={days} />,
            <span key="change" class={team.ends}>
              <button
                type="button"
                class={`${team.button} ${team.small}`}
                aria-label={`Change the rule of ${nameOf(experimentId)}`}
                onClick={() =>
                  setEditing({ experiment: { kind: 'experiment', id: experimentId, name: nameOf(experimentId) }, days })
                }
              >
                Change
              </button>
              <button
                type="button"
                class={`${team.button} ${team.small} ${team.danger}`}
                aria-label={`Remove the rule of ${nameOf(experimentId)}`}
                disabled={isBusy}
                onClick={() => remove(experimentId)}
              >
                Remove
              </button>
            </span>,
          ])}
        />
      )}
      {more}
      {editing && (
        <Modal label="Rule of an experiment" onClose={() => setEditing(undefined)}>
          <RetentionForm
            {...editing}
            onCancel={() => setEditing(undefined)}
            onSaved={() => {
              setEditing(undefined);
              reload();
            }}
          />
        </Modal>
      )}
    </TeamPage>
  );
}

function keptText(days: number | null): string {
  if (days === null) return 'for ever';
  return days === 1 ? 'for a day' : `for ${formatCount(days)} days`;
}

function forAllText(maxAgeMs: number | null): string {
  return keptText(maxAgeMs === null ? null : Math.max(1, Math.round(maxAgeMs / DAY_MS)));
}
