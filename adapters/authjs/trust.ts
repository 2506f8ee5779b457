import { readEnv } from "#lib/base/env.ts";
import type { TrustPolicy } from "../contracts.ts";
import { sourceShape, toSources, trustOf } from "../shared/auth-js-sources.ts";
import { about } from "./about.mjs";

/** Where this app's people come from. Throws EnvError. */
export const sources = () => toSources(readEnv(sourceShape(), about.guideNames));

/** Access tokens of the sources are opaque, or of another app, so the provider token is the ID token: its audience is our client. */
export const trust = (): TrustPolicy => trustOf(sources());
