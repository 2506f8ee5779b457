import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readClientPart } from "#adapters/client-part.ts";
import type { SignInOffer } from "#adapters/contracts.ts";
import { sessionAdapter } from "#adapters/session.ts";
import { AuthFrame, OtherPage } from "#components/auth/auth-frame.tsx";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { StepForm, type StepName } from "./step-form.tsx";

/** Title, what is said below it, and what the provider has to offer for it. */
const STEPS: Record<StepName, [title: string, intro: string, part: keyof SignInOffer]> = {
  code: ["Second step", "Your account is protected by a second step.", "code"],
  confirm: ["Open the link", "The link of your mail works once, by this button.", "confirm"],
  forgot: ["Forgot password", "A mail takes you to a page where you choose a new one.", "reset"],
  "new-password": ["New password", "From now on you sign in with this one.", "reset"],
};

interface StepPageProps {
  params: Promise<{ step: string }>;
  searchParams: Promise<Record<"returnTo" | "token" | "type", string | string[] | undefined>>;
}

const isStep = (name: string): name is StepName => Object.hasOwn(STEPS, name);

export async function generateMetadata({ params }: StepPageProps): Promise<Metadata> {
  const { step } = await params;
  return isStep(step) ? { title: STEPS[step][0] } : {};
}

/** What comes after the sign-in form, or in its place. */
export default async function StepPage({ params, searchParams }: StepPageProps) {
  const [{ step }, { returnTo: requested, token, type }] = await Promise.all([
    params,
    searchParams,
  ]);
  const offer = (await sessionAdapter()).signInOffer();
  if (!isStep(step)) notFound();
  const [title, intro, part] = STEPS[step];
  if (!offer[part]) notFound();
  if (step === "confirm" && (typeof token !== "string" || typeof type !== "string")) notFound();
  const given = { token: String(token ?? ""), type: String(type ?? "") };
  const returnTo = readReturnTo(requested);
  const orElse = offer.recovery ? ", or a recovery code" : "";
  const help = step === "code" ? `Six digits from your authenticator app${orElse}` : undefined;
  return (
    <AuthFrame {...{ title, intro }}>
      <StepForm part={await readClientPart()} {...{ step, returnTo, help, ...given }} />
      <OtherPage question="Another account?" label="Sign in" {...{ path: "/sign-in", returnTo }} />
    </AuthFrame>
  );
}
