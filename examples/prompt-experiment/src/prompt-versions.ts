/** The name of the prompt in the registry. */
export const NAME = 'shop-answer';

/** Versions of the prompt, from the first draft on, each with what has changed. */
export const VERSIONS = [
  { template: 'List keywords.\nContext: {{facts}}\nQuestion: {{question}}', commitMessage: 'First draft' },
  { template: 'Answer in one sentence.\nContext: {{facts}}\nQuestion: {{question}}', commitMessage: 'Whole sentences' },
  { template: 'Answer the question.\nContext: {{facts}}\nQuestion: {{question}}', commitMessage: 'Only what is asked' },
] as const;
