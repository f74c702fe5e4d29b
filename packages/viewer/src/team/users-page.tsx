import type { UserChangeBody, UserItem } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { who } from '../api/session.ts';
import { askWho } from '../api/who.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Modal } from '../ui/modal.tsx';
import { useChange } from './change.ts';
import { FailureLine } from './failure-line.tsx';
import { Moment } from './moment.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { NewUserForm } from './new-user-form.tsx';
import { RowButton } from './row-button.tsx';
import style from './team.module.css';
import { TeamPage, Waiting } from './team-page.tsx';
import { useList } from './use-list.ts';
import { useLongList } from './use-long-list.tsx';

/** `/settings/users`: everybody who may sign in to the installation. */
export function UsersPage(): VNode {
  const { answer, items, reload } = useList<UserItem>('/api/v1/users?limit=1000');
  const [isAdding, setIsAdding] = useState(false);
  const [resetting, setResetting] = useState<UserItem>();
  const { isBusy, failure, run } = useChange();
  const { shown, find, more } = useLongList(items, 'users', ({ name, displayName }) => `${name} ${displayName}`);
  const isFirst = answer.value !== undefined && items.length === 0;
  const change = ({ id }: UserItem, body: UserChangeBody) =>
    run(() => sendJson<void>('PATCH', `/api/v1/users/${encodeURIComponent(id)}`, body).finally(reload));
  return (
    <TeamPage
      title="Users"
      lead="Everybody who may sign in. Administrators may do everything in every workspace; all others what their role in a workspace says."
      actions={
        <button type="button" class={style.primary} onClick={() => setIsAdding(true)}>
          New user
        </button>
      }
    >
      <Waiting answer={answer} />
      <FailureLine failure={failure} />
      {isFirst && (
        <p class={style.none}>
          Nobody has to sign in yet. Once there is a user, everybody has to, and every program needs a key: the first
          one is an administrator.
        </p>
      )}
      {find}
      {shown.length > 0 && (
        <DataTable
          caption="Users"
          isCaptionHidden
          columns={[
            { title: 'Name' },
            { title: 'Workspaces', isMinor: true },
            { title: 'Last sign-in', isMinor: true },
            { title: 'Change', isNumber: true },
          ]}
          rows={shown.map((user) => [
            <span key="name">
              {user.name}
              {user.isAdmin && <span class={style.mark}>administrator</span>}
              {user.isDisabled && <span class={`${style.mark} ${style.off}`}>disabled</span>}
              {user.isFromOidc && <span class={style.mark}>single sign-on</span>}
            </span>,
            user.workspaces.map(({ workspaceId, role }) => `${workspaceId}: ${role}`).join(', ') || 'none',
            <Moment key="last" ns={user.lastSignInNs} />,
            <span key="change" class={style.ends}>
              <RowButton says="Password" of={user.name} isBusy={isBusy} onClick={() => setResetting(user)} />
              <RowButton
                says={user.isAdmin ? 'Take admin away' : 'Make admin'}
                of={user.name}
                isBusy={isBusy}
                onClick={() => change(user, { isAdmin: !user.isAdmin })}
              />
              <RowButton
                says={user.isDisabled ? 'Enable' : 'Disable'}
                of={user.name}
                isBusy={isBusy || user.id === who.value?.me?.userId}
                isDanger={!user.isDisabled}
                onClick={() => change(user, { isDisabled: !user.isDisabled })}
              />
            </span>,
          ])}
        />
      )}
      {more}
      {isAdding && (
        <Modal label="New user" onClose={() => setIsAdding(false)}>
          <NewUserForm
            isFirst={isFirst}
            onCancel={() => setIsAdding(false)}
            onMade={() => {
              setIsAdding(false);
              // The first one closes the door behind whoever has made them.
              if (isFirst) void askWho();
              reload();
            }}
          />
        </Modal>
      )}
      {resetting && (
        <Modal label="New password" onClose={() => setResetting(undefined)}>
          <NewPasswordForm user={resetting} onClose={() => setResetting(undefined)} />
        </Modal>
      )}
    </TeamPage>
  );
}
