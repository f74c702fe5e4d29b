import * as v from 'valibot';
import { type AuthConfig, authConfig } from './auth/auth-config.ts';
import { isKeyPlace, isTarget, keyPlace, type OutgoingSettings } from './outgoing/outgoing-settings.ts';
import { parseRunRules, type RunRules } from './retention/run-rules.ts';
import { withSecretFiles } from './secret-files.ts';
import { flag, list, parseSettings, wholeNumber } from './setting-values.ts';
import { StartError } from './start-error.ts';
import { parseS3Location } from './storage/blobs/s3/s3-location.ts';
import { parseClickHouseLocation } from './storage/spans/clickhouse/clickhouse-location.ts';
import { PERMISSIONS, type Permission } from './storage/tracking/permissions/permission.ts';

/** Everything that can be set from outside. */
export interface Config {
  /** 0 picks a free port. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  readonly dataDir: string;
  /** Where spans are kept, such as `clickhouse://host:8123/tracewright`; undefined: a file in `dataDir`. */
  readonly spansUrl: string | undefined;
  /** Address of a Postgres database for experiments, runs and models; undefined: a file in `dataDir`. */
  readonly trackingUrl: string | undefined;
  /** Where files and large contents are kept, such as `s3://bucket/prefix`; undefined: a folder of `dataDir`. */
  readonly blobsUrl: string | undefined;
  /** Whether clients that can follow fetch files from there directly. */
  readonly areBlobsPresigned: boolean;
  /** The one key of the installation, which may do everything; undefined: there is none. */
  readonly apiKey: string | undefined;
  readonly auth: AuthConfig;
  /**
   * What members of a workspace may do at most with experiments and models that they have no permission for; undefined:
   * what their role says.
   */
  readonly defaultPermission: Permission | undefined;
  /** Names besides loopback and `host` by which the collector is addressed; `*` for any. */
  readonly allowedHosts: readonly string[];
  /** Origins besides our own whose pages may read and write, such as `https://app.example.com`. */
  readonly allowedOrigins: readonly string[];
  /** Largest body of one OTLP request after inflation. */
  readonly maxBodyBytes: number;
  /** Traces are kept this long after they ended, ms; undefined: for ever. */
  readonly maxAgeMs: number | undefined;
  /** Bytes of spans on disk beyond which the oldest traces go; undefined: no limit. */
  readonly maxStoreBytes: number | undefined;
  /** Whether the audit log has who has read what, too. */
  readonly areReadsAudited: boolean;
  /** Entries of the audit log are kept this long, ms; undefined: for ever. */
  readonly maxAuditAgeMs: number | undefined;
  /** How long runs are kept. */
  readonly runRules: RunRules;
  /** Price overrides as a JSON file. */
  readonly pricesFile: string | undefined;
  /** Where judges, embeddings and webhooks may be asked, and which keys they get. */
  readonly outgoing: OutgoingSettings;
}

const DAY_MS = 86_400_000;

const origin = v.pipe(
  v.string(),
  v.check(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'must list origins such as https://example.com',
  ),
);

const Env = v.object({
  PORT: v.optional(wholeNumber(0, 65_535), '4318'),
  TRACEWRIGHT_HOST: v.optional(v.string(), '127.0.0.1'),
  TRACEWRIGHT_DATA: v.optional(v.string(), './.tracewright'),
  TRACEWRIGHT_SPANS_URL: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => parseClickHouseLocation(text) !== undefined, 'must be an address of ClickHouse'),
    ),
  ),
  TRACEWRIGHT_TRACKING_URL: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text), 'must be an address of Postgres'),
    ),
  ),
  TRACEWRIGHT_BLOBS: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => parseS3Location(text) !== undefined, 'must be a place in S3 such as s3://bucket/prefix'),
    ),
  ),
  TRACEWRIGHT_BLOBS_PRESIGN: v.optional(flag, 'false'),
  TRACEWRIGHT_API_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces')),
  ),
  TRACEWRIGHT_DEFAULT_PERMISSION: v.optional(v.picklist(PERMISSIONS, `must be one of ${PERMISSIONS.join(', ')}`)),
  TRACEWRIGHT_ALLOWED_HOSTS: v.optional(list(v.string()), ''),
  TRACEWRIGHT_ALLOWED_ORIGINS: v.optional(list(origin), ''),
  TRACEWRIGHT_MAX_BODY_BYTES: v.optional(wholeNumber(1_024, 64 * 1_024 * 1_024), String(64 * 1_024 * 1_024)),
  TRACEWRIGHT_RETENTION_DAYS: v.optional(wholeNumber(1, 100_000)),
  TRACEWRIGHT_MAX_STORE_BYTES: v.optional(wholeNumber(16 * 1_024 * 1_024, 10 ** 15 - 1)),
  TRACEWRIGHT_AUDIT_READS: v.optional(flag, 'false'),
  TRACEWRIGHT_AUDIT_DAYS: v.optional(wholeNumber(1, 100_000)),
  TRACEWRIGHT_RUN_RETENTION_DAYS: v.optional(v.string()),
  TRACEWRIGHT_RUN_RETENTION: v.optional(v.string()),
  TRACEWRIGHT_KEEP_RUNS: v.optional(v.string()),
  TRACEWRIGHT_PRICES: v.optional(v.string()),
  TRACEWRIGHT_OUTGOING_ALLOW: v.optional(
    list(v.pipe(v.string(), v.check(isTarget, 'must list hosts, addresses or blocks such as localhost:11434'))),
    '',
  ),
  TRACEWRIGHT_OUTGOING_KEYS: v.optional(
    list(
      v.pipe(v.string(), v.check(isKeyPlace, 'must list variables with hosts such as OPENAI_API_KEY@api.openai.com')),
    ),
    '',
  ),
});

/** What is not repeated in messages. */
const SECRETS = ['TRACEWRIGHT_API_KEY', 'TRACEWRIGHT_SPANS_URL', 'TRACEWRIGHT_TRACKING_URL'];

/**
 * Reads the settings; an empty variable counts as absent, and secrets may stand in files. Called by `main.ts` alone.
 *
 * @param args Of the command line: `--no-auth` is the only one.
 * @throws StartError `CONFIG_INVALID` naming the variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, args: readonly string[]): Config {
  const unknown = args.find((arg) => arg !== '--no-auth');
  if (unknown !== undefined) {
    throw new StartError(
      'CONFIG_INVALID',
      `there is no argument ${unknown}: the collector takes --no-auth and nothing else`,
    );
  }
  const named = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));
  const given = refusing(() => withSecretFiles(named));
  const output = refusing(() => parseSettings(Env, given, SECRETS));
  const auth = refusing(() => authConfig(given, args));
  if (auth.isOpen && output.TRACEWRIGHT_API_KEY !== undefined) {
    throw new StartError('CONFIG_INVALID', 'TRACEWRIGHT_API_KEY and --no-auth exclude each other: drop one of them');
  }
  return {
    port: output.PORT,
    host: output.TRACEWRIGHT_HOST,
    dataDir: output.TRACEWRIGHT_DATA,
    spansUrl: output.TRACEWRIGHT_SPANS_URL,
    trackingUrl: output.TRACEWRIGHT_TRACKING_URL,
    blobsUrl: output.TRACEWRIGHT_BLOBS,
    areBlobsPresigned: output.TRACEWRIGHT_BLOBS_PRESIGN,
    apiKey: output.TRACEWRIGHT_API_KEY,
    auth,
    defaultPermission: output.TRACEWRIGHT_DEFAULT_PERMISSION,
    allowedHosts: output.TRACEWRIGHT_ALLOWED_HOSTS,
    allowedOrigins: output.TRACEWRIGHT_ALLOWED_ORIGINS,
    maxBodyBytes: output.TRACEWRIGHT_MAX_BODY_BYTES,
    maxAgeMs: output.TRACEWRIGHT_RETENTION_DAYS === undefined ? undefined : output.TRACEWRIGHT_RETENTION_DAYS * DAY_MS,
    areReadsAudited: output.TRACEWRIGHT_AUDIT_READS,
    maxAuditAgeMs: output.TRACEWRIGHT_AUDIT_DAYS === undefined ? undefined : output.TRACEWRIGHT_AUDIT_DAYS * DAY_MS,
    maxStoreBytes: output.TRACEWRIGHT_MAX_STORE_BYTES,
    runRules: readRunRules(output),
    pricesFile: output.TRACEWRIGHT_PRICES,
    outgoing: {
      allow: output.TRACEWRIGHT_OUTGOING_ALLOW,
      keys: output.TRACEWRIGHT_OUTGOING_KEYS.map(keyPlace),
    },
  };
}

function readRunRules(env: v.InferOutput<typeof Env>): RunRules {
  const texts = {
    days: env.TRACEWRIGHT_RUN_RETENTION_DAYS,
    experiments: env.TRACEWRIGHT_RUN_RETENTION,
    keepTags: env.TRACEWRIGHT_KEEP_RUNS,
  };
  const names = {
    days: 'TRACEWRIGHT_RUN_RETENTION_DAYS',
    experiments: 'TRACEWRIGHT_RUN_RETENTION',
    keepTags: 'TRACEWRIGHT_KEEP_RUNS',
  };
  return refusing(() => parseRunRules(texts, names));
}

/** What does not go together says so in its own words. */
function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new StartError('CONFIG_INVALID', cause.message, { cause });
  }
}
