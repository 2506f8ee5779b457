"use client";

import { lazy } from "react";

const RETRY = 2_000; // milliseconds

/** With its words it is more than most visits need. Where the network is away it comes with the network. */
const load = (): Promise<typeof import("./error-card.tsx")> =>
  import("./error-card.tsx").catch(
    () => new Promise((resolve) => setTimeout(() => resolve(load()), RETRY)),
  );

export const ErrorCard = lazy(() => load().then((module) => ({ default: module.ErrorCard })));
export const LoadFailure = lazy(() => load().then((module) => ({ default: module.LoadFailure })));
