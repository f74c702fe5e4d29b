import type { AssessmentStore } from '../storage/tracking/assessments/assessment-store.ts';
import type { TraceNoteStore } from '../storage/tracking/trace-notes/trace-note-store.ts';
import { currentAccess } from './access-context.ts';
import { mayAll } from './rights.ts';
import type { TraceOwners } from './trace-owners.ts';

/** What was added to traces that whoever asks may see. */
export function seenTraceNotes(notes: TraceNoteStore, owners: TraceOwners): TraceNoteStore {
  return {
    getTraceTags: async (workspaceId, traceIds) =>
      notes.getTraceTags(workspaceId, await owners.seen(workspaceId, traceIds)),
    async setTraceTag(workspaceId, traceId, key, value) {
      await owners.require('edit', workspaceId, [traceId]);
      await notes.setTraceTag(workspaceId, traceId, key, value);
    },
    async setTraceTags(workspaceId, tags) {
      await owners.require('edit', workspaceId, [...new Set(tags.map(({ traceId }) => traceId))]);
      await notes.setTraceTags(workspaceId, tags);
    },
    async changeTraceTag(workspaceId, traceId, key, change) {
      await owners.require('edit', workspaceId, [traceId]);
      await notes.changeTraceTag(workspaceId, traceId, key, change);
    },
    async deleteTraceTag(workspaceId, traceId, key) {
      await owners.require('edit', workspaceId, [traceId]);
      return notes.deleteTraceTag(workspaceId, traceId, key);
    },
    async addFeedback(workspaceId, feedback) {
      await owners.require('edit', workspaceId, [feedback.traceId]);
      await notes.addFeedback(workspaceId, feedback);
    },
    feedbackOn: async (workspaceId, traceIds) =>
      notes.feedbackOn(workspaceId, await owners.seen(workspaceId, traceIds)),
    async listFeedback(workspaceId, traceId) {
      const [seen] = await owners.seen(workspaceId, [traceId]);
      return seen === undefined ? [] : notes.listFeedback(workspaceId, traceId);
    },
    async updateFeedback(workspaceId, traceId, id, change, nowNs) {
      await owners.require('edit', workspaceId, [traceId]);
      return notes.updateFeedback(workspaceId, traceId, id, change, nowNs);
    },
    async deleteFeedback(workspaceId, traceId, id) {
      await owners.require('edit', workspaceId, [traceId]);
      return notes.deleteFeedback(workspaceId, traceId, id);
    },
    tracesSaid: async (workspaceId, field, value) =>
      owners.seenOf(workspaceId, await notes.tracesSaid(workspaceId, field, value)),
    tracesWithTag: async (workspaceId, key) => owners.seenOf(workspaceId, await notes.tracesWithTag(workspaceId, key)),
    judgements: async (workspaceId, name) => owners.seenOf(workspaceId, await notes.judgements(workspaceId, name)),
    judgementsOn: async (workspaceId, traceIds) =>
      notes.judgementsOn(workspaceId, await owners.seen(workspaceId, traceIds)),
    async deleteTraces(workspaceId, traceIds) {
      if (mayAll(currentAccess().experiments, 'delete')) return notes.deleteTraces(workspaceId, traceIds);
      const seen = await owners.seen(workspaceId, traceIds);
      await owners.require('delete', workspaceId, seen);
      await notes.deleteTraces(workspaceId, seen);
    },
    getDeletions: async (workspaceId, traceIds) =>
      notes.getDeletions(workspaceId, await owners.seen(workspaceId, traceIds)),
  };
}

/** Judgements and expectations about those. */
export function seenAssessments(assessments: AssessmentStore, owners: TraceOwners): AssessmentStore {
  return {
    async create(workspaceId, assessment) {
      await owners.require('edit', workspaceId, [assessment.traceId]);
      await assessments.create(workspaceId, assessment);
    },
    async get(workspaceId, traceId, id) {
      const [seen] = await owners.seen(workspaceId, [traceId]);
      return seen === undefined ? undefined : assessments.get(workspaceId, traceId, id);
    },
    listOf: async (workspaceId, traceIds) => assessments.listOf(workspaceId, await owners.seen(workspaceId, traceIds)),
    async update(workspaceId, traceId, id, change, nowNs) {
      await owners.require('edit', workspaceId, [traceId]);
      return assessments.update(workspaceId, traceId, id, change, nowNs);
    },
    async delete(workspaceId, traceId, id) {
      await owners.require('edit', workspaceId, [traceId]);
      return assessments.delete(workspaceId, traceId, id);
    },
    valuesNamed: async (workspaceId, kind, name) =>
      owners.seenOf(workspaceId, await assessments.valuesNamed(workspaceId, kind, name)),
  };
}
