import type { AuthState } from '@tracewright/schema';

/** A page of the navigation. */
export interface PageLink {
  readonly path: string;
  readonly label: string;
  /** Further addresses that belong to it, with those below them. */
  readonly also?: readonly string[];
  /** Whether addresses below its own are those of other pages. */
  readonly isExact?: boolean;
  /** Whom it is for; absent: everybody. */
  readonly for?: 'user' | 'admin' | 'installation';
}

/** Pages that belong together. The first of them is where the group leads. */
export interface PageGroup {
  readonly label: string;
  readonly pages: readonly [PageLink, ...PageLink[]];
}

/** In the order of the navigation. A page appears here once it exists. */
export const PAGE_GROUPS: readonly PageGroup[] = [
  {
    label: 'Observe',
    pages: [
      { path: '/traces', label: 'Traces', also: ['/compare'] },
      { path: '/sessions', label: 'Sessions' },
      { path: '/steps', label: 'Steps' },
      { path: '/dash', label: 'Dashboards' },
    ],
  },
  {
    label: 'Evaluate',
    pages: [
      { path: '/experiments', label: 'Experiments', also: ['/runs', '/compare-runs'] },
      { path: '/evals', label: 'Evaluations', also: ['/calibrations'] },
      { path: '/reviews', label: 'Reviews' },
      { path: '/ab', label: 'A/B' },
      { path: '/monitors', label: 'Monitors' },
      { path: '/datasets', label: 'Datasets' },
    ],
  },
  {
    label: 'Registry',
    pages: [
      { path: '/prompts', label: 'Prompts' },
      { path: '/models', label: 'Models' },
    ],
  },
  {
    label: 'Settings',
    pages: [
      { path: '/settings', label: 'Settings', isExact: true },
      { path: '/settings/account', label: 'Account', for: 'user' },
      { path: '/settings/keys', label: 'Keys', for: 'admin' },
      { path: '/settings/members', label: 'Members', also: ['/settings/permissions'], for: 'admin' },
      {
        path: '/settings/redaction',
        label: 'Privacy',
        also: ['/settings/privacy', '/settings/retention'],
        for: 'admin',
      },
      { path: '/settings/audit', label: 'Audit', for: 'admin' },
      { path: '/settings/workspaces', label: 'Workspaces', for: 'installation' },
      { path: '/settings/users', label: 'Users', for: 'installation' },
    ],
  },
];

/** Pages that somebody may open. @param who Undefined: nobody has said yet who looks. */
export function pagesFor(group: PageGroup, who: AuthState | undefined): readonly PageLink[] {
  const me = who?.me ?? undefined;
  return group.pages.filter((page) => {
    switch (page.for) {
      case 'user':
        return me !== undefined && me.userId !== null;
      case 'admin':
        return me?.scopes.includes('admin') === true;
      case 'installation':
        return me?.isAdmin === true;
      default:
        return true;
    }
  });
}

/** Whether an address is one of the page. */
export function isOnPage({ path, also = [], isExact = false }: PageLink, address: string): boolean {
  if (address === path) return true;
  return [...(isExact ? [] : [path]), ...also].some((each) => address === each || address.startsWith(`${each}/`));
}
