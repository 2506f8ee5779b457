import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { sessionAdapter } from "#adapters/session.ts";
import { readReturnTo } from "#components/auth/read-return-to.ts";
import { appEnv } from "#lib/env.ts";
import { currentUser } from "../(chat)/current-user.ts";
import { SignInForm } from "../sign-in/sign-in-form.tsx";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  if (await currentUser()) redirect("/");
  if (!(await sessionAdapter()).signUpPath) redirect("/sign-in");
  const returnTo = readReturnTo((await searchParams).returnTo);
  return <SignInForm mode="sign-up" provider={appEnv().AUTH_PROVIDER} returnTo={returnTo} />;
}
