export type { Cost } from './cost.ts';
export { PriceOverrideError, parsePriceOverrides } from './parse-price-overrides.ts';
export type { PriceOverride } from './price-override.ts';
export type { PriceQuery, Pricer } from './pricer.ts';
export { createPricer } from './pricer.ts';
