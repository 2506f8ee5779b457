"use server";

import { redirect } from "next/navigation";
import { providerTrust } from "#adapters/trust.ts";
import { InspectedTokenView } from "#components/settings/inspected-token.tsx";
import type { LookUp } from "#components/settings/issuer-address.tsx";
import { LookUpResult } from "#components/settings/look-up-result.tsx";
import type { InspectorState } from "#components/settings/token-inspector.tsx";
import type { FormState } from "#components/settings/use-action-form.ts";
import { type ActivityKind, noteActivity } from "#lib/activity.ts";
import { inspectToken } from "#lib/tokens/inspect-token.ts";
import type { Strategy } from "#lib/trust/strategy.ts";
import {
  addIssuer,
  listIssuers,
  removeIssuer,
  setStrategy,
  updateIssuer,
} from "#lib/trust/trusted-issuers.ts";
import { type CurrentAdmin, currentAdmin } from "../current-admin.ts";
import { readProblem } from "../read-problem.ts";
import { lookUp } from "./look-up.ts";
import { readIssuerForm } from "./read-issuer-form.ts";

const PAGE = "/settings/user-authentication";

function note({ projectId, token }: CurrentAdmin, kind: ActivityKind, change: object): void {
  noteActivity({ projectId, kind, outcome: "ok", ownerId: token.ownerId, ...change });
}

export async function saveStrategy(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const admin = await currentAdmin();
  const strategy = form.get("strategy") as Strategy;
  try {
    await setStrategy(admin.projectId, strategy);
  } catch (error) {
    return { problem: readProblem(error) };
  }
  note(admin, "strategy.changed", { detail: strategy });
  redirect(`${PAGE}?done=strategy`);
}

// What the next one and the inspector find is rendered here, so that no page loads script for it.

/** Asks an issuer what it publishes, and keeps nothing. */
export async function checkIssuer(_before: LookUp | undefined, issuer: string): Promise<LookUp> {
  await currentAdmin();
  const { found, failure, otherSpelling } = await lookUp(issuer);
  return { view: <LookUpResult found={found} failure={failure} />, otherSpelling };
}

/** Adds an issuer or, where the form has an id, changes one. */
export async function saveIssuer(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const admin = await currentAdmin();
  const id = form.get("id");
  const { issuer, ownerNamespace, ...rules } = readIssuerForm(form);
  try {
    const saved =
      typeof id === "string"
        ? await updateIssuer(admin.projectId, id, rules)
        : await addIssuer(
            admin.projectId,
            { issuer, ownerNamespace, ...rules },
            await providerTrust(),
          );
    note(admin, id ? "issuer.changed" : "issuer.added", { issuer: saved.issuer });
  } catch (error) {
    return { problem: readProblem(error) };
  }
  redirect(`${PAGE}?done=issuer`);
}

export async function deleteIssuer(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const admin = await currentAdmin();
  const id = String(form.get("id"));
  const entry = (await listIssuers(admin.projectId)).find((one) => one.id === id);
  try {
    await removeIssuer(admin.projectId, id);
  } catch (error) {
    return { problem: readProblem(error) };
  }
  note(admin, "issuer.removed", { issuer: entry?.issuer });
  redirect(`${PAGE}?done=removed`);
}

/** Judges a token. It is neither stored nor logged, and comes back as its parts alone. */
export async function inspect(
  _before: InspectorState | undefined,
  form: FormData,
): Promise<InspectorState> {
  const { projectId } = await currentAdmin();
  const token = String(form.get("token")).trim();
  if (!token) return { problem: { field: "token", text: "Paste a token" } };
  try {
    const inspected = await inspectToken(token, projectId, await providerTrust());
    return { view: <InspectedTokenView token={inspected} at={Date.now()} /> };
  } catch (error) {
    return { problem: readProblem(error) };
  }
}
