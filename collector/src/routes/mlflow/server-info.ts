import * as v from 'valibot';
import { type Endpoint, endpoint } from './endpoint.ts';

/** `3.0/mlflow/server-info`: what clients look at before they use newer parts of the interface. */
export const SERVER_INFO_ENDPOINTS: readonly Endpoint[] = [
  endpoint('GET', '3.0/mlflow/server-info', v.object({}), async () => ({
    // MLflow's name for a store that keeps spans, which clients ask for before they send any.
    store_type: 'SqlStore',
    workspaces_enabled: true,
    trace_archival_enabled: false,
    multipart_uploads_enabled: true,
    multipart_downloads_enabled: false,
    presigned_upload_run_id_supported: false,
    presigned_upload_model_id_supported: false,
    features_enabled: { gateway: false },
  })),
];
