import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import type { SignInOffer } from "#adapters/contracts.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { providerAbout, sessionAdapter } from "../../adapters/about.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { StepForm } from "./step-form.tsx";

/** What the provider must offer for a step. */
const STEPS: Record<string, keyof SignInOffer> = {
  confirm: "confirm",
  code: "code",
  "mail-code": "mailCode",
  forgot: "reset",
  "new-password": "reset",
};

interface FormPageProps {
  params: Promise<{ form: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: FormPageProps): Promise<Metadata> {
  return { title: (await params).form[0] === "sign-up" ? "Create account" : "Sign in" };
}

/** /sign-in and /sign-up; and /sign-in/…, what comes after the form, or instead of it. */
export default async function FormPage({ params, searchParams }: FormPageProps) {
  const [{ form: path }, { returnTo, problem, token, type, email }] = await Promise.all([
    params,
    searchParams,
  ]);
  const { signUpPath = "/sign-in", clientSettings, signInOffer } = await sessionAdapter();
  const [mode, step] = path;
  const shown = {
    part: {
      provider: providerAbout().name,
      followsHook: false,
      settings: clientSettings?.() ?? {},
    },
    returnTo: readReturnTo(returnTo),
  };
  if (mode === "sign-in" && step && path.length === 2) {
    const needed = STEPS[step];
    if (!needed || !signInOffer()[needed]) notFound();
    const given = {
      token: String(token ?? ""),
      type: String(type ?? ""),
      email: String(email ?? ""),
    };
    return <StepForm {...shown} step={step} given={given} />;
  }
  if (path.length > 1 || (mode !== "sign-in" && mode !== "sign-up")) notFound();
  // The provider may have a page of its own for it.
  if (mode === "sign-up" && signUpPath !== "/sign-up") redirect(signUpPath);
  return (
    <SignInForm
      {...shown}
      mode={mode}
      offer={signInOffer()}
      initialProblem={problem ? "Signing in did not work. Try again." : undefined}
    />
  );
}
