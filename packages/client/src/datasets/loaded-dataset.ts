import type { DatasetPointer } from '@tracewright/schema';
import type { Found } from '../http/found.ts';
import type { RunInput, StoredRecord } from './dataset.ts';

export interface LoadedParts<Inputs, Expected> {
  readonly id: string;
  readonly name: string;
  readonly version: number | undefined;
  readonly digest: string;
  readonly recordCount: number;
  readonly pointer: DatasetPointer | null;
  readonly records: () => Found<StoredRecord<Inputs, Expected>>;
}

/** A dataset that was loaded to be read: one version of it, whatever is changed meanwhile. */
export class LoadedDataset<Inputs = Readonly<Record<string, unknown>>, Expected = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly name: string;
  /** Undefined from an MLflow server, which has no versions: what is read there may change. */
  readonly version: number | undefined;
  readonly digest: string;
  readonly recordCount: number;
  /** A file outside that the version stands for. */
  readonly pointer: DatasetPointer | null;
  readonly #records: () => Found<StoredRecord<Inputs, Expected>>;

  constructor({ id, name, version, digest, recordCount, pointer, records }: LoadedParts<Inputs, Expected>) {
    this.id = id;
    this.name = name;
    this.version = version;
    this.digest = digest;
    this.recordCount = recordCount;
    this.pointer = pointer;
    this.#records = records;
  }

  /** Its records, in the order in which they were given; each time from the first on. */
  records(): Found<StoredRecord<Inputs, Expected>> {
    return this.#records();
  }

  /** What a run says that has used it. */
  get input(): RunInput {
    return {
      name: this.name,
      digest: this.digest,
      source: JSON.stringify({ dataset_id: this.id, ...(this.version !== undefined && { version: this.version }) }),
      sourceType: 'mlflow_evaluation_dataset',
    };
  }
}
