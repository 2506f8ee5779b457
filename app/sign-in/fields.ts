export const EMAIL = {
  label: "E-mail",
  name: "email",
  type: "email",
  autoComplete: "username",
  inputMode: "email",
} as const;

export const PASSWORD = {
  label: "Password",
  name: "password",
  autoComplete: "current-password",
} as const;

export const NEW_PASSWORD = {
  ...PASSWORD,
  autoComplete: "new-password",
  help: "At least 8 characters",
  minLength: 8,
} as const;
