import type { UserItem } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { useChange } from './change.ts';
import { DialogForm, TextField } from './form-field.tsx';

/** Gives somebody another password, which signs them out everywhere. */
export function NewPasswordForm({ user, onClose }: { readonly user: UserItem; readonly onClose: () => void }): VNode {
  const [password, setPassword] = useState('');
  const { isBusy, failure, run } = useChange();
  return (
    <DialogForm
      title={`New password for ${user.name}`}
      submit="Set the password"
      isBusy={isBusy}
      failure={failure}
      onSubmit={() =>
        run(async () => {
          await sendJson('PATCH', `/api/v1/users/${encodeURIComponent(user.id)}`, { password });
          onClose();
        })
      }
      onCancel={onClose}
    >
      <TextField
        label="Password"
        type="password"
        autocomplete="new-password"
        hint="It signs them out everywhere."
        isRequired
        value={password}
        onValue={setPassword}
      />
    </DialogForm>
  );
}
