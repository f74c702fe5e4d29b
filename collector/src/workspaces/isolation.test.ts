import { sharedWorld } from '../access/shared-world.test.support.ts';
import { isolationCases } from './isolation.contract.ts';

isolationCases(() => sharedWorld());
