import type { SessionItem, WhoAmI } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sendJson } from '../api/request.ts';
import { who } from '../api/session.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Facts, Section } from '../ui/section.tsx';
import { useChange } from './change.ts';
import { FailureLine } from './failure-line.tsx';
import { TextField } from './form-field.tsx';
import { Moment } from './moment.tsx';
import style from './team.module.css';
import { TeamPage, Waiting } from './team-page.tsx';
import { useList } from './use-list.ts';

/** `/settings/account`: who one is, one's password, and where one is signed in. */
export function AccountPage(): VNode {
  const me = who.value?.me;
  return (
    <TeamPage title="Account" lead="Who you are to this collector.">
      {me && (
        <>
          <Section title="You">
            <Facts facts={factsOf(me)} />
          </Section>
          {me.hasPassword && <Password />}
          <Sessions />
        </>
      )}
    </TeamPage>
  );
}

function factsOf({ subject, displayName, isAdmin, workspaces }: WhoAmI) {
  const roles = workspaces.map(({ workspaceId, role }) => `${workspaceId}: ${role}`).join(', ');
  return [
    ['Name', subject === displayName ? subject : `${displayName} (${subject})`],
    ['Roles', roles || 'in no workspace'],
    ...(isAdmin ? [['Installation', 'administrator'] as const] : []),
  ] as const;
}

function Password(): VNode {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isDone, setIsDone] = useState(false);
  const { isBusy, failure, run } = useChange();
  const submit = () =>
    run(async () => {
      setIsDone(false);
      await sendJson('POST', '/api/v1/auth/password', { current, next });
      setCurrent('');
      setNext('');
      setIsDone(true);
    });
  return (
    <Section title="Password" lead="Changing it signs you out everywhere else.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div class={style.row}>
          <TextField
            label="Current password"
            type="password"
            autocomplete="current-password"
            isRequired
            value={current}
            onValue={setCurrent}
          />
          <TextField
            label="New password"
            type="password"
            autocomplete="new-password"
            isRequired
            value={next}
            onValue={setNext}
          />
          <button type="submit" class={style.button} disabled={isBusy}>
            Change password
          </button>
        </div>
      </form>
      <p role="status">{isDone && 'Your password is changed.'}</p>
      <FailureLine failure={failure} />
    </Section>
  );
}

function Sessions(): VNode {
  const { answer, items, reload } = useList<SessionItem>('/api/v1/auth/sessions');
  const { isBusy, failure, run } = useChange();
  const end = ({ id }: SessionItem) =>
    run(async () => {
      await sendJson('DELETE', `/api/v1/auth/sessions/${encodeURIComponent(id)}`);
      reload();
    });
  return (
    <Section title="Where you are signed in" lead="End what you do not know.">
      <Waiting answer={answer} />
      <FailureLine failure={failure} />
      {items.length > 0 && (
        <DataTable
          caption="Sessions"
          isCaptionHidden
          columns={[
            { title: 'Browser' },
            { title: 'From', isMinor: true },
            { title: 'Last seen' },
            { title: 'Ends', isMinor: true },
            { title: 'Change', isNumber: true },
          ]}
          rows={items.map((session) => [
            <span key="agent" title={session.userAgent ?? ''}>
              {browserOf(session.userAgent)}
              {session.isThisOne && <span class={style.mark}>this one</span>}
            </span>,
            session.address ?? '–',
            <Moment key="seen" ns={session.lastSeenNs} />,
            <Moment key="ends" ns={session.expiresNs} />,
            session.isThisOne ? (
              ''
            ) : (
              <button
                key="end"
                type="button"
                class={`${style.button} ${style.small} ${style.danger}`}
                disabled={isBusy}
                onClick={() => end(session)}
              >
                End
              </button>
            ),
          ])}
        />
      )}
    </Section>
  );
}

/** The name that most will know it by. */
function browserOf(userAgent: string | null): string {
  const [, name] = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(userAgent ?? '') ?? [];
  const [, system] = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(userAgent ?? '') ?? [];
  const known = { Edg: 'Edge', OPR: 'Opera' }[name ?? ''] ?? name;
  if (known === undefined) return userAgent?.slice(0, 40) || 'unknown';
  return system === undefined ? known : `${known} on ${system.replace('Mac OS X', 'macOS')}`;
}
