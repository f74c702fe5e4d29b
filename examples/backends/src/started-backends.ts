import type { Backend, RunningBackend } from './backend.ts';
import { Unavailable } from './install/unavailable.ts';

/** Installs and starts each back-end when it is first asked for, and stops them all. */
export class StartedBackends {
  readonly #started = new Map<Backend, Promise<RunningBackend | Unavailable>>();

  /** Resolves to the reason where it cannot be had on this machine. */
  start(backend: Backend): Promise<RunningBackend | Unavailable> {
    const started = this.#started.get(backend) ?? installAndStart(backend);
    this.#started.set(backend, started);
    return started;
  }

  async stopAll(): Promise<void> {
    for (const started of await Promise.allSettled(this.#started.values()))
      if (started.status === 'fulfilled' && !(started.value instanceof Unavailable)) await started.value.stop();
  }
}

async function installAndStart(backend: Backend): Promise<RunningBackend | Unavailable> {
  try {
    return await (await backend.install()).start();
  } catch (error) {
    if (error instanceof Unavailable) return error;
    throw error;
  }
}
