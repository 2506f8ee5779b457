"use client";

import { type TamboComponent, type TamboTool, useTambo, useTamboClient } from "@tambo-ai/react";
import { lazy, useEffect } from "react";
import { array, object, string } from "zod";
import { guardTool } from "../tools/guard-tool.ts";
import { notesOf, type UserClient } from "./notes-of.ts";

export const notesComponent: TamboComponent = {
  name: "Notes",
  description:
    "The user's notes, which the user reads, edits and adds to. Use it when the user wants to see or change them.",
  component: lazy(() => import("./notes-view.tsx")),
  propsSchema: { type: "object", properties: {}, additionalProperties: false },
};

const nothing = object({});
const newNote = object({ text: string().describe("The note, at most 1000 characters") });
const note = object({ id: string(), text: string() });

/** Lets the model read and write the notes of the user whose client this is. Whose they are is no argument. */
export function notesTools(client: UserClient): TamboTool[] {
  const notes = notesOf(client);
  return [
    {
      name: "list_notes",
      title: "Read your notes",
      description: "Reads the notes that the user has kept, the oldest first.",
      inputSchema: nothing,
      outputSchema: object({ notes: array(note) }),
      tool: guardTool("list_notes", nothing, async () => ({
        notes: (await notes.list()).map(({ id, text }) => ({ id, text })),
      })),
    },
    {
      name: "add_note",
      title: "Add a note",
      description: "Keeps a note for the user, if the user asks for it.",
      inputSchema: newNote,
      outputSchema: note,
      tool: guardTool("add_note", newNote, async ({ text }) => {
        const { id, text: kept } = await notes.add(text);
        return { id, text: kept };
      }),
    },
  ];
}

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
