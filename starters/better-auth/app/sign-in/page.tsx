import type { Metadata } from "next";
import { adapter } from "#adapters/better-auth/session.ts";
import { SignInForm } from "#app/sign-in/sign-in-form.tsx";
import { readReturnTo } from "#lib/base/http/return-to.ts";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<"returnTo" | "problem", string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { returnTo, problem } = await searchParams;
  const settings = adapter.clientSettings?.() ?? {};
  return (
    <SignInForm
      mode="sign-in"
      part={{ provider: "better-auth", followsHook: false, settings }}
      returnTo={readReturnTo(returnTo)}
      initialProblem={problem ? "Signing in did not work. Try again." : undefined}
    />
  );
}
