import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { currentUser } from "../current-user.ts";
import { SignInForm } from "../sign-in/sign-in-form.tsx";

export const metadata: Metadata = { title: "Create account" };

interface SignUpPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignUpPage({ searchParams }: SignUpPageProps) {
  if (await currentUser()) redirect("/");
  const { signInPath, signUpPath = signInPath } = await sessionAdapter();
  if (signUpPath !== "/sign-up") redirect(signUpPath);
  const returnTo = readReturnTo((await searchParams).returnTo);
  return <SignInForm mode="sign-up" part={await readClientPart()} returnTo={returnTo} />;
}
