import type { NewUserBody } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { useChange } from './change.ts';
import { DialogForm, TextField } from './form-field.tsx';
import style from './team.module.css';

/** Asks who is to be let in. @param isFirst Nobody is as yet: it is to be an administrator. */
export function NewUserForm(props: {
  readonly isFirst: boolean;
  readonly onMade: () => void;
  readonly onCancel: () => void;
}): VNode {
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [isAdmin, setIsAdmin] = useState(props.isFirst);
  const { isBusy, failure, run } = useChange();
  const submit = () =>
    run(async () => {
      const body: NewUserBody = {
        ...{ name: name.trim(), isAdmin },
        ...(displayName.trim() !== '' && { displayName: displayName.trim() }),
        ...(password !== '' && { password }),
      };
      await sendJson('POST', '/api/v1/users', body);
      props.onMade();
    });
  return (
    <DialogForm
      title={props.isFirst ? 'The first administrator' : 'New user'}
      submit="Make the user"
      isBusy={isBusy}
      failure={failure}
      onSubmit={submit}
      onCancel={props.onCancel}
    >
      <TextField label="Name" hint="What they sign in with." isRequired value={name} onValue={setName} />
      <TextField label="Shown as" value={displayName} onValue={setDisplayName} />
      <TextField
        label="Password"
        type="password"
        autocomplete="new-password"
        hint={props.isFirst ? undefined : 'Empty for those who sign in through another service.'}
        isRequired={props.isFirst}
        value={password}
        onValue={setPassword}
      />
      {!props.isFirst && (
        <label class={style.check}>
          <input type="checkbox" checked={isAdmin} onChange={(event) => setIsAdmin(event.currentTarget.checked)} />
          <span>Administrator of the installation</span>
        </label>
      )}
    </DialogForm>
  );
}
