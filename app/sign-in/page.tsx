import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import { readReturnTo } from "#components/auth/read-return-to.ts";
import { currentUser } from "../(chat)/current-user.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  if (await currentUser()) redirect("/");
  const returnTo = readReturnTo((await searchParams).returnTo);
  return <SignInForm mode="sign-in" part={await readClientPart()} returnTo={returnTo} />;
}
