import type { About } from "../contracts.ts";

export const about: About = {
  name: "better-auth",
  label: "Better Auth",
  documentation: "https://www.better-auth.com/docs",
  variables: [],
  setUp: ["Nothing: Better Auth is part of the app."],
  sessionCookies: /^better-auth\./,
};
