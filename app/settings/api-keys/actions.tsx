"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { NewKey } from "#components/settings/new-key-form.tsx";
import { createApiKey, readOrigins, revokeApiKey, setAllowedOrigins } from "#lib/admin/api-keys.ts";
import { readInput } from "#lib/trust/issuer-input.ts";
import { adminAction } from "../as-admin.ts";

const PAGE = "/settings/api-keys";

const newKey = z.object({
  kind: z.enum(["publishable", "secret"]),
  name: z
    .string()
    .trim()
    .min(1, "give the key a name")
    .max(100, "a name has at most 100 characters")
    .refine((name) => !name.includes("\0"), "a name is text"),
});

export const createKey = adminAction(async (form, { projectId, by }) => {
  const { kind, name } = readInput(newKey, { kind: form.get("kind"), name: form.get("name") });
  const allowedOrigins = kind === "publishable" ? originsOf(form) : null;
  const { id, key } = await createApiKey({ projectId, kind, name, allowedOrigins, by });
  revalidatePath(PAGE);
  return { view: <NewKey kind={kind} name={name} value={key} />, round: id };
});

export const revokeKey = adminAction(async (form, { projectId, by }) => {
  const isRevoked = await revokeApiKey(projectId, String(form.get("id")), by);
  return isRevoked ? redirect(`${PAGE}?done=revoked`) : gone();
});

export const changeOrigins = adminAction(async (form, { projectId, by }) => {
  const id = String(form.get("id"));
  if (!(await setAllowedOrigins(projectId, id, originsOf(form), by))) return gone();
  revalidatePath(PAGE);
  return {};
});

function originsOf(form: FormData) {
  return readOrigins(String(form.get("allowedOrigins") ?? ""));
}

function gone() {
  return { problem: { text: "This key does not exist any more" } };
}
