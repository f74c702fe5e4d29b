import type { ComponentChildren, VNode } from 'preact';
import { Link } from 'wouter-preact';
import { connection } from '../api/connection.ts';
import { who } from '../api/session.ts';
import { formatMoment } from '../format/moment.ts';
import { Icon } from '../ui/icon.tsx';
import { lazyComponent } from '../ui/lazy-component.tsx';
import { Logo } from './logo.tsx';
import { Nav } from './nav.tsx';
import { overlay } from './overlay.ts';
import { Overlays } from './overlays.tsx';
import style from './shell.module.css';
import { ThemeSwitch } from './theme-switch.tsx';

/** Where nobody signs in nobody waits for it. */
const AccountMenu = lazyComponent(() => import('../team/account-menu.tsx').then((module) => module.AccountMenu));

/** What every page stands in. */
export function Shell({ children }: { readonly children: ComponentChildren }): VNode {
  return (
    <div class={style.shell}>
      <a class={style.skip} href="#main">
        Skip to content
      </a>
      <header class={style.bar}>
        <Link href="/traces" className={style.brand} aria-label="Tracewright, all traces">
          <Logo />
          <span class={style.name}>Tracewright</span>
        </Link>
        <Nav />
        <button
          type="button"
          class={style.search}
          title="Go anywhere (Ctrl K)"
          onClick={() => {
            overlay.value = 'palette';
          }}
        >
          <Icon name="retriever" size={14} />
          <span class={style.searchText}>Go to …</span>
          <kbd class={style.cap}>Ctrl K</kbd>
        </button>
        <ThemeSwitch />
        {who.value?.mode === 'users' && who.value.me && <AccountMenu me={who.value.me} />}
      </header>
      <LostConnection />
      <main class={style.main} id="main" tabIndex={-1}>
        {children}
      </main>
      <Overlays />
    </div>
  );
}

function LostConnection(): VNode {
  const now = connection.value;
  return (
    <div role="status">
      {now.state === 'lost' && (
        <p class={style.lost}>
          The collector has not answered since {formatMoment(now.sinceMs, Date.now())}. What you see is from before;
          trying again …
        </p>
      )}
    </div>
  );
}
