import { examples } from "#components/tambo/examples.ts";
import { noteActivity } from "#lib/admin/activity.ts";
import { findAdmissionProblem, isClosedTo } from "#lib/admin/admission.ts";
import { deleteLeaver } from "#lib/admin/leavers.ts";
import { noteOwner } from "#lib/admin/owners.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { setDemoExamples } from "#lib/runs/models/demo/examples.ts";
import { stopRunsOf } from "#lib/runs/running.ts";
import { threadHooks } from "#lib/threads/hooks.ts";

/** Registers the upper floors of lib/ with the hooks of the lower ones, which do not import them. */
export function connectFloors(): void {
  Object.assign(identityHooks(), {
    admissionProblem: findAdmissionProblem,
    isClosedTo,
    ownerSeen: noteOwner,
    ownerLeaves: deleteLeaver,
    exchanged: (exchange) => noteActivity({ kind: "exchange", ...exchange }),
  } satisfies ReturnType<typeof identityHooks>);
  threadHooks().threadsDeleted = stopRunsOf;
  setDemoExamples(examples);
}
