import type { RedactionAction, RedactionKind, RedactionRule, RedactionRuleBody } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Newer, useVersionedRow } from '../../changes/use-versioned.tsx';
import { SelectField } from '../../ui/select.tsx';
import { useChange } from '../change.ts';
import { DialogForm, TextField } from '../form-field.tsx';
import team from '../team.module.css';
import { RuleTrial } from './rule-trial.tsx';
import { ACTIONS, KINDS, PRESETS, VALUES } from './rule-words.ts';

const RULES = '/api/v1/redaction/rules';
const NEW: Required<RedactionRuleBody> = {
  ...{ name: '', kind: 'preset', value: 'email', keys: [], action: 'mask', isEnabled: true },
};

export interface RuleFormProps {
  /** Undefined: a new one is made. */
  readonly rule: RedactionRule | undefined;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}

/** Asks what is to be hidden and how, and tries it on a text before it is saved. */
export function RuleForm({ rule, onSaved, onCancel }: RuleFormProps): VNode {
  const [draft, setDraft] = useState<Required<RedactionRuleBody>>(rule ?? NEW);
  const [keys, setKeys] = useState(draft.keys.join(', '));
  const { isBusy, failure, run, settle } = useChange();
  const { name, kind, value, action, isEnabled } = draft;
  const body = (): RedactionRuleBody => {
    const given = kind === 'attribute' ? [] : keys.split(',').map((key) => key.trim());
    return { name: name.trim(), kind, value: value.trim(), action, isEnabled, keys: given.filter(Boolean) };
  };
  const { save, newer } = useVersionedRow(RULES, rule);
  const submit = () => run(() => save(body()).then(onSaved));
  const take = (other: RedactionRule) => {
    settle();
    setDraft(other);
    setKeys(other.keys.join(', '));
  };
  const changeKind = (next: RedactionKind) =>
    setDraft({ ...draft, kind: next, value: next === 'preset' ? 'email' : kind === 'preset' ? '' : value });
  return (
    <DialogForm
      title={rule ? `The rule “${rule.name}”` : 'New rule'}
      submit={rule ? 'Save the rule' : 'Make the rule'}
      {...{ isBusy, failure, onCancel }}
      news={<Newer newer={newer} draft={body()} onTake={take} />}
      onSubmit={submit}
    >
      <TextField
        label="Name"
        hint="What stands where something was hidden: [EMAIL]."
        isRequired
        maxLength={40}
        value={name}
        onValue={(next) => setDraft({ ...draft, name: next })}
      />
      <SelectField class={team.field} label="It looks for" value={kind} options={KINDS} onChange={changeKind} />
      {kind === 'preset' ? (
        <SelectField
          class={team.field}
          label="Which"
          value={value}
          options={PRESETS}
          onChange={(next) => setDraft({ ...draft, value: next })}
        />
      ) : (
        <TextField
          label={VALUES[kind][0]}
          hint={VALUES[kind][1]}
          isRequired
          value={value}
          onValue={(next) => setDraft({ ...draft, value: next })}
        />
      )}
      {kind !== 'attribute' && (
        <TextField
          label="Only in these attributes"
          hint="Keys with commas between, * for any text; empty for all."
          value={keys}
          onValue={setKeys}
        />
      )}
      <SelectField<RedactionAction>
        class={team.field}
        label="What becomes of it"
        value={action}
        options={ACTIONS.map(([id, label, means]) => [id, `${label}: ${means}`])}
        onChange={(next) => setDraft({ ...draft, action: next })}
      />
      <label class={team.check}>
        <input
          type="checkbox"
          checked={isEnabled}
          onChange={(event) => setDraft({ ...draft, isEnabled: event.currentTarget.checked })}
        />
        <span>
          In force <span class={team.hint}>else it can be tried on what is stored, but hides nothing</span>
        </span>
      </label>
      {kind !== 'attribute' && value.trim() !== '' && (
        <RuleTrial rules={[{ ...body(), name: name.trim() || 'RULE' }]} />
      )}
    </DialogForm>
  );
}
