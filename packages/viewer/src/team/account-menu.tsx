import type { Page, WhoAmI, WorkspaceItem } from '@tracewright/schema';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { useAnswer } from '../api/use-answer.ts';
import style from './account-menu.module.css';
import { useChange } from './change.ts';
import { enterWorkspace, signOut } from './sign-in-and-out.ts';

/** Who is signed in and in which workspace, with the ways to another one and out. */
export function AccountMenu({ me }: { readonly me: WhoAmI }): VNode {
  const [path] = useLocation();
  const menu = useRef<HTMLDetailsElement>(null);
  const { value } = useAnswer<Page<WorkspaceItem>>('/api/v1/workspaces');
  const { run } = useChange();
  const others = (value?.items ?? []).filter(({ id, state }) => id !== me.workspaceId && state === 'active');
  useEffect(() => {
    if (menu.current) menu.current.open = false;
  }, [path]);
  return (
    <details
      ref={menu}
      class={style.menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      }}
      onFocusOut={(event) => {
        if (!menu.current?.contains(event.relatedTarget as Node | null) && event.relatedTarget !== null) {
          menu.current!.open = false;
        }
      }}
    >
      <summary class={style.who}>
        <span class="visually-hidden">Account of {me.displayName}</span>
        <span class={style.badge} aria-hidden="true">
          {initialOf(me.displayName)}
        </span>
        {value && value.items.length > 1 && <span class={style.workspace}>{nameOf(value.items, me)}</span>}
      </summary>
      <div class={style.panel}>
        <p class={style.name}>
          {me.displayName}
          <span class={style.role}>{roleOf(me)}</span>
        </p>
        {others.length > 0 && (
          <fieldset class={style.group}>
            <legend class={style.legend}>Go to another workspace</legend>
            {others.map(({ id, name }) => (
              <button key={id} type="button" class={style.item} onClick={() => enterWorkspace(id)}>
                {name || id}
              </button>
            ))}
          </fieldset>
        )}
        <hr class={style.rule} />
        {me.userId !== null && (
          <Link href="/settings/account" className={style.item}>
            Account
          </Link>
        )}
        {me.via === 'session' && (
          <button type="button" class={style.item} onClick={() => run(signOut)}>
            Sign out
          </button>
        )}
      </div>
    </details>
  );
}

function initialOf(name: string): string {
  return ([...name.trim()][0] ?? '?').toUpperCase();
}

function nameOf(items: readonly WorkspaceItem[], { workspaceId }: WhoAmI): string {
  return items.find(({ id }) => id === workspaceId)?.name || (workspaceId ?? 'no workspace');
}

function roleOf({ isAdmin, workspaceId, workspaces }: WhoAmI): string {
  if (isAdmin) return 'administrator';
  return workspaces.find((each) => each.workspaceId === workspaceId)?.role ?? 'no role here';
}
