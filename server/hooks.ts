import { examples } from "#components/tambo/examples.ts";
import { noteActivity } from "#lib/admin/activity.ts";
import { findAdmissionProblem, isClosedTo } from "#lib/admin/admission.ts";
import { deleteLeaver } from "#lib/admin/leavers.ts";
import { noteOwner } from "#lib/admin/owners.ts";
import { setIdentityHooks } from "#lib/identity/hooks.ts";
import { setDemoExamples } from "#lib/runs/models/demo/examples.ts";
import { stopRunsOf } from "#lib/runs/running.ts";
import { setThreadHooks } from "#lib/threads/hooks.ts";

/** Registers the upper floors of lib/ with the hooks of the lower ones, which do not import them. */
export function connectFloors(): void {
  setIdentityHooks({
    admissionProblem: findAdmissionProblem,
    isClosedTo,
    ownerSeen: noteOwner,
    ownerLeaves: deleteLeaver,
    exchanged: (exchange) => noteActivity({ kind: "exchange", ...exchange }),
  });
  setThreadHooks({ threadsDeleted: stopRunsOf });
  setDemoExamples(examples);
}
