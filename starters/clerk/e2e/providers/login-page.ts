export { fillComponent as signIn } from "#e2e/providers/clerk-component.ts";
