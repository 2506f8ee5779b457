import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readReturnTo } from "#lib/base/http/own-address.ts";
import { sessionAdapter } from "../../../adapters/about.ts";
import { type FieldName, SignInForm } from "../sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

/** By what follows /sign-in/ in the address. The button says the title, too. */
const STEPS: Record<string, { title: string; fields: FieldName[]; needs?: string }> = {
  "": { title: "Sign in", fields: ["email", "password"] },
  new: { title: "Create account", fields: ["name", "email", "newPassword"], needs: "signUpPath" },
  forgot: { title: "Reset your password", fields: ["email"], needs: "reset" },
  "new-password": { title: "Set a new password", fields: ["newPassword"], needs: "reset" },
};

/** What went wrong on the way back from a mail or from a provider's page. */
const PROBLEMS = new Map([
  ["link", "This link does not work any more, or not in this browser. Ask for a new one."],
  ["refused", "Your sign-in was cancelled or refused. Try again, or with another account."],
  ["factor", "Your account has a second step, which this page cannot ask for. It was not opened."],
  ["session", "This app does not accept the session. Its log says more to its operator."],
]);

interface SignInPageProps {
  params: Promise<{ step?: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** /sign-in and the pages below it, as far as the provider offers them. */
export default async function SignInPage({ params, searchParams }: SignInPageProps) {
  const [{ step: path = [] }, query] = await Promise.all([params, searchParams]);
  const { signInOffer, signUpPath } = await sessionAdapter();
  const offer: Record<string, unknown> = { ...signInOffer(), signUpPath };
  const { redirects, reset } = signInOffer();
  const step = path.join("/");
  const known = Object.hasOwn(STEPS, step) ? STEPS[step] : undefined;
  if (!known || (known.needs && !offer[known.needs])) notFound();
  const problem = query.problem ?? query.error;
  const others = [
    { path: "/sign-in", label: "Sign in to your account", isShown: step !== "" },
    { path: "/sign-in/forgot", label: "Forgot your password?", isShown: reset && step === "" },
    { path: signUpPath ?? "", label: "Create account", isShown: signUpPath && step === "" },
  ];
  return (
    <SignInForm
      // What comes next starts anew.
      key={`${step} ${problem}`}
      title={known.title}
      fields={known.fields}
      redirects={step === "" ? redirects : undefined}
      others={others.filter(({ isShown }) => isShown)}
      given={{
        step,
        returnTo: readReturnTo(query.returnTo),
        token: String(query.token ?? ""),
      }}
      problem={
        problem && (PROBLEMS.get(String(problem)) ?? "Signing in did not work. Try again soon.")
      }
    />
  );
}
