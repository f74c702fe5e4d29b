import { spanStoreContract } from '../span-store.contract.ts';
import { MemorySpanStore } from './memory-span-store.ts';

spanStoreContract('memory', async () => ({ store: new MemorySpanStore() }));
