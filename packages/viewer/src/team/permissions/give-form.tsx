import type { PermissionLevel } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { SelectField } from '../../ui/select.tsx';
import { TextField } from '../form-field.tsx';
import team from '../team.module.css';
import { LEVELS } from './permission-words.ts';

export interface GiveFormProps {
  readonly isBusy: boolean;
  /** @param user By name. @param onGiven It was not refused. */
  readonly onGive: (user: string, level: PermissionLevel, onGiven: () => void) => void;
}

/** Asks who is to get which permission. */
export function GiveForm({ isBusy, onGive }: GiveFormProps): VNode {
  const [user, setUser] = useState('');
  const [level, setLevel] = useState<PermissionLevel>('READ');
  return (
    <form
      class={team.row}
      onSubmit={(event) => {
        event.preventDefault();
        onGive(user.trim(), level, () => setUser(''));
      }}
    >
      <TextField label="Name of a user" isRequired value={user} onValue={setUser} />
      <SelectField class={team.field} label="May" value={level} options={LEVELS} onChange={setLevel} />
      <button type="submit" class={team.button} disabled={isBusy || user.trim() === ''}>
        Give permission
      </button>
    </form>
  );
}
