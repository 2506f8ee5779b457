"use server";

import { redirect } from "next/navigation";
import { type AccountAdapter, accountAdapter } from "#adapters/own-account.ts";
import type { FormState } from "#components/settings/action-form.tsx";
import { RecoveryCodes, SecondStepSetUp } from "#components/settings/second-step.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { toStorable } from "#lib/base/storable.ts";
import { currentUser } from "../current-user.ts";
import { readProblem } from "../settings/as-admin.ts";

/** Does what a form asks for, for whoever is signed in. */
async function asUser(act: (account: AccountAdapter) => Promise<FormState>): Promise<FormState> {
  const account = await accountAdapter();
  if (!account || !(await currentUser())) redirect(withReturnTo("/sign-in", "/account"));
  try {
    return await act(account);
  } catch (error) {
    return { problem: readProblem(error) };
  }
}

/** The same, and the page that follows says what was done. */
function change(act: (account: AccountAdapter) => Promise<void>, done: string): Promise<FormState> {
  return asUser(async (account) => {
    await act(account);
    redirect(`/account?done=${done}`);
  });
}

const read = (form: FormData, name: string) => String(form.get(name) ?? "");
const readLine = (form: FormData, name: string) => toStorable(read(form, name)).trim();

export async function rename(form: FormData) {
  return change((account) => account.rename(readLine(form, "name")), "renamed");
}

export async function changePassword(form: FormData) {
  return change(
    (account) => account.changePassword(read(form, "password"), read(form, "next")),
    "password",
  );
}

export async function endSession(form: FormData) {
  return change((account) => account.endSession(read(form, "id")), "session");
}

export async function prepareSecondStep(form: FormData) {
  return asUser(async (account) => {
    const made = await account.prepareSecondStep(read(form, "password"));
    return { view: <SecondStepSetUp {...made} action={startSecondStep} /> };
  });
}

export async function startSecondStep(form: FormData) {
  return change((account) => account.startSecondStep(readLine(form, "code")), "step-on");
}

export async function stopSecondStep(form: FormData) {
  return change((account) => account.stopSecondStep(read(form, "password")), "step-off");
}

export async function renewCodes(form: FormData) {
  return asUser(async (account) => {
    const codes = await account.renewCodes(read(form, "password"));
    return { view: <RecoveryCodes codes={codes} />, round: codes[0] };
  });
}

export async function renamePasskey(form: FormData) {
  return change(
    (account) => account.renamePasskey(read(form, "id"), readLine(form, "name")),
    "passkey-renamed",
  );
}

export async function removePasskey(form: FormData) {
  return change((account) => account.removePasskey(read(form, "id")), "passkey-removed");
}

export async function deleteAccount(form: FormData) {
  return asUser(async (account) => {
    await account.remove(read(form, "password"));
    redirect("/");
  });
}
