import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { providerAbout } from "#adapters/about.ts";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { currentUser, readUser } from "../current-user.ts";
import { HostedSignIn } from "./hosted-sign-in.tsx";
import { describeProblem } from "./problems.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  /** `error` is what an SDK calls `problem`. */
  searchParams: Promise<Record<"returnTo" | "problem" | "error", string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  // Shown on this page, because the provider's SDK may restore such a session at once.
  const refusal = readRefusal(await readUser());
  if (!refusal && (await currentUser())) redirect("/");
  const { returnTo: requested, problem, error } = await searchParams;
  const returnTo = readReturnTo(requested);
  const initialProblem = describeProblem(refusal ?? problem ?? error);
  const { signInPath } = await sessionAdapter();
  const { hostedBy } = providerAbout();
  if (hostedBy) return <HostedSignIn {...{ hostedBy, signInPath, returnTo, initialProblem }} />;
  return (
    <SignInForm
      mode="sign-in"
      part={await readClientPart()}
      returnTo={returnTo}
      initialProblem={initialProblem}
    />
  );
}
