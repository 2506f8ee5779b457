import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { readReturnTo } from "#components/auth/read-return-to.ts";
import { currentUser } from "../(chat)/current-user.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ returnTo?: string | string[]; problem?: string | string[] }>;
}

/** What an adapter may send a visitor back here with. */
const PROBLEMS: Record<string, string> = {
  link: "This link has expired or was opened in another browser. Ask for a new one.",
};

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (await currentUser()) redirect("/");
  const { returnTo, problem } = await searchParams;
  return (
    <SignInForm
      mode="sign-in"
      part={await readClientPart()}
      returnTo={readReturnTo(returnTo)}
      initialProblem={typeof problem === "string" ? PROBLEMS[problem] : undefined}
    />
  );
}
