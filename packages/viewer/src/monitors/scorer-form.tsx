import type { NewOnlineScorer, OnlinePreview, OnlineScorer, OnlineScorers } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { formatCount } from '../format/number.ts';
import { DataTable } from '../ui/data-table.tsx';
import { EditForm } from './edit-form.tsx';
import { CheckField, NumberField, TextField } from './fields.tsx';
import style from './monitors.module.css';
import { previewScorer, SCORERS } from './monitors-api.ts';
import { newRule, RuleFields } from './scorer-rule-fields.tsx';

const SECOND_MS = 1_000;

const NEW_SCORER: NewOnlineScorer = {
  name: '',
  rule: newRule('contains'),
  filter: '',
  sampleRate: 0.1,
  delayMs: 10 * SECOND_MS,
  budget: { calls: 1_000, usd: null },
  isEnabled: true,
};

export interface ScorerFormProps {
  /** Undefined: a new one is made. */
  readonly scorer: OnlineScorer | undefined;
  readonly keys: OnlineScorers['keys'];
  readonly onClose: (isSaved: boolean) => void;
}

/** Edits a scorer, and tries it on the newest traces that it means. */
export function ScorerForm({ scorer, keys, onClose }: ScorerFormProps): VNode {
  const [draft, setDraft] = useState<NewOnlineScorer>(scorer === undefined ? NEW_SCORER : editable(scorer));
  const [preview, setPreview] = useState<OnlinePreview>();
  const change = (part: Partial<NewOnlineScorer>): void => setDraft({ ...draft, ...part });
  const { name, rule, filter, budget } = draft;
  return (
    <EditForm
      label={scorer === undefined ? 'New scorer' : `Edit ${scorer.name}`}
      title={scorer === undefined ? 'New scorer' : `Edit ${scorer.name}`}
      place={SCORERS}
      {...{ row: scorer, draft }}
      onTake={(newer) => setDraft(editable(newer))}
      onClose={onClose}
      look={{
        label: 'Try on the newest traces',
        run: async () => setPreview(await previewScorer({ name: name === '' ? 'preview' : name, rule, filter })),
      }}
      outcome={preview && <PreviewTable preview={preview} />}
    >
      <TextField label="Name of its score" value={name} isRequired onChange={(wanted) => change({ name: wanted })} />
      <RuleFields rule={rule} keys={keys} onChange={(wanted) => change({ rule: wanted })} />
      <TextField
        label="Filter on traces"
        value={filter}
        placeholder="all traces"
        onChange={(wanted) => change({ filter: wanted })}
      />
      <NumberField
        label="Sample, percent"
        value={draft.sampleRate * 100}
        max={100}
        isRequired
        onChange={(percent) => change({ sampleRate: (percent ?? 0) / 100 })}
      />
      <NumberField
        label="Waits for the rest of a trace, seconds"
        value={draft.delayMs / SECOND_MS}
        isRequired
        onChange={(seconds) => change({ delayMs: Math.round((seconds ?? 0) * SECOND_MS) })}
      />
      {rule.kind === 'judge' && (
        <>
          <NumberField
            label="Calls a day at most"
            value={budget.calls}
            placeholder="no limit"
            onChange={(calls) => change({ budget: { ...budget, calls: calls === null ? null : Math.round(calls) } })}
          />
          <NumberField
            label="USD a day at most"
            value={budget.usd}
            placeholder="no limit"
            onChange={(usd) => change({ budget: { ...budget, usd } })}
          />
        </>
      )}
      <CheckField label="On" value={draft.isEnabled} onChange={(isEnabled) => change({ isEnabled })} />
    </EditForm>
  );
}

function PreviewTable({ preview: { matching, isEstimate, rows } }: { readonly preview: OnlinePreview }): VNode {
  return (
    <>
      <p class={style.lead}>
        {isEstimate ? 'About ' : ''}
        {formatCount(matching)} stored traces are meant; of the newest it would say:
      </p>
      {rows.length > 0 && (
        <DataTable
          caption="What it would say"
          isCaptionHidden
          columns={[{ title: 'Trace' }, { title: 'Score' }, { title: 'Why' }]}
          rows={rows.map(({ traceId, preview, value, passed, rationale, error }) => [
            <Link key="trace" href={`/traces/${traceId}`}>
              {preview === '' ? traceId.slice(0, 8) : preview}
            </Link>,
            error === null ? `${String(value)}${passed === null ? '' : passed ? ' ✓' : ' ✗'}` : error.code,
            <span key="why" class={style.brief}>
              {error?.message ?? rationale ?? ''}
            </span>,
          ])}
        />
      )}
    </>
  );
}

function editable({ name, rule, filter, sampleRate, delayMs, budget, isEnabled }: OnlineScorer): NewOnlineScorer {
  return { name, rule, filter, sampleRate, delayMs, budget, isEnabled };
}
