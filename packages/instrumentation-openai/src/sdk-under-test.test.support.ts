import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Sdk = typeof import('openai');
export type Client = InstanceType<Sdk['OpenAI']>;

/**
 * The folder whose `openai` is tested: this package, which has the newest, or one of those in `versions/`, which the
 * runner names. Apps of their own process are run from here.
 */
export const APP_FOLDER: string = resolve(process.env.TRACEWRIGHT_TEST_APP_FOLDER ?? join(import.meta.dirname, '..'));

const require = createRequire(join(APP_FOLDER, 'package.json'));
const index = require.resolve('openai');

/** Loaded by an address, so that no bundler's alias comes between. */
function importBeside<T>(cjsFile: string): Promise<T> {
  return import(pathToFileURL(cjsFile.replace(/\.js$/, '.mjs')).href) as Promise<T>;
}

export const sdk: Sdk = await importBeside<Sdk>(index);

/** Where one of both will do: in `npm test`. Thorough runs, as those of versions are, have the other as well. */
const IS_ONE_ENOUGH = process.env.TRACEWRIGHT_THOROUGH === undefined;

/** Both copies of the SDK: their classes have nothing in common, and the code around them is the same. */
export const SDKS: ReadonlyArray<readonly [name: string, sdk: Sdk]> = IS_ONE_ENOUGH
  ? [['ESM', sdk]]
  : [
      ['ESM', sdk],
      ['CommonJS', require(index) as Sdk],
    ];

/** 5, 6 or 7. */
export const SDK_MAJOR: number = majorOf(join(dirname(index), 'package.json'));

type Helpers = typeof import('openai/helpers/zod');
type Zod = typeof import('zod');

const helpers = await importBeside<Helpers>(require.resolve('openai/helpers/zod'));
export const zodResponseFormat: Helpers['zodResponseFormat'] = helpers.zodResponseFormat;
export const zodTextFormat: Helpers['zodTextFormat'] = helpers.zodTextFormat;

/** openai 5 reads schemas of zod 3 only. */
const zod = SDK_MAJOR === 5 ? ((await import('zod/v3')) as unknown as Zod) : await import('zod');
export const z: Zod['z'] = zod.z;

function majorOf(manifest: string): number {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return Number.parseInt(version, 10);
}
