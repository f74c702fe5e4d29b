import type { VNode } from 'preact';
import { Link, useLocation } from 'wouter-preact';
import style from './team.module.css';

export interface SubPagesProps {
  /** What they have in common. */
  readonly label: string;
  readonly pages: readonly (readonly [path: string, title: string])[];
}

/** Pages that share one place in the navigation. */
export function SubPages({ label, pages }: SubPagesProps): VNode {
  const [path] = useLocation();
  return (
    <nav class={style.subPages} aria-label={label}>
      {pages.map(([href, title]) => (
        <Link key={href} href={href} className={style.subPage} aria-current={path === href ? 'page' : undefined}>
          {title}
        </Link>
      ))}
    </nav>
  );
}

/** What is said of people: their roles, and what single ones may do with single things. */
export function PeoplePages(): VNode {
  return (
    <SubPages
      label="Who may do what"
      pages={[
        ['/settings/members', 'Members'],
        ['/settings/permissions', 'Permissions'],
      ]}
    />
  );
}

/** What is kept from being stored, and what is deleted again. */
export function PrivacyPages(): VNode {
  return (
    <SubPages
      label="Privacy"
      pages={[
        ['/settings/redaction', 'Redaction'],
        ['/settings/privacy', 'Deletion'],
        ['/settings/retention', 'Retention'],
      ]}
    />
  );
}
