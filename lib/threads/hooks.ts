import { processWide } from "#lib/base/process.ts";

/** Who is told of threads: set at boot. `threadsDeleted` resolves when nothing writes to an owner's deleted threads any more. */
export const threadHooks = () =>
  processWide("thread-hooks", () => ({ async threadsDeleted(_ownerId: string): Promise<void> {} }));
