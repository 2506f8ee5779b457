import { processWide } from "#lib/base/process-wide.ts";

interface ThreadHooks {
  /** Resolves when nothing writes to the deleted threads any more. */
  threadsDeleted(ownerId: string): Promise<void>;
}

const hooks = () => processWide<ThreadHooks>("thread-hooks", () => ({ async threadsDeleted() {} }));

/** Registers who is told that an owner's threads are deleted, at boot. */
export function setThreadHooks(given: ThreadHooks): void {
  Object.assign(hooks(), given);
}

export function noteThreadsDeleted(ownerId: string): Promise<void> {
  return hooks().threadsDeleted(ownerId);
}
