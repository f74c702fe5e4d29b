/** Where rules of retention are. */
export const RULES = '/api/v1/privacy/retention';
