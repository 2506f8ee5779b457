"use server";

import { notFound, redirect } from "next/navigation";
import { type AccountAdapter, accountAdapter } from "#adapters/session.ts";
import type { FormState } from "#components/settings/action-form.tsx";
import { RecoveryCodes, SecondStepSetUp } from "#components/settings/second-step.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { currentUser } from "../current-user.ts";
import { readProblem, requireForm } from "../settings/as-admin.ts";

/** Changes the account of whoever is signed in. The page that follows says what was done. */
export async function change(
  name: keyof AccountAdapter["changes"],
  form: FormData,
): Promise<FormState> {
  const account = await accountAdapter();
  if (!account || !(await currentUser())) redirect(withReturnTo("/sign-in", "/account"));
  // Anybody can send a name.
  if (typeof name !== "string" || !Object.hasOwn(account.changes, name)) notFound();
  requireForm(form);
  const values = Object.fromEntries([...form].map(([field, value]) => [field, String(value)]));
  try {
    const shown = await account.changes[name](values);
    if (shown) return show(shown);
  } catch (error) {
    return { problem: readProblem(error) };
  }
  redirect(name === "deleted" ? "/" : `/account?done=${name}`);
}

function show({ address, codes }: { address?: string; codes: string[] }): FormState {
  if (!address) return { view: <RecoveryCodes codes={codes} />, round: codes[0] };
  return {
    view: <SecondStepSetUp {...{ address, codes }} action={change.bind(null, "step-on")} />,
  };
}
