import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { whyNoBrowser } from './browser.ts';
import { collectorInBrowser } from './collector-in-browser.test.support.ts';
import { alsoLooksRight, looksRight } from './looks-right.test.support.ts';
import type { PageOptions } from './shared-page.test.support.ts';
import { thoroughTest } from './thorough.test.support.ts';

const DAY_MS = 86_400_000;
const PASSWORD = 'correct horse battery staple';
const SESSION = 'tracewright_session';
const ENV = { TRACEWRIGHT_ADMIN_USER: 'root', TRACEWRIGHT_ADMIN_PASSWORD: PASSWORD };

const noBrowser = whyNoBrowser();

describe.skipIf(noBrowser !== undefined)(`people and keys in a browser${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  const openCollector = collectorInBrowser(makeSamples, ENV);
  let session: { readonly name: string; readonly value: string } | undefined;

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

  thoroughTest(
    'why another service could not sign somebody in stands on the page, and a password still does',
    async () => {
      const { page, address } = await openCollector();
      await page.goto(`${address}/sign-in?failure=name-taken`);
      await page.getByRole('alert').getByText('Your name belongs to somebody here').waitFor();
      await alsoLooksRight(page, 'sign-in-failure');
      await fill(page, 'root', PASSWORD);
      await page.waitForURL(`${address}/traces`);
    },
  );

  test('an administrator makes users, members, a key and a workspace, and finds all of it in the log', async () => {
    const { page, address } = await signedIn('/settings/users');
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
    const asked = page.getByRole('alertdialog', { name: 'Revoke the key “ci”?' });
    await alsoLooksRight(page, 'revoke-key');
    await asked.getByRole('button', { name: 'Revoke' }).click();
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
    const { page, address } = await signedIn('/settings/account', { signsOut: true });
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

  test('a rule of redaction is made, tried on a text and on what is stored, and put before another one', async () => {
    const { page } = await signedIn('/settings/redaction');
    await page.getByText('There is no rule yet').waitFor();
    const dialog = page.getByRole('dialog');
    for (const [name, preset] of [
      ['MAIL', 'email'],
      ['CARD', 'card'],
    ] as const) {
      await page.getByRole('button', { name: 'New rule' }).click();
      await dialog.getByRole('textbox', { name: /^Name/ }).fill(name);
      await dialog.getByLabel('Which').selectOption(preset);
      if (name === 'CARD') await dialog.getByLabel('In force').uncheck();
      await alsoLooksRight(page, `redaction-${preset}`);
      await dialog.getByRole('button', { name: 'Make the rule' }).click();
      await page.getByRole('row', { name: new RegExp(`^${name}`) }).waitFor();
    }
    await page.getByLabel('Text to try').fill('From ann@example.com, 4111 1111 1111 1111.');
    await page.getByText('From [MAIL], 4111 1111 1111 1111.').waitFor();

    await page.getByRole('combobox', { name: 'Rules' }).selectOption('CARD (off)');
    await page.getByRole('combobox', { name: 'Filter' }).pressSequentially('nam');
    await page.getByRole('option', { name: /^name/ }).click();
    await page.getByRole('combobox', { name: 'Filter' }).pressSequentially("= 'pay'");
    await page.getByLabel('Show what is stored now').check();
    await page.getByRole('button', { name: 'Look through' }).click();
    const found = page.getByRole('region', { name: 'CARD' });
    await found.getByText('pays by 4111 1111 1111 1111').waitFor();
    await found.getByText('pays by [CARD]').waitFor();
    await looksRight(page, 'redaction');

    await page.getByRole('button', { name: 'Earlier: CARD' }).click();
    await page.getByRole('row', { name: /^CARD/ }).and(page.locator('tr:first-child')).waitFor();

    await page.getByRole('button', { name: 'Edit MAIL' }).click();
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('POST');
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-tracewright-change': '1' };
      const { items } = await (await fetch('/api/v1/redaction/rules')).json();
      const { id, name, kind, value } = items.find((rule: { name: string }) => rule.name === 'MAIL');
      const body = JSON.stringify({ name, kind, value, action: 'hash' });
      await fetch(`/api/v1/redaction/rules/${id}`, { method: 'PUT', headers, body });
    });
    await dialog.getByRole('button', { name: 'Save the rule' }).click();
    await dialog.getByRole('alert').getByText('Somebody else has changed it meanwhile').waitFor();
    const now = dialog.getByRole('group', { name: 'What it is now' });
    expect(await now.locator('dl').textContent()).toBe('NameMAILActionhash');
    await alsoLooksRight(page, 'somebody-was-quicker');
    expect(await dialog.getByRole('textbox', { name: /^Name/ }).inputValue()).toBe('POST');
    await dialog.getByRole('button', { name: 'Save the rule' }).click();
    await page.getByRole('row', { name: /^POST .* Mask/ }).waitFor();

    const remove = page.getByRole('button', { name: 'Remove CARD' });
    // Whoever clicks twice is asked once.
    await remove.dblclick();
    const asked = page.getByRole('alertdialog', { name: 'Remove the rule “CARD”?' });
    await asked.getByText('What comes from now on is stored as it is sent.').waitFor();
    await looksRight(page, 'remove-rule');
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    expect(await remove.evaluate((button) => button === document.activeElement)).toBe(true);
    for (const name of ['CARD', 'POST']) {
      await page.getByRole('button', { name: `Remove ${name}` }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('row', { name: new RegExp(`^${name}`) }).waitFor({ state: 'detached' });
    }
  });

  test('everything of a user goes once it is written whose it is, and a report says what went', async () => {
    const { page } = await signedIn('/settings/privacy');
    await page.getByLabel('Whose id in spans is').fill('ann');
    await page.getByRole('button', { name: 'Show what goes' }).click();
    const preview = page.getByRole('region', { name: 'What goes' });
    await preview.getByText('This would be deleted:').waitFor();
    const erase = preview.getByRole('button', { name: 'Delete everything' });
    await preview.getByLabel(/write the id of the user/).fill('bob');
    expect(await erase.isDisabled()).toBe(true);
    await alsoLooksRight(page, 'privacy-preview');
    await preview.getByLabel(/write the id of the user/).fill('ann');
    await erase.click();
    const report = page.getByRole('region', { name: 'Report' });
    await report.getByText('done', { exact: true }).waitFor();
    expect(await report.textContent()).toMatch(/Traces1Spans1.*Asked for byroot/);
    await page.getByRole('row', { name: /user 1 done/ }).waitFor();
    await looksRight(page, 'privacy');
  });

  test('a rule of retention is set for an experiment that is found by its name, and says what would go', async () => {
    const { page, samples } = await signedIn('/settings/retention');
    await page.getByText('No experiment has a rule of its own.').waitFor();
    await page.getByRole('button', { name: 'New rule' }).click();
    const dialog = page.getByRole('dialog');
    const box = dialog.getByRole('combobox', { name: 'Experiment' });
    await box.fill('pay');
    await dialog.getByRole('option', { name: new RegExp(samples.experimentId) }).waitFor();
    await box.press('Enter');
    await dialog.getByText('Traces that go when it is applied next: 1').waitFor();
    await alsoLooksRight(page, 'retention-rule');
    await dialog.getByRole('button', { name: 'Save the rule' }).click();
    await page.getByRole('row', { name: /^payments for 30 days 1/ }).waitFor();

    await page.getByRole('button', { name: 'New rule' }).click();
    await box.fill('pay');
    await dialog.getByRole('option', { name: new RegExp(samples.experimentId) }).waitFor();
    await box.press('Enter');
    await dialog.getByLabel(/^Days/).fill('1');
    await dialog.getByRole('button', { name: 'Save the rule' }).click();
    const now = dialog.getByRole('group', { name: 'What it is now' });
    expect(await now.locator('dl').textContent()).toBe('Days30');
    await now.getByRole('button', { name: 'Take that instead of mine' }).click();
    // That button is gone with what it stood below.
    await dialog.locator('[type=submit]:focus').waitFor();
    expect(await dialog.getByLabel(/^Days/).inputValue()).toBe('30');
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await looksRight(page, 'retention');
    await page.setViewportSize({ width: 320, height: 700 });
    const cutOff = page.locator('table').evaluate(({ parentElement }) => {
      const { scrollWidth = 0, clientWidth = 0 } = parentElement ?? {};
      return scrollWidth - clientWidth;
    });
    expect(await cutOff).toBe(0);
  });

  test('a user gets a permission on an experiment, from its page on, and the list of all shows it', async () => {
    const { page, address, samples } = await signedIn('/settings/permissions');
    await page.getByText('Nothing is said of single things').waitFor();
    await page.goto(`${address}/experiments/${samples.experimentId}`);
    await page.getByRole('link', { name: 'Permissions' }).click();
    await page.getByRole('heading', { name: 'Who may do what with payments' }).waitFor();
    await page.getByLabel('Name of a user').fill('pat');
    await page.getByRole('combobox', { name: 'May' }).selectOption('Manage');
    await page.getByRole('button', { name: 'Give permission' }).click();
    await page.getByRole('row', { name: /^pat not a member/ }).waitFor();
    await looksRight(page, 'permissions-on');
    await page.evaluate(async (of) => {
      const headers = { 'content-type': 'application/json', 'x-tracewright-change': '1' };
      const body = JSON.stringify({ kind: 'experiment', of, user: 'pat', permission: 'READ', seen: 'MANAGE' });
      await fetch('/api/v1/permissions', { method: 'PUT', headers, body });
      // What comes back to a tab tells the page so.
      dispatchEvent(new Event('focus'));
    }, samples.experimentId);
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('[aria-label="Permission of pat"]')?.value === 'READ',
    );
    await page.getByLabel('Permission of pat').selectOption('Manage');
    await page.waitForFunction(() => document.querySelector('[aria-label="Permission of pat"]:not(:disabled)'));
    await page.getByRole('link', { name: 'All permissions' }).click();
    await page.getByRole('row', { name: 'payments Experiment pat Manage' }).waitFor();
    await alsoLooksRight(page, 'permissions');
    await page
      .getByRole('row', { name: /^payments/ })
      .getByRole('link')
      .click();
    await page.getByLabel('Permission of pat').selectOption('As their role says');
    await page.getByRole('row', { name: /^pat/ }).waitFor({ state: 'detached' });
  });

  test('where there is no room for all pages, the one that is open is there', async () => {
    const { page } = await signedIn('/settings/users', { width: 1024 });
    await page.locator('summary', { hasText: 'Account of root' }).waitFor();
    await page.waitForFunction(() => {
      const [nav, open] = ['nav', 'nav [aria-current]'].map((at) =>
        document.querySelector(at)?.getBoundingClientRect(),
      );
      return nav !== undefined && open !== undefined && open.left >= nav.left && open.right <= nav.right + 1;
    });
  });

  test('whoever has signed in is the one who reviews', async () => {
    const { page } = await signedIn('/reviews');
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[placeholder="your name"]')?.value === 'root',
    );
  });

  test('a name that was refused stays where it was written, beside why', async () => {
    const { page, address, samples } = await signedIn('/settings/members');
    for (const [path, label] of [
      ['members', 'Add member'],
      [`permissions?kind=experiment&of=${samples.experimentId}`, 'Give permission'],
    ] as const) {
      await page.goto(`${address}/settings/${path}`);
      const name = page.getByLabel('Name of a user');
      await name.fill('nobody');
      await page.getByRole('button', { name: label }).click();
      await page.getByRole('alert').waitFor();
      expect(await name.inputValue()).toBe('nobody');
    }
  });

  thoroughTest('a thousand keys are found by their names, and fit the narrowest phone', async () => {
    const { page, address } = await signedIn('/settings/keys', { width: 320 });
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-tracewright-change': '1' };
      const make = async (number: number) => {
        const body = JSON.stringify({ name: `program ${number}`, scopes: ['ingest'] });
        const answer = await fetch('/api/v1/keys', { method: 'POST', headers, body });
        if (!answer.ok) throw new Error(await answer.text());
      };
      await Promise.all(Array.from({ length: 1_000 }, (_, number) => make(number)));
    });
    await page.goto(`${address}/settings/keys`);
    await page.getByRole('button', { name: /^100 more of 1,?\d+ keys$/ }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(100);
    await page.getByLabel('Find keys').fill('program 777');
    await page.getByText(/^1 of/).waitFor();
    await looksRight(page, 'many-keys');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });

  thoroughTest('whoever administers nothing is told whom the pages of privacy and permissions are for', async () => {
    const { page, address, samples } = await openCollector({ width: 320 });
    await page.goto(`${address}/sign-in?to=%2Fsettings%2Faccount`);
    await fill(page, 'pat', PASSWORD);
    await page.getByRole('heading', { name: 'Account' }).waitFor();
    for (const path of ['redaction', 'privacy', 'retention', 'permissions', 'members']) {
      await page.goto(`${address}/settings/${path}`);
      await page.getByRole('alert').getByText('This page is for administrators.').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }
    await looksRight(page, 'forbidden');
    await page.goto(`${address}/settings/permissions?kind=experiment&of=${samples.experimentId}`);
    await page.getByRole('alert').waitFor();
  });

  /** A page of the administrator, who has signed in once for all tests but those that sign out again. */
  async function signedIn(path: string, { signsOut = false, ...options }: PageOptions & { signsOut?: boolean } = {}) {
    const opened = await openCollector(options);
    const { page, address } = opened;
    const cookie = signsOut ? undefined : session;
    if (cookie) await page.context().addCookies([{ name: SESSION, value: cookie.value, url: address }]);
    await page.goto(`${address}${path}`);
    if (!cookie) await fill(page, 'root', PASSWORD);
    await page.waitForURL(`${address}${path}`);
    if (!signsOut) session ??= (await page.context().cookies(address)).find(({ name }) => name === SESSION);
    return opened;
  }
});

/** A second workspace to go to, a user who is in none, and an experiment with a trace of forty days ago and of Ann. */
async function makeSamples(url: string): Promise<{ readonly experimentId: string }> {
  const authorization = `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const send = async (path: string, body: object, more: Record<string, string> = {}): Promise<unknown> => {
    const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, init);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  await send('/api/v1/workspaces', { id: 'research', name: 'Research' });
  await send('/api/v1/users', { name: 'pat', password: PASSWORD });
  const made = await send('/api/2.0/mlflow/experiments/create', { name: 'payments' });
  const experimentId = (made as { readonly experiment_id: string }).experiment_id;
  const old = span('a', Date.now() - 40 * DAY_MS, {});
  const anns = span('b', Date.now(), { 'user.id': 'ann', note: 'pays by 4111 1111 1111 1111' });
  const spans = { resourceSpans: [{ scopeSpans: [{ spans: [old, anns] }] }] };
  await send('/v1/traces', spans, { 'x-mlflow-experiment-id': experimentId });
  return { experimentId };
}

function span(digit: string, startMs: number, attributes: Readonly<Record<string, string>>) {
  return {
    ...{ traceId: digit.repeat(32), spanId: digit.repeat(16), name: 'pay', kind: 1 },
    ...{ startTimeUnixNano: `${startMs}000000`, endTimeUnixNano: `${startMs + 20}000000` },
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
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
