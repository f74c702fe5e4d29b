/** MLflow's interface as this collector answers it to pages: names and forms are MLflow's. Lists that are empty are left out. */
export const BASE = '/ajax-api/2.0/mlflow';

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A page of what was searched for. */
export interface Found<T> {
  readonly items: readonly T[];
  /** Undefined where there is nothing more. */
  readonly nextToken: string | undefined;
}

/** @param token As MLflow writes it: empty or absent behind the last page. */
export function foundPage<T>(items: readonly T[] | undefined, token: string | undefined): Found<T> {
  return { items: items ?? [], nextToken: token || undefined };
}

/** A text as a value of MLflow's filters. */
export function mlflowText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Value of a tag; undefined where there is none. */
export function tagOf(tags: readonly KeyValue[] | undefined, key: string): string | undefined {
  return tags?.find((tag) => tag.key === key)?.value;
}

/** Tag by which MLflow keeps what people write about experiments and runs. */
export const NOTE_TAG = 'mlflow.note.content';
export const PARENT_TAG = 'mlflow.parentRunId';
