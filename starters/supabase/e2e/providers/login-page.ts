export { fillForm as signIn } from "#e2e/providers/credentials-form.ts";
