import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { connection } from '../api/connection.ts';
import { formatMoment } from '../format/moment.ts';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { Logo } from './logo.tsx';
import { overlay } from './overlay.ts';
import { Overlays } from './overlays.tsx';
import { PAGES } from './pages.ts';
import style from './shell.module.css';
import { ThemeSwitch } from './theme-switch.tsx';

/** What every page stands in. */
export function Shell({ children }: { readonly children: ComponentChildren }): VNode {
  const [path] = useLocation();
  const nav = useRef<HTMLElement>(null);
  // On a phone there is not room for all pages at once.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [path]);
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
        <nav class={style.nav} aria-label="Pages" ref={nav}>
          {PAGES.map((page) => {
            const isCurrent =
              path === page.path || [`${page.path}/`, ...(page.also ?? [])].some((begin) => path.startsWith(begin));
            return (
              <Link
                key={page.path}
                href={page.path}
                className={classNames(style.page, isCurrent && style.current)}
                aria-current={isCurrent ? 'page' : undefined}
              >
                {page.label}
              </Link>
            );
          })}
        </nav>
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
