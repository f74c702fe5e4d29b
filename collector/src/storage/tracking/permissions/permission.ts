/** What somebody may do with one thing, in MLflow's words; both of the last mean nothing at all. */
export const PERMISSIONS = ['READ', 'USE', 'EDIT', 'MANAGE', 'NO_PERMISSIONS', 'DENY'] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** What permissions are about. Prompts are registered models: no model has the name of one. */
export type ResourceKind = 'experiment' | 'registered_model';

/** In the place of an id or name: everything of its kind that has no permission of its own. */
export const EVERY_RESOURCE = '*';
