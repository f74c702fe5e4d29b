import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../../api/request.ts';
import { useChange } from '../change.ts';
import { DialogForm, TextField } from '../form-field.tsx';
import type { Thing } from '../picker/thing.ts';
import { ThingPicker } from '../picker/thing-picker.tsx';
import team from '../team.module.css';
import { DueNow } from './due-now.tsx';

export interface RetentionFormProps {
  /** Undefined: it is asked for. */
  readonly experiment: Thing | undefined;
  /** Null: for ever. */
  readonly days: number | null;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

/** Asks how long the traces of an experiment are kept, and says what would go. */
export function RetentionForm({ experiment: given, days: before, onSaved, onCancel }: RetentionFormProps): VNode {
  const [experiment, setExperiment] = useState(given);
  const [days, setDays] = useState(String(before ?? 30));
  const [isForEver, setIsForEver] = useState(before === null);
  const { isBusy, failure, run } = useChange();
  const wanted = isForEver ? null : Number(days);
  const submit = () =>
    run(async () => {
      if (!experiment) return;
      await sendJson('PUT', `/api/v1/privacy/retention/${encodeURIComponent(experiment.id)}`, { days: wanted });
      onSaved();
    });
  return (
    <DialogForm
      title={experiment ? `How long “${experiment.name}” is kept` : 'Rule of an experiment'}
      submit="Save the rule"
      isBusy={isBusy || experiment === undefined}
      failure={failure}
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
