import { type ArtifactContent, ArtifactFolder } from '../artifacts/artifact-folder.ts';
import { splitTable, type TableData } from '../artifacts/table.ts';
import type { Connection, SpelledRequest } from '../http/connection.ts';
import { untilInReach } from '../http/out-of-reach.ts';
import { TracewrightError } from '../http/tracewright-error.ts';
import { type ImageType, imagePath } from './image-path.ts';
import { LogBuffer } from './log-buffer.ts';
import { type LogFailure, RunLogError } from './log-failure.ts';
import { PendingUploads } from './pending-uploads.ts';
import type { RunInfo, RunOutcome } from './run.ts';
import { RunTables } from './run-tables.ts';
import type { Runs } from './runs.ts';

/** What a parameter can be; anything but a text is written as JSON. */
export type ParamValue = string | number | boolean | bigint | null | readonly unknown[] | object;

export interface MetricOptions {
  /** Default 0. */
  readonly step?: number;
  /** Milliseconds since the Unix epoch. Default now. */
  readonly timestampMs?: number;
}

/** A server that is out of reach is waited for here, as long as is said and no longer. */
const ONE_TRY = { retries: 0 };

/** What a run is logged through. */
export interface RunParts {
  readonly connection: Connection;
  readonly runs: Runs;
  readonly info: RunInfo;
  readonly parentRunId: string | undefined;
  /** Tells that the work is to end: a signal of the caller's, or of the process. */
  readonly signal: AbortSignal;
  /** Called when it ends, before what is left is sent. */
  readonly onEnd: () => void;
  /** Called when it has ended. */
  readonly onEnded: () => void;
  /** How long a server that is out of reach is waited for, in milliseconds. */
  readonly flushTimeoutMs: number;
}

/**
 * A run that is under way. Values are taken at once and sent together, in their order; all of them have arrived when
 * the run has ended or `flush` has resolved. What the server refuses is told then, by a RunLogError, and keeps nothing
 * else from arriving.
 */
export class ActiveRun {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  /** The run inside of which it was started. */
  readonly parentRunId: string | undefined;
  /** Its files. */
  readonly artifacts: ArtifactFolder;
  /** Aborted when the run is to end early: hand it on to what takes long. */
  readonly signal: AbortSignal;
  readonly #runs: Runs;
  readonly #onEnd: () => void;
  readonly #onEnded: () => void;
  readonly #flushTimeoutMs: number;
  readonly #buffer: LogBuffer;
  readonly #uploads = new PendingUploads();
  readonly #params = new Map<string, string>();
  readonly #tables: RunTables;
  #ended: Promise<void> | undefined;
  #outcome: RunOutcome | undefined;

  constructor({ connection, runs, info, parentRunId, signal, ...rest }: RunParts) {
    this.id = info.id;
    this.name = info.name;
    this.experimentId = info.experimentId;
    this.parentRunId = parentRunId;
    this.artifacts = new ArtifactFolder(connection, info.artifactUri);
    this.signal = signal;
    this.#runs = runs;
    this.#onEnd = rest.onEnd;
    this.#onEnded = rest.onEnded;
    this.#flushTimeoutMs = rest.flushTimeoutMs;
    this.#buffer = new LogBuffer((batch) => runs.logBatch(info.id, batch, ONE_TRY));
    this.#tables = new RunTables(connection, runs, { runId: info.id, artifacts: this.artifacts });
  }

  /** @throws TracewrightError `INVALID_PARAMETER_VALUE` if it has had another value here: parameters do not change */
  logParam(key: string, value: ParamValue): void {
    // JSON has no NaN and no infinity, and no integers of any size.
    const isPlain = typeof value === 'string' || typeof value === 'bigint' || typeof value === 'number';
    const text = isPlain ? String(value) : JSON.stringify(value);
    const before = this.#params.get(key);
    if (before === text) return;
    if (before !== undefined) {
      const message = `parameter ${key} of run ${this.id} is ${before} already and cannot become ${text}`;
      throw new TracewrightError('INVALID_PARAMETER_VALUE', message);
    }
    this.#params.set(key, text);
    this.#buffer.add({ kind: 'param', key, value: text });
  }

  /** @throws TracewrightError as `logParam` */
  logParams(params: Readonly<Record<string, ParamValue | undefined>>): void {
    for (const [key, value] of Object.entries(params)) if (value !== undefined) this.logParam(key, value);
  }

  logMetric(key: string, value: number, { step = 0, timestampMs = Date.now() }: MetricOptions = {}): void {
    this.#buffer.add({
      kind: 'metric',
      key,
      metric: { key, value, step: Math.trunc(step), timestampMs: Math.trunc(timestampMs) },
    });
  }

  /** All at the same time and step. */
  logMetrics(metrics: Readonly<Record<string, number | undefined>>, options: MetricOptions = {}): void {
    const at = { timestampMs: Date.now(), ...options };
    for (const [key, value] of Object.entries(metrics)) if (value !== undefined) this.logMetric(key, value, at);
  }

  setTag(key: string, value: string | number | boolean): void {
    this.#buffer.add({ kind: 'tag', key, value: String(value) });
  }

  setTags(tags: Readonly<Record<string, string | number | boolean | undefined>>): void {
    for (const [key, value] of Object.entries(tags)) if (value !== undefined) this.setTag(key, value);
  }

  /** Writes content into a file of the run. It need not be awaited: the run waits for it. */
  logContent(content: ArtifactContent, path: string): Promise<void> {
    // What a stream has given is gone.
    const isRepeatable = !(content instanceof ReadableStream);
    return this.upload(path, () => this.artifacts.put(path, content), isRepeatable);
  }

  logText(text: string, path: string): Promise<void> {
    return this.logContent(text, path);
  }

  /** As JSON, whatever the path ends in. */
  logDict(value: Readonly<Record<string, unknown>> | readonly unknown[], path: string): Promise<void> {
    return this.logContent(JSON.stringify(value, undefined, 2), path);
  }

  /**
   * Writes a table, behind the rows that the file has, whoever has written them. `mlflow.load_table` reads it, and finds
   * it by the tag `mlflow.loggedArtifacts`.
   *
   * @param path ends in `.json`
   * @throws TypeError if the path does not, or the columns differ in length
   */
  logTable(table: TableData, path: string): Promise<void> {
    if (!path.endsWith('.json')) throw new TypeError(`a table is written as JSON: ${path} should end in .json`);
    const further = splitTable(table);
    // Rows that may have arrived are not sent again: they would stand there twice.
    return this.upload(path, () => this.#tables.append(path, further), false);
  }

  /**
   * Writes an image as it is, without another of smaller size beside it.
   *
   * @param where a path, or a name under which MLflow shows images by step
   */
  logImage(
    image: Uint8Array | Blob,
    where: string | ({ readonly key: string; readonly type?: ImageType } & MetricOptions),
  ): Promise<void> {
    const content = image as ArtifactContent;
    if (typeof where === 'string') return this.logContent(content, where);
    this.setTag('mlflow.loggedImages', 'True');
    return this.logContent(content, imagePath(where));
  }

  /**
   * Resolves once all that was logged so far has arrived.
   *
   * @throws RunLogError that names what has not
   */
  async flush(): Promise<void> {
    const failures = await this.#settle(this.#deadlineMs());
    if (failures.length > 0) throw new RunLogError(this.id, failures);
  }

  /**
   * Sends what is left and ends the run; `startRun` does it by itself. It ends once, by the first outcome.
   *
   * @throws RunLogError that names what has not arrived
   */
  end(outcome: RunOutcome = 'FINISHED'): Promise<void> {
    this.#outcome ??= outcome;
    this.#ended ??= this.#end(outcome).finally(this.#onEnded);
    return this.#ended;
  }

  /** What has come of it, once that is decided, also while its end is still on its way. */
  get outcome(): RunOutcome | undefined {
    return this.#outcome;
  }

  /**
   * The requests that would end it now, with what has not arrived, for when nobody can wait for it any more.
   *
   * @param outcome where nobody has ended it
   */
  leftovers(outcome: RunOutcome): readonly SpelledRequest[] {
    const status = this.#outcome ?? outcome;
    return this.#runs.spellEnd(this.id, this.#buffer.unsent(), { status, endMs: Date.now() });
  }

  /** Does what writes files of the run; the run waits for it, and tells of its failure where nobody else hears of it. */
  protected upload(path: string, work: () => Promise<void>, isRepeatable: boolean = true): Promise<void> {
    return this.#uploads.add(path, () => (isRepeatable ? untilInReach(this.#deadlineMs(), work) : work()));
  }

  async #end(outcome: RunOutcome): Promise<void> {
    const endMs = Date.now();
    this.#onEnd();
    const deadlineMs = this.#deadlineMs();
    const failures = [...(await this.#settle(deadlineMs))];
    try {
      await untilInReach(deadlineMs, () => this.#runs.update(this.id, { status: outcome, endMs }, ONE_TRY));
    } catch (error) {
      failures.push({ kind: 'status', key: outcome, error: error instanceof Error ? error : new Error(String(error)) });
    }
    if (failures.length > 0) throw new RunLogError(this.id, failures);
  }

  /** Of `performance.now()`. */
  #deadlineMs(): number {
    return performance.now() + this.#flushTimeoutMs;
  }

  async #settle(deadlineMs: number): Promise<readonly LogFailure[]> {
    await this.#uploads.settled();
    await this.#buffer.flush(deadlineMs);
    return [...this.#buffer.takeFailures(), ...this.#uploads.takeFailures()];
  }
}
