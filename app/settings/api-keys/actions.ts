"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { NewKeyState } from "#components/settings/new-key-form.tsx";
import type { FormState } from "#components/settings/use-action-form.ts";
import { createApiKey, readOrigins, revokeApiKey, setAllowedOrigins } from "#lib/admin/api-keys.ts";
import { currentAdmin } from "../../current-admin.ts";
import { readProblem } from "../read-problem.ts";

const PAGE = "/settings/api-keys";
const GONE: FormState = { problem: { text: "This key does not exist any more" } };

const newKey = z.object({
  kind: z.enum(["publishable", "secret"]),
  name: z
    .string()
    .trim()
    .min(1, "Give the key a name")
    .max(100, "A name has at most 100 characters")
    .refine((name) => !name.includes("\0"), "A name is text"),
});

export async function createKey(
  _before: NewKeyState | undefined,
  form: FormData,
): Promise<NewKeyState> {
  const { projectId, token } = await currentAdmin();
  const input = newKey.safeParse({ kind: form.get("kind"), name: form.get("name") });
  if (!input.success) {
    const [issue] = input.error.issues;
    return { problem: { field: String(issue?.path[0]), text: issue?.message ?? "Is not valid" } };
  }
  const { kind, name } = input.data;
  try {
    const allowedOrigins =
      kind === "publishable" ? readOrigins(String(form.get("allowedOrigins") ?? "")) : null;
    const { key } = await createApiKey({
      projectId,
      kind,
      name,
      allowedOrigins,
      by: token.ownerId,
    });
    revalidatePath(PAGE);
    return { created: { key, name } };
  } catch (error) {
    return { problem: readProblem(error) };
  }
}

export async function revokeKey(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, token } = await currentAdmin();
  if (!(await revokeApiKey(projectId, String(form.get("id")), token.ownerId))) return GONE;
  redirect(`${PAGE}?done=revoked`);
}

export async function changeOrigins(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, token } = await currentAdmin();
  const id = String(form.get("id"));
  try {
    const origins = readOrigins(String(form.get("allowedOrigins") ?? ""));
    if (!(await setAllowedOrigins(projectId, id, origins, token.ownerId))) return GONE;
  } catch (error) {
    return { problem: readProblem(error) };
  }
  revalidatePath(PAGE);
  return {};
}
