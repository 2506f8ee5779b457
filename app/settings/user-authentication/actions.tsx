"use server";

import { redirect } from "next/navigation";
import { providerTrust } from "#adapters/trust.ts";
import { InspectedTokenView } from "#components/settings/inspected-token.tsx";
import type { LookUp } from "#components/settings/issuer-address.tsx";
import { LookUpResult } from "#components/settings/look-up-result.tsx";
import type { InspectorState } from "#components/settings/token-inspector.tsx";
import type { FormState } from "#components/settings/use-action-form.ts";
import { addIssuer, removeIssuer, setStrategy, updateIssuer } from "#lib/admin/trusted-issuers.ts";
import { inspectToken } from "#lib/identity/inspect-token.ts";
import type { IssuerToAsk } from "#lib/trust/look-up-issuer.ts";
import type { Strategy } from "#lib/trust/strategy.ts";
import { currentAdmin } from "../../current-admin.ts";
import { findProblem, readProblem } from "../read-problem.ts";
import { lookUp } from "./look-up.ts";
import { readIssuerForm } from "./read-issuer-form.ts";

const PAGE = "/settings/user-authentication";

export async function saveStrategy(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, token } = await currentAdmin();
  const strategy = form.get("strategy") as Strategy;
  const failed = await findProblem(() => setStrategy(projectId, strategy, token.ownerId));
  return failed ?? redirect(`${PAGE}?done=strategy`);
}

/** Asks an issuer what it publishes, and keeps nothing. The result is rendered here, so the page loads no script for it. */
export async function checkIssuer(
  _before: LookUp | undefined,
  issuer: IssuerToAsk,
): Promise<LookUp> {
  await currentAdmin();
  const { found, failure, otherSpelling } = await lookUp(issuer);
  return { view: <LookUpResult found={found} failure={failure} />, otherSpelling };
}

/** Adds an issuer or, where the form has an id, changes one. */
export async function saveIssuer(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, token } = await currentAdmin();
  const id = form.get("id");
  const input = readIssuerForm(form);
  const { issuer: _issuer, ownerNamespace: _namespace, ...changes } = input;
  const failed = await findProblem(async () =>
    typeof id === "string"
      ? updateIssuer(projectId, id, changes, token.ownerId)
      : addIssuer(projectId, input, await providerTrust(), token.ownerId),
  );
  return failed ?? redirect(`${PAGE}?done=issuer`);
}

export async function deleteIssuer(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, token } = await currentAdmin();
  const id = String(form.get("id"));
  const failed = await findProblem(() => removeIssuer(projectId, id, token.ownerId));
  return failed ?? redirect(`${PAGE}?done=removed`);
}

/** Checks a token, which is neither stored nor logged. The result is rendered here, too. */
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
