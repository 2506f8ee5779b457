export type { VerifiedToken } from "./refuse-session.ts";
