"use client";

import type { ComponentProps } from "react";
import type {
  ClientPart,
  CredentialsClient,
  CredentialsProblem,
} from "#adapters/client-contracts.ts";
import { loadCredentials } from "#adapters/credentials.ts";
import { AuthForm } from "#components/auth/auth-form.tsx";
import { EMAIL, NEW_PASSWORD } from "../fields.ts";

/** What was entered, and what the address of the page says. */
type Values = Record<string, string>;

interface Step extends Pick<ComponentProps<typeof AuthForm>, "fields" | "done"> {
  /** What stands on the button, if not “Continue”. */
  label?: string;
  send(client: CredentialsClient, values: Values): Promise<CredentialsProblem> | undefined;
}

export type StepName = "code" | "confirm" | "forgot" | "new-password";

const STEPS: Record<StepName, Step> = {
  code: {
    fields: [{ label: "Code", name: "code", autoComplete: "one-time-code" }],
    send: (client, { code = "" }) => client.enterCode?.(code),
  },
  // By a button: what looks through mails presses none.
  confirm: {
    send: (client, { token = "", type = "" }) => client.confirmLink?.(token, type),
  },
  forgot: {
    label: "E-mail me a link",
    fields: [EMAIL],
    send: (client, { email = "", returnTo = "" }) => client.requestReset?.(email, returnTo),
    done: ({ email }) =>
      `If there is an account with ${email}, a link is on its way. Open it in this browser.`,
  },
  "new-password": {
    label: "Set password",
    fields: [NEW_PASSWORD],
    send: (client, { password = "", token }) => client.setPassword?.(password, token || undefined),
  },
};

interface StepFormProps {
  step: StepName;
  part: ClientPart;
  returnTo: string;
  token: string;
  type: string;
  /** What is said of its field. */
  help?: string;
}

export function StepForm({ step, part, help, ...given }: StepFormProps) {
  const { label = "Continue", fields, send, done } = STEPS[step];
  return (
    <AuthForm
      {...{ label, done }}
      fields={fields?.map((field) => ({ help, ...field }))}
      returnTo={given.returnTo}
      send={async (values) => send(await loadCredentials(part), { ...values, ...given })}
    />
  );
}
