import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { sessionAdapter } from "#adapters/session.ts";
import { readReturnTo } from "#components/auth/read-return-to.ts";
import { appEnv } from "#lib/env.ts";
import { currentUser } from "../(chat)/current-user.ts";
import { HostedSignIn } from "./hosted-sign-in.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ returnTo?: string | string[]; error?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (await currentUser()) redirect("/");
  const { returnTo: requested, error } = await searchParams;
  const returnTo = readReturnTo(requested);
  const { hostedBy, signInPath } = await sessionAdapter();
  if (hostedBy) {
    return <HostedSignIn {...{ hostedBy, signInPath, returnTo }} hasFailed={error !== undefined} />;
  }
  return <SignInForm mode="sign-in" provider={appEnv().AUTH_PROVIDER} returnTo={returnTo} />;
}
