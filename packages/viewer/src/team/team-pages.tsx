import type { ComponentType, VNode } from 'preact';
import { Link } from 'wouter-preact';
import { MessagePage } from '../shell/message-page.tsx';
import { lazyComponent } from '../ui/lazy-component.tsx';
import { AccountPage } from './account-page.tsx';
import { AuditPage } from './audit-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { MembersPage } from './members-page.tsx';
import { UsersPage } from './users-page.tsx';
import { WorkspacesPage } from './workspaces-page.tsx';

const PermissionsPage = lazyComponent(() =>
  import('./permissions/permissions-page.tsx').then((module) => module.PermissionsPage),
);
const RedactionPage = lazyComponent(() =>
  import('./redaction/redaction-page.tsx').then((module) => module.RedactionPage),
);
const PrivacyPage = lazyComponent(() => import('./privacy/privacy-page.tsx').then((module) => module.PrivacyPage));
const RetentionPage = lazyComponent(() =>
  import('./privacy/retention-page.tsx').then((module) => module.RetentionPage),
);

const PAGES: Readonly<Record<string, ComponentType>> = {
  account: AccountPage,
  keys: KeysPage,
  members: MembersPage,
  permissions: PermissionsPage,
  redaction: RedactionPage,
  privacy: PrivacyPage,
  retention: RetentionPage,
  audit: AuditPage,
  workspaces: WorkspacesPage,
  users: UsersPage,
};

/** `/settings/:page`: the settings that are about people and programs, which come together. */
export function TeamPages({ page }: { readonly page: string }): VNode {
  const Page = Object.hasOwn(PAGES, page) ? PAGES[page] : undefined;
  return Page === undefined ? (
    <MessagePage title="No such page">
      <Link href="/settings">Go to the settings</Link>
    </MessagePage>
  ) : (
    <Page />
  );
}
