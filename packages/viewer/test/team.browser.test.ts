import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { collectorInBrowser } from './collector-in-browser.test.support.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';

const PASSWORD = 'correct horse battery staple';
const ENV = { TRACEWRIGHT_ADMIN_USER: 'root', TRACEWRIGHT_ADMIN_PASSWORD: PASSWORD };

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`people and keys in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const openCollector = collectorInBrowser(makeWorkspace, ENV);

  test('whoever is not signed in does so first, and comes to where they wanted to go', async () => {
    const { page, address } = await openCollector();
    await page.goto(`${address}/datasets?q=faq`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(page.url()).toBe(`${address}/sign-in?to=%2Fdatasets%3Fq%3Dfaq`);
    await looksRight(page, 'sign-in');

    await fill(page, 'root', 'not the password');
    await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor();
    await fill(page, 'root', PASSWORD);
    await page.getByRole('heading', { name: 'Datasets' }).waitFor();
    expect(page.url()).toBe(`${address}/datasets?q=faq`);
  });

  test('why another service could not sign somebody in stands on the page, and a password still does', async () => {
    const { page, address } = await openCollector();
    await page.goto(`${address}/sign-in?failure=name-taken`);
    await page.getByRole('alert').getByText('Your name belongs to somebody here').waitFor();
    await alsoLooksRight(page, 'sign-in-failure');
    await fill(page, 'root', PASSWORD);
    await page.waitForURL(`${address}/traces`);
  });

  test('an administrator makes users, members, a key and a workspace, and finds all of it in the log', async () => {
    const { page, address } = await signedIn('/settings/users');
    page.on('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'New user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('ann');
    await dialog.getByLabel('Shown as').fill('Ann Lee');
    await dialog.getByLabel('Password').fill(PASSWORD);
    await alsoLooksRight(page, 'new-user');
    await dialog.getByRole('button', { name: 'Make the user' }).click();
    await page.getByRole('row', { name: /^ann/ }).waitFor();
    await looksRight(page, 'users');

    await go(page, 'Members');
    await page.getByLabel('Name of a user').fill('ann');
    await page.getByRole('button', { name: 'Add member' }).click();
    await page.getByLabel('Role of ann').selectOption('admin');
    await page.waitForFunction(() => document.querySelector('select[aria-label="Role of ann"]:not(:disabled)'));
    await alsoLooksRight(page, 'members');

    await go(page, 'Keys');
    await page.getByText('There is no key yet.').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    await dialog.getByLabel('Name').fill('ci');
    await alsoLooksRight(page, 'new-key');
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    const key = (await dialog.locator('code').textContent()) ?? '';
    expect(key).toMatch(/^tw_/);
    await alsoLooksRight(page, 'key-once');
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('row', { name: /ci/ }).waitFor();
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: 'Revoke ci' }).click();
    await page.getByRole('row', { name: /revoked/ }).waitFor();
    await looksRight(page, 'keys');

    await go(page, 'Workspaces');
    await page.getByRole('button', { name: 'New workspace' }).click();
    await dialog.getByLabel('Id').fill('team-b');
    await dialog.getByRole('button', { name: 'Make the workspace' }).click();
    await page.getByRole('row', { name: /team-b/ }).waitFor();
    await alsoLooksRight(page, 'workspaces');

    await go(page, 'Audit');
    await page.getByText(/The chain of \d+ entries is whole/).waitFor();
    await page.getByRole('cell', { name: 'key.revoke' }).waitFor();
    await looksRight(page, 'audit');
    await page.getByLabel('What', { exact: true }).fill('user.create');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('cell', { name: 'key.revoke' }).waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${address}/settings/audit?action=user.create`);
  });

  test('one sees where one is signed in, changes the password, goes to another workspace and leaves', async () => {
    const { page, address } = await signedIn('/settings/account');
    await page.getByText('this one').first().waitFor();
    await looksRight(page, 'account');
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill(`${PASSWORD}!`);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByRole('alert').getByText('This is not the current password').waitFor();

    await page.locator('summary', { hasText: 'Account of root' }).click();
    await alsoLooksRight(page, 'account-menu');
    await page.getByRole('button', { name: 'Research' }).click();
    await page.waitForURL(`${address}/traces`);
    await page.locator('summary', { hasText: 'Account of root' }).getByText('Research').waitFor();

    await page.locator('summary', { hasText: 'Account of root' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${address}/settings/keys`);
    await page.waitForURL(`${address}/sign-in?to=%2Fsettings%2Fkeys`);
  });

  async function signedIn(path: string) {
    const opened = await openCollector();
    await opened.page.goto(`${opened.address}${path}`);
    await fill(opened.page, 'root', PASSWORD);
    await opened.page.waitForURL(`${opened.address}${path}`);
    return opened;
  }
});

/** A second workspace, to go to. */
async function makeWorkspace(url: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ id: 'research', name: 'Research' });
  const answer = await fetch(`${url}/api/v1/workspaces`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function fill(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function go(page: Page, label: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: label }).click();
  await page.getByRole('heading', { name: label }).waitFor();
}
