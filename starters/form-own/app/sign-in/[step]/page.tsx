import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SignInOffer } from "#adapters/contracts.ts";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { providerAbout, sessionAdapter } from "../../../adapters/about.ts";
import { StepForm } from "./step-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

/** What the provider must offer for a step. */
const STEPS: Record<string, keyof SignInOffer> = {
  confirm: "confirm",
  code: "code",
  "mail-code": "mailCode",
  forgot: "reset",
  "new-password": "reset",
};

interface StepPageProps {
  params: Promise<{ step: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What comes after the form, or instead of it: each step has one field at most. */
export default async function StepPage({ params, searchParams }: StepPageProps) {
  const { step } = await params;
  const { signInOffer, clientSettings } = await sessionAdapter();
  const needed = STEPS[step];
  if (!needed || !signInOffer()[needed]) notFound();
  const { returnTo, token, type, email } = await searchParams;
  return (
    <StepForm
      step={step}
      part={{
        provider: providerAbout().name,
        followsHook: false,
        settings: clientSettings?.() ?? {},
      }}
      given={{ token: String(token ?? ""), type: String(type ?? ""), email: String(email ?? "") }}
      returnTo={readReturnTo(returnTo)}
    />
  );
}
