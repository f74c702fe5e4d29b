import type { MemberBody, MemberItem, Role } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { who } from '../api/session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Select, SelectField } from '../ui/select.tsx';
import { useChange } from './change.ts';
import { FailureLine } from './failure-line.tsx';
import { TextField } from './form-field.tsx';
import { RowButton } from './row-button.tsx';
import { PeoplePages } from './sub-pages.tsx';
import style from './team.module.css';
import { TeamPage, Waiting } from './team-page.tsx';
import { useList } from './use-list.ts';
import { useLongList } from './use-long-list.tsx';

const ROLES: readonly (readonly [Role, string])[] = [
  ['viewer', 'Viewer'],
  ['editor', 'Editor'],
  ['admin', 'Admin'],
];

/** `/settings/members`: who may do what in the workspace. */
export function MembersPage(): VNode {
  const { answer, items, reload } = useList<MemberItem>('/api/v1/members');
  const { isBusy, failure, run } = useChange();
  const { shown, find, more } = useLongList(items, 'members', ({ name, displayName }) => `${name} ${displayName}`);
  /** @param seen The role that the page shows; null: they are no member there. */
  const put = (name: string, role: Role, seen: Role | null, onPut?: () => void) =>
    run(async () => {
      const body: MemberBody = { role, seen };
      // Where somebody else was quicker, the list is no longer what it was either.
      await sendJson('PUT', `/api/v1/members/${encodeURIComponent(name)}`, body).finally(reload);
      onPut?.();
    });
  const remove = (name: string) =>
    run(() => sendJson<void>('DELETE', `/api/v1/members/${encodeURIComponent(name)}`).finally(reload), {
      title: `Take ${name} out of this workspace?`,
      says: 'They see nothing of it any more. What they have made stays, keys too.',
      action: 'Take out',
    });
  return (
    <TeamPage
      title="Members"
      lead={
        <>
          Who may do what in the workspace <strong>{who.value?.me?.workspaceId ?? 'default'}</strong>: viewers read,
          editors also write and send spans, admins also say who may. Permissions say otherwise of single experiments
          and models.
        </>
      }
    >
      <PeoplePages />
      <Waiting answer={answer} />
      <FailureLine failure={failure} />
      {answer.value && <NewMember isBusy={isBusy} onAdd={(name, role, onAdded) => put(name, role, null, onAdded)} />}
      {answer.value && items.length === 0 && (
        <p class={style.none}>Nobody is a member. Administrators of the installation may do everything all the same.</p>
      )}
      {find}
      {shown.length > 0 && (
        <DataTable
          caption="Members"
          isCaptionHidden
          columns={[
            { title: 'Name' },
            { title: 'Shown as', isMinor: true },
            { title: 'Role' },
            { title: 'Change', isNumber: true },
          ]}
          rows={shown.map(({ name, displayName, role, isAdmin, isDisabled }) => [
            <span key="name">
              {name}
              {isAdmin && <span class={style.mark}>administrator</span>}
              {isDisabled && <span class={`${style.mark} ${style.off}`}>disabled</span>}
            </span>,
            displayName || '–',
            <Select
              key="role"
              class={style.select}
              aria-label={`Role of ${name}`}
              value={role}
              options={ROLES}
              disabled={isBusy}
              onChange={(next) => put(name, next, role)}
            />,
            <RowButton key="remove" says="Remove" of={name} isDanger isBusy={isBusy} onClick={() => remove(name)} />,
          ])}
        />
      )}
      {more}
    </TeamPage>
  );
}

interface NewMemberProps {
  readonly isBusy: boolean;
  /** @param onAdded It was not refused. */
  readonly onAdd: (name: string, role: Role, onAdded: () => void) => void;
}

function NewMember(props: NewMemberProps): VNode {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('editor');
  return (
    <form
      class={style.row}
      onSubmit={(event) => {
        event.preventDefault();
        props.onAdd(name.trim(), role, () => setName(''));
      }}
    >
      <TextField label="Name of a user" isRequired value={name} onValue={setName} />
      <SelectField class={style.field} label="Role" value={role} options={ROLES} onChange={setRole} />
      <button type="submit" class={style.button} disabled={props.isBusy || name.trim() === ''}>
        Add member
      </button>
    </form>
  );
}
