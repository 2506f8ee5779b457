"use client";

import { type ComponentProps, type FormEvent, useEffect, useId, useRef, useState } from "react";
import type {
  ClientPart,
  CredentialsProblem,
  Credentials as Values,
} from "#adapters/client-contracts.ts";
import type { SignInOffer } from "#adapters/contracts.ts";
import { loadCredentials } from "#adapters/credentials.ts";
import { APP_NAME, Logo } from "#components/ui/brand.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";

interface SignInFormProps {
  mode: "sign-in" | "sign-up";
  part: ClientPart;
  offer: SignInOffer;
  returnTo: string;
  /** What went wrong before this page was shown. */
  initialProblem?: string;
}

/** Sign-in and sign-up with e-mail and password. On success the whole page is loaded anew, as the new user. */
export function SignInForm({ mode, part, offer, returnTo, initialProblem }: SignInFormProps) {
  const isNew = mode === "sign-up";
  const [problem, setProblem] = useState<CredentialsProblem>(
    initialProblem ? { message: initialProblem } : undefined,
  );
  const [sentTo, setSentTo] = useState<string>();
  const [isReady, setReady] = useState(false);
  const summary = useRef<HTMLParagraphElement>(null);

  // The button waits for this script: sent without it, the form would leave the page.
  useEffect(() => setReady(true), []);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = (name: string) => String(data.get(name) ?? "");
    const values: Values = {
      name: read("name").trim(),
      email: read("email").trim(),
      password: read("password"),
    };
    setReady(false);
    const client = await loadCredentials(part);
    const found = await (isNew ? client.signUp(values, returnTo) : client.signIn(values));
    if (!found) return location.assign(returnTo);
    if (found.goTo) return location.assign(withReturnTo(found.goTo, returnTo));
    setProblem(found);
    setReady(true);
  }

  async function submitLink(form: HTMLFormElement | null) {
    const field = form?.elements.namedItem("email");
    if (!(field instanceof HTMLInputElement) || !field.reportValidity()) return;
    const email = field.value.trim();
    setReady(false);
    const found = await (await loadCredentials(part)).sendLink?.(email, returnTo);
    setProblem(found);
    setSentTo(found ? undefined : email);
    setReady(true);
  }

  const errorOf = (field: keyof Values) => (problem?.field === field ? problem.message : undefined);
  const title = isNew ? "Create account" : "Sign in";
  return (
    <main className="mx-auto w-full max-w-form space-y-5 px-4 py-16">
      <a href="/" className="flex items-center gap-2.5 text-reading font-semibold">
        <Logo />
        {APP_NAME}
      </a>
      <h1 className="text-page font-semibold">{title}</h1>
      {offer.redirects?.map(({ id, label, path }) => (
        // Not a Link: fetching the path ahead would start a sign-in there.
        <a
          key={id}
          href={withReturnTo(path, returnTo)}
          className={`w-full ${buttonClass({ variant: "outline", size: "large" })}`}
        >
          Continue with {label}
        </a>
      ))}
      <form method="post" aria-label={title} onSubmit={submit} className="space-y-4">
        {problem ? (
          <p ref={summary} role="alert" tabIndex={-1} className="text-control text-danger">
            {problem.message}
          </p>
        ) : null}
        {isNew ? (
          <Field label="Name" name="name" autoComplete="name" error={errorOf("name")} />
        ) : null}
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete={isNew ? "email" : "username"}
          error={errorOf("email")}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete={isNew ? "new-password" : "current-password"}
          minLength={isNew ? 8 : undefined}
          help={isNew ? "At least 8 characters" : undefined}
          error={errorOf("password")}
        />
        <Button type="submit" variant="solid" size="large" disabled={!isReady} className="w-full">
          {title}
        </Button>
        {offer.link && !isNew ? (
          <Button
            variant="outline"
            size="large"
            disabled={!isReady}
            onClick={(event) => void submitLink(event.currentTarget.form)}
            className="w-full"
          >
            E-mail me a link instead
          </Button>
        ) : null}
        <p role="status" className="text-help text-quiet">
          {sentTo ? `A link is on its way to ${sentTo}. Open it in this browser.` : null}
        </p>
        {sentTo && offer.mailCode ? (
          <OtherPage
            path={`/sign-in/mail-code?email=${encodeURIComponent(sentTo)}`}
            label="Enter the code of the mail"
            returnTo={returnTo}
          />
        ) : null}
        {offer.reset && !isNew ? (
          <OtherPage path="/sign-in/forgot" label="Forgot your password?" returnTo={returnTo} />
        ) : null}
      </form>
      <OtherPage
        path={isNew ? "/sign-in" : "/sign-up"}
        label={isNew ? "Sign in to your account" : "Create account"}
        returnTo={returnTo}
      />
    </main>
  );
}

/** Not a Link: the page may be the provider's, and is not fetched ahead. */
export const OtherPage = (props: { path: string; label: string; returnTo: string }) => (
  <a
    href={withReturnTo(props.path, props.returnTo)}
    className="block w-fit text-control text-brand underline underline-offset-2"
  >
    {props.label}
  </a>
);

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  help?: string;
  error?: string;
}

/** A labelled input; help and error are read with it. */
export function Field({ label, help, error, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="text-help font-medium">
        {label}
      </label>
      <input
        {...input}
        id={id}
        required
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className="h-11 w-full rounded-control border border-line-strong bg-canvas px-3 text-control aria-invalid:border-danger"
      />
      {note ? (
        <p id={`${id}-note`} className={error ? "text-help text-danger" : "text-help text-quiet"}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
