import type { RouteTable } from './route-permission.ts';

/** Our own API, and what is neither MLflow's nor a page. */
export const API_ROUTES: RouteTable = {
  'GET /health': { needs: 'public' },
  'GET /version': { needs: 'known' },
  'GET /metrics': { needs: 'admin' },

  'GET /api/v1/workspaces': { needs: 'known' },
  'GET /api/v1/workspaces/:id': { needs: 'known' },
  'POST /api/v1/workspaces': { needs: 'installation', action: 'workspace.create' },
  'PATCH /api/v1/workspaces/:id': { needs: 'installation', action: 'workspace.update' },

  'GET /api/v1/audit': { needs: 'admin', action: 'audit.read' },
  'GET /api/v1/audit/verify': { needs: 'admin', action: 'audit.verify' },
  'GET /api/v1/audit/export': { needs: 'admin', action: 'audit.export' },

  'POST /v1/traces': { needs: 'ingest' },
  'POST /v1/logs': { needs: 'ingest' },
  'POST /v1/metrics': { needs: 'ingest' },
  // They answer that POST is wanted.
  'ALL /v1/traces': { needs: 'known' },
  'ALL /v1/logs': { needs: 'known' },
  'ALL /v1/metrics': { needs: 'known' },

  'GET /api/v1/version': { needs: 'known' },
  'GET /api/v1/settings': { needs: 'read' },
  'GET /api/v1/prices': { needs: 'read' },
  'GET /api/v1/data-quality': { needs: 'read' },

  'GET /api/v1/filter-check': { needs: 'read' },
  'GET /api/v1/filter-fields': { needs: 'read' },
  'GET /api/v1/live': { needs: 'read' },
  'GET /api/v1/export': { needs: 'read', action: 'traces.export' },
  'GET /api/v1/aggregates': { needs: 'read' },
  'GET /api/v1/facets': { needs: 'read' },
  'GET /api/v1/histogram': { needs: 'read' },
  'GET /api/v1/sessions': { needs: 'read' },
  'GET /api/v1/spans': { needs: 'read' },
  'GET /api/v1/turns': { needs: 'read' },
  'GET /api/v1/traces': { needs: 'read' },
  'POST /api/v1/traces/delete': { needs: 'write', action: 'traces.delete' },
  'GET /api/v1/traces/:traceId': { needs: 'read' },
  'DELETE /api/v1/traces/:traceId': { needs: 'write', action: 'trace.delete' },
  'GET /api/v1/traces/:traceId/live': { needs: 'read' },
  'GET /api/v1/traces/:traceId/skeleton': { needs: 'read' },
  'GET /api/v1/traces/:traceId/spans/:spanId': { needs: 'read' },
  'PUT /api/v1/traces/:traceId/tags/:key': { needs: 'write', action: 'trace.tag' },
  'DELETE /api/v1/traces/:traceId/tags/:key': { needs: 'write', action: 'trace.untag' },
  'GET /api/v1/blobs/:sha256': { needs: 'read' },
  // What is too long for its span comes beside it.
  'PUT /api/v1/blobs/:sha256': { needs: 'ingest' },

  'GET /api/v1/feedback': { needs: 'read' },
  'GET /api/v1/feedback-summary': { needs: 'read' },
  'GET /api/v1/traces/:traceId/feedback': { needs: 'read' },
  'POST /api/v1/traces/:traceId/feedback': { needs: 'write', action: 'feedback.create' },
  'PATCH /api/v1/traces/:traceId/feedback/:feedbackId': { needs: 'write', action: 'feedback.update' },
  'DELETE /api/v1/traces/:traceId/feedback/:feedbackId': { needs: 'write', action: 'feedback.delete' },

  'GET /api/v1/experiments/:id/run-count': { needs: 'read' },
  'POST /api/v1/runs/:id/tables': { needs: 'write', action: 'run.log-table' },
  'GET /api/v1/registered-models/:name/history': { needs: 'read' },
  'GET /api/v1/evaluations/:runId/grid': { needs: 'read' },
  'POST /api/v1/evaluations/:runId/rows': { needs: 'write', action: 'evaluation.write' },
  'GET /api/v1/evaluations/:runId/rows/:traceId': { needs: 'read' },

  'GET /api/v1/dataset-diff': { needs: 'read' },
  'GET /api/v1/datasets': { needs: 'read' },
  'POST /api/v1/datasets': { needs: 'write', action: 'dataset.create' },
  'POST /api/v1/datasets/from-traces': { needs: 'write', action: 'dataset.create' },
  'GET /api/v1/datasets/:id': { needs: 'read' },
  'DELETE /api/v1/datasets/:id': { needs: 'write', action: 'dataset.delete' },
  'GET /api/v1/datasets/:id/records': { needs: 'read' },
  'GET /api/v1/datasets/:id/uses': { needs: 'read' },
  'GET /api/v1/datasets/:id/versions': { needs: 'read' },
  'GET /api/v1/datasets/:id/versions/:version/export': { needs: 'read', action: 'dataset.export' },
};
