import type {
  PermissionBody,
  PermissionKind,
  PermissionLevel,
  ThingPermission,
  ThingPermissions,
} from '@tracewright/schema';
import type { VNode } from 'preact';
import { Link } from 'wouter-preact';
import { getJson, sendJson } from '../../api/request.ts';
import { who } from '../../api/session.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Select } from '../../ui/select.tsx';
import { useChange } from '../change.ts';
import { FailureLine } from '../failure-line.tsx';
import { useExperimentNames } from '../picker/use-experiment-names.ts';
import team from '../team.module.css';
import { TeamPage } from '../team-page.tsx';
import { useReread } from '../use-list.ts';
import { useLongList } from '../use-long-list.tsx';
import { GiveForm } from './give-form.tsx';
import { EVERYTHING, levelChoices, levelText, thingHref } from './permission-words.ts';

/** In the select: none of their own. */
const OF_ROLE = '';

/** Who may do what with one thing, for whoever manages it. */
export function PermissionsOn({ kind, of }: { readonly kind: PermissionKind; readonly of: string }): VNode {
  const query = new URLSearchParams({ kind, of });
  const { answer, reload } = useReread(`${query}`, (abort) =>
    getJson<ThingPermissions>(`/api/v1/permissions/on?${query}`, abort),
  );
  const { value, failure: unread } = answer;
  const { isBusy, failure, run } = useChange();
  const called = useCalled(kind, of);
  const isOfAll = who.value?.me?.scopes.includes('admin') === true;
  const items = value?.items ?? [];
  const { shown, find, more } = useLongList(items, 'users', ({ user, displayName }) => `${user} ${displayName}`);
  /** @param seen What the page shows of them. */
  const set = (user: string, permission: PermissionLevel | null, seen: PermissionLevel | null, onSet?: () => void) =>
    run(async () => {
      const body: PermissionBody = { kind, of, user, permission, seen };
      // Where somebody else was quicker, the list is no longer what it was either.
      await sendJson('PUT', '/api/v1/permissions', body).finally(reload);
      onSet?.();
    });
  const href = thingHref(kind, of);
  return (
    <TeamPage
      title={`Who may do what with ${called}`}
      lead={
        <>
          {isOfAll && <Link href="/settings/permissions">All permissions</Link>}
          {isOfAll && href && ' · '}
          {href && <Link href={href}>{kind === 'experiment' ? 'The experiment' : 'The model or prompt'}</Link>}
          {(isOfAll || href) && <br />}A role is the most that anybody may: a viewer who is given Edit still only reads.
        </>
      }
    >
      {!value && !unread && <p role="status">Loading …</p>}
      {unread && <FailureLine failure={refusalOf(unread.code) ?? unread.message} />}
      <FailureLine failure={failure} />
      {value && !unread && (
        <>
          <GiveForm
            isBusy={isBusy}
            onGive={(user, level, onGiven) => {
              const known = items.find((item) => item.user.toLowerCase() === user.toLowerCase());
              set(user, level, known?.permission ?? null, onGiven);
            }}
          />
          {find}
          {shown.length === 0 && <p class={team.none}>Roles alone say who may do what with it.</p>}
          {shown.length > 0 && (
            <DataTable
              caption="Who may do what"
              isCaptionHidden
              columns={[
                { title: 'User' },
                { title: 'Role', isMinor: true },
                { title: 'Of their own' },
                { title: 'So they may', isMinor: true },
              ]}
              rows={shown.map((item) => [
                <span key="user" title={item.displayName}>
                  {item.user}
                </span>,
                item.role ?? 'not a member',
                <Level
                  key="own"
                  item={item}
                  isBusy={isBusy}
                  onLevel={(level) => set(item.user, level, item.permission)}
                />,
                levelText(item.effective),
              ])}
            />
          )}
          {more}
        </>
      )}
    </TeamPage>
  );
}

interface LevelProps {
  readonly item: ThingPermission;
  readonly isBusy: boolean;
  readonly onLevel: (level: PermissionLevel | null) => void;
}

function Level({ item: { user, permission }, isBusy, onLevel }: LevelProps): VNode {
  return (
    <Select<PermissionLevel | typeof OF_ROLE>
      class={team.select}
      aria-label={`Permission of ${user}`}
      value={permission ?? OF_ROLE}
      options={[[OF_ROLE, 'As their role says'], ...levelChoices(permission)]}
      disabled={isBusy}
      onChange={(level) => onLevel(level === OF_ROLE ? null : level)}
    />
  );
}

function useCalled(kind: PermissionKind, of: string): string {
  const nameOf = useExperimentNames(kind === 'experiment' && of !== EVERYTHING);
  if (of === EVERYTHING) return kind === 'experiment' ? 'all experiments' : 'all models and prompts';
  return kind === 'experiment' ? nameOf(of) : of;
}

/** The answer is the same for what is not there and for what somebody may not see. */
function refusalOf(code: string): string | undefined {
  if (code === 'PERMISSION_DENIED') return 'Only those who manage it are shown this.';
  return code === 'RESOURCE_DOES_NOT_EXIST' ? 'There is nothing of that name that you may see.' : undefined;
}
