"use client";

import { type ComponentProps, type FormEvent, useEffect, useState } from "react";
import type {
  ClientPart,
  CredentialsClient,
  CredentialsProblem,
} from "#adapters/client-contracts.ts";
import { loadCredentials } from "#adapters/credentials.ts";
import { Button } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { Field, OtherPage } from "./sign-in-form.tsx";

/** What the address says: of a mail's link, or to whom it was sent. */
type Given = Record<"token" | "type" | "email" | "returnTo", string>;

interface Step {
  title: string;
  field?: ComponentProps<typeof Field>;
  send(
    client: CredentialsClient,
    value: string,
    given: Given,
  ): Promise<CredentialsProblem> | undefined;
  /** What is said once it is done, if the visitor is not signed in then. */
  done?: string;
}

const STEPS: Record<string, Step> = {
  confirm: {
    title: "Open the link",
    send: (client, _value, { token, type }) => client.confirmLink?.(token, type),
  },
  code: {
    title: "Second step",
    field: { label: "Code", autoComplete: "one-time-code" },
    send: (client, value) => client.enterCode?.(value),
  },
  "mail-code": {
    title: "Code of the mail",
    field: { label: "Code", autoComplete: "one-time-code" },
    send: (client, value, { email }) => client.enterMailCode?.(email, value),
  },
  forgot: {
    title: "Forgot password",
    field: { label: "E-mail", type: "email", autoComplete: "username" },
    send: (client, value, { returnTo }) => client.requestReset?.(value, returnTo),
    done: "If there is an account with this address, a link is on its way.",
  },
  "new-password": {
    title: "New password",
    field: {
      label: "Password",
      type: "password",
      autoComplete: "new-password",
      minLength: 8,
      help: "At least 8 characters",
    },
    send: (client, value, { token }) => client.setPassword?.(value, token || undefined),
  },
};

interface StepFormProps {
  step: string;
  part: ClientPart;
  given: Omit<Given, "returnTo">;
  returnTo: string;
}

export function StepForm({ step, part, given, returnTo }: StepFormProps) {
  const { title, field, send, done } = STEPS[step] as Step;
  const [said, setSaid] = useState<string>();
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get("value") ?? "");
    setReady(false);
    const found = await send(await loadCredentials(part), value, { ...given, returnTo });
    if (found?.goTo) return location.assign(withReturnTo(found.goTo, returnTo));
    if (!found && !done) return location.assign(returnTo);
    setSaid(found?.message ?? done);
    setReady(true);
  }

  return (
    <main className="mx-auto w-full max-w-form space-y-5 px-4 py-16">
      <h1 className="text-page font-semibold">{title}</h1>
      <form method="post" aria-label={title} onSubmit={submit} className="space-y-4">
        <p role="alert" className="text-control text-quiet">
          {said}
        </p>
        {field ? <Field {...field} name="value" /> : null}
        <Button type="submit" variant="solid" size="large" disabled={!isReady} className="w-full">
          Continue
        </Button>
      </form>
      <OtherPage path="/sign-in" label="Sign in in another way" returnTo={returnTo} />
    </main>
  );
}
