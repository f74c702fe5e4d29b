import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Link, useLocation } from 'wouter-preact';
import { who } from '../api/session.ts';
import { classNames } from '../ui/class-names.ts';
import style from './nav.module.css';
import { isOnPage, PAGE_GROUPS, pagesFor } from './pages.ts';

/** The pages of the group that one is in, and a way into each of the others: a dozen side by side is a list to read. */
export function Nav(): VNode {
  const [path] = useLocation();
  const nav = useRef<HTMLElement>(null);
  // There is not always room for all at once, and less once what stands beside them has come. Some are not there before
  // it is known who looks.
  useEffect(() => {
    const element = nav.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(() =>
      element.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [path, who.value]);
  return (
    <nav class={style.nav} aria-label="Pages" ref={nav}>
      {PAGE_GROUPS.map((group) => {
        const isOpen = group.pages.some((page) => isOnPage(page, path));
        const pages = isOpen ? pagesFor(group, who.value) : [];
        if (pages.length < 2) {
          return (
            <Link
              key={group.label}
              href={group.pages[0].path}
              className={classNames(style.group, isOpen && style.current)}
              aria-current={isOpen ? 'page' : undefined}
            >
              {group.label}
            </Link>
          );
        }
        return (
          <ul key={group.label} class={style.open} aria-label={group.label}>
            {pages.map((page) => {
              const isCurrent = isOnPage(page, path);
              return (
                <li key={page.path}>
                  <Link
                    href={page.path}
                    className={classNames(style.page, isCurrent && style.current)}
                    aria-current={isCurrent ? 'page' : undefined}
                  >
                    {page.label}
                  </Link>
                </li>
              );
            })}
          </ul>
        );
      })}
    </nav>
  );
}
