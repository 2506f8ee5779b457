import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#app/sign-in/sign-in-form.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { providerAbout, sessionAdapter } from "../../adapters/about.ts";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const { signInPath, signUpPath = signInPath, clientSettings } = await sessionAdapter();
  // The provider may have a page of its own for it.
  if (signUpPath !== "/sign-up") redirect(signUpPath);
  return (
    <SignInForm
      mode="sign-up"
      part={{
        provider: providerAbout().name,
        followsHook: false,
        settings: clientSettings?.() ?? {},
      }}
      returnTo={readReturnTo((await searchParams).returnTo)}
    />
  );
}
