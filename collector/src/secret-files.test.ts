import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { emptyFolder } from './testing/empty-folder.ts';

function fileWith(text: string): string {
  const file = join(emptyFolder(), 'secret');
  writeFileSync(file, text);
  return file;
}

test('a secret may stand in a file, with the end of its line or without', () => {
  for (const text of ['a-key', 'a-key\n', 'a-key\r\n']) {
    expect(readConfig({ TRACEWRIGHT_API_KEY_FILE: fileWith(text) }, []).apiKey).toBe('a-key');
  }
  const env = {
    TRACEWRIGHT_ADMIN_USER: 'root',
    TRACEWRIGHT_ADMIN_PASSWORD_FILE: fileWith('correct horse battery\n'),
    TRACEWRIGHT_TRACKING_URL_FILE: fileWith('postgres://me:secret@db/traces'),
  };
  expect(readConfig(env, [])).toMatchObject({
    auth: { firstAdmin: { name: 'root', password: 'correct horse battery' } },
    trackingUrl: 'postgres://me:secret@db/traces',
  });
});

test('a secret that is given twice, or whose file is not there or empty, stops the start', () => {
  const twice = { TRACEWRIGHT_API_KEY: 'a', TRACEWRIGHT_API_KEY_FILE: fileWith('b') };
  expect(() => readConfig(twice, [])).toThrow(/TRACEWRIGHT_API_KEY_FILE exclude each other/);
  expect(() => readConfig({ TRACEWRIGHT_API_KEY_FILE: '/nowhere/key' }, [])).toThrow(
    'TRACEWRIGHT_API_KEY_FILE: /nowhere/key cannot be read (ENOENT)',
  );
  expect(() => readConfig({ TRACEWRIGHT_API_KEY_FILE: fileWith('\n') }, [])).toThrow(/is empty/);
});

test('what a file says wrongly is not repeated', () => {
  const said = () => readConfig({ TRACEWRIGHT_API_KEY_FILE: fileWith('two words') }, []);
  expect(said).toThrow(/TRACEWRIGHT_API_KEY.*printable ASCII/);
  expect(said).not.toThrow(/two words/);
});
