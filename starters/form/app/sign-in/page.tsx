import type { Metadata } from "next";
import { SignInForm } from "#app/sign-in/sign-in-form.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { providerAbout, sessionAdapter } from "../../adapters/about.ts";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<Record<"returnTo" | "problem", string | string[] | undefined>>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { returnTo, problem } = await searchParams;
  const { clientSettings } = await sessionAdapter();
  return (
    <SignInForm
      mode="sign-in"
      part={{
        provider: providerAbout().name,
        followsHook: false,
        settings: clientSettings?.() ?? {},
      }}
      returnTo={readReturnTo(returnTo)}
      initialProblem={problem ? "Signing in did not work. Try again." : undefined}
    />
  );
}
