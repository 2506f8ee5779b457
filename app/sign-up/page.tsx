import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { readSignUpPath, sessionAdapter } from "#adapters/session.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { SignInRedirects } from "#components/auth/sign-in-redirects.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { currentUser } from "../current-user.ts";
import { goOn, ProviderPage } from "../sign-in/provider-page.tsx";
import { SignInForm } from "../sign-in/sign-in-form.tsx";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  const returnTo = readReturnTo((await searchParams).returnTo);
  const adapter = await sessionAdapter();
  const offer = adapter.signInOffer();
  if ((await currentUser())?.isGuest === false) goOn(offer, returnTo);
  const signUpPath = (await readSignUpPath()) ?? adapter.signInPath;
  if (signUpPath !== "/sign-up") redirect(signUpPath);
  if (offer.component) return <ProviderPage name="sign-up" returnTo={returnTo} />;
  return (
    <AuthFrame title="Create account" intro="Your threads are yours alone.">
      {offer.redirects ? <SignInRedirects {...{ returnTo, redirects: offer.redirects }} /> : null}
      <SignInForm mode="sign-up" part={await readClientPart()} {...{ offer, returnTo }} />
      <OtherPage
        question="Already have an account?"
        label="Sign in"
        {...{ path: "/sign-in", returnTo }}
      />
    </AuthFrame>
  );
}
