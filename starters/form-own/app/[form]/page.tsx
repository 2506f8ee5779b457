import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { providerAbout, sessionAdapter } from "../../adapters/about.ts";
import { SignInForm } from "./sign-in-form.tsx";

interface FormPageProps {
  params: Promise<{ form: string }>;
  searchParams: Promise<Record<"returnTo" | "problem", string | string[] | undefined>>;
}

export async function generateMetadata({ params }: FormPageProps): Promise<Metadata> {
  return { title: (await params).form === "sign-up" ? "Create account" : "Sign in" };
}

/** /sign-in and /sign-up. */
export default async function FormPage({ params, searchParams }: FormPageProps) {
  const [{ form }, { returnTo, problem }] = await Promise.all([params, searchParams]);
  if (form !== "sign-in" && form !== "sign-up") notFound();
  const { signUpPath = "/sign-in", clientSettings, signInOffer } = await sessionAdapter();
  // The provider may have a page of its own for it.
  if (form === "sign-up" && signUpPath !== "/sign-up") redirect(signUpPath);
  return (
    <SignInForm
      mode={form}
      part={{
        provider: providerAbout().name,
        followsHook: false,
        settings: clientSettings?.() ?? {},
      }}
      offer={signInOffer()}
      returnTo={readReturnTo(returnTo)}
      initialProblem={problem ? "Signing in did not work. Try again." : undefined}
    />
  );
}
