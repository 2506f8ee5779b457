import type { Credentials, CredentialsClient, CredentialsProblem } from "../client.ts";
import { postCredentials } from "../post-credentials.ts";

const PROBLEMS: Record<string, CredentialsProblem> = {
  INVALID_EMAIL_OR_PASSWORD: {
    message: "This e-mail address and password do not belong together.",
  },
  INVALID_ORIGIN: {
    message:
      "This is not the app's own address. Open it at the one its server printed at the start.",
  },
  INVALID_EMAIL: { message: "Enter an address like name@example.com.", field: "email" },
  USER_ALREADY_EXISTS: { message: "This address has an account. Sign in instead.", field: "email" },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: {
    message: "This address has an account. Sign in instead.",
    field: "email",
  },
  EMAIL_TOO_LONG: { message: "Use an address of at most 254 characters.", field: "email" },
  NAME_TOO_LONG: { message: "Use at most 200 characters.", field: "name" },
  PASSWORD_TOO_SHORT: { message: "Use at least 8 characters.", field: "password" },
  PASSWORD_TOO_LONG: { message: "Use at most 128 characters.", field: "password" },
};

export const credentials: CredentialsClient = {
  signIn: ({ email, password }) => post("/auth/sign-in/email", { email, password }),
  signUp: ({ name, email, password }) => post("/auth/sign-up/email", { name, email, password }),
};

const post = (path: string, body: Partial<Credentials>) => postCredentials(path, body, PROBLEMS);
