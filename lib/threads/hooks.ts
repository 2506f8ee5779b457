import { processWide } from "#lib/base/process.ts";

interface ThreadHooks {
  threadsDeleted(ownerId: string): Promise<void>;
}

const hooks = () =>
  processWide<ThreadHooks>("thread-hooks", () => ({
    async threadsDeleted() {},
  }));

/** Registers who is told of threads, at boot. */
export function setThreadHooks(given: ThreadHooks): void {
  Object.assign(hooks(), given);
}

/** Resolves when nothing writes to the deleted threads any more. */
export function noteThreadsDeleted(ownerId: string): Promise<void> {
  return hooks().threadsDeleted(ownerId);
}
