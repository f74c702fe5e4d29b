import type { AlertPreview, AlertRule, DriftMonitor, NewAlertRule, OnlineScorer } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { SelectField } from '../ui/select.tsx';
import { AlertPreviewChart } from './alert-preview-chart.tsx';
import { EditForm } from './edit-form.tsx';
import { CheckField, NumberField, TextField } from './fields.tsx';
import { MetricFields } from './metric-fields.tsx';
import style from './monitors.module.css';
import { ALERTS, previewAlert } from './monitors-api.ts';
import { conditionText } from './rule-texts.ts';

const MINUTE_MS = 60_000;
const PREVIEW_DAYS = 7;

export const NEW_ALERT: NewAlertRule = {
  name: '',
  metric: { kind: 'traces', figure: 'errorRate' },
  filter: '',
  windowMs: 60 * MINUTE_MS,
  condition: { kind: 'threshold', is: 'above', value: 0.1 },
  minCount: 20,
  forMs: 0,
  everyMs: MINUTE_MS,
  webhook: null,
  isEnabled: true,
};

export interface AlertFormProps {
  /** Undefined: a new one is made. */
  readonly rule: AlertRule | undefined;
  readonly scorers: readonly OnlineScorer[];
  readonly monitors: readonly DriftMonitor[];
  readonly onClose: (isSaved: boolean) => void;
}

/** Edits a rule, and shows what it would have done over the last days. */
export function AlertForm({ rule, scorers, monitors, onClose }: AlertFormProps): VNode {
  const [draft, setDraft] = useState<NewAlertRule>(rule === undefined ? NEW_ALERT : editable(rule));
  const [preview, setPreview] = useState<AlertPreview>();
  const change = (part: Partial<NewAlertRule>): void => setDraft({ ...draft, ...part });
  const { condition } = draft;
  return (
    <EditForm
      label={rule === undefined ? 'New alert' : `Edit ${rule.name}`}
      title={rule === undefined ? 'New alert' : `Edit ${rule.name}`}
      place={ALERTS}
      {...{ row: rule, draft }}
      onTake={(newer) => setDraft(editable(newer))}
      onClose={onClose}
      look={{
        label: 'What would it have done?',
        run: async () => setPreview(await previewAlert({ ...watched(draft), days: PREVIEW_DAYS })),
      }}
      outcome={preview && <AlertPreviewChart preview={preview} rule={draft} days={PREVIEW_DAYS} />}
    >
      <TextField label="Name" value={draft.name} isRequired onChange={(name) => change({ name })} />
      <MetricFields
        metric={draft.metric}
        scorers={scorers}
        monitors={monitors}
        onChange={(metric) => change({ metric })}
      />
      <TextField
        label="Filter on traces"
        value={draft.filter}
        placeholder="all traces"
        onChange={(filter) => change({ filter })}
      />
      <Minutes label="Window, minutes" ms={draft.windowMs} onChange={(windowMs) => change({ windowMs })} />
      <SelectField
        class={style.field}
        label="Compared with"
        value={condition.kind}
        options={[
          ['threshold', 'a value'],
          ['weekBefore', 'the week before'],
        ]}
        onChange={(kind) =>
          change({
            condition:
              kind === 'threshold' ? { kind, is: condition.is, value: 0 } : { kind, is: condition.is, share: 0.2 },
          })
        }
      />
      <SelectField
        class={style.field}
        label="Bad if"
        value={condition.is}
        options={[
          ['above', 'above'],
          ['below', 'below'],
        ]}
        onChange={(is) => change({ condition: { ...condition, is } })}
      />
      {condition.kind === 'threshold' ? (
        <NumberField
          label="Value"
          value={condition.value}
          min={-1e12}
          isRequired
          onChange={(value) => change({ condition: { ...condition, value: value ?? 0 } })}
        />
      ) : (
        <NumberField
          label="By more than, percent"
          value={condition.share * 100}
          isRequired
          onChange={(percent) => change({ condition: { ...condition, share: (percent ?? 0) / 100 } })}
        />
      )}
      <NumberField
        label="At least so many"
        value={draft.minCount}
        isRequired
        onChange={(count) => change({ minCount: Math.round(count ?? 0) })}
      />
      <Minutes label="For at least, minutes" ms={draft.forMs} onChange={(forMs) => change({ forMs })} />
      <Minutes label="Looked at every, minutes" ms={draft.everyMs} onChange={(everyMs) => change({ everyMs })} />
      <TextField
        label="Webhook"
        value={draft.webhook?.url ?? ''}
        placeholder="https://hooks.example.com/alerts"
        onChange={(url) =>
          change({ webhook: url === '' ? null : { url, secretName: draft.webhook?.secretName ?? null } })
        }
      />
      {draft.webhook !== null && (
        <TextField
          label="Signed with the variable"
          value={draft.webhook.secretName ?? ''}
          placeholder="not signed"
          onChange={(name) =>
            change({ webhook: { url: draft.webhook?.url ?? '', secretName: name === '' ? null : name } })
          }
        />
      )}
      <CheckField label="On" value={draft.isEnabled} onChange={(isEnabled) => change({ isEnabled })} />
      <p class={`${style.wide} ${style.lead}`}>Fires at {conditionText(draft)}.</p>
    </EditForm>
  );
}

function Minutes(props: {
  readonly label: string;
  readonly ms: number;
  readonly onChange: (ms: number) => void;
}): VNode {
  return (
    <NumberField
      label={props.label}
      value={props.ms / MINUTE_MS}
      isRequired
      onChange={(minutes) => props.onChange(Math.round((minutes ?? 0) * MINUTE_MS))}
    />
  );
}

function editable(rule: AlertRule): NewAlertRule {
  const { name, everyMs, webhook, isEnabled } = rule;
  return { ...watched(rule), name, everyMs, webhook, isEnabled };
}

function watched({ metric, filter, windowMs, condition, minCount, forMs }: NewAlertRule) {
  return { metric, filter, windowMs, condition, minCount, forMs };
}
