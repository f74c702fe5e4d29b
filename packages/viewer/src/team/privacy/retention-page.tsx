import type { CollectorSettings, ExperimentRetention } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../../api/request.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { versionPath } from '../../changes/version-path.ts';
import { formatCount } from '../../format/number.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Modal } from '../../ui/modal.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import type { Thing } from '../picker/thing.ts';
import { useExperimentNames } from '../picker/use-experiment-names.ts';
import { RowButton } from '../row-button.tsx';
import { PrivacyPages } from '../sub-pages.tsx';
import team from '../team.module.css';
import { TeamPage, Waiting } from '../team-page.tsx';
import { useList } from '../use-list.ts';
import { useLongList } from '../use-long-list.tsx';
import { RetentionForm } from './retention-form.tsx';
import { RULES } from './retention-rules.ts';
import { useDue } from './use-due.ts';

const DAY_MS = 86_400_000;

/** A rule that is being made or changed; the experiment is not chosen yet where it is a new one. */
interface Editing {
  readonly experiment: Thing | undefined;
  readonly rule: ExperimentRetention | undefined;
}

/** `/settings/retention`: how long traces of single experiments are kept. */
export function RetentionPage(): VNode {
  const { answer, items, reload } = useList<ExperimentRetention>(RULES);
  const { value: settings } = useAnswer<CollectorSettings>('/api/v1/settings');
  const [editing, setEditing] = useState<Editing>();
  const { isBusy, failure, run } = useChange();
  const nameOf = useExperimentNames(items.length > 0);
  const { shown, find, more } = useLongList(items, 'rules', ({ experimentId }) => nameOf(experimentId));
  const dueText = useDue(
    answer.isCurrent ? items : [],
    shown.map(({ experimentId }) => experimentId),
  );
  const close = () => {
    setEditing(undefined);
    reload();
  };
  const remove = ({ experimentId, updatedNs }: ExperimentRetention) =>
    run(() => sendJson<void>('DELETE', versionPath(RULES, { id: experimentId, updatedNs })).finally(reload), {
      title: `Remove the rule of ${nameOf(experimentId)}?`,
      says: `Its traces are kept ${settings ? forAllText(settings.retention.maxAgeMs) : 'as the rule for all says'} then; what is older goes within the hour.`,
      action: 'Remove',
    });
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
        <button
          type="button"
          class={team.primary}
          onClick={() => setEditing({ experiment: undefined, rule: undefined })}
        >
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
          rows={shown.map((rule) => {
            const { experimentId, days } = rule;
            return [
              nameOf(experimentId),
              keptText(days),
              dueText(experimentId),
              <span key="change" class={team.ends}>
                <RowButton
                  says="Change"
                  of={`the rule of ${nameOf(experimentId)}`}
                  onClick={() =>
                    setEditing({
                      experiment: { kind: 'experiment', id: experimentId, name: nameOf(experimentId) },
                      rule,
                    })
                  }
                />
                <RowButton
                  says="Remove"
                  of={`the rule of ${nameOf(experimentId)}`}
                  isDanger
                  isBusy={isBusy}
                  onClick={() => remove(rule)}
                />
              </span>,
            ];
          })}
        />
      )}
      {more}
      {editing && (
        <Modal label="Rule of an experiment" onClose={close}>
          <RetentionForm {...editing} onCancel={close} onSaved={close} />
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
