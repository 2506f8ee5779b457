"use server";

import { redirect } from "next/navigation";
import { providerTrust } from "#adapters/trust.ts";
import { addIssuer, removeIssuer, setStrategy, updateIssuer } from "#lib/admin/trusted-issuers.ts";
import { inspectToken } from "#lib/identity/inspect-token.ts";
import type { IssuerToAsk } from "#lib/trust/look-up-issuer.ts";
import type { Strategy } from "#lib/trust/strategy.ts";
import { currentAdmin } from "../../current-admin.ts";
import { adminAction } from "../as-admin.ts";
import { InspectedTokenView } from "./inspected-token.tsx";
import { LookUpResult, lookUp, type ShownLookUp } from "./issuer-check.tsx";
import { readIssuerForm } from "./read-issuer-form.ts";

const PAGE = "/settings/user-authentication";

export const saveStrategy = adminAction(async (form, { projectId, by }) => {
  await setStrategy(projectId, form.get("strategy") as Strategy, by);
  redirect(`${PAGE}?done=strategy`);
});

/** Asks an issuer what it publishes, and keeps nothing. The result is rendered here, so the page loads no script for it. */
export async function checkIssuer(issuer: IssuerToAsk): Promise<ShownLookUp> {
  await currentAdmin();
  const { found, failure, otherSpelling } = await lookUp(issuer);
  return { view: <LookUpResult {...{ found, failure }} />, otherSpelling };
}

/** Adds an issuer or, where the form has an id, changes one. */
export const saveIssuer = adminAction(async (form, { projectId, by }) => {
  const id = form.get("id");
  const input = readIssuerForm(form);
  const { issuer: _issuer, ownerNamespace: _namespace, ...changes } = input;
  if (typeof id === "string") await updateIssuer(projectId, id, changes, by);
  else await addIssuer(projectId, input, await providerTrust(), by);
  redirect(`${PAGE}?done=issuer`);
});

export const deleteIssuer = adminAction(async (form, { projectId, by }) => {
  await removeIssuer(projectId, String(form.get("id")), by);
  redirect(`${PAGE}?done=removed`);
});

/** Checks a token, which is neither stored nor logged. The result is rendered here, too. */
export const inspect = adminAction(async (form, { projectId }) => {
  const token = String(form.get("token")).trim();
  if (!token) return { problem: { field: "token", text: "Paste a token" } };
  const inspected = await inspectToken(token, projectId, await providerTrust());
  return { view: <InspectedTokenView token={inspected} at={Date.now()} /> };
});
