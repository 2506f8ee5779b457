import { noteActivity } from "#lib/admin/activity.ts";
import { noteOwner } from "#lib/admin/owners.ts";
import { setIdentityHooks } from "#lib/identity/hooks.ts";
import { stopRunsOf } from "#lib/runs/running.ts";
import { setThreadHooks } from "#lib/threads/hooks.ts";

/** Connects the floors of lib/: what happens on a lower one is told to those above, which it does not import. */
export function connectFloors(): void {
  setIdentityHooks({
    ownerSeen: noteOwner,
    exchanged: (exchange) => noteActivity({ kind: "exchange", ...exchange }),
  });
  setThreadHooks({ threadsDeleted: stopRunsOf });
}
