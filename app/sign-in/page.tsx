import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { readReturnTo } from "#lib/client/return-to.ts";
import { currentUser } from "../(chat)/current-user.ts";
import { HostedSignIn } from "./hosted-sign-in.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<"returnTo" | "problem" | "error", string | string[] | undefined>>;
}

/** What an adapter may send a visitor back here with. */
const PROBLEMS: Record<string, string> = {
  link: "This link has expired or was opened in another browser. Ask for a new one.",
};

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (await currentUser()) redirect("/");
  const { returnTo: requested, problem, error } = await searchParams;
  const returnTo = readReturnTo(requested);
  const { hostedBy, signInPath } = await sessionAdapter();
  if (hostedBy) {
    return <HostedSignIn {...{ hostedBy, signInPath, returnTo }} hasFailed={error !== undefined} />;
  }
  return (
    <SignInForm
      mode="sign-in"
      part={await readClientPart()}
      returnTo={returnTo}
      initialProblem={typeof problem === "string" ? PROBLEMS[problem] : undefined}
    />
  );
}
