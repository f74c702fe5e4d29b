export { TracewrightClient } from '../tracewright-client.ts';
