export type {} from './storage/spans/span-store.ts';
