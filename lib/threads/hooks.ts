import { processWide } from "#lib/base/process-wide.ts";

interface ThreadHooks {
  /** Returns when nothing writes to the deleted threads any more. */
  threadsDeleted(ownerId: string): Promise<void>;
}

const hooks = () => processWide<ThreadHooks>("thread-hooks", () => ({ async threadsDeleted() {} }));

/** Says who is told that an owner's threads are deleted. At boot. */
export function setThreadHooks(given: ThreadHooks): void {
  Object.assign(hooks(), given);
}

export function noteThreadsDeleted(ownerId: string): Promise<void> {
  return hooks().threadsDeleted(ownerId);
}
