"use client";

import dynamic from "next/dynamic";
import { type ComponentType, createElement, type ReactNode } from "react";
import type { ProviderComponentProps } from "./client-contracts.ts";

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const components: Record<string, ComponentType<ProviderComponentProps>> = {
  clerk: dynamic(() => import("./clerk/component.tsx").then((module) => module.ClerkComponent)),
};

/** A component of the active SDK, where `signInOffer` names it. */
export function ProviderComponent(props: ProviderComponentProps): ReactNode {
  const Component = components[props.part.provider];
  return Component ? createElement(Component, props) : null;
}
