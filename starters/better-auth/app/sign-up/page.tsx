import type { Metadata } from "next";
import { adapter } from "#adapters/better-auth/session.ts";
import { SignInForm } from "#app/sign-in/sign-in-form.tsx";
import { readReturnTo } from "#lib/base/http/return-to.ts";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<Record<"returnTo" | "problem", string | string[] | undefined>>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const { returnTo, problem } = await searchParams;
  const settings = adapter.clientSettings?.() ?? {};
  return (
    <SignInForm
      mode="sign-up"
      part={{ provider: "better-auth", followsHook: false, settings }}
      returnTo={readReturnTo(returnTo)}
      initialProblem={problem ? "Signing in did not work. Try again." : undefined}
    />
  );
}
