"use client";

import { type TamboComponent, useTambo, useTamboClient } from "@tambo-ai/react";
import { lazy, useEffect } from "react";
import { notesTools } from "./tools.ts";

export const notesComponent: TamboComponent = {
  name: "Notes",
  description:
    "The user's notes, which the user reads, edits and adds to. Use it when the user wants to see or change them.",
  component: lazy(() => import("./notes-view.tsx")),
  propsSchema: { type: "object", properties: {}, additionalProperties: false },
};

/** Gives the notes to the model. Inside TamboProvider, whose client carries the bearer of the user. */
export function RegisterNotes() {
  const client = useTamboClient();
  const { registerComponent, registerTools } = useTambo();
  useEffect(() => {
    registerComponent(notesComponent, false);
    registerTools(notesTools(client), false);
  }, [client, registerComponent, registerTools]);
  return null;
}
