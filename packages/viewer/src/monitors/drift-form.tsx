import type { DriftMonitor, DriftReading, NewDriftMonitor, OnlineScorers } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { SelectField } from '../ui/select.tsx';
import { DriftMeasures } from './drift-measures.tsx';
import { EditForm } from './edit-form.tsx';
import { CheckField, NumberField, TextField } from './fields.tsx';
import { ModelFields, NEW_MODEL } from './model-fields.tsx';
import style from './monitors.module.css';
import { MONITORS, previewMonitor } from './monitors-api.ts';

const HOUR_MS = 3_600_000;

const NEW_MONITOR: NewDriftMonitor = {
  name: '',
  subject: { kind: 'prompts' },
  filter: '',
  windowMs: 24 * HOUR_MS,
  reference: { kind: 'before', lengthMs: 168 * HOUR_MS },
  everyMs: HOUR_MS,
  embeddings: null,
  isEnabled: true,
};

export interface DriftFormProps {
  /** Undefined: a new one is made. */
  readonly monitor: DriftMonitor | undefined;
  readonly keys: OnlineScorers['keys'];
  readonly onClose: (isSaved: boolean) => void;
}

/** Edits a monitor of drift, and measures it as it stands. */
export function DriftForm({ monitor, keys, onClose }: DriftFormProps): VNode {
  const [draft, setDraft] = useState<NewDriftMonitor>(monitor === undefined ? NEW_MONITOR : editable(monitor));
  const [reading, setReading] = useState<DriftReading>();
  const change = (part: Partial<NewDriftMonitor>): void => setDraft({ ...draft, ...part });
  const { subject, reference, embeddings } = draft;
  return (
    <EditForm
      label={monitor === undefined ? 'New monitor' : `Edit ${monitor.name}`}
      title={monitor === undefined ? 'New monitor of drift' : `Edit ${monitor.name}`}
      place={MONITORS}
      {...{ row: monitor, draft }}
      onTake={(newer) => setDraft(editable(newer))}
      onClose={onClose}
      look={{
        label: 'Measure now',
        run: async () =>
          setReading(await previewMonitor({ ...draft, name: draft.name === '' ? 'preview' : draft.name })),
      }}
      outcome={reading && <DriftMeasures name={draft.name} reading={reading} />}
    >
      <TextField label="Name" value={draft.name} isRequired onChange={(name) => change({ name })} />
      <SelectField
        class={style.field}
        label="Drift of"
        value={subject.kind}
        options={[
          ['prompts', 'what is asked'],
          ['score', 'a score'],
        ]}
        onChange={(kind) =>
          change(kind === 'prompts' ? { subject: { kind } } : { subject: { kind, name: '' }, embeddings: null })
        }
      />
      {subject.kind === 'score' && (
        <TextField
          label="Score"
          value={subject.name}
          isRequired
          onChange={(name) => change({ subject: { kind: 'score', name } })}
        />
      )}
      <TextField
        label="Filter on traces"
        value={draft.filter}
        placeholder="all traces"
        onChange={(filter) => change({ filter })}
      />
      <Hours label="The last hours" ms={draft.windowMs} onChange={(windowMs) => change({ windowMs })} />
      {reference.kind === 'before' && (
        <Hours
          label="Against the hours before them"
          ms={reference.lengthMs}
          onChange={(lengthMs) => change({ reference: { kind: 'before', lengthMs } })}
        />
      )}
      <Hours label="Measured every, hours" ms={draft.everyMs} onChange={(everyMs) => change({ everyMs })} />
      {subject.kind === 'prompts' && (
        <CheckField
          label="By embeddings, too"
          value={embeddings !== null}
          onChange={(isWanted) =>
            change({ embeddings: isWanted ? { ...NEW_MODEL, model: 'text-embedding-3-small' } : null })
          }
        />
      )}
      {embeddings !== null && (
        <ModelFields model={embeddings} keys={keys} onChange={(model) => change({ embeddings: model })} />
      )}
      <CheckField label="On" value={draft.isEnabled} onChange={(isEnabled) => change({ isEnabled })} />
    </EditForm>
  );
}

function Hours(props: { readonly label: string; readonly ms: number; readonly onChange: (ms: number) => void }): VNode {
  return (
    <NumberField
      label={props.label}
      value={props.ms / HOUR_MS}
      isRequired
      onChange={(hours) => props.onChange(Math.round((hours ?? 0) * HOUR_MS))}
    />
  );
}

function editable({
  name,
  subject,
  filter,
  windowMs,
  reference,
  everyMs,
  embeddings,
  isEnabled,
}: DriftMonitor): NewDriftMonitor {
  return { name, subject, filter, windowMs, reference, everyMs, embeddings, isEnabled };
}
