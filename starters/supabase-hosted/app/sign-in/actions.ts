"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { formShape, steps } from "../../adapters/supabase/sign-in.ts";

/** What a step of the form does. Next refuses it from a page of another site. */
export async function submit(_before: unknown, form: FormData) {
  const { data: given } = formShape.safeParse(Object.fromEntries(form));
  if (!given) return { message: "This is too long, or not complete." };
  const { goTo, ...answer } = await steps[given.step](given, await cookies());
  if (goTo) redirect(goTo);
  return { ...answer, entered: { name: given.name, email: given.email } };
}
