"use server";

import { notFound, redirect } from "next/navigation";
import { readOrganizations } from "#adapters/organizations.ts";
import type { FormState } from "#components/settings/action-form.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { toStorable } from "#lib/base/json.ts";
import { currentUser } from "../current-user.ts";
import { readProblem, requireForm } from "../settings/as-admin.ts";

type Adapter = NonNullable<Awaited<ReturnType<typeof readOrganizations>>>;

/** Does what a form asks for, for whoever is signed in, and goes on. */
async function change(
  form: FormData,
  act: (adapter: Adapter) => Promise<void>,
  goOn: string,
): Promise<FormState> {
  const adapter = (await readOrganizations()) ?? notFound();
  const user = await currentUser();
  if (!user || user.isGuest) redirect(withReturnTo("/sign-in", "/organization"));
  requireForm(form);
  try {
    await act(adapter);
  } catch (error) {
    return { problem: readProblem(error) };
  }
  redirect(goOn);
}

const readLine = (form: FormData, name: string) => toStorable(String(form.get(name) ?? "")).trim();

export async function switchOrganization(form: FormData) {
  return change(form, (adapter) => adapter.switchTo(readLine(form, "id") || null), "/");
}

export async function foundOrganization(form: FormData) {
  return change(form, (adapter) => adapter.found(readLine(form, "name")), "/organization");
}

export async function invite(form: FormData) {
  return change(
    form,
    (adapter) => adapter.invite(readLine(form, "email")),
    "/organization?done=invited",
  );
}

export async function join(form: FormData) {
  return change(form, (adapter) => adapter.join(readLine(form, "id")), "/");
}
