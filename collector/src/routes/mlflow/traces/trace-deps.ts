import type { SpanDetail } from '@tracewright/schema';
import type { Ingest } from '../../../ingest/ingest.ts';
import type { SpanStore, StoredSpan } from '../../../storage/spans/span-store.ts';

/** What MLflow's view of traces is answered from, beside the stores of tracking. */
export interface TraceDeps {
  readonly spans: SpanStore;
  /** Unpacks a stored span. */
  readonly spanDetail: (span: StoredSpan) => SpanDetail;
  /** Takes the spans that come as files. */
  readonly ingest: Pick<Ingest, 'submit'>;
  readonly newId: () => string;
}
