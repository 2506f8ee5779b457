import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readReturnTo } from "#components/auth/read-return-to.ts";
import { appEnv } from "#lib/env.ts";
import { currentUser } from "../(chat)/current-user.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (await currentUser()) redirect("/");
  const returnTo = readReturnTo((await searchParams).returnTo);
  return <SignInForm mode="sign-in" provider={appEnv().AUTH_PROVIDER} returnTo={returnTo} />;
}
