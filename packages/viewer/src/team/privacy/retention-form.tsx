import type { ExperimentRetention, Page } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { getJson, sendJson } from '../../api/request.ts';
import { Newer, useVersioned } from '../../changes/use-versioned.tsx';
import { versionPath } from '../../changes/version-path.ts';
import { useChange } from '../change.ts';
import { DialogForm, TextField } from '../form-field.tsx';
import type { Thing } from '../picker/thing.ts';
import { ThingPicker } from '../picker/thing-picker.tsx';
import team from '../team.module.css';
import { DueNow } from './due-now.tsx';
import { RULES } from './retention-rules.ts';

const NEW_DAYS = 30;

export interface RetentionFormProps {
  /** Undefined: it is asked for. */
  readonly experiment: Thing | undefined;
  /** Undefined: a new one is made. */
  readonly rule: ExperimentRetention | undefined;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

/** Asks how long the traces of an experiment are kept, and says what would go. */
export function RetentionForm({ experiment: given, rule, onSaved, onCancel }: RetentionFormProps): VNode {
  const before = rule === undefined ? NEW_DAYS : rule.days;
  const [experiment, setExperiment] = useState(given);
  const [days, setDays] = useState(String(before ?? NEW_DAYS));
  const [isForEver, setIsForEver] = useState(before === null);
  const { isBusy, failure, run, settle } = useChange();
  const wanted = isForEver ? null : Number(days);
  const { save, newer } = useVersioned(rule, async () => {
    const { items } = await getJson<Page<ExperimentRetention>>(RULES);
    return items.find(({ experimentId }) => experimentId === experiment?.id);
  });
  const submit = () =>
    run(async () => {
      if (!experiment) return;
      await save((seen) => {
        // Another experiment may have been chosen since somebody else's rule was seen.
        const updatedNs = seen?.experimentId === experiment.id ? seen.updatedNs : '0';
        return sendJson('PUT', versionPath(RULES, { id: experiment.id, updatedNs }), { days: wanted });
      });
      onSaved();
    });
  const take = (other: ExperimentRetention) => {
    settle();
    setIsForEver(other.days === null);
    setDays(String(other.days ?? NEW_DAYS));
  };
  return (
    <DialogForm
      title={experiment ? `How long “${experiment.name}” is kept` : 'Rule of an experiment'}
      submit="Save the rule"
      isBusy={isBusy || experiment === undefined}
      failure={failure}
      news={<Newer newer={newer} draft={{ days: wanted }} onTake={take} />}
      onSubmit={submit}
      onCancel={onCancel}
    >
      {!given && (
        <ThingPicker
          label="Experiment"
          kind="experiment"
          placeholder={experiment?.name ?? 'Find it by its name'}
          isChosen={({ id }) => id === experiment?.id}
          onPick={setExperiment}
        />
      )}
      <label class={team.check}>
        <input type="checkbox" checked={isForEver} onChange={(event) => setIsForEver(event.currentTarget.checked)} />
        Traces are kept for ever
      </label>
      {!isForEver && (
        <TextField
          label="Days that they are kept after they ended"
          type="number"
          isRequired
          value={days}
          onValue={setDays}
        />
      )}
      {experiment && (
        <p role="status">
          Traces that go when it is applied next: <DueNow experimentId={experiment.id} days={wanted} />
        </p>
      )}
    </DialogForm>
  );
}
