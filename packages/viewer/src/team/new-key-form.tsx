import type { AccessScope, NewKey, NewKeyBody } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { useChange } from './change.ts';
import { DialogForm, TextField } from './form-field.tsx';
import { ExperimentsField } from './picker/experiments-field.tsx';
import type { Thing } from './picker/thing.ts';
import style from './team.module.css';

const SCOPES: readonly (readonly [AccessScope, string])[] = [
  ['ingest', 'send spans and logs'],
  ['read', 'see traces, runs and everything else'],
  ['write', 'make, change and delete things'],
  ['admin', 'members, keys, settings and the audit log'],
];
const DAY_MS = 86_400_000;

/** Asks what a key is to be for. @param onMade With the whole key, which nobody tells again. */
export function NewKeyForm(props: { readonly onMade: (key: NewKey) => void; readonly onCancel: () => void }): VNode {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly AccessScope[]>(['ingest']);
  const [experiments, setExperiments] = useState<readonly Thing[]>([]);
  const [days, setDays] = useState('90');
  const { isBusy, failure, run } = useChange();
  const submit = () =>
    run(async () => {
      const body: NewKeyBody = {
        ...{ name: name.trim(), scopes },
        ...(experiments.length > 0 && { experiments: experiments.map(({ id }) => id) }),
        ...(days !== '' && { expiresNs: `${Math.round(Date.now() + Number(days) * DAY_MS)}000000` }),
      };
      props.onMade(await sendJson<NewKey>('POST', '/api/v1/keys', body));
    });
  return (
    <DialogForm
      title="New key"
      submit="Make the key"
      isBusy={isBusy || scopes.length === 0}
      failure={failure}
      onSubmit={submit}
      onCancel={props.onCancel}
    >
      <TextField
        label="Name"
        hint="What it is for, such as “ci” or “support-bot”."
        isRequired
        value={name}
        onValue={setName}
      />
      <fieldset class={style.checks}>
        <legend>It may</legend>
        {SCOPES.map(([scope, means]) => (
          <label key={scope} class={style.check}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(event.currentTarget.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
            />
            <span>
              {scope} <span class={style.hint}>{means}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <ExperimentsField
        label="Only these experiments"
        hint="None for all. Models and prompts are out of reach of a key for some."
        chosen={experiments}
        onChosen={setExperiments}
      />
      <TextField label="Days until it expires" hint="Empty: never." type="number" value={days} onValue={setDays} />
    </DialogForm>
  );
}
