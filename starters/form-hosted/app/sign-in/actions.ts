"use server";

import type { Answer } from "./sign-in-form.tsx";

/** To be checked and linted with. In a starter the provider's own file stands here. */
export const submit = async (_before: Answer, _form: FormData): Promise<Answer> => ({});
